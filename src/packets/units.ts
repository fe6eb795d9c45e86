import type { ByteWriter } from '../model.ts';

/** What a capture file is made of, one after the other: headers, blocks, packet records. */
export interface UnitReader {
  /**
   * Looks at `bytes[at, end)`, of which the first lies at `offset` of the file. Gives the number of bytes that are
   * done with (more than are there: what comes next is passed over up to that number), or, negative, the number of
   * bytes that must be there before it can be told.
   */
  take(bytes: Uint8Array, at: number, end: number, offset: number): number;
  /** The file ended with these bytes, which `take` had asked to be longer. Called once, also with none. */
  tail(bytes: Uint8Array, end: number, offset: number): void;
}

/** Gives a reader its units whole, whatever the chunks are: in place when a unit lies in one chunk, else from a copy. */
export class Units implements ByteWriter {
  readonly #reader: UnitReader;
  #carry = new Uint8Array(4096);
  #held = 0;
  #need = 1;
  /** Bytes still to be passed over. */
  #pass = 0;
  /** File offset of the first held byte, or of the next byte to come. */
  #offset = 0;

  constructor(reader: UnitReader) {
    this.#reader = reader;
  }

  write(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#pass > 0) {
        const passed = Math.min(this.#pass, chunk.length - at);
        this.#pass -= passed;
        this.#offset += passed;
        at += passed;
      } else if (this.#held > 0) {
        at = this.#fromCarry(chunk, at);
      } else {
        at = this.#inPlace(chunk, at);
      }
    }
  }

  end(): void {
    this.#reader.tail(this.#carry, this.#held, this.#offset);
    this.#held = 0;
  }

  #inPlace(chunk: Uint8Array, from: number): number {
    const end = chunk.length;
    let at = from;
    while (at < end) {
      const done = this.#reader.take(chunk, at, end, this.#offset);
      if (done <= 0) {
        this.#need = Math.max(-done, end - at + 1);
        this.#hold(chunk, at, end);
        return end;
      }
      const used = Math.min(done, end - at);
      this.#pass = done - used;
      this.#offset += used;
      at += used;
    }
    return at;
  }

  /** Fills the copy up to what was asked for and no further, so that reading goes back to the chunk itself. */
  #fromCarry(chunk: Uint8Array, at: number): number {
    const more = Math.min(this.#need - this.#held, chunk.length - at);
    this.#hold(chunk, at, at + more);
    while (this.#held >= this.#need && this.#held > 0) {
      const done = this.#reader.take(this.#carry, 0, this.#held, this.#offset);
      if (done <= 0) {
        this.#need = Math.max(-done, this.#held + 1);
        break;
      }
      const used = Math.min(done, this.#held);
      this.#pass = done - used;
      this.#carry.copyWithin(0, used, this.#held);
      this.#held -= used;
      this.#offset += used;
      this.#need = 1;
    }
    return at + more;
  }

  #hold(chunk: Uint8Array, at: number, end: number): void {
    const length = this.#held + end - at;
    if (length > this.#carry.length) {
      const wider = new Uint8Array(Math.max(length, Math.min(this.#need, 2 * this.#carry.length)));
      wider.set(this.#carry.subarray(0, this.#held));
      this.#carry = wider;
    }
    this.#carry.set(chunk.subarray(at, end), this.#held);
    this.#held = length;
  }
}
