/**
 * The columns, kept in the archive in a few large values: a million sessions load in some reads instead of a walk over all rows.
 * They can be thrown away at any moment: what has changed since they were kept is taken up from `changes`, and without them every
 * row is read.
 */
import { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { Dictionary, joinedStrings, keptOf } from './dictionary.ts';
import { ordersOf } from './session-orders.ts';
import type { ColumnHead, KeptColumns } from './tables.ts';

/** Grows with every change of what is kept: what is of another shape is made anew from the rows. */
const SHAPE = 1;
/** Rows of one value: about 3 MB. */
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
    // In the order of their keys, which is that of their numbers.
    const records = await this.#db.columns.toArray();
    const of = <K extends KeptColumns['key']>(prefix: string): ValueOf<K>[] =>
      records.flatMap((record) => (record.key.startsWith(prefix) ? [record.value as ValueOf<K>] : []));
    const [head] = of<'head'>('head');
    const [orders] = of<'orders'>('orders');
    if (head?.shape !== SHAPE || orders === undefined) return null;
    const strings = joinedStrings(of<`addresses:${string}`>('addresses:'));
    if (strings.ends.length !== orders.addresses.length || head.rows !== orders.start.length) return null;
    const addresses = new Dictionary({ ...strings, sorted: orders.addresses });
    const columns = SessionColumns.of(of<`rows:${string}`>('rows:'), head.rows, head.names, addresses);
    if (columns.length !== head.rows || columns.count * 2 < columns.length) return null;
    ordersOf(columns).know(orders.start);
    this.#remember(head.token, columns);
    return { columns, revision: head.revision };
  }

  /** While nobody changes the columns. @param revision every change up to it is in them */
  async keep(columns: SessionColumns, revision: number): Promise<void> {
    const { columns: table, changes } = this.#db;
    const names = columns.names();
    const token = crypto.randomUUID();
    const head: ColumnHead = { shape: SHAPE, token, revision, rows: columns.length, names };
    const orders = { start: ordersOf(columns).by('start'), addresses: columns.addresses.sorted() };
    await this.#db.transaction('rw', table, changes, async () => {
      const known = await table.get('head');
      const there = known?.key === 'head' ? known.value : null;
      if (there !== null && there.revision > revision) return;
      const isOwn = there?.token === this.#token && there?.shape === SHAPE;
      if (!isOwn) await table.clear();
      await table.bulkPut([
        { key: 'head', value: head },
        { key: 'orders', value: orders },
        ...rowsOf(columns, isOwn ? this.#version : -1),
        ...addressesOf(columns, isOwn ? this.#addresses : 0),
      ]);
      await changes
        .where(':id')
        .belowOrEqual(revision - CHANGES_KEPT)
        .delete();
      this.#remember(token, columns);
    });
  }

  #remember(token: string, columns: SessionColumns): void {
    this.#token = token;
    this.#version = columns.version;
    this.#addresses = columns.addresses.size;
  }
}

type ValueOf<K extends KeptColumns['key']> = Extract<KeptColumns, { key: K }>['value'];

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
  for (let from = first; from < addresses.size; from += PART_ADDRESSES) {
    const values = addresses.valuesFrom(from, Math.min(addresses.size, from + PART_ADDRESSES));
    yield { key: `addresses:${keyOf(from / PART_ADDRESSES)}`, value: keptOf(values) };
  }
}
