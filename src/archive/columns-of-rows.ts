/** The columns made anew from the archive: every session, and every judgement, is read. */
import type { RowsRead } from '../model.ts';
import { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { judgedLines } from './judgements.ts';
import { standingsOf } from './review-store.ts';
import { readCounters } from './slots.ts';

/** Rows read at once. */
const BATCH = 2_000;
export interface RowsHooks {
  /** Called often. */
  progress?(read: RowsRead): void;
  signal?: AbortSignal;
}

/** Packs of judgements read at once. */
export const PACKS = 32;

/**
 * By ranges of the key: lines first, then what is found of them.
 * @returns the columns, and the revision up to which every change is in them; of later ones some may be
 * @throws the signal's reason when it was raised
 */
export async function columnsOfRows(
  db: Database,
  hooks: RowsHooks = {},
): Promise<{ columns: SessionColumns; revision: number }> {
  const { revision } = await readCounters(db);
  const columns = new SessionColumns();
  const standings = await standingsOf(db, 'all');
  const total = hooks.progress === undefined ? 0 : await db.sessions.count();
  for (let last = ''; ;) {
    hooks.signal?.throwIfAborted();
    const records = await db.sessions.where(':id').above(last).limit(BATCH).toArray();
    columns.put(records, standings, null);
    hooks.progress?.({ done: columns.count, total: Math.max(total, columns.count) });
    const end = records.at(-1);
    if (end === undefined || records.length < BATCH) break;
    last = end.id;
  }
  for (let last = -1; ;) {
    hooks.signal?.throwIfAborted();
    const judgements = await db.judgements.where(':id').above(last).limit(PACKS).toArray();
    for (const judged of judgements) columns.judge(judged.pack, judgedLines(judged));
    const end = judgements.at(-1);
    if (end === undefined || judgements.length < PACKS) break;
    last = end.pack;
  }
  return { columns, revision };
}
