/** Makes the unit `IsoDate`: the calendar day on which a moment falls in a zone. */
import type { EpochMs, IsoDate } from './records.ts';

const DAY_MS = 86_400_000;
/** Zones change their offset on quarters of an hour (UTC) in all the years that logs are from. */
const QUARTER_MS = 900_000;
/** Days remembered before the memory is emptied: more than eighty years of them. */
const MOST_DAYS = 30_000;

/** A stretch of time that lies within one day of the zone: from inclusive, until exclusive. */
interface Span {
  from: number;
  until: number;
  day: IsoDate;
}

interface LocalTime {
  day: IsoDate;
  /** Since midnight by the clock, ms. */
  clock: number;
}

/** Days of one zone. Asking the engine costs 5 µs, so a day that passes without a change of the clock is asked for once. */
class ZoneDays {
  #format: Intl.DateTimeFormat;
  /** By the UTC day in which a span begins or ends. */
  #spans = new Map<number, Span[]>();
  #last: Span = { from: 0, until: 0, day: '' as IsoDate };

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  dayOf(time: number): IsoDate {
    const last = this.#last;
    if (time >= last.from && time < last.until) return last.day;
    const spans = this.#spans.get(Math.floor(time / DAY_MS));
    if (spans !== undefined) {
      for (const span of spans) {
        if (time >= span.from && time < span.until) {
          this.#last = span;
          return span.day;
        }
      }
    }
    const { day, span } = this.#ask(time);
    if (span !== null) this.#remember(span);
    return day;
  }

  /** The span is null in a quarter of an hour within which the day changes. */
  #ask(time: number): { day: IsoDate; span: Span | null } {
    const { day, clock } = this.#localTime(time);
    const from = Math.floor(time) - clock;
    const whole = { from, until: from + DAY_MS, day };
    const first = this.#localTime(from);
    const end = this.#localTime(whole.until - 1);
    if (first.day === day && first.clock === 0 && end.day === day && end.clock === DAY_MS - 1) {
      return { day, span: whole };
    }
    // The clock is changed on this day.
    const quarter = Math.floor(time / QUARTER_MS) * QUARTER_MS;
    const until = quarter + QUARTER_MS;
    const one = this.#localTime(quarter).day === day && this.#localTime(until - 1).day === day;
    return { day, span: one ? { from: quarter, until, day } : null };
  }

  #remember(span: Span): void {
    if (this.#spans.size >= MOST_DAYS) this.#spans.clear();
    this.#last = span;
    const first = Math.floor(span.from / DAY_MS);
    const last = Math.floor((span.until - 1) / DAY_MS);
    for (let utcDay = first; utcDay <= last; utcDay++) {
      const known = this.#spans.get(utcDay);
      if (known === undefined) this.#spans.set(utcDay, [span]);
      else known.push(span);
    }
  }

  /** @throws RangeError for a time outside what a Date can hold. */
  #localTime(time: number): LocalTime {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of this.#format.formatToParts(time)) parts[type] = value;
    const day = `${(parts.year ?? '').padStart(4, '0')}-${parts.month ?? ''}-${parts.day ?? ''}` as IsoDate;
    const seconds = Number(parts.hour) * 3600 + Number(parts.minute) * 60 + Number(parts.second);
    const whole = Math.floor(time);
    return { day, clock: seconds * 1000 + (((whole % 1000) + 1000) % 1000) };
  }
}

const zones = new Map<string, ZoneDays>();

/**
 * The day of `time` in the IANA zone `zone`.
 * @throws RangeError when the zone is not known: zones are checked where they are read.
 */
export function dayOf(time: EpochMs, zone: string): IsoDate {
  let days = zones.get(zone);
  if (days === undefined) zones.set(zone, (days = new ZoneDays(zone)));
  return days.dayOf(time);
}

/** True for a real day of the Gregorian calendar written YYYY-MM-DD. */
export function isIsoDate(text: string): text is IsoDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
