/**
 * A whole archive as one file, and back into one that holds nothing. Rows are as they are stored, so that what is restored verifies as
 * it did.
 */
import { Dexie, type Table } from 'dexie';
import type { EpochMs, Json } from '../model.ts';
import { readLines, writtenLines, type BackupLine } from './backup-lines.ts';
import { DERIVED, type Database, type MetaRecord } from './database.ts';
import { BROWSERS_META, BROWSERS_TABLES } from './guard.ts';
import { append } from './ledger.ts';
import { readCounters } from './slots.ts';
import { guardTold } from './verify-guard.ts';

/** Rows of one line: of tables whose rows are large, few. */
const ROWS = 500;
const LARGE_ROWS = 8;
const LARGE = new Set(['evidence', 'exports']);
/** What says what must be there stands before it. */
const FIRST = ['sources', 'ledger', 'journal'];
/** Written last: without it the archive is one in which nothing was restored. */
const LAST = 'meta';

/** Tables with a row for each pack: those of some packs stand together. */
const isPacked = ({ schema }: Table): boolean => schema.primKey.keyPath === 'pack';

/** While nobody changes the archive: hold the write lock, shared. Lines with their line feeds. */
export function backupLines(db: Database, pause: (rows: number) => void): AsyncIterable<string> {
  return writtenLines(rowsOf(db, pause));
}

async function* rowsOf(db: Database, pause: (rows: number) => void): AsyncIterable<BackupLine> {
  const apart = [...DERIVED, ...BROWSERS_TABLES, ...FIRST, LAST];
  const tables = db.tables.filter(({ name }) => !apart.includes(name));
  let count = 0;
  const told = (table: string, rows: unknown[]): BackupLine => {
    pause((count += rows.length));
    return { table, rows };
  };
  for (const name of FIRST) for await (const rows of batchesOf(db.table(name))) yield told(name, rows);
  for await (const heads of batchesOf(db.packs, LARGE_ROWS)) {
    const numbers = heads.map((head) => head['pack'] as number);
    yield told('packs', heads);
    for (const table of tables.filter((one) => isPacked(one) && one.name !== 'packs')) {
      const rows = (await table.bulkGet(numbers)) as unknown[];
      yield told(
        table.name,
        rows.filter((row) => row !== undefined),
      );
    }
  }
  for (const table of tables.filter((one) => !isPacked(one))) {
    for await (const rows of batchesOf(table)) yield told(table.name, rows);
  }
  for await (const rows of batchesOf(db.meta)) {
    yield told(
      LAST,
      rows.filter(({ key }) => !BROWSERS_META.includes(key as MetaRecord['key'])),
    );
  }
}

/** By ranges of the key. */
async function* batchesOf(
  table: Table,
  size = LARGE.has(table.name) ? LARGE_ROWS : ROWS,
): AsyncIterable<Record<string, unknown>[]> {
  const { keyPath } = table.schema.primKey;
  const parts = Array.isArray(keyPath) ? keyPath : [keyPath ?? ''];
  const keyOf = (row: Record<string, unknown>): unknown => {
    const values = parts.map((part) => row[part]);
    return Array.isArray(keyPath) ? values : values[0];
  };
  let last: unknown = Array.isArray(keyPath) ? parts.map(() => Dexie.minKey as unknown) : Dexie.minKey;
  for (;;) {
    const rows = (await table.where(':id').above(last).limit(size).toArray()) as Record<string, unknown>[];
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    if (rows.length < size) return;
    last = keyOf(end);
  }
}

/**
 * Row by row into an archive that holds nothing: what it was told and its ledger give way to the backup's. The file was checked before.
 * Broken off while it is written, the archive says so (`halfRestored`), and the next restore begins anew.
 * @param lines without line feeds
 * @param about what the ledger tells of the restore beside the number of rows
 * @returns rows
 */
export async function restoreRows(
  db: Database,
  lines: AsyncIterable<string>,
  about: { readonly [key: string]: Json },
  pause: (rows: number) => void,
): Promise<number> {
  // Readers that are open take up only what has a higher revision than what they know.
  const { revision } = await readCounters(db);
  await db.transaction('rw', db.tables, async () => {
    await emptied(db);
    await db.meta.put({ key: 'half-restored', value: Date.now() as EpochMs });
  });
  let count = 0;
  const last: MetaRecord[] = [];
  for await (const { table, rows } of readLines(lines)) {
    count += rows.length;
    if (table === LAST) last.push(...(rows as MetaRecord[]).map((row) => withRevision(row, revision)));
    else await db.table(table).bulkAdd(rows);
    pause(count);
  }
  await db.transaction('rw', db.meta, db.ledger, db.reviewers, async () => {
    await db.meta.delete('half-restored');
    await db.meta.bulkPut(last.filter(({ key }) => !BROWSERS_META.includes(key)));
    // Who may act stays, and the ledger that told it is gone.
    await append(db, 'restore', 'archive', { ...about, rows: count, guard: await guardTold(db) });
  });
  return count;
}

/** When a restore into it began that was broken off, so that what it holds is no archive; null = there was none. */
export async function halfRestored(db: Database): Promise<EpochMs | null> {
  const stored = await db.meta.get('half-restored');
  return stored?.key === 'half-restored' ? stored.value : null;
}

/** Takes back a restore that was broken off: what was there before was nothing. */
export async function emptyHalfRestored(db: Database): Promise<void> {
  if ((await halfRestored(db)) === null) return;
  await db.transaction('rw', db.tables, () => emptied(db));
}

/** Does it hold nothing that a restore could do away with? */
export async function holdsNothing(db: Database): Promise<boolean> {
  if ((await halfRestored(db)) !== null) return true;
  const tables = [db.sessions, db.sources, db.evidence, db.holds, db.reviews, db.wordLists];
  const counts = await Promise.all(tables.map((table) => table.count()));
  return counts.every((count) => count === 0);
}

/** Who may act in this browser, and its key, stay. Within a transaction on all tables. */
async function emptied(db: Database): Promise<void> {
  const tables = db.tables.filter(({ name }) => name !== LAST && !BROWSERS_TABLES.includes(name));
  await Promise.all(tables.map((table) => table.clear()));
  await db.meta
    .where(':id')
    .noneOf([...BROWSERS_META])
    .delete();
}

function withRevision(row: MetaRecord, least: number): MetaRecord {
  if (row.key !== 'counters') return row;
  return { key: 'counters', value: { ...row.value, revision: Math.max(row.value.revision, least) } };
}
