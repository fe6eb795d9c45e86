/**
 * The columns, kept in the archive in a few large values: a million sessions load in some reads instead of a walk over all rows.
 * They can be thrown away at any moment: what has changed since they were kept is taken up from `changes`, and without them every
 * row is read.
 */
import { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import type { ColumnHead, KeptColumns } from './tables.ts';

/** Rows of one value: about 4 MB. */
const PART_ROWS = 65_536;
const PART_ADDRESSES = 32_768;
/** Records of changes that stay, for tabs that have not taken them up. */
const CHANGES_KEPT = 500;

const keyOf = (number: number): string => String(number).padStart(6, '0');

export interface Loaded {
  columns: SessionColumns;
  revision: number;
}

/** Keeps the columns of one reader. Only what is other than in the values that it loaded or kept last is written. */
export class ColumnStore {
  readonly #db: Database;
  /** Of what was loaded or kept last; null = write everything. */
  #token: string | null = null;
  /** Version of the columns then, and the addresses they had. */
  #version = 0;
  #addresses = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** null = none are kept, or most of their rows are gone. */
  async load(): Promise<Loaded | null> {
    this.#token = null;
    const records = await this.#db.columns.toArray();
    const head = records.find((record) => record.key === 'head')?.value;
    if (head === undefined) return null;
    // In the order of their keys, which is that of their numbers.
    const parts = records.flatMap((record) => (isRows(record) ? [record.value] : []));
    const addresses = records.flatMap((record) => (isAddresses(record) ? record.value : []));
    const columns = SessionColumns.of(parts, head.rows, { ...head.names, addresses });
    if (columns.length !== head.rows || columns.count * 2 < columns.length) return null;
    this.#remember(head.token, columns);
    return { columns, revision: head.revision };
  }

  /** While nobody changes the columns. @param revision every change up to it is in them */
  async keep(columns: SessionColumns, revision: number): Promise<void> {
    const { columns: table, changes } = this.#db;
    const head: ColumnHead = { token: crypto.randomUUID(), revision, rows: columns.length, names: namesOf(columns) };
    await this.#db.transaction('rw', table, changes, async () => {
      const known = await table.get('head');
      const there = known?.key === 'head' ? known.value : null;
      if (there !== null && there.revision > revision) return;
      const isOwn = there !== null && there.token === this.#token;
      if (!isOwn) await table.clear();
      await table.bulkPut([
        { key: 'head', value: head },
        ...rowsOf(columns, isOwn ? this.#version : -1),
        ...addressesOf(columns, isOwn ? this.#addresses : 0),
      ]);
      await changes
        .where(':id')
        .belowOrEqual(revision - CHANGES_KEPT)
        .delete();
      this.#remember(head.token, columns);
    });
  }

  #remember(token: string, columns: SessionColumns): void {
    this.#token = token;
    this.#version = columns.version;
    this.#addresses = columns.addresses.values.length;
  }
}

function namesOf(columns: SessionColumns): ColumnHead['names'] {
  const { addresses: _apart, ...names } = columns.names();
  return names;
}

/** The parts in which a row has changed since that version of the columns. */
function* rowsOf(columns: SessionColumns, version: number): Iterable<KeptColumns> {
  for (let from = 0; from < columns.length; from += PART_ROWS) {
    const to = Math.min(columns.length, from + PART_ROWS);
    if (!columns.changed.subarray(from, to).some((changed) => changed > version)) continue;
    yield { key: `rows:${keyOf(from / PART_ROWS)}`, value: columns.part(from, to) };
  }
}

/** @param known how many of them are kept */
function* addressesOf({ addresses }: SessionColumns, known: number): Iterable<KeptColumns> {
  const first = Math.floor(known / PART_ADDRESSES) * PART_ADDRESSES;
  for (let from = first; from < addresses.values.length; from += PART_ADDRESSES) {
    const value = addresses.values.slice(from, from + PART_ADDRESSES);
    yield { key: `addresses:${keyOf(from / PART_ADDRESSES)}`, value };
  }
}

const isRows = (record: KeptColumns): record is Extract<KeptColumns, { key: `rows:${string}` }> =>
  record.key.startsWith('rows:');
const isAddresses = (record: KeptColumns): record is Extract<KeptColumns, { key: `addresses:${string}` }> =>
  record.key.startsWith('addresses:');
