/** Prefix codes of deflate (RFC 1951 §3.2.2): a table for short codes, a search by length for the few long ones. */

const TABLE_BITS = 10;
const LONGEST = 15;

export class HuffmanCode {
  /** Entry: symbol * 16 + length of its code; 0 = longer than the table's bits, or no code. */
  readonly #table: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #symbols: Uint16Array;

  private constructor(table: Uint16Array, counts: Uint16Array, symbols: Uint16Array) {
    this.#table = table;
    this.#counts = counts;
    this.#symbols = symbols;
  }

  /** Code lengths of the symbols, 0 = not used. Null when more codes are asked for than there are. */
  static of(lengths: Uint8Array): HuffmanCode | null {
    const counts = new Uint16Array(LONGEST + 1);
    for (const length of lengths) counts[length]! += 1;
    counts[0] = 0;
    const nexts = new Uint16Array(LONGEST + 2);
    const places = new Uint16Array(LONGEST + 2);
    let left = 1;
    for (let length = 1; length <= LONGEST; length += 1) {
      left = left * 2 - counts[length]!;
      if (left < 0) return null;
      nexts[length + 1] = (nexts[length]! + counts[length]!) << 1;
      places[length + 1] = places[length]! + counts[length]!;
    }
    const table = new Uint16Array(1 << TABLE_BITS);
    const symbols = new Uint16Array(lengths.length);
    lengths.forEach((length, symbol) => {
      if (length === 0) return;
      symbols[places[length]!] = symbol;
      places[length]! += 1;
      const code = nexts[length]!;
      nexts[length]! += 1;
      if (length > TABLE_BITS) return;
      const entry = (symbol << 4) | length;
      for (let bits = reversed(code, length); bits < 1 << TABLE_BITS; bits += 1 << length) table[bits] = entry;
    });
    return new HuffmanCode(table, counts, symbols);
  }

  /** Symbol * 16 + length of the code that the lowest bits begin with; 0 = none. */
  lookUp(bits: number): number {
    const entry = this.#table[bits & ((1 << TABLE_BITS) - 1)]!;
    return entry === 0 ? this.#search(bits) : entry;
  }

  /** Codes of one length are consecutive numbers, so counting is enough. */
  #search(bits: number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST; length += 1) {
      code |= (bits >> (length - 1)) & 1;
      const count = this.#counts[length]!;
      if (code - first < count) return (this.#symbols[index + code - first]! << 4) | length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let index = 0; index < length; index += 1) bits |= ((code >> index) & 1) << (length - 1 - index);
  return bits;
}

// prettier-ignore
const LENGTH_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/**
 * Reads `total` code lengths, which are written in a code of their own with `given` lengths (RFC 1951 §3.2.7). Null =
 * not possible. Called once a block, so functions as arguments cost nothing here.
 */
export function codeLengths(
  total: number,
  given: number,
  take: (bits: number) => number,
  symbolOf: (code: HuffmanCode) => number,
): Uint8Array | null {
  const ownLengths = new Uint8Array(19);
  for (let index = 0; index < given; index += 1) ownLengths[LENGTH_ORDER[index]!] = take(3);
  const code = HuffmanCode.of(ownLengths);
  if (code === null) return null;
  const lengths = new Uint8Array(total);
  let at = 0;
  while (at < total) {
    const symbol = symbolOf(code);
    if (symbol < 0 || (symbol === 16 && at === 0)) return null;
    if (symbol < 16) {
      lengths[at] = symbol;
      at += 1;
      continue;
    }
    const repeat = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
    if (at + repeat > total) return null;
    if (symbol === 16) lengths.fill(lengths[at - 1]!, at, at + repeat);
    at += repeat;
  }
  return lengths;
}

function fixed(lengths: Uint8Array): HuffmanCode {
  const code = HuffmanCode.of(lengths);
  if (code === null) throw new Error('The fixed codes of deflate do not fit');
  return code;
}

/** RFC 1951 §3.2.6. */
export const FIXED_LITERALS = fixed(
  Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
export const FIXED_DISTANCES = fixed(new Uint8Array(32).fill(5));
