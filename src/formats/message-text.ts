/** The text of the open message, without what the log put around it, and where it can end. */
import { CR, LF } from '../bytes/text.ts';
import type { Line } from './line-records.ts';
import { PayloadBuffer } from './payload-buffer.ts';
import { copyRestored, restoredLength } from './sip-body.ts';
import { SipExtent } from './sip-extent.ts';

const DOT = 0x2e;

export class MessageText {
  readonly extent = new SipExtent();
  /** A dot at the end of a line stands for its CR. */
  dotted = false;
  readonly #payload = new PayloadBuffer();
  #restored = new Uint8Array(0);

  clear(size: number | null, dotted: boolean): void {
    this.#payload.clear();
    this.extent.clear(size);
    this.dotted = dotted;
  }

  /** [from, to) of a line's bytes belongs to the message. */
  append(line: Line, from: number, to: number): void {
    const payload = this.#payload;
    const before = payload.length;
    payload.append(line.bytes, from, to);
    if (this.dotted && to === line.next && this.#isDotForCr(line, from)) {
      payload.length = before + line.end - 1 - from;
      payload.push(CR);
      payload.push(LF);
    }
    this.extent.line(payload.bytes(), before, payload.length);
  }

  /** Bytes up to here, without empty lines at the end of a body: they are the log's. */
  get length(): number {
    const bytes = this.#payload.bytes();
    let end = bytes.length;
    while (end > this.extent.bodyStart && this.extent.inBody && isBreak(bytes[end - 1]!)) end -= 1;
    return end;
  }

  /** The message, `length` bytes long; `restored`: with the CRs that the log left out. Valid until the next change. */
  bytes(length: number, restored: boolean): Uint8Array {
    const bytes = this.#payload.bytes().subarray(0, length);
    if (!restored) return bytes;
    const needed = restoredLength(bytes, 0, length);
    if (this.#restored.length < needed) this.#restored = new Uint8Array(needed * 2);
    return this.#restored.subarray(0, copyRestored(bytes, 0, length, this.#restored, 0));
  }

  /** A dot that the body's length holds, at the end of its last line, is a dot. */
  #isDotForCr({ bytes, end }: Line, from: number): boolean {
    return end > from && bytes[end - 1] === DOT && this.extent.remaining !== end - from;
  }
}

function isBreak(byte: number): boolean {
  return byte === CR || byte === LF;
}
