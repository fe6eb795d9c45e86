/** What stands under the ticks of an axis of days, in the page's language: Observable Plot writes English. */
import { locale } from '../messages/catalogue.ts';

const DAY_MS = 86_400_000;

/** How many days lie between ticks: below it the one kind of tick, above it the next. */
const DAYS_APART = { days: 27, months: 360 };

/**
 * The day with its month below where that begins, the month with its year, or the year alone, by how far the ticks are apart.
 * @param ticks all of the axis, in order, as Plot gives them; days begin in UTC
 */
export function dayTick(tick: Date, index: number, ticks: readonly Date[] = []): string {
  const [first, second] = ticks;
  const apart = first === undefined || second === undefined ? 0 : (+second - +first) / DAY_MS;
  const written = (parts: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale(), { ...parts, timeZone: 'UTC' }).format(tick);
  const year = { year: 'numeric' } as const;
  const month = { month: 'short' } as const;
  if (apart > DAYS_APART.months) return written(year);
  if (apart > DAYS_APART.days) {
    const begins = index === 0 || tick.getUTCMonth() < (ticks[index - 1]?.getUTCMonth() ?? 12);
    return begins ? `${written(month)}\n${written(year)}` : written(month);
  }
  const begins = index === 0 || tick.getUTCDate() < (ticks[index - 1]?.getUTCDate() ?? 32);
  return begins ? `${tick.getUTCDate()}\n${written({ ...month, ...year })}` : `${tick.getUTCDate()}`;
}
