/** What an export takes: which sessions, counted beforehand, and these in batches. */
import type { EpochMs, ExportedSession, SessionFilter, SessionId, SourceId } from '../model.ts';
import type { SessionColumns } from './columns.ts';
import type { Database, SessionRecord } from './database.ts';
import { inBoth } from './holds.ts';
import { fitting, misfitsOf } from './misfits.ts';
import { ID_BYTES, idAt, putId } from './packed-ids.ts';
import type { ReadSession } from './pack-reader.ts';
import { readQuery } from './search-query.ts';
import { ordersOf } from './session-orders.ts';
import { TextSearch } from './text-search.ts';

/** Sessions unpacked at once. */
const BATCH = 500;

/** Those named, or those that fit; `{ filter: {} }` = all. */
export type SessionChoice = { ids: readonly SessionId[] } | { filter: SessionFilter };

/** As of the moment in which they were asked for. */
export interface ChosenSessions {
  /** Packed (`packed-ids.ts`), by start, those without a time last, then by id. */
  packed: Uint8Array;
  count: number;
  /** The files that they were seen in. */
  sources: ReadonlySet<SourceId>;
}

/** What the reader of the archive lends. */
interface Lent {
  columns(): Promise<SessionColumns>;
  /** Those that are there, in the order asked for. */
  read(ids: readonly SessionId[]): Promise<ReadSession[]>;
  timeZone(): Promise<string>;
  /** 1 for each row that the holds of the filter keep; null = it names none. */
  heldBy(columns: SessionColumns, filter: SessionFilter): Promise<Uint8Array | null>;
}

export class ExportReader {
  readonly #db: Database;
  readonly #lent: Lent;

  constructor(db: Database, lent: Lent) {
    this.#db = db;
    this.#lent = lent;
  }

  /** Those of the choice that are there. */
  async choose(choice: SessionChoice): Promise<ChosenSessions> {
    return 'ids' in choice ? this.#named(choice.ids) : this.#fitting(choice.filter);
  }

  /** What goes meanwhile is passed over. */
  async *read(chosen: ChosenSessions): AsyncIterable<ReadSession[]> {
    for (const ids of batchesOf(chosen)) yield await this.#lent.read(ids);
  }

  /** Every session that fits, by start and id. What is put meanwhile may be missing. */
  async *sessions(filter: SessionFilter): AsyncIterable<ReadSession[]> {
    yield* this.read(await this.choose({ filter }));
  }

  /** What a record of an export keeps of each session that fits. */
  async exported(filter: SessionFilter): Promise<ExportedSession[]> {
    const all: ExportedSession[] = [];
    for (const ids of batchesOf(await this.choose({ filter }))) {
      const records = await this.#db.sessions.bulkGet(ids);
      for (const record of records) if (record !== undefined) all.push({ id: record.id, messages: record.messages });
    }
    return all;
  }

  async #named(ids: readonly SessionId[]): Promise<ChosenSessions> {
    const records = await this.#db.sessions.bulkGet([...new Set(ids)]);
    const there = records.filter((record) => record !== undefined).sort(byStart);
    const packed = new Uint8Array(there.length * ID_BYTES);
    there.forEach(({ id }, index) => putId(id, packed, index * ID_BYTES));
    return { packed, count: there.length, sources: new Set(there.flatMap(({ sources }) => sources)) };
  }

  /** Not by the search of the page: an export goes on while the person types. */
  async #fitting(filter: SessionFilter): Promise<ChosenSessions> {
    const columns = await this.#lent.columns();
    const query = readQuery(filter.text ?? '');
    const words = query && (await new TextSearch(this.#db, columns, query, await this.#lent.timeZone()).found());
    const found = inBoth(words, await this.#lent.heldBy(columns, filter));
    const rows = fitting(ordersOf(columns).by('start'), misfitsOf(columns, filter, found));
    const packed = new Uint8Array(rows.length * ID_BYTES);
    const sets = new Set<number>();
    rows.forEach((row, index) => {
      packed.set(columns.idBytesAt(row), index * ID_BYTES);
      sets.add(columns.sources[row] ?? 0);
    });
    const sources = new Set([...sets].flatMap((set) => columns.sourceSets[set] ?? []));
    return { packed, count: rows.length, sources };
  }
}

function* batchesOf({ packed, count }: ChosenSessions): Iterable<SessionId[]> {
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    yield Array.from({ length }, (_, index) => idAt(packed, (from + index) * ID_BYTES));
  }
}

function byStart(a: SessionRecord, b: SessionRecord): number {
  const at = ({ start }: SessionRecord): EpochMs | number => start ?? Infinity;
  return at(a) === at(b) ? (a.id < b.id ? -1 : 1) : at(a) - at(b);
}
