/** The time stamp that stands nearest before a message, for texts whose lines have no known shape. */
import { COLON, decode, isDigit } from '../bytes/text.ts';
import type { FormatContext } from '../model.ts';
import { NO_TIME, StampClock, findStamp, type Stamp, type StampedTime } from './stamps.ts';

export class NearestStamp {
  protected readonly clock: StampClock;
  readonly #within: number;
  #line = '';

  /** @param within a stamp stands in the first part of its line, bytes */
  constructor(context: FormatContext, within = 200) {
    this.clock = new StampClock(context);
    this.#within = within;
  }

  /** A line between messages. The line with the newest stamp is kept; one without a clock in it changes nothing. */
  see(bytes: Uint8Array, start: number, end: number): void {
    const limit = Math.min(end, start + this.#within);
    if (holdsClock(bytes, start, limit)) this.#line = decode(bytes, start, limit);
  }

  /** The stamp of that line. */
  stamp(): Stamp | null {
    return this.#line === '' ? null : findStamp(this.#line);
  }

  /** The time for a message that begins now, and for those that follow it without a line between. */
  readNearest(): StampedTime {
    const stamp = this.stamp();
    return stamp === null ? NO_TIME : this.clock.read(stamp);
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
