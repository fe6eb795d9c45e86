/** Finds out what a file is: by its beginning, and where that is of no known format, by what comes soon after. */
import { FileAccount } from '../bytes/account.ts';
import { isColoured } from '../bytes/colourless.ts';
import { detectEncoding, encodingNamed, type TextEncoding } from '../bytes/encoding.ts';
import { Transcoder } from '../bytes/transcoder.ts';
import { reasonUnclaimed } from '../formats/unclaimed.ts';
import type { IssueCode, LogFormat, ReadingChoice, SourceId } from '../model.ts';

/** What a format looks at, bytes. Also an even number, so that no UTF-16 unit is cut. */
const WINDOW = 64 * 1024;
/** A log may tell of its program's start at length before the first message: so much is looked through, bytes. */
const LOOKED_THROUGH = 4 * 1024 * 1024;
/** So much of a window is looked at again with the next, for a record may lie in both, bytes. */
const OVERLAP = 8 * 1024;
const LF = 0x0a;

export class FormatSearch {
  readonly #formats: readonly LogFormat[];
  readonly #choice: ReadingChoice;
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** Windows that were looked at. */
  #windows = 0;
  /** Whole lines and the beginning of one, from the end of the window before. */
  #tail = new Uint8Array(0);
  format: LogFormat | null = null;
  /** Known when the first window was looked at. */
  encoding: TextEncoding = { name: 'utf-8', bom: 0 };
  /** The person named it, and it is one that can be read. */
  isEncodingNamed = false;
  /** Why a file of no format may have looked like one. */
  reason: IssueCode | null = null;

  /** @param formats in the order of asking */
  constructor(formats: readonly LogFormat[], choice: ReadingChoice) {
    this.#formats = formats;
    this.#choice = choice;
  }

  /** Takes the next bytes; true = it is decided, and no more are needed. How long the chunks are does not matter. */
  write(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk.slice());
    this.#length += chunk.length;
    while (this.#length >= (this.#windows + 1) * WINDOW) if (this.#look()) return true;
    return false;
  }

  /** No more bytes will come. */
  end(): void {
    if (this.#length > this.#windows * WINDOW) this.#look();
  }

  /** Gives the bytes taken, once. */
  take(): Uint8Array {
    const bytes = this.#joined();
    this.#chunks = [];
    return bytes;
  }

  #look(): boolean {
    const bytes = this.#joined();
    const from = this.#windows * WINDOW;
    const window = bytes.subarray(from, from + WINDOW);
    this.#windows++;
    if (from === 0) return this.#lookAtHead(window);
    const next = this.#textOf(window, { ...this.encoding, bom: 0 });
    const text = joined([this.#tail, next]);
    this.format = this.#formats.find((format) => !format.binary && format.sniff(text)) ?? null;
    this.#tail = tailOf(text);
    return this.format !== null || this.#windows * WINDOW >= LOOKED_THROUGH;
  }

  #lookAtHead(head: Uint8Array): boolean {
    const { format, encoding } = this.#choice;
    const named = encoding === null ? null : encodingNamed(encoding, head);
    this.isEncodingNamed = named !== null;
    this.encoding = named ?? detectEncoding(head);
    if (this.encoding.name === 'utf-8') this.encoding.isColoured = isColoured(head);
    if (format !== null) {
      this.format = this.#formats.find(({ id }) => id === format) ?? null;
      return true;
    }
    const text = this.#textOf(head, this.encoding);
    this.format = this.#formats.find((each) => each.sniff(each.binary ? head : text)) ?? null;
    if (this.format === null) this.reason = reasonUnclaimed(text);
    this.#tail = tailOf(text);
    return this.format !== null || !isText(text);
  }

  /** The window as the text formats see it. Its account is thrown away: the file is read from the beginning again. */
  #textOf(window: Uint8Array, encoding: TextEncoding): Uint8Array {
    const trial = new FileAccount(-1 as SourceId);
    return new Transcoder(encoding, trial).write(window).subarray(0, WINDOW);
  }

  #joined(): Uint8Array {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const whole = joined(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** A copy, from the beginning of a line where there is one. */
function tailOf(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const from = Math.max(0, text.length - OVERLAP);
  return text.slice(text.indexOf(LF, from) + 1 || from);
}

/** Among pictures, programs and films there is nothing to look for: they are full of control characters. */
function isText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes)
    if (byte < 0x20 && byte !== 0x09 && byte !== LF && byte !== 0x0d && byte !== 0x1b) controls++;
  return controls * 50 <= bytes.length;
}
