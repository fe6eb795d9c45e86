/** The lines of an open record, kept until it is known which of them are its own. */
import { CR, LF } from '../bytes/text.ts';
import type { LineReceiver } from '../bytes/lines.ts';
import { PayloadBuffer } from './payload-buffer.ts';

export class HeldLines {
  readonly #bytes = new PayloadBuffer();
  /** Where each line ends in the bytes, and where it lies in the file: lines between may be read elsewhere. */
  readonly #ends: number[] = [];
  readonly #offsets: number[] = [];

  clear(): void {
    this.#bytes.clear();
    this.#ends.length = this.#offsets.length = 0;
  }

  add(bytes: Uint8Array, start: number, next: number, offset: number): void {
    this.#bytes.append(bytes, start, next);
    this.#ends.push(this.#bytes.length);
    this.#offsets.push(offset);
  }

  get count(): number {
    return this.#ends.length;
  }

  /** Bytes of the first `lines` lines. */
  bytesOf(lines = this.#ends.length): number {
    return lines === 0 ? 0 : this.#ends[lines - 1]!;
  }

  /** From the first line's beginning to the end of line number `lines`, in the file. */
  extentOf(lines: number): number {
    const last = this.bytesOf(lines) - this.bytesOf(lines - 1);
    return this.#offsets[lines - 1]! + last - this.#offsets[0]!;
  }

  /** Gives the lines behind the first `from` to a reader, which may fill this again. */
  giveAgain(from: number, reader: LineReceiver): void {
    const start = this.bytesOf(from);
    const bytes = this.#bytes.bytes().slice(start);
    const ends = this.#ends.slice(from);
    const offsets = this.#offsets.slice(from);
    let at = 0;
    for (const [index, each] of ends.entries()) {
      const next = each - start;
      let end = next;
      if (end > at && bytes[end - 1] === LF) end -= 1;
      while (end > at && bytes[end - 1] === CR) end -= 1;
      reader.line(bytes, at, end, next, offsets[index]!);
      at = next;
    }
  }
}
