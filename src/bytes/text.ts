/** Text in bytes, without making strings of it: compare, find, read numbers, decode small parts. Ranges are [start, end). */

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** Up to this length a string is put together by hand: measured, 8 bytes take 77 ns, by a TextDecoder 110; 16 bytes 170 and 115. */
const SHORT = 10;

export const LF = 0x0a;
export const CR = 0x0d;
export const TAB = 0x09;
export const SPACE = 0x20;
export const COLON = 0x3a;

/** The bytes of a constant, made once at the top of a module. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Do the bytes at `at` begin with `wanted`? */
export function startsWith(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  const length = wanted.length;
  if (at < 0 || end - at < length) return false;
  for (let index = 0; index < length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

/** As `startsWith`, but ASCII letters match in either case; `lower` is lower case. */
export function startsWithIgnoringCase(bytes: Uint8Array, at: number, end: number, lower: Uint8Array): boolean {
  const length = lower.length;
  if (at < 0 || end - at < length) return false;
  for (let index = 0; index < length; index += 1) {
    if (toLower(bytes[at + index]!) !== lower[index]) return false;
  }
  return true;
}

/** Is the range exactly `wanted`? */
export function equals(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  return end - start === wanted.length && startsWith(bytes, start, end, wanted);
}

export function equalsIgnoringCase(bytes: Uint8Array, start: number, end: number, lower: Uint8Array): boolean {
  return end - start === lower.length && startsWithIgnoringCase(bytes, start, end, lower);
}

/** Lower case of an ASCII letter; every other byte as it is. */
export function toLower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/**
 * Ranges up to so many bytes are walked by hand. The typed array's own search does not stop at the end of a range: over a
 * chunk of short lines it would look through the whole rest of the chunk for each of them.
 */
const WALKED = 192;

/** First place of `byte` in the range, or -1. */
export function indexOfByte(bytes: Uint8Array, byte: number, start: number, end: number): number {
  if (end - start > WALKED) {
    const found = bytes.subarray(start, end).indexOf(byte);
    return found === -1 ? -1 : start + found;
  }
  for (let at = start; at < end; at += 1) if (bytes[at] === byte) return at;
  return -1;
}

/** First place of `wanted` (not empty) that lies whole in the range, or -1. */
export function find(bytes: Uint8Array, wanted: Uint8Array, start: number, end: number): number {
  const first = wanted[0]!;
  const last = end - wanted.length;
  if (end === bytes.length) {
    for (let at = bytes.indexOf(first, start); at !== -1; at = bytes.indexOf(first, at + 1)) {
      if (startsWith(bytes, at, end, wanted)) return at;
    }
    return -1;
  }
  if (end - start > WALKED) {
    const range = bytes.subarray(start, last + 1);
    for (let at = range.indexOf(first); at !== -1; at = range.indexOf(first, at + 1)) {
      if (startsWith(bytes, start + at, end, wanted)) return start + at;
    }
    return -1;
  }
  for (let at = start; at <= last; at += 1) {
    if (bytes[at] === first && startsWith(bytes, at, end, wanted)) return at;
  }
  return -1;
}

/** The range as a string. Bytes that are not UTF-8 become U+FFFD. */
export function decode(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return utf8.decode(bytes.subarray(start, end));
  let text = '';
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index]!;
    if (byte >= 0x80) return utf8.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The decimal number that fills the range (1 to 15 digits), or -1. */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 15) return -1;
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = bytes[index]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Index of the first byte at or after `start` that is no digit; `end` if all are. */
export function afterDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at]!)) at += 1;
  return at;
}

/** Index of the first byte at or after `start` that is no space or tab; `end` if all are. */
export function afterBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
  return at;
}

/** Index after the last byte of the range that is no space, tab, CR or LF. */
export function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isWhite(bytes[at - 1]!)) at -= 1;
  return at;
}

export function isWhite(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}

/** Value of a hex digit, or -1. */
export function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * Base64 as it is met in mail and SIP bodies (RFC 4648 §4 and §5): padding may be missing, white space and other
 * characters outside the alphabet are passed over (RFC 2045 §6.8), `-` and `_` mean `+` and `/`.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x3d) break;
    const value = code < 128 ? BASE64[code]! : -1;
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[length] = held >> bits;
    length += 1;
  }
  return out.slice(0, length);
}

const BASE64 = base64Values();

function base64Values(): Int8Array {
  const values = new Int8Array(128).fill(-1);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let value = 0; value < 64; value += 1) values[alphabet.charCodeAt(value)] = value;
  values[0x2d] = 62;
  values[0x5f] = 63;
  return values;
}
