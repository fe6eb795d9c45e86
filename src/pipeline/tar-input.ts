/** The two ways to go through a tar archive: at any place of a file, or along a stream. */
import type { TarInput } from '../bytes/tar.ts';

export class RangeInput implements TarInput {
  readonly #read: (from: number, to: number) => Promise<Uint8Array>;
  readonly #size: number;
  offset = 0;

  constructor(read: (from: number, to: number) => Promise<Uint8Array>, size: number) {
    this.#read = read;
    this.#size = size;
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.#read(this.offset, Math.min(this.#size, this.offset + length));
    this.offset += bytes.length;
    return bytes;
  }

  async skip(length: number): Promise<number> {
    const skipped = Math.min(length, this.#size - this.offset);
    this.offset += skipped;
    return skipped;
  }

  async close(): Promise<void> {}
}

export class StreamInput implements TarInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What of the last chunk was not taken yet. */
  #rest: Uint8Array = new Uint8Array(0);
  offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Uint8Array> {
    const first = await this.#next(length);
    if (first.length === length || first.length === 0) return first;
    const pieces = [first.slice()];
    let found = first.length;
    while (found < length) {
      const piece = await this.#next(length - found);
      if (piece.length === 0) break;
      pieces.push(piece.slice());
      found += piece.length;
    }
    const whole = new Uint8Array(found);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  async skip(length: number): Promise<number> {
    let left = length;
    while (left > 0) {
      const { length: passed } = await this.#next(left);
      if (passed === 0) break;
      left -= passed;
    }
    return length - left;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Up to so many bytes of what is at hand; none = the end. */
  async #next(most: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return this.#rest;
      this.#rest = next.value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    this.offset += piece.length;
    return piece;
  }
}
