/** The hours of the day: what a stretch of the picture asks for, and the picture in words. */
import { t } from '../../messages/catalogue.ts';
import { clockHour } from '../zones.ts';

/**
 * The hours from one place of the picture to another, as the filter has them.
 * @param before the filter as it is: a click on the only hour that it asks for takes it back
 */
export function hoursBetween(from: number, to: number, before: readonly string[]): string[] {
  const inside = (hour: number): number => Math.max(0, Math.min(23, Math.floor(hour)));
  const [first, last] = [inside(from), inside(to)];
  const hours = Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
  if (hours.length === 24 || (hours.length === 1 && before.length === 1 && hours[0] === before[0])) return [];
  return hours;
}

/** For those who do not see the picture. */
export function hoursSummary(hours: readonly number[]): string {
  const n = hours.reduce((sum, count) => sum + count, 0);
  if (n === 0) return t('hours.summary.none');
  const busiest = hours.indexOf(Math.max(...hours));
  return t('hours.summary', {
    n,
    from: clockHour(busiest),
    to: clockHour((busiest + 1) % 24),
    most: hours[busiest] ?? 0,
  });
}
