/** One deflated stream (RFC 1951, without a head) that comes in chunks; zlib by pako. */
import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';

/** Bytes that are given out at once. */
const PIECE = 65_536;
/** A window of 32 KiB; negative = no head (zlib.h, inflateInit2). */
const WINDOW_BITS = -15;

export class Deflated {
  readonly #stream = new ZStream();
  readonly #piece = new Uint8Array(PIECE);
  /** `whole`: its end was met; bytes behind it are left alone. */
  state: 'open' | 'whole' | 'damaged' = 'open';

  constructor() {
    zlibInflateInit2(this.#stream, WINDOW_BITS);
  }

  /** Bytes that the stream took so far. */
  get taken(): number {
    return this.#stream.total_in;
  }

  /** What `chunk` stands for, in pieces that are valid until the next one is asked for. */
  *write(chunk: Uint8Array): Generator<Uint8Array> {
    const stream = this.#stream;
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    let full = false;
    while (this.state === 'open' && (stream.avail_in > 0 || full)) {
      stream.output = this.#piece;
      stream.next_out = 0;
      stream.avail_out = PIECE;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      full = stream.avail_out === 0;
      if (stream.next_out > 0) yield this.#piece.subarray(0, stream.next_out);
      if (status === Z_STREAM_END) this.state = 'whole';
      else if (status === Z_BUF_ERROR) return;
      else if (status !== Z_OK) this.state = 'damaged';
    }
  }
}
