/** Who used which provider on which day: counted over the columns. */
import type { ProviderId, UsageTally } from '../model.ts';
import { NOBODY, type SessionColumns } from './columns.ts';
import { localTimesOf, NO_HOUR } from './local-time.ts';
import { isoDay } from './timeline.ts';

/** Stands for a session without a time. */
const NO_DAY = -1e9;

/** @param providers those that are counted */
export function usageOf(columns: SessionColumns, providers: readonly ProviderId[], timeZone: string): UsageTally[] {
  const wanted = new Set<string>(providers);
  const isWanted = columns.providers.values.map((id) => wanted.has(id));
  const { day: dayAt, hour, days } = localTimesOf(columns, timeZone);
  /** Sessions by user, day and provider. */
  const counts = new Map<number, Map<number, Map<number, number>>>();
  for (let row = 0; row < columns.length; row++) {
    const provider = columns.provider[row] ?? 0;
    if (columns.live[row] === 0 || isWanted[provider] !== true) continue;
    const day = hour[row] === NO_HOUR ? NO_DAY : days[dayAt[row]!]!;
    const ofUser = inside(counts, columns.local[row] ?? NOBODY);
    const ofDay = inside(ofUser, day);
    ofDay.set(provider, (ofDay.get(provider) ?? 0) + 1);
  }
  const tallies: UsageTally[] = [];
  for (const [local, byDay] of counts) {
    const user = local === NOBODY ? null : columns.addresses.valueAt(local);
    for (const [day, byProvider] of byDay) {
      for (const [provider, sessions] of byProvider) {
        const id = columns.providers.valueAt(provider) as ProviderId;
        tallies.push({ user, day: day === NO_DAY ? null : isoDay(day), provider: id, sessions });
      }
    }
  }
  return tallies;
}

function inside<V>(map: Map<number, Map<number, V>>, key: number): Map<number, V> {
  let inner = map.get(key);
  if (inner === undefined) map.set(key, (inner = new Map<number, V>()));
  return inner;
}
