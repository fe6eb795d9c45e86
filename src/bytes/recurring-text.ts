/**
 * Strings for byte ranges that come again and again: addresses, Call-IDs, tags, header values. A dialog's messages then
 * share one string, and most need no decoding at all. Direct-mapped: a newcomer drives out whoever sits in its slot.
 */
import { decode } from './text.ts';

/** A power of two. 8,192 strings of at most 200 characters: 2 MB at worst. */
const SLOTS = 8_192;
/** Longer values seldom recur, and comparing them costs as much as decoding. */
const LONGEST = 200;

export class RecurringText {
  #slots: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /** The range as a string. Bytes that are not UTF-8 become U+FFFD. */
  read(bytes: Uint8Array, start: number, end: number): string {
    const length = end - start;
    if (length <= 0) return '';
    if (length > LONGEST) return decode(bytes, start, end);
    // About sixteen bytes tell values apart well enough; the comparison is of all of them.
    let hash = length;
    const step = (length >> 4) + 1;
    for (let index = end - 1; index >= start; index -= step) hash = (Math.imul(hash, 31) + bytes[index]!) | 0;
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known !== undefined && known.length === length && isSame(known, bytes, start)) return known;
    const text = decode(bytes, start, end);
    this.#slots[slot] = text;
    return text;
  }
}

/** A string as long as its bytes is ASCII, or has U+FFFD where they are not UTF-8: then it is no byte's equal. */
function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}

/** The last few thousand results of reading a value that recurs. Results are shared: they must not be changed. */
export class RecurringResult<T> {
  #read: (value: string) => T;
  #known = new Map<string, T>();

  constructor(read: (value: string) => T) {
    this.#read = read;
  }

  of(value: string): T {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (this.#known.size >= SLOTS) this.#known.clear();
    const result = this.#read(value);
    this.#known.set(value, result);
    return result;
  }
}
