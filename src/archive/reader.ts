/** The archive as pages see it: one screenful at a time. */
import type {
  BasisHead,
  BasisVersion,
  CrossCounts,
  Facets,
  FirstPage,
  FormatPattern,
  Guard,
  ListedRow,
  Organisation,
  Place,
  ProviderId,
  RowWindow,
  SavedView,
  SessionFilter,
  SessionId,
  SessionRow,
  SessionSort,
  UnfinishedJudging,
  UsageTally,
} from '../model.ts';
import type { HeldKey } from './archive-key.ts';
import { basisHeads, basisVersion, readMark, unfinishedOf } from './bases.ts';
import { judgedLineOfRow } from './column-lines.ts';
import type { SessionColumns } from './columns.ts';
import { crossCounts, type CrossOptions } from './cross-counts.ts';
import { openDatabase, type Database, type SessionRecord, type SourceRecord } from './database.ts';
import { EvidenceReader } from './evidence.ts';
import { ExportReader } from './export-reader.ts';
import { countFacets } from './facets.ts';
import { guardOf } from './guard.ts';
import { inBoth, rowsHeldBy } from './holds.ts';
import { rowsOf } from './judged-rows.ts';
import { LastAnswer } from './last-answer.ts';
import { LiveColumns, type Reading } from './live-columns.ts';
import { fitting, misfitsOf, type Misfits } from './misfits.ts';
import { ownList } from './own-lists.ts';
import { PackReader, versionOf, type JudgedFragment, type ReadSession } from './pack-reader.ts';
import { ReviewReader } from './review-reader.ts';
import { rowOfRecord } from './rows.ts';
import { refuseWithoutKey } from './sealed-tables.ts';
import { readQuery } from './search-query.ts';
import { ordersOf } from './session-orders.ts';
import { readCounters } from './slots.ts';
import { TextSearch } from './text-search.ts';
import { timelineOf, type SessionTimeline } from './timeline.ts';
import { usageOf } from './usage.ts';

/** Of sessions of several sources read at once. */
const SHARED_BATCH = 50;
/** How long the first page of a search may be looked for, ms. */
const FIRST_PAGE_MS = 700;

export class ArchiveReader {
  /** What reviewers ask. */
  readonly review: ReviewReader;
  /** What exports ask. */
  readonly exports: ExportReader;
  readonly #db: Database;
  readonly #live: LiveColumns;
  readonly #packs: PackReader;
  readonly #evidence: EvidenceReader;
  /** Revision of the archive when bytes were last read. */
  #bytesAsOf = -1;
  /** Of the last filter: the list, the counts and the timeline ask for the same one. */
  readonly #misfits = new LastAnswer<Misfits>();
  /** The rows that fit one filter in one order. */
  readonly #listing = new LastAnswer<Uint32Array>();
  readonly #usage = new LastAnswer<UsageTally[]>();
  /** A scope stands as it was placed; the sessions that it names are followed in the change that moves their rows. */
  readonly #held = new LastAnswer<Promise<Uint8Array>>();
  #search: { key: string; columns: SessionColumns; search: TextSearch } | null = null;

  private constructor(db: Database, changed: (revision: number) => void, reading?: Reading) {
    this.#db = db;
    this.#packs = new PackReader(db);
    this.#live = new LiveColumns(db, changed, () => this.#packs.forget(), reading);
    this.#evidence = new EvidenceReader(db);
    this.review = new ReviewReader(db, () => this.#live.current());
    this.exports = new ExportReader(db, {
      columns: () => this.#live.current(),
      read: (ids) => this.#read(ids),
      timeZone: () => this.#zone(),
      heldBy: (columns, filter) => this.#heldBy(columns, filter),
    });
  }

  /** Rejects where the database cannot be opened. `changed` is called at most ten times a second. @param held null = locked */
  static async open(
    archive: string,
    changed: (revision: number) => void,
    held: HeldKey | null = null,
    reading?: Reading,
  ): Promise<ArchiveReader> {
    return new ArchiveReader(await openDatabase(archive, held), changed, reading);
  }

  close(): void {
    this.#live.close();
    this.#db.close();
  }

  /** Rejects with `Superseded` when a later call asks for other words. So do `facets` and `timeline`. */
  async rows(filter: SessionFilter, sort: SessionSort, first: number, count: number): Promise<RowWindow> {
    const front = asksForAll(filter) ? await this.#live.front(sort, Math.max(0, first), Math.max(0, count)) : null;
    if (front !== null) return front;
    const columns = await this.#live.current();
    const listed = await this.#listed(columns, filter, sort);
    const from = Math.max(0, Math.min(first, listed.length));
    const rows = await this.#rowsAt(columns, listed.subarray(from, from + Math.max(0, count)));
    return { matching: listed.length, total: columns.count, first: from, rows };
  }

  /** The ids alone, of thousands at once: of a selection. */
  async ids(filter: SessionFilter, sort: SessionSort, first: number, count: number): Promise<SessionId[]> {
    const columns = await this.#live.current();
    const listed = await this.#listed(columns, filter, sort);
    const from = Math.max(0, first);
    return [...listed.subarray(from, from + Math.max(0, count))].map((row) => columns.idAt(row));
  }

  /** Those that are there, in the order asked for. */
  rowsOf(ids: readonly SessionId[]): Promise<SessionRow[]> {
    return rowsOf(this.#db, ids);
  }

  /**
   * The first rows of the sorted result before all of it is known: `counting` says that `matching` is only what was found by then, and
   * `rows` will know. Rejects as `rows` does.
   */
  async firstPage(filter: SessionFilter, sort: SessionSort, count: number): Promise<FirstPage> {
    const columns = await this.#live.current();
    const search = await this.#searchFor(columns, filter.text ?? '');
    if (search === null || search.isComplete) return { ...(await this.rows(filter, sort, 0, count)), counting: false };
    const fit = fitting(ordersOf(columns).by(sort), misfitsOf(columns, filter, await this.#heldBy(columns, filter)));
    const found = await search.first(fit, count, FIRST_PAGE_MS);
    const rows = await this.#rowsAt(columns, found);
    return { matching: rows.length, total: columns.count, first: 0, rows, counting: true };
  }

  async facets(filter: SessionFilter): Promise<Facets> {
    const columns = await this.#live.current();
    return countFacets(columns, await this.#misfitsFor(columns, filter));
  }

  async timeline(filter: SessionFilter, timeZone: string): Promise<SessionTimeline> {
    const columns = await this.#live.current();
    return timelineOf(columns, await this.#misfitsFor(columns, filter), timeZone);
  }

  /** Rejects as `rows` does. */
  async crossCounts(filter: SessionFilter, options: CrossOptions): Promise<CrossCounts> {
    const columns = await this.#live.current();
    return crossCounts(columns, await this.#misfitsFor(columns, filter), options);
  }

  /** The version of a session without reading it; null = there is none. */
  async versionOf(id: SessionId): Promise<string | null> {
    const { sessions, judgements } = this.#db;
    return this.#db.transaction('r', sessions, judgements, async () => {
      const record = await sessions.get(id);
      if (record === undefined) return null;
      return versionOf(record, (await judgements.get(record.pack))?.digest ?? '');
    });
  }

  async session(id: SessionId): Promise<ReadSession | null> {
    for (let attempt = 0; ; attempt++) {
      const record = await this.#db.sessions.get(id);
      if (record === undefined) return null;
      try {
        const [read] = await this.#packs.sessions([record]);
        return read === undefined ? null : readOf(read, record);
      } catch (error) {
        // Between the two reads the session was put again, and its old pack went.
        if (attempt === 3) throw error;
      }
    }
  }

  /** Sessions that were seen in several sources, of each set of sources at most `most`, evenly over the archive. */
  async *shared(most: number): AsyncIterable<ReadSession[]> {
    const columns = await this.#live.current();
    const bySet = new Map<number, number[]>();
    for (const row of fitting(ordersOf(columns).by('start'), misfitsOf(columns, {}, null))) {
      const set = columns.sources[row] ?? 0;
      if ((columns.sourceSets[set]?.length ?? 0) < 2) continue;
      const rows = bySet.get(set);
      if (rows === undefined) bySet.set(set, [row]);
      else rows.push(row);
    }
    for (const rows of bySet.values()) {
      const step = Math.max(1, rows.length / most);
      const taken = rows.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
      for (let from = 0; from < taken.length; from += SHARED_BATCH) {
        yield await this.#read(taken.slice(from, from + SHARED_BATCH).map((row) => columns.idAt(row)));
      }
    }
  }

  /** Exactly the bytes of each place; null where one of them is not archived. */
  async bytes(places: readonly Place[]): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
    const { revision } = await readCounters(this.#db);
    if (revision !== this.#bytesAsOf) this.#evidence.forget();
    this.#bytesAsOf = revision;
    const found: (Uint8Array<ArrayBuffer> | null)[] = [];
    for (const place of places) found.push(await this.#evidence.bytes(place));
    return found;
  }

  /** In number order. */
  sources(): Promise<SourceRecord[]> {
    return this.#db.sources.orderBy(':id').toArray();
  }

  /** Formats of the person's own. */
  patterns(): Promise<FormatPattern[]> {
    return ownList(this.#db, 'patterns');
  }
  views(): Promise<SavedView[]> {
    return ownList(this.#db, 'views');
  }

  async organisation(): Promise<Organisation | null> {
    const stored = await this.#db.meta.get('organisation');
    return stored?.key === 'organisation' ? stored.value : null;
  }

  guard(): Promise<Guard> {
    return guardOf(this.#db);
  }

  /** What is in force, and how far judging by it has come. */
  async basisMark(): Promise<{ current: BasisVersion | null; unfinished: UnfinishedJudging | null }> {
    const mark = await readMark(this.#db);
    const current = mark === null ? null : await basisVersion(this.#db, mark.current);
    return { current, unfinished: unfinishedOf(mark) };
  }
  /** Has a judging begun that has not ended? It runs, or it was broken off: the write lock tells. */
  async hasOpenJudging(): Promise<boolean> {
    return (await this.#db.jobs.filter(({ kind, state }) => kind === 'judging' && state === 'running').count()) > 0;
  }
  basisHeads(first: number, count: number): Promise<{ total: number; heads: BasisHead[] }> {
    return basisHeads(this.#db, first, count);
  }
  basisVersion(number: number): Promise<BasisVersion | null> {
    return basisVersion(this.#db, number);
  }

  /** Sessions by user, day and provider. @param providers those that are counted */
  async usage(providers: readonly ProviderId[], timeZone: string): Promise<UsageTally[]> {
    const columns = await this.#live.current();
    const key = [timeZone, ...providers].join(' ');
    return this.#usage.of({ key, columns }, () => usageOf(columns, providers, timeZone));
  }

  /** @param rows numbers of rows */
  async #rowsAt(columns: SessionColumns, rows: Iterable<number>): Promise<ListedRow[]> {
    const numbers = [...rows];
    const ids = numbers.map((row) => columns.idAt(row));
    refuseWithoutKey(this.#db);
    const records = await this.#db.sessions.bulkGet(ids);
    // The rest of each line stands in the columns: what is sorted by address lies in as many packs as there are rows.
    return records.flatMap((record, at) => {
      const row = numbers[at] ?? 0;
      return record === undefined
        ? []
        : [{ ...rowOfRecord(record, judgedLineOfRow(columns, row)), standing: columns.standingAt(row) }];
    });
  }

  async #read(ids: readonly SessionId[]): Promise<ReadSession[]> {
    const records = (await this.#db.sessions.bulkGet([...ids])).filter((record) => record !== undefined);
    const read = await this.#packs.sessions(records);
    return read.map((session, index) => readOf(session, records[index] as SessionRecord));
  }

  async #misfitsFor(columns: SessionColumns, filter: SessionFilter): Promise<Misfits> {
    const search = await this.#searchFor(columns, filter.text ?? '');
    const words = search && (await search.found());
    const held = await this.#heldBy(columns, filter);
    const key = JSON.stringify(filter);
    return this.#misfits.of({ key, columns, from: words }, () => misfitsOf(columns, filter, inBoth(words, held)));
  }

  /** null = it is not asked who holds them. */
  async #heldBy(columns: SessionColumns, { holds }: SessionFilter): Promise<Uint8Array | null> {
    if (holds === undefined) return null;
    const timeZone = await this.#zone();
    const key = [timeZone, ...holds].join(' ');
    return this.#held.of({ key, columns }, () => rowsHeldBy(this.#db, columns, holds, timeZone));
  }

  /** Days of a query are the organisation's. */
  async #zone(): Promise<string> {
    return (await this.organisation())?.timeZone ?? 'UTC';
  }

  /** The search of the page: another text ends the one before. null = nothing is sought. */
  async #searchFor(columns: SessionColumns, text: string): Promise<TextSearch | null> {
    const query = readQuery(text);
    const timeZone = await this.#zone();
    const key = `${timeZone} ${text}`;
    if (this.#search?.key === key && this.#search.columns === columns) return this.#search.search;
    if (query === null) return null;
    this.#search?.search.abandon();
    const search = new TextSearch(this.#db, columns, query, timeZone);
    this.#search = { key, columns, search };
    return search;
  }

  async #listed(columns: SessionColumns, filter: SessionFilter, sort: SessionSort): Promise<Uint32Array> {
    const misfits = await this.#misfitsFor(columns, filter);
    const question = { key: sort, columns, from: misfits };
    return this.#listing.of(question, () => fitting(ordersOf(columns).by(sort), misfits));
  }
}

const asksForAll = ({ text = '', ...rest }: SessionFilter): boolean =>
  Object.values(rest).every((part) => part === undefined) && readQuery(text) === null;

function readOf({ line, ...session }: JudgedFragment, record: SessionRecord): ReadSession {
  return { ...session, row: rowOfRecord(record, line) };
}
