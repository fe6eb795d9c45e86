/** The archive as pages see it: one screenful at a time. */
import type {
  Facets,
  FormatPattern,
  Judgement,
  Organisation,
  Place,
  RowWindow,
  SessionFilter,
  SessionId,
  SessionRow,
  SessionSort,
  StoredFragment,
} from '../model.ts';
import type { SessionColumns } from './columns.ts';
import { openDatabase, type Database, type SessionRecord, type SourceRecord } from './database.ts';
import { EvidenceReader } from './evidence.ts';
import { LiveColumns } from './live-columns.ts';
import { PackReader } from './pack-reader.ts';
import { countFacets, fitting, misfitOf, SessionOrders, type Misfit } from './query.ts';
import { rowOfRecord } from './rows.ts';
import { TextSearch, wordsOf } from './text-search.ts';
import { timelineOf, type SessionTimeline } from './timeline.ts';

/** Sessions unpacked at once for an export. */
const EXPORT_BATCH = 500;

/** A session as it is stored. */
export type ReadSession = StoredFragment & {
  row: SessionRow;
  judgement: Judgement;
  /** Changes whenever the session is put again. */
  version: string;
};

/** The rows that fit one filter in one order: kept while the page scrolls. */
interface Listing {
  key: string;
  columns: SessionColumns;
  version: number;
  rows: Uint32Array;
}

export class ArchiveReader {
  readonly #db: Database;
  readonly #live: LiveColumns;
  readonly #packs: PackReader;
  readonly #evidence: EvidenceReader;
  #orders: { columns: SessionColumns; by: SessionOrders } | null = null;
  #listing: Listing | null = null;
  #search: { key: string; columns: SessionColumns; search: TextSearch } | null = null;

  private constructor(db: Database, changed: (revision: number) => void) {
    this.#db = db;
    this.#live = new LiveColumns(db, changed);
    this.#packs = new PackReader(db);
    this.#evidence = new EvidenceReader(db);
  }

  /** Rejects where the database cannot be opened. `changed` is called at most ten times a second. */
  static async open(archive: string, changed: (revision: number) => void): Promise<ArchiveReader> {
    return new ArchiveReader(await openDatabase(archive), changed);
  }

  close(): void {
    this.#live.close();
    this.#db.close();
  }

  /** Rejects with `Superseded` when a later call asks for other words. So do `facets` and `timeline`. */
  async rows(filter: SessionFilter, sort: SessionSort, first: number, count: number): Promise<RowWindow> {
    const columns = await this.#live.current();
    const misfit = await this.#misfit(columns, filter);
    const listed = this.#listed(columns, filter, sort, misfit);
    const from = Math.max(0, Math.min(first, listed.length));
    const ids = [...listed.subarray(from, from + Math.max(0, count))].map((row) => columns.idAt(row));
    const records = await this.#db.sessions.bulkGet(ids);
    const rows = records.filter((record) => record !== undefined).map(rowOfRecord);
    return { matching: listed.length, total: columns.count, first: from, rows };
  }

  async facets(filter: SessionFilter): Promise<Facets> {
    const columns = await this.#live.current();
    return countFacets(columns, await this.#misfit(columns, filter));
  }

  async timeline(filter: SessionFilter, timeZone: string): Promise<SessionTimeline> {
    const columns = await this.#live.current();
    return timelineOf(columns, await this.#misfit(columns, filter), timeZone);
  }

  /** The version of a session without reading it; null = there is none. */
  async versionOf(id: SessionId): Promise<string | null> {
    const record = await this.#db.sessions.get(id);
    return record === undefined ? null : versionOfRecord(record);
  }

  async session(id: SessionId): Promise<ReadSession | null> {
    for (let attempt = 0; ; attempt++) {
      const record = await this.#db.sessions.get(id);
      if (record === undefined) return null;
      try {
        const [read] = await this.#packs.sessions([record]);
        return read === undefined ? null : { ...read, row: rowOfRecord(record), version: versionOfRecord(record) };
      } catch (error) {
        // Between the two reads the session was put again, and its old pack went.
        if (attempt === 3) throw error;
      }
    }
  }

  /** Every session that fits, by start and id. What is put meanwhile may be missing. */
  async *sessions(filter: SessionFilter): AsyncIterable<ReadSession[]> {
    const columns = await this.#live.current();
    const words = wordsOf(filter.text ?? '');
    // Not the search of the page: an export goes on while the person types.
    const found = words.length === 0 ? null : await new TextSearch(this.#db, columns, words).found();
    const rows = fitting(this.#order(columns, 'start'), misfitOf(columns, filter, found));
    const ids = [...rows].map((row) => columns.idAt(row));
    for (let from = 0; from < ids.length; from += EXPORT_BATCH) {
      yield await this.#read(ids.slice(from, from + EXPORT_BATCH));
    }
  }

  /** Exactly the bytes of each place; null where one of them is not archived. */
  async bytes(places: readonly Place[]): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
    const found: (Uint8Array<ArrayBuffer> | null)[] = [];
    for (const place of places) found.push(await this.#evidence.bytes(place));
    return found;
  }

  /** In number order. */
  sources(): Promise<SourceRecord[]> {
    return this.#db.sources.orderBy(':id').toArray();
  }

  /** Formats of the person's own. */
  async patterns(): Promise<FormatPattern[]> {
    const stored = await this.#db.meta.get('patterns');
    return stored?.key === 'patterns' ? stored.value : [];
  }

  async organisation(): Promise<Organisation | null> {
    const stored = await this.#db.meta.get('organisation');
    return stored?.key === 'organisation' ? stored.value : null;
  }

  async #read(ids: SessionId[]): Promise<ReadSession[]> {
    const records = (await this.#db.sessions.bulkGet(ids)).filter((record) => record !== undefined);
    const read = await this.#packs.sessions(records);
    return read.map((session, index) => {
      const record = records[index] as SessionRecord;
      return { ...session, row: rowOfRecord(record), version: versionOfRecord(record) };
    });
  }

  async #misfit(columns: SessionColumns, filter: SessionFilter): Promise<Misfit> {
    const words = wordsOf(filter.text ?? '');
    return misfitOf(columns, filter, words.length === 0 ? null : await this.#found(columns, words));
  }

  #found(columns: SessionColumns, words: string[]): Promise<Uint8Array> {
    const key = words.join(' ');
    if (this.#search?.key !== key || this.#search.columns !== columns) {
      this.#search?.search.abandon();
      this.#search = { key, columns, search: new TextSearch(this.#db, columns, words) };
    }
    return this.#search.search.found();
  }

  #order(columns: SessionColumns, sort: SessionSort): Uint32Array {
    if (this.#orders?.columns !== columns) this.#orders = { columns, by: new SessionOrders(columns) };
    return this.#orders.by.by(sort);
  }

  #listed(columns: SessionColumns, filter: SessionFilter, sort: SessionSort, misfit: Misfit): Uint32Array {
    const key = JSON.stringify([filter, sort]);
    const { version } = columns;
    const kept = this.#listing;
    if (kept?.key === key && kept.columns === columns && kept.version === version) return kept.rows;
    const rows = fitting(this.#order(columns, sort), misfit);
    this.#listing = { key, columns, version, rows };
    return rows;
  }
}

/** A pack is never written again: what is put anew stands in another. */
const versionOfRecord = ({ pack, slot }: SessionRecord): string => `${pack}/${slot}`;
