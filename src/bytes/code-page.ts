/** A code page of one byte a character to UTF-8, by a table that the platform's own decoder fills. */
import type { CODE_PAGES } from './encoding.ts';
import type { OffsetMap } from './offset-map.ts';
import type { BadBytes, Rewriter } from './rewriter.ts';

export class CodePageToUtf8 implements Rewriter {
  readonly #points: Uint16Array;
  readonly #map: OffsetMap;
  readonly #bad: BadBytes;
  #out = new Uint8Array(0);

  constructor(name: (typeof CODE_PAGES)[number], map: OffsetMap, bad: BadBytes) {
    this.#points = codePoints(name);
    this.#map = map;
    this.#bad = bad;
  }

  write(chunk: Uint8Array): Uint8Array {
    if (this.#out.length < chunk.length * 3) this.#out = new Uint8Array(chunk.length * 3);
    const out = this.#out;
    let length = 0;
    let runStart = 0;
    let runSize = 1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      const point = byte < 0x80 ? byte : this.#points[byte]!;
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : 3;
      if (size !== runSize) {
        this.#map.add(at - runStart, runSize, 1);
        runStart = at;
        runSize = size;
      }
      if (point === 0xfffd) this.#bad(this.#map.fileEnd + at - runStart, 1);
      if (size === 1) out[length] = point;
      else if (size === 2) {
        out[length] = 0xc0 | (point >> 6);
        out[length + 1] = 0x80 | (point & 0x3f);
      } else {
        out[length] = 0xe0 | (point >> 12);
        out[length + 1] = 0x80 | ((point >> 6) & 0x3f);
        out[length + 2] = 0x80 | (point & 0x3f);
      }
      length += size;
    }
    this.#map.add(chunk.length - runStart, runSize, 1);
    return out.subarray(0, length);
  }

  end(): Uint8Array {
    return this.#out.subarray(0, 0);
  }
}

/**
 * Windows-1252 from 0x80 to 0x9F, as the WHATWG Encoding Standard maps it. Node's own decoder takes it for ISO-8859-1
 * (seen in Node 20), where these are control characters.
 */
const WINDOWS_1252_HIGH =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

export function decodedWindows1252(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes);

  return text.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252_HIGH.charAt(letter.charCodeAt(0) - 0x80));
}

/** Code point of each byte; U+FFFD for a byte that the code page does not use. All lie in the basic plane. */
function codePoints(name: string): Uint16Array {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = new TextDecoder(name).decode(all);
  const points = Uint16Array.from({ length: 256 }, (_, byte) => text.charCodeAt(byte));
  if (name !== 'windows-1252') return points;
  for (let byte = 0x80; byte < 0xa0; byte += 1) points[byte] = WINDOWS_1252_HIGH.charCodeAt(byte - 0x80);
  return points;
}
