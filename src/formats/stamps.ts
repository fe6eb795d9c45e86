/**
 * Time stamps of text logs. A stamp that names its zone is exact; one that does not is local time in the zone that was
 * named for the import; one without a year or a date takes it from the file's last change.
 */
import type { EpochMs, FormatContext, TimeSource } from '../model.ts';

/** A stamp as it is written. Parts that are missing are null. */
export interface Stamp {
  year: number | null;
  /** 1 to 12. */
  month: number | null;
  day: number | null;
  /** Since midnight, milliseconds with fraction. */
  clock: number;
  /** Minutes east of Greenwich. */
  zone: number | null;
}

export interface StampedTime {
  time: EpochMs | null;
  timeSource: TimeSource;
}

const DAY = 86_400_000;
/** Years between one 29 February and the next, at most: 1896 and 1904. */
const LEAP_SPAN = 8;
/** How far lines of one log are out of order: its threads wait for each other, and no longer. */
const JITTER = 60_000;
export const NO_TIME: StampedTime = { time: null, timeSource: 'none' };

/** Reads the stamps of one file in file order. */
export class StampClock {
  readonly #zone: ZoneClock;
  /** Last change of the file in its local time, as if that were UTC; null = not known. */
  readonly #modified: number | null;
  readonly #dateAssumed: (() => void) | undefined;
  /** Day and time of day of the latest stamp that named no zone, for those without a date. */
  #day: number | null = null;
  #clock = 0;
  /** That day came from the file's last change. */
  #isAssumedDay = false;
  /** Of the latest stamp that named no zone. */
  #last: number | null = null;

  constructor(context: Pick<FormatContext, 'timeZone' | 'modified' | 'dateAssumed'>) {
    this.#dateAssumed = context.dateAssumed;
    this.#zone = new ZoneClock(context.timeZone);
    this.#modified = context.modified === null ? null : context.modified + this.#zone.offset(context.modified);
  }

  read(stamp: Stamp): StampedTime {
    const midnight = this.#midnight(stamp);
    if (midnight === null) return NO_TIME;
    const local = midnight + stamp.clock;
    const isDateAssumed = stamp.day === null ? this.#isAssumedDay : stamp.year === null;
    if (isDateAssumed) this.#dateAssumed?.();
    const { zone } = stamp;
    const time = zone === null ? this.#inOrder(local) : ((local - zone * 60_000) as EpochMs);
    return { time, timeSource: isDateAssumed ? 'assumed-date' : zone === null ? 'assumed-zone' : 'log' };
  }

  /**
   * In the hour that is there twice when clocks are put back, the lines before tell which of the two it is: a log goes on in
   * time. Without them it is the first.
   * @param local local time as if it were UTC, ms
   */
  #inOrder(local: number): EpochMs {
    const first = this.#zone.fromLocal(local);
    const second = (first + this.#zone.repeatOf(local)) as EpochMs;
    const last = this.#last;
    const isSecond = last !== null && first < last - JITTER && last <= second + JITTER;
    const time = isSecond ? second : first;
    this.#last = time;
    return time;
  }

  #midnight(stamp: Stamp): number | null {
    const { month, day } = stamp;
    if (month === null || day === null) return this.#dayOf(stamp.clock);
    const midnight = this.#dated(stamp.year, month, day);
    if (midnight !== null && stamp.zone === null) {
      this.#day = midnight;
      this.#clock = stamp.clock;
      this.#isAssumedDay = stamp.year === null;
    }
    return midnight;
  }

  #dated(year: number | null, month: number, day: number): number | null {
    if (year !== null) return Date.UTC(year, month - 1, day);
    if (this.#modified === null) return null;
    // The latest such day that is not after the file's last change; a day's grace for clocks that differ.
    const last = new Date(this.#modified + DAY).getUTCFullYear();
    for (let at = last; at >= last - LEAP_SPAN; at--) {
      const midnight = Date.UTC(at, month - 1, day);
      if (midnight <= this.#modified + DAY && new Date(midnight).getUTCDate() === day) return midnight;
    }
    return null;
  }

  /**
   * A stamp without a date is of the day of the one before; a clock that falls back by hours has passed midnight. The
   * first one is on the day of the file's last change, or on the day before it.
   */
  #dayOf(clock: number): number | null {
    if (this.#day === null) {
      if (this.#modified === null) return null;
      this.#isAssumedDay = true;
      const today = Math.floor(this.#modified / DAY) * DAY;
      this.#day = today + clock <= this.#modified + 60_000 ? today : today - DAY;
    } else if (this.#clock - clock > DAY / 2) this.#day += DAY;
    this.#clock = clock;
    return this.#day;
  }
}

const SLOT = 900_000;

/**
 * Local time of an IANA zone. Offsets change on quarter hours, so one look-up serves all stamps of a quarter hour; what
 * Intl says of each stamp would take 1.5 µs.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  #slot = NaN;
  #offset = 0;
  #repeat = 0;

  /** @throws RangeError when there is no such zone: doors check it before. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Milliseconds that local time is ahead of UTC at `utc`. */
  offset(utc: number): number {
    const slot = Math.floor(utc / SLOT);
    let offset = this.#offsets.get(slot);
    if (offset === undefined) {
      offset = this.#ask(slot * SLOT);
      this.#offsets.set(slot, offset);
    }
    return offset;
  }

  /** An hour that is there twice is read as the first one, an hour that is left out as if the clock had not changed. */
  fromLocal(local: number): EpochMs {
    this.#look(local);
    return (local - this.#offset) as EpochMs;
  }

  /** How much later it is that time again, ms; 0 = it is there once. */
  repeatOf(local: number): number {
    this.#look(local);
    return this.#repeat;
  }

  #look(local: number): void {
    const slot = Math.floor(local / SLOT);
    if (slot === this.#slot) return;
    this.#slot = slot;
    const start = slot * SLOT;
    const before = this.offset(start - DAY);
    const after = this.offset(start + DAY);
    const isBefore = this.offset(start - before) === before;
    const isAfter = this.offset(start - after) === after;
    this.#offset = isBefore || !isAfter ? before : after;
    this.#repeat = isBefore && isAfter ? before - after : 0;
  }

  #ask(utc: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(utc)) parts[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - utc;
  }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const CLOCK = '(\\d{1,2}):(\\d\\d):(\\d\\d)(?:[.,:](\\d{1,9}))?';
const ZONE = '\\s*(?:([AP]M)\\b)?\\s*(?:(Z)\\b|(?:GMT|UTC)?([+-]\\d\\d):?(\\d\\d)\\b|(UTC|GMT)\\b)?';
/** Between date and clock. */
const GAP = '(?:T|[-|_,]|::?|,?\\s+)\\s*';

/** Each: pattern and which group is year, month, day. The clock's groups come behind them. */
const DATES: readonly { pattern: RegExp; order: 'ymd' | 'mdy' | 'dmy' }[] = [
  { pattern: dated('(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})'), order: 'ymd' },
  { pattern: dated('(\\d{1,2})/(\\d{1,2})/(\\d{4})'), order: 'mdy' },
  { pattern: dated('(\\d{1,2})[-.](\\d{1,2})[-.](\\d{4})'), order: 'dmy' },
  { pattern: dated(`(\\d{1,2})[-/\\s]${MONTH}[-/\\s](\\d{4})`), order: 'dmy' },
  { pattern: dated(`${MONTH}\\s+(\\d{1,2}),?\\s+(\\d{4})`), order: 'mdy' },
];
const NO_YEAR = new RegExp(`${MONTH}\\s+(\\d{1,2})\\s+${CLOCK}${ZONE}(?:\\s*(\\d{4})\\b)?`, 'i');
const NO_DATE = new RegExp(`(?<![\\d:])${CLOCK}(?![:\\d])${ZONE}`, 'i');

function dated(date: string): RegExp {
  return new RegExp(`(?<!\\d)${date}${GAP}${CLOCK}${ZONE}`, 'i');
}

/**
 * The first time stamp in a line, in whatever of the usual shapes; null = none. Where day and month are both below 13
 * between slashes the month is read first, as the programs of this field write it.
 */
export function findStamp(text: string): Stamp | null {
  for (const { pattern, order } of DATES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const stamp = stampOf(match, order);
    if (stamp !== null) return stamp;
  }
  const short = NO_YEAR.exec(text);
  if (short !== null) {
    const [, month = '', day] = short;
    const year = short[12];
    return checked(year === undefined ? null : Number(year), monthOf(month), Number(day), short, 3);
  }
  const clock = NO_DATE.exec(text);
  return clock === null ? null : checked(null, null, null, clock, 1);
}

function stampOf(match: RegExpExecArray, order: 'ymd' | 'mdy' | 'dmy'): Stamp | null {
  const [, first = '', second = '', third = ''] = match;
  if (order === 'ymd') return checked(Number(first), Number(second), Number(third), match, 4);
  const dayFirst = order === 'dmy' || Number(first) > 12;
  const month = monthOf(dayFirst ? second : first);
  return checked(Number(third), month, Number(dayFirst ? first : second), match, 4);
}

function monthOf(text: string): number {
  const name = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return name === -1 ? Number(text) : name + 1;
}

/** `from`: group of the hour. Null for a month 13 or an hour 25. */
function checked(
  year: number | null,
  month: number | null,
  day: number | null,
  match: RegExpExecArray,
  from: number,
): Stamp | null {
  const [hours, minutes, seconds, fraction, half, zulu, zoneHours, zoneMinutes, universal] = match.slice(from);
  let hour = Number(hours);
  if (half !== undefined) hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  if (month !== null && !(month >= 1 && month <= 12)) return null;
  if (day !== null && !(day >= 1 && day <= 31)) return null;
  const milliseconds = fraction === undefined ? 0 : Number(fraction) / 10 ** (fraction.length - 3);
  const clock = (hour * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + milliseconds;
  let zone: number | null = zulu !== undefined || universal !== undefined ? 0 : null;
  if (zoneHours !== undefined) {
    const sign = zoneHours.startsWith('-') ? -1 : 1;
    zone = Number(zoneHours) * 60 + sign * Number(zoneMinutes);
  }
  return { year, month, day, clock, zone };
}
