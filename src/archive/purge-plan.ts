/** Which sessions are past their time, and which of them may go. */
import type {
  EpochMs,
  LegalHold,
  PurgePlan,
  RetentionPeriod,
  RetentionPolicy,
  SessionId,
  ProviderId,
} from '../model.ts';
import { digestOf } from './canonical.ts';
import { NOBODY, type SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { exportedMessages } from './exported.ts';
import { isActive, rowsInScope } from './holds.ts';
import type { SessionRecord } from './tables.ts';

const DAY_MS = 86_400_000;
/** Records read at once. */
const BATCH = 2_000;

export interface PlanHooks {
  progress?(done: number, total: number): void;
  signal?: AbortSignal;
}

/** @returns the plan, and the sessions it would take out, by id */
export async function planPurge(
  db: Database,
  columns: SessionColumns,
  {
    policy,
    holds,
    asOf,
    timeZone,
  }: { policy: RetentionPolicy; holds: readonly LegalHold[]; asOf: EpochMs; timeZone: string },
  hooks: PlanHooks = {},
): Promise<{ plan: PurgePlan; ids: SessionId[] }> {
  const { past, undated, kept } = pastRows(columns, policy, asOf);
  const scopes = (chosen: readonly LegalHold[]): Promise<Uint8Array[]> =>
    Promise.all(chosen.map(({ scope }) => rowsInScope(db, columns, scope, timeZone)));
  const held = await scopes(holds.filter(isActive));
  const since = asOf - policy.waitDays * DAY_MS;
  const waiting = await scopes(holds.filter(({ released }) => released !== null && released.at > since));
  const exported = policy.exportedOnly ? await exportedMessages(db) : null;

  const plan: PurgePlan = {
    ...{ asOf, due: 0, digest: '', held: 0, waiting: 0, notExported: 0, undated, kept },
    ...{ byProvider: [], span: null },
  };
  const ids: SessionId[] = [];
  const providers = new Map<ProviderId, number>();
  for (let from = 0; from < past.length; from += BATCH) {
    hooks.signal?.throwIfAborted();
    const rows = past.slice(from, from + BATCH);
    const records = await db.sessions.bulkGet(rows.map(({ row }) => columns.idAt(row)));
    for (const [index, { row, days }] of rows.entries()) {
      const record = records[index];
      if (record === undefined) continue;
      // Counted from the end, which only the record knows.
      if ((record.end ?? record.start ?? asOf) + days * DAY_MS > asOf) plan.kept++;
      else if (held.some((rows) => rows[row] === 1)) plan.held++;
      else if (waiting.some((rows) => rows[row] === 1)) plan.waiting++;
      else if (exported !== null && (exported.get(record.id) ?? -1) < record.messages) plan.notExported++;
      else {
        ids.push(record.id);
        const provider = columns.providers.valueAt(columns.provider[row] ?? 0) as ProviderId;
        providers.set(provider, (providers.get(provider) ?? 0) + 1);
        plan.span = widened(plan.span, record);
      }
    }
    hooks.progress?.(Math.min(from + BATCH, past.length), past.length);
  }
  ids.sort();
  plan.due = ids.length;
  plan.digest = digestOf(ids);
  plan.byProvider = [...providers].map(([provider, sessions]) => ({ provider, sessions }));
  plan.byProvider.sort((a, b) => b.sessions - a.sessions);
  return { plan, ids };
}

function widened(span: PurgePlan['span'], { start }: SessionRecord): PurgePlan['span'] {
  if (start === null) return span;
  if (span === null) return { first: start, last: start };
  return { first: start < span.first ? start : span.first, last: start > span.last ? start : span.last };
}

/** Rows whose beginning lies so far back that they may be past their time. */
function pastRows(
  columns: SessionColumns,
  policy: RetentionPolicy,
  asOf: EpochMs,
): { past: { row: number; days: number }[]; undated: number; kept: number } {
  const daysOf = daysBy(columns, policy);
  const past: { row: number; days: number }[] = [];
  let [undated, kept] = [0, 0];
  for (let row = 0; row < columns.length; row++) {
    if (columns.live[row] === 0) continue;
    const days = daysOf(row);
    const start = columns.start[row] ?? NaN;
    if (days === null) kept++;
    else if (Number.isNaN(start)) undated++;
    else if (start + days * DAY_MS > asOf) kept++;
    else past.push({ row, days });
  }
  return { past, undated, kept };
}

/** Days for which a row is kept; null = for ever. */
function daysBy(columns: SessionColumns, { days, periods }: RetentionPolicy): (row: number) => number | null {
  const fits = periods.map((period) => periodFits(columns, period));
  return (row) => {
    let longest: number | null | undefined;
    periods.forEach((period, index) => {
      if (longest === null || fits[index]?.(row) !== true) return;
      longest = period.days === null ? null : Math.max(period.days, longest ?? 0);
    });
    return longest === undefined ? days : longest;
  };
}

function periodFits(columns: SessionColumns, { provider, rule, user }: RetentionPeriod): (row: number) => boolean {
  const providerNumber = provider === null ? null : (columns.providers.find(provider) ?? -1);
  const flagged = rule === null ? null : columns.flagSets.map(({ rules }) => rules.has(rule));
  const address = user === null ? null : (columns.addresses.find(user.trim().toLowerCase()) ?? -1);
  return (row) => {
    if (providerNumber !== null && columns.provider[row] !== providerNumber) return false;
    if (flagged !== null && flagged[columns.flags[row] ?? 0] !== true) return false;
    if (address === null) return true;
    if (address < 0) return false;
    return (columns.local[row] ?? NOBODY) === address || (columns.remote[row] ?? NOBODY) === address;
  };
}
