/** Days and hours by the clocks of a time zone, for a million times. */
import type { SessionColumns } from './columns.ts';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Nothing further from 1970 can be named as a day (ECMA-262, time values); a day less, for the zones. */
export const LAST_TIME_MS = 8.64e15 - DAY_MS;

/** In the place of an hour, of what has no time. */
export const NO_HOUR = 24;

/** Rows by the clocks of a zone. */
export interface LocalTimes {
  timeZone: string;
  /** Place in `days`, by row; meaningless where there is no hour. */
  day: Uint32Array;
  /** 0 … 23, or `NO_HOUR`; by row. */
  hour: Uint8Array;
  /** Days since 1970-01-01, each once, in no order. */
  days: readonly number[];
}

const made = new WeakMap<SessionColumns, LocalTimes & { version: number }>();

/** Kept until the columns change or another zone is asked for. */
export function localTimesOf(columns: SessionColumns, timeZone: string): LocalTimes {
  const known = made.get(columns);
  if (known?.version === columns.version && known.timeZone === timeZone) return known;
  const times = localTimes(columns.start.subarray(0, columns.length), timeZone);
  made.set(columns, { ...times, version: columns.version });
  return times;
}

/** @param times ms; NaN = none */
export function localTimes(times: Float64Array, timeZone: string): LocalTimes {
  const offsets = new ZoneOffsets(timeZone);
  const places = new DayPlaces();
  const [day, hour] = [new Uint32Array(times.length), new Uint8Array(times.length)];
  for (let row = 0; row < times.length; row++) {
    const time = times[row]!;
    // Written so that NaN, which is no time, does not fit.
    if (!(Math.abs(time) <= LAST_TIME_MS)) {
      hour[row] = NO_HOUR;
      continue;
    }
    const utcDay = Math.floor(time / DAY_MS);
    const onTheClock = time - utcDay * DAY_MS + offsets.on(utcDay, time);
    // No zone is a whole day ahead or behind.
    const turned = onTheClock < 0 ? -1 : onTheClock >= DAY_MS ? 1 : 0;
    day[row] = places.of(utcDay + turned);
    hour[row] = Math.floor((onTheClock - turned * DAY_MS) / HOUR_MS);
  }
  return { timeZone, day, hour, days: places.days };
}

/** Days from 1970-01-01 that stand in a table; 2149 is its last year. Other days are looked up in a map. */
const TABLED = 65_536;

/** A whole number for each day; of most in a table, without hashing. */
class ByDay {
  readonly #none: number;
  readonly #table: Int32Array;
  readonly #others = new Map<number, number>();

  /** @param none stands for a day of which nothing was set */
  constructor(none: number) {
    this.#none = none;
    this.#table = new Int32Array(TABLED).fill(none);
  }

  get(day: number): number {
    return day >= 0 && day < TABLED ? this.#table[day]! : (this.#others.get(day) ?? this.#none);
  }

  set(day: number, value: number): number {
    if (day >= 0 && day < TABLED) this.#table[day] = value;
    else this.#others.set(day, value);
    return value;
  }
}

/** In the order in which they are first asked for. */
class DayPlaces {
  readonly days: number[] = [];
  readonly #places = new ByDay(-1);

  of(day: number): number {
    const place = this.#places.get(day);
    return place === -1 ? this.#places.set(day, this.days.push(day) - 1) : place;
  }
}

/** In the place of an offset: not asked for yet, and the clocks were set on that day. */
const [UNKNOWN, CHANGES] = [0x7fffffff, 0x7ffffffe];

/**
 * How far the clocks of a zone are ahead of UTC. A formatter does a million times a second, so it is asked for the two ends of each
 * day (UTC): where they agree the clocks were not set on it, and where they do not it is asked for each quarter of an hour, at which
 * every zone's clocks have changed since 1972.
 */
class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  readonly #ofDay = new ByDay(UNKNOWN);
  readonly #ofQuarter = new Map<number, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /**
   * ms
   * @param day of `time`, UTC
   */
  on(day: number, time: number): number {
    let offset = this.#ofDay.get(day);
    if (offset === UNKNOWN) offset = this.#ofDay.set(day, this.#asked(day));
    return offset === CHANGES ? this.#quarterOffset(Math.floor(time / QUARTER_MS)) : offset;
  }

  /** Of the whole day, or that the clocks were set on it. */
  #asked(day: number): number {
    const first = this.#quarterOffset(day * QUARTERS);
    return first === this.#quarterOffset((day + 1) * QUARTERS) ? first : CHANGES;
  }

  #quarterOffset(quarter: number): number {
    let offset = this.#ofQuarter.get(quarter);
    if (offset === undefined) this.#ofQuarter.set(quarter, (offset = this.#told(quarter * QUARTER_MS)));
    return offset;
  }

  #told(time: number): number {
    const [, sign, ...parts] = OFFSET.exec(this.#format.format(time)) ?? [];
    const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
    return (sign === '-' ? -1 : 1) * (hours * HOUR_MS + minutes * 60_000 + seconds * 1000);
  }
}

/** What a formatter calls `longOffset` (ECMA-402, DateTimeFormat): seconds only before the zones were of whole minutes. */
const OFFSET = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/;
const QUARTER_MS = 900_000;
const QUARTERS = DAY_MS / QUARTER_MS;
