/**
 * Turns a text file into UTF-8, chunk by chunk, and leads offsets back to the file. Valid or not, UTF-8 passes through
 * without a copy; UTF-16 and code pages are rewritten. Every byte or code unit that means nothing is reported as
 * `text-not-utf8` with its own place in the file.
 */
import type { FileAccount } from './account.ts';
import type { TextEncoding } from './encoding.ts';
import { CodePageToUtf8 } from './code-page.ts';
import { ColourlessUtf8 } from './colourless.ts';
import { OffsetMap } from './offset-map.ts';
import type { BadBytes, Rewriter } from './rewriter.ts';
import { Utf16ToUtf8 } from './utf-16.ts';
import { Utf8Check } from './utf8-check.ts';

export class Transcoder {
  readonly #rewriter: Rewriter;
  readonly #map: OffsetMap | null;
  #bom: number;

  /** Sets the account's mapping: from now on it is told offsets of the UTF-8 given out here. */
  constructor(encoding: TextEncoding, account: FileAccount) {
    this.#bom = encoding.bom;
    const plain = encoding.name === 'utf-8' && encoding.bom === 0 && encoding.isColoured !== true;
    this.#map = plain ? null : new OffsetMap();
    account.mapping = this.#map;
    this.#rewriter = rewriterOf(encoding, this.#map, (offset, length) =>
      account.count('text-not-utf8', offset, length),
    );
  }

  /** Takes the file's next bytes. The result may be (a part of) the chunk itself; valid until the next call. */
  write(chunk: Uint8Array): Uint8Array {
    if (this.#bom === 0) return this.#rewriter.write(chunk);
    const mark = Math.min(this.#bom, chunk.length);
    this.#bom -= mark;
    this.#map?.add(mark, 0, 1);
    return this.#rewriter.write(chunk.subarray(mark));
  }

  /** What the last, incomplete character stands for; mostly nothing. */
  end(): Uint8Array {
    return this.#rewriter.end();
  }
}

function rewriterOf(encoding: TextEncoding, map: OffsetMap | null, bad: BadBytes): Rewriter {
  if (map !== null && encoding.isColoured === true) return new ColourlessUtf8(encoding.bom, map, bad);
  if (map === null || encoding.name === 'utf-8') return new Utf8Through(encoding.bom, map, bad);
  if (encoding.name === 'utf-16le') return new Utf16ToUtf8(true, map, bad);
  if (encoding.name === 'utf-16be') return new Utf16ToUtf8(false, map, bad);
  return new CodePageToUtf8(encoding.name, map, bad);
}

const NOTHING = new Uint8Array(0);

/** UTF-8 as it is: bad bytes stay in the text, where decoding shows each as U+FFFD. */
class Utf8Through implements Rewriter {
  readonly #check: Utf8Check;
  readonly #map: OffsetMap | null;

  constructor(bom: number, map: OffsetMap | null, bad: BadBytes) {
    this.#check = new Utf8Check(bom, bad);
    this.#map = map;
  }

  write(chunk: Uint8Array): Uint8Array {
    this.#check.write(chunk);
    this.#map?.add(chunk.length, 1, 1);
    return chunk;
  }

  end(): Uint8Array {
    this.#check.end();
    return NOTHING;
  }
}
