/** Sessions over time, by provider, in days of a time zone. */
import type { IsoDate, ProviderId, TimelineBin } from '../model.ts';
import type { SessionColumns } from './columns.ts';
import { DAY_MS, localTimesOf, NO_HOUR } from './local-time.ts';
import type { Misfits } from './misfits.ts';

export type TimelineUnit = 'day' | 'week' | 'month';

export interface SessionTimeline {
  unit: TimelineUnit;
  /** By day, then by provider. */
  bins: TimelineBin[];
  undated: number;
  /** First and last day with a session; null = none has a time. */
  days: { first: IsoDate; last: IsoDate } | null;
}

/** Longest span drawn by the day, and by the week, in days. */
const MOST_DAYS = 92;
const MOST_WEEK_DAYS = 3 * 366;

export function timelineOf(columns: SessionColumns, misfits: Misfits, timeZone: string): SessionTimeline {
  const providers = columns.providers.values;
  const { undated, counts } = countDays(columns, misfits, timeZone);
  const days = [...counts.keys()].sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return { unit: 'day', bins: [], undated, days: null };
  const unit = unitFor(last - first + 1);
  return {
    unit,
    bins: binsOf(days, counts, unit, providers as ProviderId[]),
    undated,
    days: { first: isoDay(first), last: isoDay(last) },
  };
}

/** Sessions by day number and provider. */
function countDays(
  columns: SessionColumns,
  misfits: Misfits,
  timeZone: string,
): { undated: number; counts: Map<number, Uint32Array> } {
  const { day, hour, days } = localTimesOf(columns, timeZone);
  const { provider } = columns;
  const providers = columns.providers.size;
  /** By place of the day. */
  const counted = new Array<Uint32Array | undefined>(days.length);
  let undated = 0;
  for (let row = 0; row < misfits.length; row++) {
    if (misfits[row] !== 0) continue;
    if (hour[row] === NO_HOUR) undated++;
    else (counted[day[row]!] ??= new Uint32Array(providers))[provider[row]!]!++;
  }
  const counts = new Map<number, Uint32Array>();
  counted.forEach((count, place) => count && counts.set(days[place]!, count));
  return { undated, counts };
}

function unitFor(days: number): TimelineUnit {
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_WEEK_DAYS ? 'week' : 'month';
}

function binsOf(
  days: readonly number[],
  counts: ReadonlyMap<number, Uint32Array>,
  unit: TimelineUnit,
  providers: readonly ProviderId[],
): TimelineBin[] {
  const bins = new Map<string, TimelineBin>();
  for (const dayNumber of days) {
    const day = isoDay(firstDay(dayNumber, unit));
    counts.get(dayNumber)?.forEach((sessions, number) => {
      const provider = providers[number];
      if (sessions === 0 || provider === undefined) return;
      const bin = bins.get(day + provider);
      if (bin === undefined) bins.set(day + provider, { day, provider, sessions });
      else bin.sessions += sessions;
    });
  }
  return [...bins.values()].sort((a, b) => order(a.day, b.day) || order(a.provider, b.provider));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** First day of the bin. Weeks begin on Monday (ISO 8601); day 0, 1970-01-01, was a Thursday. */
function firstDay(day: number, unit: TimelineUnit): number {
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * DAY_MS);
  return day - date.getUTCDate() + 1;
}

export const isoDay = (day: number): IsoDate => new Date(day * DAY_MS).toISOString().slice(0, 10) as IsoDate;
