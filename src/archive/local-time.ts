/** Days and hours by the clocks of a time zone, for a million times. */

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Nothing further from 1970 can be named as a day (ECMA-262, time values); a day less, for the zones. */
export const LAST_TIME_MS = 8.64e15 - DAY_MS;

/** Every zone's clocks have changed at full quarters of an hour, since 1972. */
const QUARTER_MS = 900_000;

/**
 * Gives the hour of a time by the zone's clocks, as hours since 1970-01-01 00:00 of those clocks. A formatter does 0.6 million a
 * second, so each quarter of an hour is asked once.
 */
export function openHours(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const known = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER_MS);
    let hour = known.get(quarter);
    if (hour === undefined) {
      const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
      for (const { type, value } of format.formatToParts(quarter * QUARTER_MS)) parts[type] = value;
      const day = Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day));
      known.set(quarter, (hour = day / HOUR_MS + Number(parts.hour)));
    }
    return hour;
  };
}

/** 0 … 23 */
export const hourOfDay = (hours: number): number => ((hours % 24) + 24) % 24;

/** Gives the day of a time in the zone, as days since 1970-01-01. */
export function openDays(timeZone: string): (time: number) => number {
  const hourOf = openHours(timeZone);
  return (time) => Math.floor(hourOf(time) / 24);
}
