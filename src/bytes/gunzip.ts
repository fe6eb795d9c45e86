/**
 * gzip (RFC 1952): members one after the other are one file. What a damaged or cut-off file holds before the damage is
 * given out. NULs behind the last member are padding (tapes, tar); anything else there is damage.
 */
import { crc32 } from './crc32.ts';
import { Inflate } from './inflate.ts';

const NOTHING = new Uint8Array(0);
/** A member's head with a longer name or comment is not believed. */
const MOST_HEAD = 128 * 1024;

export type GzipDamage = 'not a gzip member' | 'damaged data' | 'cut off' | 'wrong checksum' | 'bytes after the end';
/** `offset`: bytes that were given out before the damage. */
export type DamageReport = (damage: GzipDamage, offset: number) => void;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && (head.length < 3 || head[2] === 8);
}

/** Unpacks chunks of any size into pieces of at most 64 KiB, each valid until the next one is asked for. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, report: DamageReport): AsyncGenerator<Uint8Array> {
  const gzip = new Gunzip(report);
  for await (const chunk of chunks) yield* gzip.write(chunk);
  yield* gzip.end();
}

export class Gunzip {
  readonly #report: DamageReport;
  readonly #inflate = new Inflate();
  #state: 'head' | 'data' | 'trailer' | 'padding' | 'damaged' = 'head';
  #unused: Uint8Array = NOTHING;
  #members = 0;
  #crc = 0;
  #memberBytes = 0;
  #given = 0;

  constructor(report: DamageReport) {
    this.#report = report;
  }

  write(chunk: Uint8Array): Generator<Uint8Array> {
    return this.#run(chunk, false);
  }

  end(): Generator<Uint8Array> {
    return this.#run(NOTHING, true);
  }

  *#run(chunk: Uint8Array, ended: boolean): Generator<Uint8Array> {
    this.#unused = joined(this.#unused, chunk);
    let going = this.#state !== 'damaged';
    while (going) {
      switch (this.#state) {
        case 'head':
          going = this.#head(ended);
          break;
        case 'data':
          going = yield* this.#data(ended);
          break;
        case 'trailer':
          going = this.#trailer(ended);
          break;
        case 'padding':
          going = this.#padding();
          break;
        case 'damaged':
          going = false;
          break;
      }
    }
    // The chunk is the caller's: what is left of it is kept as a copy.
    this.#unused = this.#state === 'damaged' ? NOTHING : this.#unused.slice();
  }

  #damaged(damage: GzipDamage): false {
    this.#state = 'damaged';
    this.#report(damage, this.#given);
    return false;
  }

  #head(ended: boolean): boolean {
    const length = headLength(this.#unused);
    if (length === -1) return this.#damaged(this.#members === 0 ? 'not a gzip member' : 'bytes after the end');
    if (length === 0) return ended || this.#unused.length > MOST_HEAD ? this.#damaged('cut off') : false;
    this.#unused = this.#unused.subarray(length);
    this.#state = 'data';
    this.#members += 1;
    this.#crc = 0;
    this.#memberBytes = 0;
    this.#inflate.restart();
    return true;
  }

  *#data(ended: boolean): Generator<Uint8Array, boolean> {
    const inflate = this.#inflate;
    inflate.feed(this.#unused, ended);
    for (;;) {
      const state = inflate.run();
      const all = inflate.take();
      for (let at = 0; at < all.length; at += 65_536) {
        const piece = all.subarray(at, at + 65_536);
        this.#crc = crc32(this.#crc, piece);
        this.#memberBytes += piece.length;
        this.#given += piece.length;
        yield piece;
      }
      if (state === 'output') continue;
      this.#unused = inflate.rest();
      if (state === 'damaged') return this.#damaged(ended && this.#unused.length < 8 ? 'cut off' : 'damaged data');
      if (state === 'input') return false;
      this.#state = 'trailer';
      return true;
    }
  }

  /** CRC-32 and length modulo 2^32 of the member: RFC 1952 §2.3.1. A wrong one does not stop the next member. */
  #trailer(ended: boolean): boolean {
    if (this.#unused.length < 8) return ended ? this.#damaged('cut off') : false;
    const crc = uint32(this.#unused, 0);
    const length = uint32(this.#unused, 4);
    if (crc !== this.#crc || length !== this.#memberBytes % 2 ** 32) this.#report('wrong checksum', this.#given);
    this.#unused = this.#unused.subarray(8);
    this.#state = 'padding';
    return true;
  }

  #padding(): boolean {
    let at = 0;
    while (at < this.#unused.length && this.#unused[at] === 0) at += 1;
    this.#unused = this.#unused.subarray(at);
    if (this.#unused.length === 0) return false;
    this.#state = 'head';
    return true;
  }
}

/** Length of the member's head at the beginning of `bytes`; 0 = there must be more bytes, -1 = this is no head. RFC 1952 §2.3. */
function headLength(bytes: Uint8Array): number {
  const known = Math.min(bytes.length, 3);
  for (let index = 0; index < known; index += 1) if (bytes[index] !== [0x1f, 0x8b, 8][index]) return -1;
  if (bytes.length < 10) return 0;
  const flags = bytes[3]!;
  if ((flags & 0xe0) !== 0) return -1;
  let at = 10;
  if (flags & 4) {
    if (bytes.length < 12) return 0;
    at = 12 + bytes[10]! + bytes[11]! * 256;
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return 0;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at <= bytes.length ? at : 0;
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
