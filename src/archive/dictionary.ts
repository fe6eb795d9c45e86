/** Numbers for the distinct strings of a column. */
import { endsOf, partOf } from './end-to-end.ts';

/** The strings of a dictionary as they are kept: a hundred thousand of them load as one, and are cut out when they are asked for. */
export interface KeptStrings {
  /** One after the other, in the order of their numbers. */
  text: string;
  /** Where each ends, in UTF-16 units. */
  ends: Uint32Array;
  /** Their numbers in the order of their values (by UTF-16 units). */
  sorted: Uint32Array;
}

const NONE: KeptStrings = { text: '', ends: new Uint32Array(0), sorted: new Uint32Array(0) };

export class Dictionary {
  readonly #kept: KeptStrings;
  /** Those that came later, and their numbers. */
  readonly #added: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** See `sorted`; of the first so many strings. */
  #sorted: Uint32Array;

  constructor(kept: KeptStrings = NONE) {
    this.#kept = kept;
    this.#sorted = kept.sorted;
  }

  static of(values: readonly string[]): Dictionary {
    const dictionary = new Dictionary();
    for (const value of values) dictionary.numberOf(value);
    return dictionary;
  }

  get size(): number {
    return this.#kept.ends.length + this.#added.length;
  }

  /** In the order of their numbers; cut out anew each time. */
  get values(): string[] {
    return this.valuesFrom(0, this.size);
  }

  /** Of the numbers `from` … `to` - 1. */
  valuesFrom(from: number, to: number): string[] {
    return Array.from({ length: to - from }, (_, at) => this.valueAt(from + at));
  }

  /** '' = there is no such number. */
  valueAt(number: number): string {
    const { text, ends } = this.#kept;
    return number < ends.length ? partOf(text, ends, number) : (this.#added[number - ends.length] ?? '');
  }

  /** A new number for a string that has none. */
  numberOf(value: string): number {
    let number = this.find(value);
    if (number === undefined) {
      number = this.size;
      this.#added.push(value);
      this.#numbers.set(value, number);
    }
    return number;
  }

  /** undefined = it has none. */
  find(value: string): number | undefined {
    return this.#numbers.get(value) ?? this.#findKept(value);
  }

  /** Numbers in the order of their values (by UTF-16 units). */
  sorted(): Uint32Array {
    const before = this.#sorted;
    if (before.length === this.size) return before;
    const kept = this.#kept.ends.length;
    const old = before.length - kept;
    const added = Uint32Array.from({ length: this.size - before.length }, (_, at) => before.length + at);
    const values = this.#added;
    added.sort((a, b) => (values[a - kept]! < values[b - kept]! ? -1 : 1));
    const all = new Uint32Array(this.size);
    // The old ones are cut out once each.
    let [i, j] = [0, 0];
    let next = old + kept > 0 ? this.valueAt(before[0]!) : '';
    for (let at = 0; at < all.length; at++) {
      const isOld = j === added.length || (i < before.length && next < values[added[j]! - kept]!);
      if (isOld) {
        all[at] = before[i++]!;
        if (i < before.length) next = this.valueAt(before[i]!);
      } else all[at] = added[j++]!;
    }
    this.#sorted = all;
    return all;
  }

  /** For each number its place when the values are sorted. */
  ranks(): Uint32Array {
    const sorted = this.sorted();
    const ranks = new Uint32Array(sorted.length);
    for (let rank = 0; rank < sorted.length; rank++) ranks[sorted[rank]!] = rank;
    return ranks;
  }

  #findKept(value: string): number | undefined {
    const { sorted } = this.#kept;
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const there = this.valueAt(sorted[middle]!);
      if (there === value) return sorted[middle];
      if (there < value) from = middle + 1;
      else to = middle;
    }
    return undefined;
  }
}

/** Strings of a dictionary to be kept, without their order. */
export function keptOf(values: readonly string[]): Omit<KeptStrings, 'sorted'> {
  return { text: values.join(''), ends: endsOf(values.map((value) => value.length)) };
}

/** What was kept in several parts, in their order. */
export function joinedStrings(parts: readonly Omit<KeptStrings, 'sorted'>[]): Omit<KeptStrings, 'sorted'> {
  const ends = new Uint32Array(parts.reduce((sum, part) => sum + part.ends.length, 0));
  let [at, before] = [0, 0];
  for (const part of parts) {
    for (let i = 0; i < part.ends.length; i++) ends[at++] = before + part.ends[i]!;
    before += part.text.length;
  }
  return { text: parts.map(({ text }) => text).join(''), ends };
}
