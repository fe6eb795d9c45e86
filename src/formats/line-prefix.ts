/**
 * What a log writes in front of every line of a message: `[Mar 30 13:35:51] `, a syslog head, an indentation. It is learned
 * from the message's first line; in the lines behind that one its numbers (times, sequence numbers) may differ.
 */
import { COLON, SPACE, TAB, indexOfByte, isDigit } from '../bytes/text.ts';
import { isStartLine } from './sip-lines.ts';
import { afterKeepAlives } from './sip-text-message.ts';

const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
/** A prefix is not longer, bytes. */
const LONGEST_PREFIX = 400;

export class LinePrefix {
  #bytes = new Uint8Array(LONGEST_PREFIX);
  length = 0;

  learn(bytes: Uint8Array, start: number, end: number): void {
    this.length = Math.min(end - start, LONGEST_PREFIX);
    this.#bytes.set(bytes.subarray(start, start + this.length));
  }

  /** Index behind the prefix of the line [start, end), or -1: the line has another one. */
  behind(bytes: Uint8Array, start: number, end: number): number {
    const prefix = this.#bytes;
    let at = start;
    for (let index = 0; index < this.length;) {
      const byte = prefix[index]!;
      if (at >= end) return this.#isBlankFrom(index) ? end : -1;
      if (isDigit(byte)) {
        const stop = runEnd(prefix, index, this.length);
        const next = runEnd(bytes, at, end);
        if (next === at) return -1;
        // A process id: another one is another writer.
        const fixed = prefix[index - 1] === BRACKET && prefix[stop] === BRACKET_END && stop < this.length;
        if (fixed && !sameRun(prefix, index, stop, bytes, at, next)) return -1;
        index = stop;
        at = next;
      } else if (byte === SPACE) {
        // `Feb  7` and `Feb 10`: inside, blanks fill up; at the end they may be the message's own.
        const stop = blankEnd(prefix, index, this.length);
        const next =
          stop === this.length ? Math.min(blankEnd(bytes, at, end), at + stop - index) : blankEnd(bytes, at, end);
        if (next === at || (stop === this.length && next < at + stop - index && next < end)) return -1;
        index = stop;
        at = next;
      } else {
        if (bytes[at] !== byte) return -1;
        index += 1;
        at += 1;
      }
    }
    return at;
  }

  /** A line that carries only the prefix may have lost its last blanks. */
  #isBlankFrom(index: number): boolean {
    for (let at = index; at < this.length; at += 1)
      if (this.#bytes[at] !== SPACE && this.#bytes[at] !== TAB) return false;
    return true;
  }
}

/** Where a start line begins in the line [start, end): behind keep-alive bytes or a prefix; -1 = nowhere. */
export function startLineIn(bytes: Uint8Array, start: number, end: number): number {
  const first = afterKeepAlives(bytes, start, end);
  if (first < end && isStartLine(bytes, first, end)) {
    // `[Mar 30 13:35:51] REGISTER sip:a SIP/2.0` looks like one too, if the URI may hold anything.
    const uri = requestStart(bytes, first, end);
    return uri > first ? uri : first;
  }
  const request = requestStart(bytes, start, end);
  if (request !== -1) return request;
  const limit = Math.min(end, start + LONGEST_PREFIX);
  for (let at = start + 1; at < limit; at += 1) {
    if ((bytes[at]! | 0x20) === 0x73 && isEdge(bytes, at - 1) && isStatus(bytes, at, end)) return at;
  }
  return -1;
}

/** Of a line that ends in `METHOD URI SIP/2.0`, the method's index; -1 = it does not. */
function requestStart(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(bytes[at - 1]!)) at -= 1;
  const version = wordStart(bytes, start, at);
  const uriEnd = blankStart(bytes, start, version);
  const uri = wordStart(bytes, start, uriEnd);
  const methodEnd = blankStart(bytes, start, uri);
  let method = methodEnd;
  while (method > start && isMethodByte(bytes[method - 1]!)) method -= 1;
  if (method === methodEnd || methodEnd === uri || uri === uriEnd || method - start > LONGEST_PREFIX) return -1;
  if (method > start && !isEdge(bytes, method - 1)) return -1;
  if (!holdsColon(bytes, uri, uriEnd)) return -1;
  return isStartLine(bytes, method, end) ? method : -1;
}

function isStatus(bytes: Uint8Array, at: number, end: number): boolean {
  return isStartLine(bytes, at, end) && bytes[at + 3] === 0x2f && isDigit(bytes[at + 8]!) && isDigit(bytes[at + 10]!);
}

function holdsColon(bytes: Uint8Array, start: number, end: number): boolean {
  return indexOfByte(bytes, COLON, start, end) !== -1;
}

function isMethodByte(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || byte === 0x2d || byte === 0x5f;
}

/** What may stand directly before a message: a blank, a mark, a quote, or the end of a terminal's colour, `ESC [ 0 m`. */
function isEdge(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!;
  if (isBlank(byte) || byte === 0x7c || byte === 0x3e || byte === BRACKET_END || byte === 0x3a) return true;
  if (byte === 0x22 || byte === 0x27) return true;
  if (byte !== 0x6d) return false;
  let escape = at - 1;
  while (escape > 0 && (isDigit(bytes[escape]!) || bytes[escape] === 0x3b)) escape -= 1;
  return bytes[escape] === BRACKET && bytes[escape - 1] === 0x1b;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function wordStart(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && !isBlank(bytes[at - 1]!)) at -= 1;
  return at;
}

function blankStart(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(bytes[at - 1]!)) at -= 1;
  return at;
}

function runEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at]!)) at += 1;
  return at;
}

function blankEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === SPACE) at += 1;
  return at;
}

function sameRun(a: Uint8Array, start: number, end: number, b: Uint8Array, other: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - other) return false;
  for (let index = 0; index < end - start; index += 1) if (a[start + index] !== b[other + index]) return false;
  return true;
}
