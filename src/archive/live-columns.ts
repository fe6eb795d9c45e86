/** The columns of an archive, kept true while this or another tab changes it. */
import type { RowsRead, RowWindow, SessionId, SessionSort } from '../model.ts';
import { changesSince, idsIn, openNotices, type ChangeNotice } from './changes.ts';
import { ColumnStore } from './column-store.ts';
import { columnsOfRows, PACKS } from './columns-of-rows.ts';
import { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { frontPage, keepFrontPages } from './front-pages.ts';
import { judgedRecords } from './judged-rows.ts';
import { judgedLines } from './judgements.ts';
import { standingsOf } from './review-store.ts';
import { readCounters } from './slots.ts';

/** Rows read at once. */
const BATCH = 2_000;
/** Changes are taken up, and told of, at most that often, ms. */
const PAUSE_MS = 100;
/** Rows taken up after which the columns are kept anew: the next start has no more to take up. A tenth of all where that is more. */
const KEEP_AFTER = 20_000;
/** Of fewer than these reading all rows is quick, and nothing is kept when it is quiet. */
const FEW = 2_000;
/** How long nothing may change before the columns, or the front pages, are kept, ms. */
const QUIET_MS = 3_000;

/** Gets how far every row is read, often; null = it is over. */
export type Reading = (read: RowsRead | null) => void;

export class LiveColumns {
  readonly #db: Database;
  readonly #changed: (revision: number) => void;
  readonly #reloaded: () => void;
  readonly #reading: Reading;
  readonly #notices: BroadcastChannel;
  readonly #store: ColumnStore;
  #columns = new SessionColumns();
  /** Every change up to this revision is in the columns; -1 = they are not loaded. */
  #revision = -1;
  /** Rows taken up since the columns were kept. */
  #unkept = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #quiet: ReturnType<typeof setTimeout> | null = null;
  /** Up to this revision listeners have been told, or were answered; null = nobody knows anything yet. */
  #told: number | null = null;
  #loading = false;
  /** One after the other: front pages, loading, taking up and keeping. */
  #work: Promise<unknown> = Promise.resolve();

  /** @param changed gets the revision after changes were taken up. @param reloaded called when everything was read anew */
  constructor(
    db: Database,
    changed: (revision: number) => void,
    reloaded: () => void = () => undefined,
    reading: Reading = () => undefined,
  ) {
    this.#db = db;
    this.#changed = changed;
    this.#reloaded = reloaded;
    this.#reading = reading;
    this.#store = new ColumnStore(db);
    this.#notices = openNotices(db.name);
    this.#notices.onmessage = (event: MessageEvent<ChangeNotice>) => this.#hear(event.data);
  }

  close(): void {
    this.#notices.close();
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#quiet !== null) clearTimeout(this.#quiet);
  }

  /** The columns with everything that was committed before the call. */
  async current(): Promise<SessionColumns> {
    const { revision } = await readCounters(this.#db);
    await this.#work.catch(() => undefined);
    if (this.#revision < revision) await this.#queue(() => this.#takeUp());
    return this.#columns;
  }

  /** Where the list begins, before the columns are asked for; null = ask them. They load behind it. */
  async front(sort: SessionSort, first: number, count: number): Promise<RowWindow | null> {
    if (this.#loading || this.#revision >= 0) return null;
    const page = await this.#queue(() => frontPage(this.#db, sort, first, count));
    if (page === null) return null;
    const { revision, ...window } = page;
    this.#told ??= revision;
    return window;
  }

  #hear({ revision }: ChangeNotice): void {
    if (revision <= this.#revision) return;
    this.#told ??= revision - 1;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      // A failure here is met again, and told, by the next question.
      this.#queue(() => this.#takeUp()).catch(() => undefined);
    }, PAUSE_MS);
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work, work);
    this.#work = done;
    return done;
  }

  /** What has changed since, or everything; and says so to those who know less. */
  async #takeUp(): Promise<void> {
    if (this.#revision < 0) await this.#load();
    else await this.#readChanges();
    if (this.#told !== null && this.#told < this.#revision) this.#changed(this.#revision);
    this.#told = this.#revision;
    this.#keepWhenQuiet();
  }

  /** Reads the sessions, and the judgements, that have changed since. */
  async #readChanges(): Promise<void> {
    const { revision, records } = await changesSince(this.#db, this.#revision);
    if (revision === this.#revision) return;
    if (records === null) return this.#load();
    const ids = new Set<SessionId>();
    const packs = new Set<number>();
    for (const { sessions, judged = [] } of records) {
      for (const id of idsIn(sessions ?? new Uint8Array(0))) ids.add(id);
      for (const pack of judged) packs.add(pack);
    }
    const list = [...ids];
    for (let from = 0; from < list.length; from += BATCH) await this.#readAgain(list.slice(from, from + BATCH));
    this.#unkept += list.length + (await this.#judgeAgain([...packs]));
    this.#revision = revision;
  }

  async #readAgain(ids: SessionId[]): Promise<void> {
    const { records, lineOf } = await judgedRecords(this.#db, ids);
    const standings = await standingsOf(this.#db, ids);
    this.#columns.put(
      records.filter((record) => record !== undefined),
      standings,
      lineOf,
    );
    this.#columns.remove(ids.filter((_, index) => records[index] === undefined));
  }

  /** @returns the number of rows */
  async #judgeAgain(packs: number[]): Promise<number> {
    let rows = 0;
    for (let from = 0; from < packs.length; from += PACKS) {
      const judgements = await this.#db.judgements.bulkGet(packs.slice(from, from + PACKS));
      for (const judged of judgements) {
        if (judged !== undefined) rows += this.#columns.judge(judged.pack, judgedLines(judged));
      }
    }
    return rows;
  }

  /** The kept columns with what has changed since; where that is not known, every row. */
  async #load(): Promise<void> {
    this.#loading = true;
    const again = this.#revision >= 0;
    // What is kept and cannot be read is as good as missing: the rows themselves say the same.
    const kept = await this.#store.load().catch(() => null);
    const known = kept === null ? null : await changesSince(this.#db, kept.revision);
    if (kept !== null && known?.records !== null) {
      this.#columns = kept.columns;
      this.#revision = kept.revision;
      this.#unkept = 0;
      await this.#readChanges();
    } else {
      await this.#readAll();
    }
    if (again) this.#reloaded();
  }

  /** Changes that are committed while this reads may be in it or not: they are taken up after it. */
  async #readAll(): Promise<void> {
    try {
      const { columns, revision } = await columnsOfRows(this.#db, { progress: this.#reading });
      this.#columns = columns;
      this.#revision = revision;
      this.#unkept = columns.count;
    } finally {
      this.#reading(null);
    }
  }

  /** An import that goes on changes them all the time: what is much is kept at once. */
  #keepWhenQuiet(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    const isMuch = this.#unkept > Math.max(KEEP_AFTER, this.#columns.count / 10);
    this.#quiet = setTimeout(() => void this.#queue(() => this.#keep()).catch(() => undefined), isMuch ? 0 : QUIET_MS);
  }

  /** Where there is no room for it the next start is slower, and nothing is lost. */
  async #keep(): Promise<void> {
    const [columns, revision] = [this.#columns, this.#revision];
    if (this.#unkept > FEW) {
      this.#unkept = 0;
      await this.#store.keep(columns, revision).catch(() => undefined);
    }
    // Of so few the columns are there as soon.
    if (columns.count > FEW) await keepFrontPages(this.#db, columns, revision).catch(() => undefined);
  }
}
