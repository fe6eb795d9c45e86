/** Bytes that wait for more of their stream. */

/** Largest empty buffer that is kept for later, bytes: there may be thousands of streams. */
const KEPT_BUFFER = 16 * 1024;

export class HeldBytes {
  #bytes = new Uint8Array(0);
  #length = 0;

  /** The buffer; only the first `length` bytes are held. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array, from: number): void {
    const length = this.#length + bytes.length - from;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(1024, length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    if (from < bytes.length) this.#bytes.set(bytes.subarray(from), this.#length);
    this.#length = length;
  }

  dropFirst(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
    if (this.#length === 0 && this.#bytes.length > KEPT_BUFFER) this.#bytes = new Uint8Array(0);
  }
}
