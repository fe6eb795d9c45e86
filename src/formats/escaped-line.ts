/**
 * A SIP message in one line of a log, its line breaks written as escapes: `#015#012` (rsyslog writes a control character
 * as # and three octal digits), `#012` alone, `#015 ` (a copy that lost half of it), `\r\n`, `\n`, `\015\012`.
 */
import { CR, LF, SPACE, bytesOf, find, isDigit } from '../bytes/text.ts';
import { startLineIn } from './line-prefix.ts';
import type { PayloadBuffer } from './payload-buffer.ts';

const HASH = 0x23;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const VERSION = bytesOf('SIP/');
/** The line break behind a start line is looked for within, bytes. */
const LONGEST_START_LINE = 4_096;

/** Where a message begins in a line, and how its breaks are written. */
export interface EscapedStart {
  /** Index of the start line. */
  start: number;
  /** `#` or `\`. */
  mark: number;
  /** The first break: a blank in front of each break is not of the line. */
  blankBefore: boolean;
}

/** The first start line in [start, end) that an escaped line break follows, or null. */
export function escapedStart(bytes: Uint8Array, start: number, end: number): EscapedStart | null {
  let from = start;
  for (
    let version = find(bytes, VERSION, start, end);
    version !== -1;
    version = find(bytes, VERSION, version + 4, end)
  ) {
    const stop = Math.min(end, version + LONGEST_START_LINE);
    let at = version;
    while (at < stop && breakAt(bytes, at, end) === 0) at += 1;
    if (at === stop) return null;
    // The line begins behind the escape before it, if there is one.
    for (let escape = from; escape < version; escape += 1) {
      const length = breakAt(bytes, escape, end);
      if (length > 0) from = escape + length;
    }
    const found = startLineIn(bytes, from, at);
    if (found !== -1) return { start: found, mark: bytes[at]!, blankBefore: bytes[at - 1] === SPACE };
  }
  return null;
}

/** How the breaks of the message [0, length) are written, by its first one; null = it has none. */
export function escapesOf(message: Uint8Array): EscapedStart | null {
  for (let at = 0; at < message.length; at += 1) {
    if (breakAt(message, at, message.length) > 0)
      return { start: 0, mark: message[at]!, blankBefore: message[at - 1] === SPACE };
  }
  return null;
}

/** Length of the escaped line break at `at`, or 0. */
export function breakAt(bytes: Uint8Array, at: number, end: number): number {
  const mark = bytes[at];
  if (mark !== HASH && mark !== BACKSLASH) return 0;
  const first = escapeAt(bytes, at, end);
  if (first === null || (first.byte !== CR && first.byte !== LF)) return 0;
  if (first.byte === LF) return first.length;
  const second = bytes[at + first.length] === mark ? escapeAt(bytes, at + first.length, end) : null;
  if (second !== null && second.byte === LF) return first.length + second.length;
  return bytes[at + first.length] === SPACE ? first.length + 1 : first.length;
}

function escapeAt(bytes: Uint8Array, at: number, end: number): { byte: number; length: number } | null {
  if (bytes[at] === BACKSLASH && at + 1 < end) {
    const letter = bytes[at + 1]!;
    if (letter === 0x6e) return { byte: LF, length: 2 };
    if (letter === 0x72) return { byte: CR, length: 2 };
    if (letter === 0x74) return { byte: 0x09, length: 2 };
    if (letter === BACKSLASH || letter === QUOTE || letter === 0x2f) return { byte: letter, length: 2 };
  }
  if (at + 4 > end) return null;
  let value = 0;
  for (let index = at + 1; index < at + 4; index += 1) {
    const digit = bytes[index]! - 0x30;
    if (!isDigit(bytes[index]!) || digit > 7) return null;
    value = value * 8 + digit;
  }
  return value < 32 || value === 127 ? { byte: value, length: 4 } : null;
}

/** Appends [from, end) with its escapes undone. In quotes (JSON) the message ends at the closing one. */
export function unescape(
  bytes: Uint8Array,
  from: number,
  end: number,
  how: EscapedStart,
  isQuoted: boolean,
  payload: PayloadBuffer,
): void {
  for (let at = from; at < end;) {
    const byte = bytes[at]!;
    if (isQuoted && byte === QUOTE) return;
    const length = byte === how.mark ? breakAt(bytes, at, end) : 0;
    if (length > 0) {
      pushBreak(bytes, at, how, payload);
      at += length;
      continue;
    }
    const escape = byte === how.mark ? escapeAt(bytes, at, end) : null;
    payload.push(escape === null ? byte : escape.byte);
    at += escape === null ? 1 : escape.length;
  }
}

function pushBreak(bytes: Uint8Array, at: number, how: EscapedStart, payload: PayloadBuffer): void {
  if (how.blankBefore && payload.length > 0 && payload.bytes()[payload.length - 1] === SPACE) payload.length -= 1;
  // `#015` with or without its `#012`, and `\r`: a break of two characters.
  const isWhole = bytes[at + 1] === 0x72 || (bytes[at + 1] === 0x30 && bytes[at + 3] === 0x35);
  if (isWhole) payload.push(CR);
  payload.push(LF);
}
