/** Shapes of time stamps: digits and letters in runs, all else as it stands. Matching never goes back. */
import { SPACE, TAB, bytesOf, isDigit } from '../bytes/text.ts';

const DIGITS = 0x30;
const LETTERS = 0x41;
/** A run is not longer, bytes. */
const LONGEST_RUN = 24;

export class StampShape {
  readonly #shape: Uint8Array;

  /** As the model's `shapeOf` gives it. */
  constructor(shape: string) {
    this.#shape = bytesOf(shape);
  }

  /** Index behind a stamp that begins at `at`, or -1. */
  match(bytes: Uint8Array, at: number, end: number): number {
    const shape = this.#shape;
    if (shape[0] === DIGITS && at > 0 && isDigit(bytes[at - 1]!)) return -1;
    let next = at;
    for (const part of shape) {
      const from = next;
      const test = part === DIGITS ? isDigit : part === LETTERS ? isLetter : part === SPACE ? isBlank : null;
      if (test === null) {
        if (next >= end || bytes[next] !== part) return -1;
        next += 1;
        continue;
      }
      while (next < end && test(bytes[next]!)) next += 1;
      if (next === from || next - from > LONGEST_RUN) return -1;
    }
    return next;
  }

  /** Where the first stamp in the range begins, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; at < end; at += 1) if (this.match(bytes, at, end) !== -1) return at;
    return -1;
  }
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte >= 0x80;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
