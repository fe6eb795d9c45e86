/**
 * A whole archive as one file, and back. JSON, one value a line: what it is, rows of one table after the other, and at the end how many
 * there are with the SHA-256 of all before. Rows are as they are stored, so that what is restored verifies as it did.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { Dexie, type Table } from 'dexie';
import { DERIVED, FORMAT_VERSION, type Database, type MetaRecord } from './database.ts';
import { BROWSERS_META, BROWSERS_TABLES } from './guard.ts';
import { readCounters } from './slots.ts';

/** Rows of one line: of tables whose rows are large, few. */
const ROWS = 500;
const LARGE_ROWS = 8;
const LARGE = new Set(['transcripts', 'texts', 'judgements', 'evidence', 'exports']);
/** Written last: without it the archive is one in which nothing was restored. */
const LAST = 'meta';

export class NoBackup extends Error {
  override name = 'Refused';
}

interface Line {
  table: string;
  rows: unknown[];
}

function tablesOf(db: Database): Table[] {
  return [
    ...db.tables.filter(({ name }) => name !== LAST && !DERIVED.includes(name) && !BROWSERS_TABLES.includes(name)),
    db.table(LAST),
  ];
}

/** While nobody changes the archive: hold the write lock, shared. Lines with their line feeds. */
export async function* backupLines(db: Database, pause: (rows: number) => void): AsyncIterable<string> {
  const hash = sha256.create();
  let count = 0;
  const line = (value: unknown): string => {
    const text = JSON.stringify(value) + '\n';
    hash.update(utf8ToBytes(text));
    return text;
  };
  yield line({ type: 'fedlens-backup', v: 1, format: FORMAT_VERSION });
  for (const table of tablesOf(db)) {
    for await (const all of batchesOf(table)) {
      const rows = table.name === LAST ? (all as MetaRecord[]).filter(({ key }) => !BROWSERS_META.includes(key)) : all;
      count += rows.length;
      yield line({ table: table.name, rows: rows.map(encoded) } satisfies Line);
      pause(count);
    }
  }
  yield JSON.stringify({ end: { rows: count, sha256: bytesToHex(hash.digest()) } }) + '\n';
}

/** By ranges of the key. */
async function* batchesOf(table: Table): AsyncIterable<unknown[]> {
  const size = LARGE.has(table.name) ? LARGE_ROWS : ROWS;
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
 * Into an archive without sessions and holds. The file is read twice: it is checked before anything is changed. What the archive was told
 * and its ledger give way to the backup's. Broken off while it is written, the archive is empty, and the next restore begins anew.
 * @param open gives the lines without line feeds, each time from the first
 * @throws NoBackup where the archive is not empty or the file is no whole backup: then nothing was changed
 */
export async function restoreLines(
  db: Database,
  open: () => AsyncIterable<string>,
  pause: (rows: number) => void,
): Promise<number> {
  const [sessions, sources] = await Promise.all([db.sessions.count(), db.sources.count()]);
  const held = await db.holds.filter(({ released }) => released === null).count();
  if (sessions + sources + held > 0) {
    throw new NoBackup(
      'A backup is restored into an archive without sessions, files and holds, and this one has some.',
    );
  }
  const known = new Set(db.tables.map(({ name }) => name));
  for await (const { table } of linesOf(open()))
    if (!known.has(table)) throw new NoBackup(`There is no table “${table}”.`);
  // Readers that are open take up only what has a higher revision than what they know.
  const { revision } = await readCounters(db);
  await emptied(db);
  let count = 0;
  const last: unknown[] = [];
  for await (const { table, rows } of linesOf(open())) {
    const stored = rows.map(decoded);
    count += rows.length;
    if (table === LAST) last.push(...stored.map((row) => withRevision(row as MetaRecord, revision)));
    else await db.table(table).bulkAdd(stored);
    pause(count);
  }
  await db.meta.bulkPut((last as MetaRecord[]).filter(({ key }) => !BROWSERS_META.includes(key)));
  return count;
}

function withRevision(row: MetaRecord, least: number): MetaRecord {
  if (row.key !== 'counters') return row;
  return { key: 'counters', value: { ...row.value, revision: Math.max(row.value.revision, least) } };
}

/** @throws NoBackup, at the latest at the end */
async function* linesOf(lines: AsyncIterable<string>): AsyncIterable<Line> {
  const hash = sha256.create();
  let [count, number] = [0, 0];
  let end: { rows: number; sha256: string } | null = null;
  for await (const line of lines) {
    if (end !== null) throw new NoBackup('Something stands behind the end of the backup.');
    const value = parsed(line);
    if ('end' in value) {
      end = value['end'] as { rows: number; sha256: string };
      continue;
    }
    hash.update(utf8ToBytes(line + '\n'));
    if (number++ === 0) {
      checkHead(value);
      continue;
    }
    const rows = value as unknown as Line;
    count += rows.rows.length;
    yield rows;
  }
  if (end === null) throw new NoBackup('The backup is cut off: its end is missing.');
  if (end.rows !== count || end.sha256 !== bytesToHex(hash.digest())) {
    throw new NoBackup('The backup was changed: its digest does not fit.');
  }
}

async function emptied(db: Database): Promise<void> {
  const tables = db.tables.filter(({ name }) => name !== LAST && !BROWSERS_TABLES.includes(name));
  await Promise.all(tables.map((table) => table.clear()));
  await db.meta
    .where(':id')
    .noneOf([...BROWSERS_META])
    .delete();
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below: half a line is no JSON.
  }
  throw new NoBackup('The backup is cut off or damaged: a line of it is no JSON object.');
}

function checkHead({ type, v, format }: Record<string, unknown>): void {
  if (type !== 'fedlens-backup' || v !== 1) throw new NoBackup('This is no backup of Fedlens.');
  if (format !== FORMAT_VERSION) {
    throw new NoBackup(
      `The backup is of format ${String(format)}; this version of Fedlens restores ${FORMAT_VERSION}.`,
    );
  }
}

/** Characters of one step: more would be too many arguments. */
const STEP = 0x8000;

function encoded(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    let text = '';
    for (let at = 0; at < value.length; at += STEP) text += String.fromCharCode(...value.subarray(at, at + STEP));
    return { $bytes: btoa(text) };
  }
  if (value instanceof Uint32Array) return { $u32: [...value] };
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encoded(part)]));
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return Uint8Array.from(atob(String(value.$bytes)), (character) => character.charCodeAt(0));
  if ('$u32' in value) return Uint32Array.from(value.$u32 as number[]);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decoded(part)]));
}
