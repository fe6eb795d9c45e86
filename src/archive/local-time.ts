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
  const days = new DayNumbers();
  const [day, hour] = [new Uint32Array(times.length), new Uint8Array(times.length)];
  for (let row = 0; row < times.length; row++) {
    const time = times[row]!;
    // Written so that NaN, which is no time, does not fit.
    if (!(Math.abs(time) <= LAST_TIME_MS)) {
      hour[row] = NO_HOUR;
      continue;
    }
    const local = time + offsets.at(time);
    const number = Math.floor(local / DAY_MS);
    day[row] = days.placeOf(number);
    hour[row] = Math.floor((local - number * DAY_MS) / HOUR_MS);
  }
  return { timeZone, day, hour, days: days.values };
}

/** Days remembered where they are found without hashing: eleven years side by side. */
const REMEMBERED = 4096;

/** Numbers of days by their places: a map behind an array in which most are found at once. */
class DayNumbers {
  readonly values: number[] = [];
  readonly #places = new Map<number, number>();
  readonly #days = new Float64Array(REMEMBERED).fill(NaN);
  readonly #known = new Uint32Array(REMEMBERED);

  placeOf(day: number): number {
    const at = day & (REMEMBERED - 1);
    if (this.#days[at] === day) return this.#known[at]!;
    let place = this.#places.get(day);
    if (place === undefined) {
      place = this.values.length;
      this.values.push(day);
      this.#places.set(day, place);
    }
    this.#days[at] = day;
    this.#known[at] = place;
    return place;
  }
}

/**
 * How far the clocks of a zone are ahead of UTC. A formatter does 0.6 million times a second, so it is asked for the two ends of each
 * day (UTC): where they agree the clocks were not set on it, and where they do not it is asked for each quarter of an hour, at which
 * every zone's clocks have changed since 1972.
 */
class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  /** By day; NaN = the clocks were set on it. */
  readonly #ofDay = new Map<number, number>();
  readonly #ofQuarter = new Map<number, number>();
  readonly #days = new Float64Array(REMEMBERED).fill(NaN);
  readonly #known = new Float64Array(REMEMBERED);

  constructor(timeZone: string) {
    const [number, year] = ['2-digit', 'numeric'] as const;
    this.#format = new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, calendar: 'gregory', hourCycle: 'h23', era: 'short', year },
      ...{ month: number, day: number, hour: number, minute: number, second: number },
    });
  }

  /** ms */
  at(time: number): number {
    const day = Math.floor(time / DAY_MS);
    const at = day & (REMEMBERED - 1);
    if (this.#days[at] !== day) {
      this.#known[at] = this.#dayOffset(day);
      this.#days[at] = day;
    }
    const offset = this.#known[at]!;
    return Number.isNaN(offset) ? this.#quarterOffset(Math.floor(time / QUARTER_MS)) : offset;
  }

  #dayOffset(day: number): number {
    let offset = this.#ofDay.get(day);
    if (offset === undefined) {
      const first = this.#quarterOffset(day * QUARTERS);
      offset = first === this.#quarterOffset((day + 1) * QUARTERS) ? first : NaN;
      this.#ofDay.set(day, offset);
    }
    return offset;
  }

  #quarterOffset(quarter: number): number {
    let offset = this.#ofQuarter.get(quarter);
    if (offset === undefined) this.#ofQuarter.set(quarter, (offset = this.#asked(quarter * QUARTER_MS)));
    return offset;
  }

  #asked(time: number): number {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of this.#format.formatToParts(time)) parts[type] = value;
    const { era = '', year, month, day, hour, minute, second } = parts;
    // The year before 1 is 1 BC.
    const signed = /^B/.test(era) ? 1 - Number(year) : Number(year);
    // Years 0 … 99 would be taken for 1900 … 1999.
    const clock = new Date(0);
    clock.setUTCFullYear(signed, Number(month) - 1, Number(day));
    return clock.setUTCHours(Number(hour), Number(minute), Number(second)) - time;
  }
}

const QUARTER_MS = 900_000;
const QUARTERS = DAY_MS / QUARTER_MS;
