/** Elements of DER (ITU-T X.690 §8, §10): a tag, a length, a content. */

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const BOOLEAN = 0x01;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT_ID = 0x06;

export interface Element {
  tag: number;
  /** Content: first byte and the byte after the last. */
  start: number;
  end: number;
}

/** The element at `at`, or null where its tag or length does not fit before `limit`. Lengths up to 2^24 - 1. */
export function elementAt(der: Uint8Array, at: number, limit: number): Element | null {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit) return null;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = (length << 8) | (der[start + i] ?? 0);
    start += count;
  }
  const end = start + length;
  return end > limit ? null : { tag, start, end };
}

/** The elements within another, up to the first that cannot be read. */
export function childrenOf(der: Uint8Array, parent: Element): Element[] {
  const children: Element[] = [];
  let at = parent.start;
  while (at < parent.end) {
    const child = elementAt(der, at, parent.end);
    if (child === null) break;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** An object identifier in dotted numbers (X.690 §8.19). */
export function objectIdOf(der: Uint8Array, { start, end }: Element): string {
  const numbers: number[] = [];
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = der[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (numbers.length > 0) numbers.push(value);
    else numbers.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    value = 0;
  }
  return numbers.join('.');
}

/** Numbers of the bits that are set, from 0 (X.690 §8.6: the first byte counts the unused bits). */
export function bitsOf(der: Uint8Array, { start, end }: Element): number[] {
  const bits: number[] = [];
  for (let at = start + 1; at < end; at++) {
    for (let bit = 0; bit < 8; bit++) if (((der[at] ?? 0) & (0x80 >> bit)) !== 0) bits.push(8 * (at - start - 1) + bit);
  }
  return bits;
}

const TELETEX_STRING = 0x14;
const UNIVERSAL_STRING = 0x1c;
const BMP_STRING = 0x1e;

/** Text of a string of any kind (X.680 §41); what is not of its kind is shown as �. */
export function textOf(der: Uint8Array, { tag, start, end }: Element): string {
  const bytes = der.subarray(start, end);
  if (tag === BMP_STRING) return charactersOf(bytes, 2);
  if (tag === UNIVERSAL_STRING) return charactersOf(bytes, 4);
  if (tag === TELETEX_STRING) return charactersOf(bytes, 1);
  return new TextDecoder().decode(bytes);
}

/** Big-endian character numbers. */
function charactersOf(bytes: Uint8Array, width: number): string {
  let text = '';
  for (let at = 0; at + width <= bytes.length; at += width) {
    let code = 0;
    for (let i = 0; i < width; i++) code = code * 256 + (bytes[at + i] ?? 0);
    text += width === 2 ? String.fromCharCode(code) : String.fromCodePoint(code <= 0x10ffff ? code : 0xfffd);
  }
  return text;
}

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const STAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/** A moment as RFC 5280 §4.1.2.5 has it stand: in UTC, to the second; ms since 1970, null = none. */
export function timeOf(der: Uint8Array, element: Element): number | null {
  const { tag } = element;
  if (tag !== UTC_TIME && tag !== GENERALIZED_TIME) return null;
  let text = textOf(der, element);
  // UTCTime has two digits for the year: 50 to 99 are of the twentieth century.
  if (tag === UTC_TIME) text = (text < '5' ? '20' : '19') + text;
  const match = STAMP.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? null : time;
}
