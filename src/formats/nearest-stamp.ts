/** The time stamp that stands nearest before a message, for texts whose lines have no known shape. */
import { COLON, decode, isDigit } from '../bytes/text.ts';
import type { FormatContext } from '../model.ts';
import { StampClock, findStamp, type StampedTime } from './stamps.ts';

/** A stamp stands in the first part of its line, bytes. */
const STAMP_WITHIN = 200;
const NO_TIME: StampedTime = { time: null, timeSource: 'none' };

export class NearestStamp {
  readonly #clock: StampClock;
  #line = '';

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  /** A line between messages. The line with the newest stamp is kept; one without a clock in it changes nothing. */
  see(bytes: Uint8Array, start: number, end: number): void {
    const limit = Math.min(end, start + STAMP_WITHIN);
    if (holdsClock(bytes, start, limit)) this.#line = decode(bytes, start, limit);
  }

  /** The time for a message that begins now, and for those that follow it without a line between. */
  read(): StampedTime {
    if (this.#line === '') return NO_TIME;
    const stamp = findStamp(this.#line);
    return stamp === null ? NO_TIME : this.#clock.read(stamp);
  }

  /** A message has begun: lines that come after it belong to the next one. */
  used(): void {
    this.#line = '';
  }
}

/** Is there `00:00:00` in the range? */
export function holdsClock(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at + 5 < end; at += 1) {
    if (bytes[at] !== COLON || bytes[at + 3] !== COLON || !isDigit(bytes[at - 1]!)) continue;
    if (isDigit(bytes[at + 1]!) && isDigit(bytes[at + 2]!) && isDigit(bytes[at + 4]!) && isDigit(bytes[at + 5]!))
      return true;
  }
  return false;
}
