/** Bytes of a flow that wait for the rest of their message, and which record each of them came with. */
import type { LogRecord, Place } from '../model.ts';
import type { Seen } from './sip-message.ts';

const NONE = new Uint8Array(0);

/**
 * While nothing waits, the newest record's own bytes are looked at and nothing is copied: `keep` copies what is left
 * of them before they become invalid.
 */
export class FlowBytes {
  #buffer: Uint8Array = NONE;
  /** The bytes lie in a buffer of this object's, not in a record. */
  #owned = false;
  #length = 0;
  /** Of the records whose bytes wait, in order: index after each one's last byte. */
  #ends: number[] = [];
  #seen: Seen[] = [];

  /** Only the first `length` are of the flow. */
  get bytes(): Uint8Array {
    return this.#buffer;
  }

  get length(): number {
    return this.#length;
  }

  add(record: LogRecord): void {
    const { payload } = record;
    if (payload.length === 0) return;
    const first = this.#length === 0;
    if (first) {
      this.#buffer = payload;
      this.#owned = false;
    } else {
      this.#reserve(this.#length + payload.length);
      this.#buffer.set(payload, this.#length);
    }
    this.#length += payload.length;
    this.#ends.push(this.#length);
    this.#seen.push(first ? record : seenIn(record));
  }

  /** The first `count` bytes are dealt with. */
  drop(count: number): void {
    if (count === 0) return;
    if (count >= this.#length) {
      this.#buffer = NONE;
      this.#owned = false;
      this.#length = 0;
      this.#ends.length = 0;
      this.#seen.length = 0;
      return;
    }
    if (this.#owned) this.#buffer.copyWithin(0, count, this.#length);
    else this.#buffer = this.#buffer.subarray(count, this.#length);
    this.#length -= count;
    let gone = 0;
    while (this.#ends[gone]! <= count) gone += 1;
    this.#ends.splice(0, gone);
    this.#seen.splice(0, gone);
    for (let index = 0; index < this.#ends.length; index += 1) this.#ends[index]! -= count;
  }

  /** Copies what still lies in a record: its bytes and its fields are the format's again afterwards. */
  keep(): void {
    if (this.#length === 0 || this.#owned) return;
    this.#reserve(this.#length);
    const last = this.#seen.length - 1;
    this.#seen[last] = seenIn(this.#seen[last]!);
  }

  /** Places of the records that hold any byte of [start, end), in order. */
  places(start: number, end: number): Place[] {
    const places: Place[] = [];
    let from = 0;
    for (let index = 0; index < this.#ends.length && from < end; index += 1) {
      const to = this.#ends[index]!;
      if (to > start) places.push(...placesOf(this.#seen[index]!));
      from = to;
    }
    return places;
  }

  /** Time, direction and ends of the record that holds the byte at `at`. */
  seenAt(at: number): Seen {
    let index = 0;
    while (index < this.#ends.length - 1 && this.#ends[index]! <= at) index += 1;
    return this.#seen[index]!;
  }

  #reserve(capacity: number): void {
    if (this.#owned && this.#buffer.length >= capacity) return;
    const grown = new Uint8Array(Math.max(capacity, this.#owned ? this.#buffer.length * 2 : 2_048));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
    this.#owned = true;
  }
}

/** A copy that outlives the record. */
export function seenIn(seen: Seen): Seen {
  const { place, time, timeSource, direction, local, remote, side } = seen;
  const kept: Seen = { place, time, timeSource, direction, local, remote, side };
  if (seen.further !== undefined) kept.further = seen.further;
  return kept;
}

/** Where a record was found: most in one piece. */
export function placesOf({ place, further }: Seen): Place[] {
  return further === undefined ? [place] : [place, ...further];
}
