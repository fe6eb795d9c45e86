/**
 * What byte ranges say that come again and again: addresses, Call-IDs, tags, header values. A dialog's messages then share
 * one result, and most need neither decoding nor reading. Direct-mapped: a newcomer drives out whoever sits in its slot.
 */
import { decode } from './text.ts';
import type { WordBytes } from './word-bytes.ts';

/** Results of reading a value that recurs. They are shared: they must not be changed. */
export class Recurring<T> {
  /** Reads a value anew. */
  readonly read: (text: string) => T;
  readonly #slots: number;
  readonly #longest: number;
  /** By slot: the value's bytes, their number and what they say. */
  readonly #rows: Uint8Array;
  readonly #view: DataView;
  readonly #lengths: Int32Array;
  readonly #results: (T | undefined)[];

  /**
   * @param slots a power of two
   * @param longest bytes, a multiple of four; longer values are read each time
   */
  constructor(read: (text: string) => T, slots = 2_048, longest = 128) {
    this.read = read;
    this.#slots = slots;
    this.#longest = longest;
    this.#rows = new Uint8Array(slots * longest);
    this.#view = new DataView(this.#rows.buffer);
    this.#lengths = new Int32Array(slots).fill(-1);
    this.#results = new Array<T | undefined>(slots).fill(undefined);
  }

  /** What the range says. Bytes that are not UTF-8 are read as U+FFFD. */
  of(source: WordBytes, start: number, end: number): T {
    const length = end - start;
    if (length > this.#longest) return this.read(decode(source.bytes, start, end));
    const slot = source.hash(start, end) & (this.#slots - 1);
    const row = slot * this.#longest;
    if (this.#lengths[slot] === length && source.equals(start, end, this.#view, row)) return this.#results[slot] as T;
    const result = this.read(decode(source.bytes, start, end));
    this.#rows.set(source.bytes.subarray(start, end), row);
    this.#lengths[slot] = length;
    this.#results[slot] = result;
    return result;
  }
}

/** The ranges as strings: 8,192 of at most 200 bytes, 3 MB at worst. */
export class RecurringText extends Recurring<string> {
  constructor() {
    super((text) => text, 8_192, 200);
  }
}
