/** Lines of SIP messages in bytes: what a log format must know of SIP to find and frame messages. */
import { SPACE, TAB, isDigit, isWhite, toLower, trimmedEnd } from '../bytes/text.ts';

/** RFC 3261 §25.1: token. */
const TOKEN = new Uint8Array(256);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~") {
  TOKEN[character.charCodeAt(0)] = 1;
}

/** Those that are registered have 9 letters at the most. */
const LONGEST_METHOD = 20;
const STATUS = 'SIP/2.0 ';

export function isToken(byte: number): boolean {
  return TOKEN[byte] === 1;
}

/**
 * Is the line [start, end) a start line (RFC 3261 §7.1, §7.2)? Lenient about blanks, the version's number and its case;
 * the URI may be anything.
 */
export function isStartLine(bytes: Uint8Array, start: number, end: number): boolean {
  // Most lines of a log end in something else than a version and begin with something else than "SIP/".
  const first = toLower(bytes[start] ?? 0);
  if (first === 0x73 && isVersion(bytes, start, end) !== -1) return isStatusLine(bytes, start, end);
  const last = trimmedEnd(bytes, start, end);
  if (last - start < 10 || !isDigit(bytes[last - 1]!)) return false;
  let version = last;
  while (version > start && !isWhite(bytes[version - 1]!)) version -= 1;
  if (isVersion(bytes, version, last) !== last) return false;
  let method = start;
  while (method < version && isToken(bytes[method]!)) method += 1;
  if (method === start || !isBlank(bytes[method]!)) return false;
  for (let at = method; at < version; at += 1) if (!isBlank(bytes[at]!)) return true;
  return false;
}

/**
 * Can the line [start, end) be a start line that was cut: a method in capitals, as all that are registered are, and what
 * begins a URI behind it, or a part of `SIP/2.0 200`?
 */
export function beginsStartLine(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && isCapital(bytes[at]!)) at += 1;
  if (at === start || at - start > LONGEST_METHOD) return false;
  if (at === end) return true;
  if (bytes[at] === SPACE) return at + 1 === end || !isWhite(bytes[at + 1]!);
  const status = Math.min(end - start, STATUS.length);
  for (let index = 0; index < status; index += 1) if (bytes[start + index] !== STATUS.charCodeAt(index)) return false;
  return true;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isStatusLine(bytes: Uint8Array, start: number, end: number): boolean {
  const version = isVersion(bytes, start, end);
  return bytes[version] === SPACE && version + 1 < end && isDigit(bytes[version + 1]!);
}

/** Index behind `SIP/2.0` at `at`, or -1. */
function isVersion(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 7 || toLower(bytes[at]!) !== 0x73 || toLower(bytes[at + 1]!) !== 0x69) return -1;
  if (toLower(bytes[at + 2]!) !== 0x70 || bytes[at + 3] !== 0x2f) return -1;
  let index = at + 4;
  while (index < end && isDigit(bytes[index]!)) index += 1;
  if (index === at + 4 || bytes[index] !== 0x2e) return -1;
  const minor = index + 1;
  index = minor;
  while (index < end && isDigit(bytes[index]!)) index += 1;
  return index === minor ? -1 : index;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
