/**
 * Cuts a stream into lines that end in LF or CR LF, across chunk borders, and makes nothing per line: the receiver gets
 * indices into bytes that are valid until it returns.
 */
import type { ByteWriter } from '../model.ts';
import { CR, LF } from './text.ts';
import { ByteWindow } from './window.ts';

/** A line, or a record, that is longer than this is cut off here. */
export const MOST_RECORD_BYTES = 16 * 1024 * 1024;

export interface LineReceiver {
  /**
   * The line's text is [start, end) of `bytes`, its line end (none at the end of the file) lies before `next`; `offset`
   * is where `start` lies in the stream.
   */
  line(bytes: Uint8Array, start: number, end: number, next: number, offset: number): void;
  /** `length` bytes at `offset` belong to the line just given, which was longer than the limit. */
  overlong(offset: number, length: number): void;
  /** The stream has ended. */
  end(): void;
}

export class LineCutter implements ByteWriter {
  readonly #receiver: LineReceiver;
  readonly #limit: number;
  readonly #window = new ByteWindow();
  /** Bytes of the held, unfinished line that are known to have no LF. */
  #searched = 0;
  /** The rest of a line beyond the limit: where it starts and how far it is known; -1 = none. */
  #overlongFrom = -1;

  constructor(receiver: LineReceiver, limit = MOST_RECORD_BYTES) {
    this.#receiver = receiver;
    this.#limit = limit;
  }

  write(chunk: Uint8Array): void {
    const window = this.#window;
    window.append(chunk);
    let start = this.#overlongFrom === -1 ? 0 : this.#passOver();
    const { bytes, base } = window;
    let from = start + this.#searched;
    for (;;) {
      const newline = bytes.indexOf(LF, from);
      if (newline === -1) break;
      if (newline - start > this.#limit) {
        this.#cut(start);
        this.#closeOverlong(base + newline + 1);
        start = newline + 1;
        from = start;
        continue;
      }
      let end = newline;
      while (end > start && bytes[end - 1] === CR) end -= 1;
      this.#receiver.line(bytes, start, end, newline + 1, base + start);
      start = newline + 1;
      from = start;
    }
    if (bytes.length - start > this.#limit) start = this.#cut(start);
    this.#searched = bytes.length - start;
    window.release(start);
  }

  end(): void {
    const { bytes, base } = this.#window;
    if (this.#overlongFrom !== -1) this.#closeOverlong(base);
    if (bytes.length > 0) this.#receiver.line(bytes, 0, bytes.length, bytes.length, base);
    this.#window.release(bytes.length);
    this.#receiver.end();
  }

  /** Gives as much of an unfinished line as the limit allows and passes over what follows. */
  #cut(start: number): number {
    const { bytes, base } = this.#window;
    const end = start + this.#limit;
    this.#receiver.line(bytes, start, end, end, base + start);
    this.#overlongFrom = base + end;
    return bytes.length;
  }

  /** Index of the first byte after the overlong line; the length if it goes on. */
  #passOver(): number {
    const { bytes, base } = this.#window;
    const newline = bytes.indexOf(LF);
    if (newline === -1) return bytes.length;
    this.#closeOverlong(base + newline + 1);
    return newline + 1;
  }

  #closeOverlong(end: number): void {
    this.#receiver.overlong(this.#overlongFrom, end - this.#overlongFrom);
    this.#overlongFrom = -1;
  }
}
