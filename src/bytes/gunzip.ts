/**
 * gzip (RFC 1952): members one after the other are one file. What a damaged or cut-off file holds before the damage is
 * given out; the platform's DecompressionStream would throw it away. NULs behind the last member are padding (tapes,
 * tar); anything else there is damage.
 */
import { Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset } from 'pako';

/** Bytes that are given out at once. */
const PIECE = 65_536;
/** Window of 32 KiB, and a gzip head and trailer with checksum to be expected (zlib.h, inflateInit2). */
const GZIP_WINDOW = 15 + 16;

export type GzipDamage = 'not a gzip member' | 'damaged data' | 'cut off' | 'bytes after the end';
/** `offset`: bytes that were given out before the damage. */
export type DamageReport = (damage: GzipDamage, offset: number) => void;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && (head.length < 3 || head[2] === 8);
}

/** Unpacks chunks of any size into pieces of at most 64 KiB, each valid until the next one is asked for. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, report: DamageReport): AsyncGenerator<Uint8Array> {
  const gzip = new Gunzip(report);
  for await (const chunk of chunks) yield* gzip.write(chunk);
  gzip.end();
}

export class Gunzip {
  readonly #report: DamageReport;
  readonly #stream = new ZStream();
  readonly #piece = new Uint8Array(PIECE);
  /** `between`: before the first member, or behind one. */
  #state: 'between' | 'member' | 'damaged' = 'between';
  #members = 0;
  #given = 0;

  constructor(report: DamageReport) {
    this.#report = report;
    zlibInflateInit2(this.#stream, GZIP_WINDOW);
  }

  *write(chunk: Uint8Array): Generator<Uint8Array> {
    const stream = this.#stream;
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    while (stream.avail_in > 0 && this.#state !== 'damaged') {
      if (this.#state === 'between') this.#begin();
      else yield* this.#inflate();
    }
  }

  end(): void {
    if (this.#state === 'member' || this.#members === 0) this.#damaged('cut off');
  }

  /** Padding is passed over; what follows must be a member. */
  #begin(): void {
    const stream = this.#stream;
    while (this.#members > 0 && stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
      stream.next_in += 1;
      stream.avail_in -= 1;
    }
    if (stream.avail_in === 0) return;
    zlibInflateReset(stream);
    this.#members += 1;
    this.#state = 'member';
  }

  *#inflate(): Generator<Uint8Array> {
    const stream = this.#stream;
    stream.output = this.#piece;
    stream.next_out = 0;
    stream.avail_out = PIECE;
    const headOnly = stream.total_out === 0;
    const status = zlibInflate(stream, Z_NO_FLUSH);
    if (stream.next_out > 0) {
      this.#given += stream.next_out;
      yield this.#piece.subarray(0, stream.next_out);
    }
    if (status === Z_STREAM_END) this.#state = 'between';
    else if (status !== Z_OK)
      this.#damaged(headOnly && stream.msg === 'incorrect header check' ? this.#misplaced() : 'damaged data');
  }

  #misplaced(): GzipDamage {
    return this.#members === 1 ? 'not a gzip member' : 'bytes after the end';
  }

  #damaged(damage: GzipDamage): void {
    this.#state = 'damaged';
    this.#report(damage, this.#given);
  }
}
