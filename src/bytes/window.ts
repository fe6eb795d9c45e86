/**
 * The bytes of a stream that are still needed, in one piece: what was held of earlier chunks, then the newest one. While
 * nothing is held the chunk itself is given, without a copy.
 */
import type { ByteWriter } from '../model.ts';

const NOTHING = new Uint8Array(0);

export class ByteWindow {
  /** Held bytes and the newest chunk; valid until the next call of `append` or `release`. */
  bytes: Uint8Array = NOTHING;
  /** Offset of `bytes[0]` in the stream. */
  base = 0;
  #store: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #held = 0;

  append(chunk: Uint8Array): void {
    if (this.#held === 0) {
      this.bytes = chunk;
      return;
    }
    const length = this.#held + chunk.length;
    this.#reserve(length);
    this.#store.set(chunk, this.#held);
    this.bytes = this.#store.subarray(0, length);
    this.#held = length;
  }

  /** Forgets everything before index `from` of `bytes` and holds the rest. To be called at the end of each write. */
  release(from: number): void {
    const rest = this.bytes.length - from;
    if (this.bytes.buffer !== this.#store.buffer) {
      this.#held = 0;
      this.#reserve(rest);
      this.#store.set(this.bytes.subarray(from));
    } else if (from > 0) this.#store.copyWithin(0, from, from + rest);
    this.#held = rest;
    this.base += from;
    this.bytes = rest === 0 ? NOTHING : this.#store.subarray(0, rest);
  }

  #reserve(length: number): void {
    if (length <= this.#store.length) return;
    const next = new Uint8Array(Math.max(length, this.#store.length * 2, 4096));
    next.set(this.#store.subarray(0, this.#held));
    this.#store = next;
  }
}

/** A reader of a stream that looks at the bytes at hand and keeps those that it is not done with. */
export abstract class WindowReader implements ByteWriter {
  protected readonly window = new ByteWindow();
  /** Index in the window of the first byte that the reader is not done with. */
  protected at = 0;

  write(chunk: Uint8Array): void {
    this.window.append(chunk);
    this.#take(false);
  }

  end(): void {
    this.#take(true);
    this.close();
  }

  /** Moves `at` on as far as the bytes at hand tell; `ended`: none will follow. */
  protected abstract run(ended: boolean): void;

  /** All bytes have been taken. */
  protected close(): void {
    // A reader with something open ends it here.
  }

  #take(ended: boolean): void {
    this.at = 0;
    this.run(ended);
    this.window.release(this.at);
  }
}
