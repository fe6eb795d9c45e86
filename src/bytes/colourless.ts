/**
 * UTF-8 of a terminal without its colours: logs copied from a console (Asterisk, FreeSWITCH, Prosody) have escape sequences of
 * ECMA-48 §8.3.117 in every line (`ESC [ 1 ; 32 m`), also in the middle of start lines and headers.
 */
import type { OffsetMap } from './offset-map.ts';
import type { BadBytes, Rewriter } from './rewriter.ts';
import { Utf8Check } from './utf8-check.ts';

const ESCAPE = 0x1b;
const BRACKET = 0x5b;
/** `m` sets colours, `K` clears the rest of a line. */
const SET = 0x6d;
const CLEAR = 0x4b;
/** A sequence is not longer, bytes. */
const LONGEST = 24;
/** A log is coloured if its beginning has so many sequences. */
const SOME = 3;

export function isColoured(head: Uint8Array): boolean {
  let count = 0;
  for (let at = head.indexOf(ESCAPE); at !== -1; at = head.indexOf(ESCAPE, at + 1)) {
    if (sequenceLength(head, at, head.length) > 0 && ++count === SOME) return true;
  }
  return false;
}

export class ColourlessUtf8 implements Rewriter {
  readonly #check: Utf8Check;
  readonly #map: OffsetMap;
  /** The beginning of a sequence whose end is to come. */
  readonly #held = new Uint8Array(LONGEST);
  #holds = 0;
  #out = new Uint8Array(0);

  constructor(bom: number, map: OffsetMap, bad: BadBytes) {
    this.#check = new Utf8Check(bom, bad);
    this.#map = map;
  }

  write(chunk: Uint8Array): Uint8Array {
    this.#check.write(chunk);
    const bytes = this.#withHeld(chunk);
    if (this.#out.length < bytes.length) this.#out = new Uint8Array(bytes.length);
    let length = 0;
    let at = 0;
    while (at < bytes.length) {
      const escape = bytes.indexOf(ESCAPE, at);
      const stop = escape === -1 ? bytes.length : escape;
      length = this.#pass(bytes, at, stop, length);
      at = stop;
      if (escape === -1) break;
      const sequence = sequenceLength(bytes, at, bytes.length);
      if (sequence === -1) {
        this.#hold(bytes, at);
        break;
      }
      if (sequence === 0) length = this.#pass(bytes, at, at + 1, length);
      else this.#map.add(sequence, 0, 1);
      at += Math.max(1, sequence);
    }
    return this.#out.subarray(0, length);
  }

  end(): Uint8Array {
    this.#check.end();
    const rest = this.#held.slice(0, this.#holds);
    this.#holds = 0;
    this.#map.add(rest.length, 1, 1);
    return rest;
  }

  #pass(bytes: Uint8Array, from: number, to: number, length: number): number {
    this.#out.set(bytes.subarray(from, to), length);
    this.#map.add(to - from, 1, 1);
    return length + to - from;
  }

  #hold(bytes: Uint8Array, from: number): void {
    this.#holds = bytes.length - from;
    this.#held.set(bytes.subarray(from));
  }

  #withHeld(chunk: Uint8Array): Uint8Array {
    if (this.#holds === 0) return chunk;
    const bytes = new Uint8Array(this.#holds + chunk.length);
    bytes.set(this.#held.subarray(0, this.#holds));
    bytes.set(chunk, this.#holds);
    this.#holds = 0;
    return bytes;
  }
}

/** Bytes of the sequence that begins at `at`; 0 = none does, -1 = its end is to come. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 < end && bytes[at + 1] !== BRACKET) return 0;
  let index = at + 2;
  while (index < end && index - at < LONGEST && isParameter(bytes[index]!)) index++;
  if (index - at >= LONGEST) return 0;
  if (index >= end) return -1;
  return bytes[index] === SET || bytes[index] === CLEAR ? index + 1 - at : 0;
}

function isParameter(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x3b || byte === 0x3a;
}
