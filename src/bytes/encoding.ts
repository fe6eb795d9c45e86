/**
 * Which encoding a text file has, told from its first bytes: a byte order mark, the pattern of NULs in UTF-16, else
 * UTF-8 unless bytes that are not UTF-8 read well as Windows-1252, the one code page that Western logs still have.
 */

/** Single-byte code pages that can be asked for by name; labels of the WHATWG Encoding Standard §4.2. */
export const CODE_PAGES = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-15',
  'koi8-r',
  'ibm866',
] as const;

export type EncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | (typeof CODE_PAGES)[number];

/** Every encoding that can be read, the most common first. */
export const ENCODINGS: readonly EncodingName[] = ['utf-8', 'utf-16le', 'utf-16be', ...CODE_PAGES];

export interface TextEncoding {
  name: EncodingName;
  /** Bytes of the byte order mark at the beginning of the file: 0, 2 or 3. */
  bom: number;
  /** It is a terminal's text, whose colours are to be left out. */
  isColoured?: boolean;
}

/** `head`: the first 64 KiB of the file (after gunzip), or the whole of a shorter one. */
export function detectEncoding(head: Uint8Array): TextEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: 'utf-8', bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', bom: 2 };
  return { name: byNuls(head) ?? byHighBytes(head), bom: 0 };
}

/** The encoding of that name, with the byte order mark that is there for it; null = there is none of that name. */
export function encodingNamed(name: string, head: Uint8Array): TextEncoding | null {
  const known = ENCODINGS.find((each) => each === name);
  if (known === undefined) return null;
  const found = detectEncoding(head);
  return { name: known, bom: found.name === known ? found.bom : 0 };
}

/** Text that is mostly ASCII has, in UTF-16, a NUL in nearly every second byte and none between. */
function byNuls(head: Uint8Array): EncodingName | null {
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[pair * 2] === 0) even += 1;
    if (head[pair * 2 + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.7 && odd < pairs * 0.05) return 'utf-16be';
  return null;
}

/**
 * A few damaged bytes in UTF-8 must not turn the whole file into another encoding, and a code page has no bytes that
 * say so: it is believed when there are clearly more bytes that make words or typographic marks than bytes that do not.
 */
function byHighBytes(head: Uint8Array): EncodingName {
  let words = 0;
  let noise = 0;
  let sequences = 0;
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at]!;
    if (byte < 0x80) continue;
    const length = sequenceLength(head, at);
    if (length === 0) {
      if (readsAsWindows1252(head, at)) words += 1;
      else noise += 1;
    } else {
      sequences += 1;
      at += length - 1;
    }
  }
  return words > 0 && words >= noise * 4 && words > sequences ? 'windows-1252' : 'utf-8';
}

/** Bytes of the well-formed UTF-8 character at `at` (or of its beginning at the end of the head), or 0. */
function sequenceLength(head: Uint8Array, at: number): number {
  const first = head[at]!;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let index = 1; index < length; index += 1) {
    if (at + index >= head.length) return index;
    if ((head[at + index]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** € … ‘ ’ “ ” • – — « °: marks that stand alone; euro and degree with a digit, the others with a letter or space. */
const MARKS = new Set([0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xa7, 0xab, 0xbb, 0xb4, 0xbf, 0xa1]);

function readsAsWindows1252(head: Uint8Array, at: number): boolean {
  const byte = head[at]!;
  const before = at > 0 ? head[at - 1]! : 0x20;
  const after = at + 1 < head.length ? head[at + 1]! : 0x20;
  if (byte === 0x80 || byte === 0xb0) return isNumber(before) || isNumber(after);
  if (MARKS.has(byte)) return isWordOrSpace(before) && isWordOrSpace(after);
  if (byte < 0xc0 || byte === 0xd7 || byte === 0xf7 || byte >= 0xfe) return false;
  return (isLetter(before) && isWordOrSpace(after)) || isLetter(after);
}

function isNumber(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** White space, ASCII that is printed, or a letter of the upper half. */
function isWordOrSpace(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte >= 0xc0;
}
