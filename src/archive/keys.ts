/** Join keys as the index of sessions has them, so that a pair who talk every day is not read with all its past. */
import { holdsByTime } from '../model/join-keys.ts';
import type { EpochMs, SessionFragment, TimeSpan } from '../model.ts';

const DAY_MS = 86_400_000;
/** Between key and day; sorts before everything that a key can hold. */
const MARK = '\n';
/** A session that runs longer than this is found whatever the time. */
const MOST_DAYS = 400;

/**
 * A key that holds always finds its session as it is. One that holds near in time finds it by key and day (UTC): a row for
 * each day that the session touches, or by the key with no day where it has no time.
 */
export function indexKeysOf(fragment: SessionFragment, start: EpochMs | null, end: EpochMs | null): string[] {
  return fragment.joins.flatMap((join) => {
    if (!holdsByTime(join)) return join;
    if (start === null || end === null || days(start, end) > MOST_DAYS) return [join + MARK];
    return dayKeys(join, start, end);
  });
}

/** What to look for: single keys, and keys whose every day counts. */
export interface KeyQuery {
  exact: string[];
  prefixes: string[];
}

export function keyQueryOf(joins: readonly string[], spans?: readonly (TimeSpan | null)[]): KeyQuery {
  const query: KeyQuery = { exact: [], prefixes: [] };
  joins.forEach((join, index) => {
    query.exact.push(join);
    const span = spans?.[index] ?? null;
    if (span === null || days(span.from, span.to) > MOST_DAYS) query.prefixes.push(join + MARK);
    else query.exact.push(join + MARK, ...dayKeys(join, span.from, span.to));
  });
  return query;
}

/** What stands for all days of a key in a set of known keys. */
export const anyDayOf = (indexKey: string): string => {
  const mark = indexKey.indexOf(MARK);
  return mark < 0 ? indexKey : indexKey.slice(0, mark + 1);
};

/** Number of days touched, at least 1. */
const days = (from: number, to: number): number => Math.floor(to / DAY_MS) - Math.floor(from / DAY_MS) + 1;

function dayKeys(join: string, from: number, to: number): string[] {
  const keys: string[] = [];
  for (let day = Math.floor(from / DAY_MS); day <= Math.floor(to / DAY_MS); day++) keys.push(join + MARK + day);
  return keys;
}
