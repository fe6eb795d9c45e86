/** Bytes of the record that is being put together; grows as needed and is used again. */
export class PayloadBuffer {
  #bytes = new Uint8Array(65_536);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(byte: number): void {
    if (this.length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.length] = byte;
    this.length += 1;
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    this.#reserve(end - start);
    this.#bytes.set(bytes.subarray(start, end), this.length);
    this.length += end - start;
  }

  /** What was put in, valid until the next change. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const next = new Uint8Array(Math.max(this.length + more, this.#bytes.length * 2));
    next.set(this.#bytes.subarray(0, this.length));
    this.#bytes = next;
  }
}
