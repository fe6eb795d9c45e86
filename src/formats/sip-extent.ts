/**
 * Tells, line by line, where a SIP message in a log can end: by its Content-Length, or by the size that the log states
 * for the whole of it. Either may count the CR of line breaks that the log has written as LF alone, and the log may have
 * ended the last line of a body that has no line break of its own.
 */
import {
  CR,
  LF,
  SPACE,
  TAB,
  afterBlanks,
  bytesOf,
  equalsIgnoringCase,
  parseDecimal,
  trimmedEnd,
} from '../bytes/text.ts';
import { isToken } from './sip-lines.ts';
import { isHeader } from './sipstack-fields.ts';

const LENGTH = bytesOf('content-length');
const COMPACT_LENGTH = bytesOf('l');
const TYPE = bytesOf('content-type');
const COMPACT_TYPE = bytesOf('c');

export class SipExtent {
  /** Header lines seen. */
  headers = 0;
  /** The message may end behind the last line. */
  whole = false;
  /** Length of the message without a line break that the log added; counts when it is whole. */
  length = 0;
  /** It has its length once each bare LF in it is made CR LF again. */
  restored = false;
  /** Bytes that the log states; null = none. */
  #size: number | null = null;
  /** Content-Length; null = none that can be read. */
  #bodyLength: number | null = null;
  #hasType = false;
  /** Bytes in front of the body, and bare line breaks in them; -1 = the headers go on. */
  #bodyStart = -1;
  #bodyStartBare = 0;
  #total = 0;
  #bare = 0;
  #lines = 0;

  clear(size: number | null): void {
    this.headers = this.#total = this.#bare = this.#lines = this.length = 0;
    this.whole = this.#hasType = false;
    this.#size = size;
    this.#bodyLength = null;
    this.#bodyStart = -1;
  }

  /** No line behind the last one can end the message by a length: there is none, or it fits nothing. */
  get unbounded(): boolean {
    if (this.whole) return false;
    if (this.#bodyStart === -1) return false;
    // A line break that the log added is two bytes at the most.
    const least = this.#total - 2;
    if (this.#size !== null && least <= this.#size) return false;
    return this.#bodyLength === null || least - this.#bodyStart > this.#bodyLength;
  }

  /** Bytes of the body that are still to come; null = not known. */
  get remaining(): number | null {
    if (this.#bodyStart === -1 || this.#bodyLength === null) return null;
    return this.#bodyLength - (this.#total - this.#bodyStart);
  }

  /** Bytes in front of the body; -1 = the headers go on. */
  get bodyStart(): number {
    return this.#bodyStart;
  }

  get inBody(): boolean {
    return this.#bodyStart !== -1;
  }

  /** A line of the message with its line break, if it has one. */
  line(bytes: Uint8Array, start: number, next: number): void {
    const hasBreak = next > start && bytes[next - 1] === LF;
    const breakLength = !hasBreak ? 0 : next - start > 1 && bytes[next - 2] === CR ? 2 : 1;
    this.#total += next - start;
    if (breakLength === 1) this.#bare += 1;
    this.#lines += 1;
    if (this.#bodyStart === -1 && this.#lines > 1) this.#header(bytes, start, next);
    this.whole = this.#isWhole(breakLength);
  }

  #header(bytes: Uint8Array, start: number, next: number): void {
    const end = trimmedEnd(bytes, start, next);
    if (end === start) {
      this.#bodyStart = this.#total;
      this.#bodyStartBare = this.#bare;
      return;
    }
    if (bytes[start] === SPACE || bytes[start] === TAB || !isHeader(bytes, start, end)) return;
    this.headers += 1;
    let name = start;
    while (name < end && isToken(bytes[name]!)) name += 1;
    const named = (full: Uint8Array, compact: Uint8Array): boolean =>
      equalsIgnoringCase(bytes, start, name, full) || equalsIgnoringCase(bytes, start, name, compact);
    if (named(LENGTH, COMPACT_LENGTH) && this.#bodyLength === null) {
      const value = afterBlanks(bytes, afterBlanks(bytes, name, end) + 1, end);
      const length = parseDecimal(bytes, value, end);
      if (length !== -1) this.#bodyLength = length;
    } else if (named(TYPE, COMPACT_TYPE)) this.#hasType = true;
  }

  #isWhole(breakLength: number): boolean {
    if (this.#size !== null && (this.#fits(0, 0, this.#size, breakLength) || this.#endsInCr(breakLength))) return true;
    if (this.#bodyStart === -1) return false;
    if (this.#bodyLength !== null)
      return this.#fits(this.#bodyStart, this.#bodyStartBare, this.#bodyLength, breakLength);
    this.length = this.#total;
    return this.#size === null && !this.#hasType;
  }

  /** The log's own line break behind a CR that the bytes end in looks like one of theirs. */
  #endsInCr(breakLength: number): boolean {
    if (breakLength !== 2 || this.#total - 1 !== this.#size) return false;
    this.length = this.#size;
    this.restored = false;
    return true;
  }

  /** Is what came behind `start` `length` bytes long, as it stands or with each bare LF as CR LF, with or without its last break? */
  #fits(start: number, bareBefore: number, length: number, breakLength: number): boolean {
    const exact = this.#total - start;
    const withoutBreak = this.#total - breakLength;
    // Where the headers kept their CR the body did too; where not, its breaks count two before one.
    const bare = this.#bodyStart === -1 || this.#bodyStartBare > 0 ? this.#bare - bareBefore : 0;
    if (bare > 0) {
      const restored = exact + bare;
      this.restored = restored === length || (breakLength === 1 && restored - 2 === length);
      this.length = restored === length ? this.#total : withoutBreak;
      if (this.restored) return true;
    }
    this.restored = false;
    this.length = exact === length ? this.#total : withoutBreak;
    return exact === length || (exact > 0 && exact - breakLength === length);
  }
}
