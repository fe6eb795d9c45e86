/** Where a SIP message in plain text ends: its header lines, and its body by Content-Length where that fits. */
import {
  CR,
  LF,
  SPACE,
  TAB,
  afterBlanks,
  bytesOf,
  equalsIgnoringCase,
  isDigit,
  isWhite,
  parseDecimal,
  trimmedEnd,
} from '../bytes/text.ts';
import { isStartLine, isToken } from './sip-lines.ts';
import { isHeader } from './sipstack-fields.ts';

/** The bytes at hand do not tell yet. */
export const WAIT = -1;
/** The length fits nothing that is there. */
export const UNLIKE = -2;

const LENGTH = bytesOf('content-length');
const COMPACT_LENGTH = bytesOf('l');
const TYPE = bytesOf('content-type');
const COMPACT_TYPE = bytesOf('c');
/** A start line is not longer. */
const LONGEST_LINE = 65_536;

/** What is known of a message once its header lines are read. Filled anew by each `scan`. */
export class SipTextHeaders {
  /** Behind the empty line, or where the headers end without one. */
  end = 0;
  /** An empty line ends them, so that a body may follow. */
  closed = false;
  /** Header lines, folded ones not counted. */
  count = 0;
  /** Content-Length; null = none that can be read. The first one counts. */
  length: number | null = null;
  hasType = false;
  /** Lines end in LF alone. */
  bareBreaks = false;

  /** `start`: behind the start line. False when more bytes must come. */
  scan(bytes: Uint8Array, start: number, ended: boolean): boolean {
    this.closed = this.hasType = false;
    this.count = 0;
    this.length = null;
    this.bareBreaks = bytes[start - 1] === LF && bytes[start - 2] !== CR;
    for (let line = start; ;) {
      const newline = bytes.indexOf(LF, line);
      if (newline === -1 && !ended) return false;
      const next = newline === -1 ? bytes.length : newline + 1;
      this.end = line;
      if (line >= bytes.length || !this.#line(bytes, line, next)) return true;
      line = next;
      this.end = next;
    }
  }

  /** False when the headers end here. */
  #line(bytes: Uint8Array, line: number, next: number): boolean {
    const end = trimmedEnd(bytes, line, next);
    if (end === line) {
      // White space alone is a folded line of nothing; an empty line ends the headers.
      if (bytes[line] === SPACE || bytes[line] === TAB) return true;
      this.closed = true;
      this.end = next;
      return false;
    }
    if (bytes[line] === SPACE || bytes[line] === TAB) return true;
    if (isStartLine(bytes, line, end) || !isHeader(bytes, line, end) || isClock(bytes, line)) return false;
    this.#header(bytes, line, end);
    return true;
  }

  #header(bytes: Uint8Array, line: number, end: number): void {
    this.count += 1;
    let name = line;
    while (name < end && isToken(bytes[name]!)) name += 1;
    const isLength =
      equalsIgnoringCase(bytes, line, name, LENGTH) || equalsIgnoringCase(bytes, line, name, COMPACT_LENGTH);
    if (isLength && this.length === null) {
      const value = afterBlanks(bytes, afterBlanks(bytes, name, end) + 1, end);
      const length = parseDecimal(bytes, value, end);
      if (length !== -1) this.length = length;
    }
    if (equalsIgnoringCase(bytes, line, name, TYPE) || equalsIgnoringCase(bytes, line, name, COMPACT_TYPE))
      this.hasType = true;
  }
}

/** `12:57:43` at a line's beginning has the shape of a header and is a time. */
function isClock(bytes: Uint8Array, line: number): boolean {
  return (
    isDigit(bytes[line]!) && isDigit(bytes[line + 1] ?? 0) && bytes[line + 2] === 0x3a && isDigit(bytes[line + 3] ?? 0)
  );
}

/** Where the body at `start` ends by Content-Length; WAIT or UNLIKE. Where CR LF lost its CR each LF counts twice. */
export function bodyEnd(bytes: Uint8Array, start: number, length: number, bareBreaks: boolean, ended: boolean): number {
  if (bareBreaks) {
    const restored = restoredEnd(bytes, start, length);
    if (restored === WAIT && !ended) return WAIT;
    if (restored >= 0) {
      const fit = atBoundary(bytes, restored, ended);
      if (fit !== UNLIKE) return fit;
    }
  }
  if (start + length > bytes.length) return ended ? UNLIKE : WAIT;
  return atBoundary(bytes, start + length, ended);
}

/** Where a body that counts two bytes for each bare LF is `length` bytes long; WAIT when the bytes at hand end before. */
function restoredEnd(bytes: Uint8Array, start: number, length: number): number {
  let left = length;
  let at = start;
  while (left > 0) {
    const newline = bytes.indexOf(LF, at);
    const textEnd = newline === -1 ? bytes.length : newline;
    if (textEnd - at >= left) return at + left;
    if (newline === -1) return WAIT;
    left -= textEnd - at + (newline > start && bytes[newline - 1] === CR ? 1 : 2);
    at = newline + 1;
  }
  return left === 0 ? at : UNLIKE;
}

/** `at`, if a body can end there: at the end of a line or of the file, or before a start line. */
function atBoundary(bytes: Uint8Array, at: number, ended: boolean): number {
  if (at === bytes.length) return ended ? at : WAIT;
  const byte = bytes[at]!;
  if (bytes[at - 1] === LF || byte === LF || byte === CR || byte === 0) return at;
  const start = afterKeepAlives(bytes, at, bytes.length);
  const newline = bytes.indexOf(LF, start);
  if (newline === -1 && !ended && bytes.length - start < LONGEST_LINE) return WAIT;
  return isStartLine(bytes, start, trimmedEnd(bytes, start, newline === -1 ? bytes.length : newline)) ? at : UNLIKE;
}

/** Behind blanks, NULs and the `jaK` by which some clients keep a connection open (RFC 3261 §7.5; seen in captures). */
export function afterKeepAlives(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    if (bytes[at] === 0 || isWhite(bytes[at]!)) at += 1;
    else if (bytes[at] === 0x6a && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x4b) at += 3;
    else break;
  }
  return Math.min(at, end);
}
