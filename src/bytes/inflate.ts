/**
 * Inflate (RFC 1951) that can be fed in pieces. The platform's DecompressionStream reads one member only, does not say
 * how far it read, and throws away what it had when the data is damaged or cut off; evidence needs what came before.
 */
import { HuffmanCode, FIXED_DISTANCES, FIXED_LITERALS, codeLengths } from './huffman.ts';

const HISTORY = 32_768;
const PIECE = 65_536;
/** The longest match. */
const MARGIN = 258;
/** More than a dynamic block's head, and than a symbol with its distance, can take. */
const HEAD_BYTES = 600;
const SYMBOL_BYTES = 8;

/** `input`: give more; `output`: take what is there; `done`: the stream's end mark was read. */
export type InflateState = 'input' | 'output' | 'done' | 'damaged';

// prettier-ignore
const LENGTH_BASE = Uint16Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
// prettier-ignore
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
// prettier-ignore
const DISTANCE_BASE = Uint16Array.of(1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577);
// prettier-ignore
const DISTANCE_EXTRA = Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13);

export class Inflate {
  /** Input not yet used begins here; set by `feed`. */
  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #hold = 0;
  #bits = 0;
  /** Bits in `#hold` that the input does not have. */
  #padding = 0;
  #ended = false;
  readonly #out = new Uint8Array(HISTORY + PIECE + MARGIN);
  #taken = 0;
  #length = 0;
  /** Bytes of this stream that a distance may reach back to; 32 KiB are enough to know. */
  #reach = 0;
  #block: 'head' | 'stored' | 'codes' = 'head';
  #final = false;
  #stored = 0;
  #literals: HuffmanCode = FIXED_LITERALS;
  #distances: HuffmanCode = FIXED_DISTANCES;

  /** Begins a new stream: nothing before it can be referred to. Output not yet taken stays. */
  restart(): void {
    this.#hold = 0;
    this.#bits = 0;
    this.#padding = 0;
    this.#reach = 0;
    this.#block = 'head';
    this.#final = false;
  }

  /** `input` goes on where the unused input of before (`rest`) began; `ended`: nothing comes after it. */
  feed(input: Uint8Array, ended: boolean): void {
    this.#input = input;
    this.#at = 0;
    this.#ended = ended;
  }

  /** Input that is not used. After `done` it begins with the first byte behind the stream. */
  rest(): Uint8Array {
    this.#putBack();
    return this.#input.subarray(this.#at);
  }

  /** Output since the last call, at most 64 KiB and a match; valid until `run`. */
  take(): Uint8Array {
    const piece = this.#out.subarray(this.#taken, this.#length);
    this.#taken = this.#length;
    return piece;
  }

  run(): InflateState {
    this.#slide();
    for (;;) {
      if (this.#block === 'head') {
        if (this.#final) return this.#finish();
        if (this.#short(HEAD_BYTES)) return 'input';
        if (!this.#head()) return 'damaged';
      }
      const state = this.#block === 'stored' ? this.#copyStored() : this.#codes();
      if (state !== 'done') return state;
      this.#block = 'head';
    }
  }

  /** Too little input to be sure that the next step can be done whole? */
  #short(bytes: number): boolean {
    return !this.#ended && this.#input.length - this.#at < bytes;
  }

  /** Keeps the last 32 KiB once they were taken. */
  #slide(): void {
    if (this.#taken !== this.#length || this.#length < HISTORY + PIECE) return;
    this.#out.copyWithin(0, this.#length - HISTORY, this.#length);
    this.#length = HISTORY;
    this.#taken = HISTORY;
  }

  /** The bits that are left of the last byte mean nothing. */
  #finish(): InflateState {
    this.#putBack();
    this.#hold = 0;
    this.#bits = 0;
    return 'done';
  }

  /** Gives whole bytes that were read ahead back to the input. */
  #putBack(): void {
    const whole = (this.#bits - this.#padding) >> 3;
    if (whole <= 0) return;
    this.#at -= whole;
    this.#bits = (this.#bits - this.#padding) & 7;
    this.#padding = 0;
    this.#hold &= (1 << this.#bits) - 1;
  }

  #need(count: number): void {
    while (this.#bits < count) {
      if (this.#at < this.#input.length) {
        this.#hold |= this.#input[this.#at]! << this.#bits;
        this.#at += 1;
      } else this.#padding += 8;
      this.#bits += 8;
    }
  }

  #take(count: number): number {
    this.#need(count);
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#bits -= count;
    return value;
  }

  /** Were bits used that the input does not have? */
  #overrun(): boolean {
    return this.#padding > this.#bits;
  }

  /** RFC 1951 §3.2.3. */
  #head(): boolean {
    this.#final = this.#take(1) === 1;
    const type = this.#take(2);
    if (type === 0) return this.#storedHead();
    if (type === 3) return false;
    if (type === 1) {
      this.#literals = FIXED_LITERALS;
      this.#distances = FIXED_DISTANCES;
    } else if (!this.#dynamicHead()) return false;
    this.#block = 'codes';
    return !this.#overrun();
  }

  #storedHead(): boolean {
    this.#hold >>>= this.#bits & 7;
    this.#bits &= ~7;
    const length = this.#take(16);
    const complement = this.#take(16);
    const sound = length === (~complement & 0xffff) && !this.#overrun();
    this.#putBack();
    this.#stored = length;
    this.#block = 'stored';
    return sound;
  }

  /** RFC 1951 §3.2.7. */
  #dynamicHead(): boolean {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const lengths = codeLengths(
      literals + distances,
      this.#take(4) + 4,
      (count) => this.#take(count),
      (code) => this.#symbol(code),
    );
    if (lengths === null || literals > 286 || this.#overrun()) return false;
    const literalCode = HuffmanCode.of(lengths.subarray(0, literals));
    const distanceCode = HuffmanCode.of(lengths.subarray(literals));
    if (literalCode === null || distanceCode === null) return false;
    this.#literals = literalCode;
    this.#distances = distanceCode;
    return true;
  }

  /** The next symbol, or -1 for bits that no code begins with. */
  #symbol(code: HuffmanCode): number {
    this.#need(15);
    const entry = code.lookUp(this.#hold);
    const bits = entry & 15;
    this.#hold >>>= bits;
    this.#bits -= bits;
    return entry === 0 ? -1 : entry >> 4;
  }

  #copyStored(): InflateState {
    while (this.#stored > 0) {
      const room = HISTORY + PIECE - this.#length;
      if (room <= 0) return 'output';
      const length = Math.min(room, this.#stored, this.#input.length - this.#at);
      if (length === 0) return this.#ended ? 'damaged' : 'input';
      this.#out.set(this.#input.subarray(this.#at, this.#at + length), this.#length);
      this.#at += length;
      this.#length += length;
      this.#stored -= length;
      this.#reach = Math.min(HISTORY, this.#reach + length);
    }
    return 'done';
  }

  #codes(): InflateState {
    const out = this.#out;
    const start = this.#length;
    const reach = this.#reach;
    let state: InflateState = 'done';
    for (;;) {
      if (this.#length >= HISTORY + PIECE) {
        state = 'output';
        break;
      }
      if (this.#short(SYMBOL_BYTES)) {
        state = 'input';
        break;
      }
      const symbol = this.#symbol(this.#literals);
      if (symbol >= 0 && symbol < 256) {
        if (this.#padding > this.#bits) return 'damaged';
        out[this.#length] = symbol;
        this.#length += 1;
      } else if (symbol === 256) {
        if (this.#overrun()) return 'damaged';
        break;
      } else if (!this.#match(symbol - 257, reach + this.#length - start)) return 'damaged';
    }
    this.#reach = Math.min(HISTORY, reach + this.#length - start);
    return state;
  }

  #match(lengthCode: number, reach: number): boolean {
    if (lengthCode < 0 || lengthCode > 28) return false;
    const length = LENGTH_BASE[lengthCode]! + this.#take(LENGTH_EXTRA[lengthCode]!);
    const distanceCode = this.#symbol(this.#distances);
    if (distanceCode < 0 || distanceCode > 29) return false;
    const distance = DISTANCE_BASE[distanceCode]! + this.#take(DISTANCE_EXTRA[distanceCode]!);
    if (distance > reach || this.#overrun()) return false;
    const out = this.#out;
    let to = this.#length;
    const end = to + length;
    if (distance >= length && length > 32) out.copyWithin(to, to - distance, to - distance + length);
    else for (let from = to - distance; to < end; to += 1, from += 1) out[to] = out[from]!;
    this.#length = end;
    return true;
  }
}
