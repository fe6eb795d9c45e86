/** What the person says of the clock behind a source. */
import type { SourceId } from '../model.ts';
import { digestOf } from './canonical.ts';
import type { Change } from './compaction.ts';
import type { Database, SourceRecord } from './database.ts';
import { append } from './ledger.ts';

/** See `DexieStore.setClock`. */
export async function setClock(db: Database, change: Change, id: SourceId, aheadMs: number | null): Promise<void> {
  const { sources, ledger } = db;
  await change([sources, ledger], [], 0, async (_, journal) => {
    const known = await sources.get(id);
    if (known === undefined) throw new Error(`Cannot set the clock of source ${id}: there is none`);
    const { clockAheadMs: before = null, ...rest } = known;
    if (before === aheadMs) return;
    const record: SourceRecord = aheadMs === null ? rest : { ...rest, clockAheadMs: aheadMs };
    // What is not sealed yet the journal does not know.
    const told = record.report === null ? {} : { record: digestOf(record) };
    if (told.record !== undefined) journal.sources.push([id, told.record]);
    await sources.put(record);
    const note = aheadMs === null ? 'Clock: no correction' : `Clock: ${aheadMs} ms ahead`;
    await append(db, 'note', `source:${id}`, { name: known.name, note, clockAheadMs: aheadMs, before, ...told });
  });
}
