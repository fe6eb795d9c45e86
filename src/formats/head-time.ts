/**
 * The time of a message whose head names a clock and perhaps no date: the date is then that of the log's own stamp on the
 * same line, or of the last dated line before it.
 */
import { isDigit } from '../bytes/text.ts';
import type { FormatContext } from '../model.ts';
import { NearestStamp, holdsClock } from './nearest-stamp.ts';
import { NO_TIME, findStamp, type Stamp, type StampedTime } from './stamps.ts';

/** A program's own clock and that of the log that it writes to say the same within this, ms. */
const SAME = 2_000;

export class HeadTime extends NearestStamp {
  constructor(context: FormatContext) {
    super(context, 100);
  }

  /** `own`: the head's own clock, when the first stamp in `text` is that of the log around it. */
  read(text: string, own = ''): StampedTime {
    const first = findStamp(text);
    const exact = own === '' ? null : findStamp(own);
    if (first === null && exact === null) return NO_TIME;
    if (first !== null && exact !== null) return this.clock.read(together(first, exact));
    const stamp = (first ?? exact)!;
    const before = stamp.day === null ? this.stamp() : null;
    if (before !== null && before.day !== null) this.clock.read(before);
    this.used();
    return this.clock.read(stamp);
  }
}

/** The date of the one with the fraction of the other, where both mean the same second. */
function together(log: Stamp, own: Stamp): Stamp {
  if (own.day !== null) return own;
  return Math.abs(log.clock - own.clock) < SAME ? { ...log, clock: own.clock } : log;
}

/** Does the line begin with a time stamp, perhaps behind a bracket: a line of a log, not of a message? */
export function beginsStamped(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] === 0x5b || bytes[start] === 0x28 ? start + 1 : start;
  if (first >= end) return false;
  const byte = bytes[first]! | 0x20;
  const isMonth = byte >= 0x61 && byte <= 0x7a && bytes[first + 3] === 0x20;
  return (isDigit(bytes[first]!) || isMonth) && holdsClock(bytes, start, Math.min(end, start + 36));
}
