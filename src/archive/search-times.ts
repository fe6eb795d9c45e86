import { dayOf } from '../model/days.ts';
import type { EpochMs } from '../model.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/**
 * A moment as a person writes it: `2014`, `2014-06`, `2014-06-30` begin in the zone; with a clock it is the moment itself, UTC where it
 * names no offset. null = it is none.
 */
export function timeOf(text: string, timeZone: string): number | null {
  const day = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (day === null) {
    // Folding has made the letters small.
    const stamp = text.toUpperCase();
    const time = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(stamp) ? stamp : `${stamp}Z`);
    return /^\d{4}-\d{2}-\d{2}T/.test(stamp) && !Number.isNaN(time) ? time : null;
  }
  const [, year = '', month = '01', date = '01'] = day;
  return beginOf(`${year}-${month}-${date}`, timeZone);
}

/** When the day begins in the zone. No zone is further than a day from UTC, and clocks are set at quarters of an hour. */
function beginOf(day: string, timeZone: string): number | null {
  const middle = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(middle) || new Date(middle).toISOString().slice(0, 10) !== day) return null;
  let [before, from] = [middle - DAY_MS, middle + DAY_MS];
  while (from - before > QUARTER_MS) {
    const between = before + Math.floor((from - before) / 2 / QUARTER_MS) * QUARTER_MS;
    if (dayOf(between as EpochMs, timeZone) >= day) from = between;
    else before = between;
  }
  return from;
}
