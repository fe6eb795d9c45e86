/** Deflated data (RFC 1951) in pieces that stand for themselves but share one window; zlib by pako. */
import { Z_BUF_ERROR, Z_OK, Z_STREAM_END, Z_SYNC_FLUSH, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';

const PIECE = 16_384;
/** As `inflateInit2` of zlib takes it: a negative size of the window means no head; 32 more, a gzip or zlib head. */
const WINDOW_BITS = { raw: -15, headed: 15 + 32 };

export class Inflate {
  readonly #stream = new ZStream();

  constructor(kind: keyof typeof WINDOW_BITS) {
    zlibInflateInit2(this.#stream, WINDOW_BITS[kind]);
  }

  /** What `input` stands for; null = it is damaged, or longer than `most` bytes. */
  read(input: Uint8Array, most: number): Uint8Array | null {
    const stream = this.#stream;
    const pieces: Uint8Array[] = [];
    let length = 0;
    stream.input = input;
    stream.next_in = 0;
    stream.avail_in = input.length;
    for (;;) {
      stream.output = new Uint8Array(PIECE);
      stream.next_out = 0;
      stream.avail_out = PIECE;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      pieces.push(stream.output.subarray(0, stream.next_out));
      length += stream.next_out;
      if (length > most || (status !== Z_OK && status !== Z_STREAM_END && status !== Z_BUF_ERROR)) return null;
      if (status !== Z_OK || stream.avail_out > 0) break;
    }
    return joined(pieces, length);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
