/**
 * The next SIP message in bytes whose place in the stream is not known: after a loss, damage, or a wrong length. A body
 * need not end with a line break, so the message after it may begin in the middle of a line: `Hi BobMESSAGE sip:… SIP/2.0`.
 */
import { COLON, LF, SPACE, TAB, isDigit, trimmedEnd } from '../bytes/text.ts';
import { afterToken, isStatusLine, isTokenByte, startLineEnd } from './sip-start-line.ts';

/** What is kept of passed-over bytes, since what comes next may make a start line of their end. */
const TAIL = 4_096;
/** `SIP/2.0` and versions to come. */
const LONGEST_VERSION = 12;

/**
 * First place in [from, end) where a message begins, or -1. At the beginning of a line (`from` counts as one) its start line
 * alone tells; inside a line a header line must follow too. A last line that is not whole yet is no start, unless `whole`.
 */
export function findStart(bytes: Uint8Array, from: number, end: number, whole: boolean): number {
  let lineEnd = -1;
  for (let at = bytes.indexOf(0x53, from); at !== -1 && at < end; at = bytes.indexOf(0x53, at + 1)) {
    if (bytes[at + 1] !== 0x49 || bytes[at + 2] !== 0x50 || bytes[at + 3] !== 0x2f) continue;
    if (lineEnd < at) {
      const line = bytes.indexOf(LF, at);
      lineEnd = line === -1 || line >= end ? end : line;
    }
    if (lineEnd === end && !whole) return -1;
    const start = statusStart(bytes, from, at, lineEnd) ? at : requestStart(bytes, from, at, lineEnd);
    if (start === -1) continue;
    if (start === from || bytes[start - 1] === LF || isHeaderLine(bytes, lineEnd + 1, end)) return start;
  }
  return -1;
}

/** Where to begin again when more bytes have come: the last two lines may hold the next start. */
export function undecidedFrom(bytes: Uint8Array, from: number, end: number): number {
  const last = bytes.lastIndexOf(LF, end - 1);
  const before = last <= from ? -1 : bytes.lastIndexOf(LF, last - 1);
  return Math.max(from, before + 1, end - TAIL);
}

/** `SIP/2.0 200` at `at`; inside a line only behind something that ends no word of a header. */
function statusStart(bytes: Uint8Array, from: number, at: number, lineEnd: number): boolean {
  if (!isStatusLine(bytes, at, lineEnd)) return false;
  const code = bytes.indexOf(SPACE, at) + 1;
  if (code === 0 || code + 3 > lineEnd || !isDigit(bytes[code + 1]!) || !isDigit(bytes[code + 2]!)) return false;
  return at === from || bytes[at - 1] !== SPACE;
}

/** Place of the method in front of the version at `version`, or -1. Of a glued word its capitals at the end are the method. */
function requestStart(bytes: Uint8Array, from: number, version: number, lineEnd: number): number {
  if (lineEnd - version > LONGEST_VERSION && trimmedEnd(bytes, version, lineEnd) - version > LONGEST_VERSION) return -1;
  let uri = version;
  while (uri > from && isBlank(bytes[uri - 1]!)) uri -= 1;
  if (uri === version) return -1;
  while (uri > from && !isBlank(bytes[uri - 1]!) && bytes[uri - 1] !== LF) uri -= 1;
  let methodEnd = uri;
  while (methodEnd > from && isBlank(bytes[methodEnd - 1]!)) methodEnd -= 1;
  let method = methodEnd;
  while (method > from && isTokenByte(bytes[method - 1]!)) method -= 1;
  if (method === methodEnd || methodEnd === uri) return -1;
  let capitals = methodEnd;
  while (capitals > method && bytes[capitals - 1]! >= 0x41 && bytes[capitals - 1]! <= 0x5a) capitals -= 1;
  const start = methodEnd - capitals >= 3 ? capitals : method;
  return startLineEnd(bytes, start, lineEnd, true) >= 0 ? start : -1;
}

function isHeaderLine(bytes: Uint8Array, at: number, end: number): boolean {
  const name = afterToken(bytes, at, end);
  let colon = name;
  while (colon < end && isBlank(bytes[colon]!)) colon += 1;
  return name > at && colon < end && bytes[colon] === COLON;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
