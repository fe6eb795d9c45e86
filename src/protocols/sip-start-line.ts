/**
 * Where SIP messages begin in bytes (RFC 3261 §7.1, §7.2), and what may lie between them on a connection.
 *
 *     Request-Line  =  Method SP Request-URI SP SIP-Version CRLF
 *     Status-Line   =  SIP-Version SP Status-Code SP Reason-Phrase CRLF
 *
 * Read leniently where logs and torture messages are careless (several blanks, blanks at the end, any URI, any
 * version number) and strictly where look-alikes wait: the version must stand where it belongs, in letters "SIP/".
 */
import { COLON, CR, LF, SPACE, TAB, isDigit, trimmedEnd } from '../bytes/text.ts';

/** A start line may be long (URIs of several kB were seen); what is longer is no start line. */
const LONGEST_LINE = 65_536;

/** No message begins here. */
export const NO_START = -1;
/** The bytes end before that can be told: more may make a start line of them. */
export const UNDECIDED = -2;

/**
 * Does a SIP message begin at `at`? Gives the index after the line's text (before CR LF), NO_START or UNDECIDED.
 * `whole` = nothing follows after `end`, so the last line needs no line break.
 */
export function startLineEnd(bytes: Uint8Array, at: number, end: number, whole: boolean): number {
  if (at >= end) return whole ? NO_START : UNDECIDED;
  if (!isTokenByte(bytes[at]!)) return NO_START;
  const line = bytes.indexOf(LF, at);
  if (line === -1 || line >= end) {
    if (end - at > LONGEST_LINE) return NO_START;
    if (!whole) return couldBegin(bytes, at, end) ? UNDECIDED : NO_START;
  }
  const lineEnd = trimmedEnd(bytes, at, line === -1 || line >= end ? end : line);
  if (lineEnd - at > LONGEST_LINE) return NO_START;
  return isStatusLine(bytes, at, lineEnd) || isRequestLine(bytes, at, lineEnd) ? lineEnd : NO_START;
}

/** `SIP/2.0 200 OK`: letters in either case; the number may have any length here, since what follows is a SIP message. */
export function isStatusLine(bytes: Uint8Array, at: number, end: number): boolean {
  const code = afterVersion(bytes, at, end);
  return code !== -1 && code < end && bytes[code] === SPACE && code + 1 < end && isDigit(bytes[code + 1]!);
}

function isRequestLine(bytes: Uint8Array, at: number, end: number): boolean {
  const method = afterToken(bytes, at, end);
  if (method === at || method >= end || !isBlank(bytes[method]!)) return false;
  let version = end - 1;
  while (version > method && !isBlank(bytes[version]!)) version -= 1;
  if (afterVersion(bytes, version + 1, end) !== end) return false;
  // Between them the Request-URI, which has a scheme; blanks inside it are a writer's fault (RFC 4475 §3.1.2.5).
  let uri = method;
  while (uri < version && isBlank(bytes[uri]!)) uri += 1;
  for (let index = uri; index < version && !isBlank(bytes[index]!); index += 1)
    if (isUriMark(bytes[index]!)) return true;
  return false;
}

/** Index after `SIP/<digits>.<digits>` at `at`, or -1. */
function afterVersion(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 7) return -1;
  if ((bytes[at]! | 0x20) !== 0x73 || (bytes[at + 1]! | 0x20) !== 0x69 || (bytes[at + 2]! | 0x20) !== 0x70) return -1;
  if (bytes[at + 3] !== 0x2f) return -1;
  let index = at + 4;
  while (index < end && isDigit(bytes[index]!)) index += 1;
  if (index === at + 4 || bytes[index] !== 0x2e) return -1;
  const minor = index + 1;
  index = minor;
  while (index < end && isDigit(bytes[index]!)) index += 1;
  return index === minor ? -1 : index;
}

/** The beginning of a line that has no end yet: can it still become a start line? */
function couldBegin(bytes: Uint8Array, at: number, end: number): boolean {
  const method = afterToken(bytes, at, end);
  if (method === end || isBlank(bytes[method]!)) return true;
  return bytes[method] === 0x2f && (bytes[at]! | 0x20) === 0x73;
}

/** Does a SIP message begin at the beginning of a line after `from`? `end` ends a line. */
export function hasStartLine(bytes: Uint8Array, from: number, end: number): boolean {
  for (let line = bytes.indexOf(LF, from); line !== -1 && line + 1 < end; line = bytes.indexOf(LF, line + 1)) {
    if (startLineEnd(bytes, line + 1, end, true) >= 0) return true;
  }
  return false;
}

/**
 * Index after what may stand between messages: CR LF pairs (RFC 3261 §7.5, RFC 5626 §3.5.1), NULs, blanks and the
 * `jaK` that some clients send to keep an address translation open.
 */
export function afterKeepAlives(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === CR || byte === LF || byte === 0 || byte === SPACE || byte === TAB) at += 1;
    else if (byte === 0x6a && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x4b && at + 3 <= end) at += 3;
    else break;
  }
  return at;
}

/** Index after the token at `at` (RFC 3261 §25.1); `at` itself if there is none. */
export function afterToken(bytes: Uint8Array, at: number, end: number): number {
  let index = at;
  while (index < end && isTokenByte(bytes[index]!)) index += 1;
  return index;
}

/** alphanum and - . ! % * _ + ` ' ~ */
const TOKEN = tokenBytes();

export function isTokenByte(byte: number): boolean {
  return TOKEN[byte] === 1;
}

function tokenBytes(): Uint8Array {
  const table = new Uint8Array(256);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~";
  for (let index = 0; index < alphabet.length; index += 1) table[alphabet.charCodeAt(index)] = 1;
  return table;
}

/** A colon, or the @ of an address without a scheme. */
function isUriMark(byte: number): boolean {
  return byte === COLON || byte === 0x40;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
