/** The columns of an archive, kept true while this or another tab changes it. */
import type { SessionId } from '../model.ts';
import { openNotices, type ChangeNotice } from './changes.ts';
import { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { standingsOf } from './review-store.ts';
import { readCounters } from './slots.ts';

/** Rows read at once. */
const BATCH = 2_000;
/** Changes are taken up, and told of, at most that often, ms. */
const PAUSE_MS = 100;
/** How long a notice may be on its way before everything is read anew, ms. */
const PATIENCE_MS = 500;

export class LiveColumns {
  readonly #db: Database;
  readonly #changed: (revision: number) => void;
  readonly #reloaded: () => void;
  readonly #notices: BroadcastChannel;
  #columns = new SessionColumns();
  /** Every change up to this revision is in the columns. */
  #revision = -1;
  /** Told of and not yet in the columns, by revision. */
  readonly #waiting = new Map<number, ChangeNotice['sessions']>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** One after the other: loading and taking up. */
  #work: Promise<void>;

  /** @param changed gets the revision after changes were taken up. @param reloaded called when everything was read anew */
  constructor(db: Database, changed: (revision: number) => void, reloaded: () => void = () => undefined) {
    this.#db = db;
    this.#changed = changed;
    this.#reloaded = reloaded;
    this.#notices = openNotices(db.name);
    this.#notices.onmessage = (event: MessageEvent<ChangeNotice>) => this.#take(event.data);
    this.#work = this.#load();
    // Whoever asks next gets the failure; here it is only kept from being reported twice.
    this.#work.catch(() => undefined);
  }

  close(): void {
    this.#notices.close();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** The columns with everything that was committed before the call. */
  async current(): Promise<SessionColumns> {
    const { revision } = await readCounters(this.#db);
    const deadline = performance.now() + PATIENCE_MS;
    await this.#work;
    while (this.#revision < revision) {
      if (this.#waiting.has(this.#revision + 1)) await this.#queue(() => this.#takeUp());
      else if (performance.now() > deadline) await this.#queue(() => this.#load());
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.#columns;
  }

  #take({ revision, sessions }: ChangeNotice): void {
    if (revision <= this.#revision) return;
    this.#waiting.set(revision, sessions);
    this.#later(PAUSE_MS, () => this.#takeUp());
  }

  #later(pauseMs: number, work: () => Promise<void>): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const done = this.#queue(work).then(() => {
        // A notice before these is missing: it is on its way, or lost with a tab that was frozen.
        if (this.#waiting.size > 0) this.#later(PATIENCE_MS, () => this.#takeUpOrLoad());
      });
      // A failure here is met again, and told, by the next question.
      done.catch(() => undefined);
    }, pauseMs);
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work, work);
    this.#work = done;
    return done;
  }

  /** Reads the sessions that the waiting notices name. */
  async #takeUp(): Promise<void> {
    const ids = new Set<SessionId>();
    let revision = this.#revision;
    let all = false;
    for (;;) {
      const sessions = this.#waiting.get(revision + 1);
      if (sessions === undefined) break;
      this.#waiting.delete(++revision);
      if (sessions === 'all') all = true;
      else for (const id of sessions) ids.add(id);
    }
    if (revision === this.#revision) return;
    if (all) return this.#load();
    const list = [...ids];
    for (let from = 0; from < list.length; from += BATCH) await this.#readAgain(list.slice(from, from + BATCH));
    this.#revision = revision;
    this.#changed(revision);
  }

  async #takeUpOrLoad(): Promise<void> {
    await this.#takeUp();
    if (this.#waiting.size > 0) await this.#load();
  }

  async #readAgain(ids: SessionId[]): Promise<void> {
    const records = await this.#db.sessions.bulkGet(ids);
    const standings = await standingsOf(this.#db, ids);
    this.#columns.put(
      records.filter((record) => record !== undefined),
      standings,
    );
    this.#columns.remove(ids.filter((_, index) => records[index] === undefined));
  }

  /** Reads everything, by ranges of the key. */
  async #load(): Promise<void> {
    // Changes that are committed while this reads may be in it or not: their notices wait and are taken up after it.
    const { revision } = await readCounters(this.#db);
    const columns = new SessionColumns();
    const { sessions } = this.#db;
    const standings = await standingsOf(this.#db, 'all');
    for (let last = ''; ;) {
      const records = await sessions.where(':id').above(last).limit(BATCH).toArray();
      columns.put(records, standings);
      const end = records.at(-1);
      if (end === undefined || records.length < BATCH) break;
      last = end.id;
    }
    this.#columns = columns;
    const again = this.#revision >= 0;
    this.#revision = revision;
    for (const old of this.#waiting.keys()) if (old <= revision) this.#waiting.delete(old);
    if (!again) return;
    this.#reloaded();
    this.#changed(revision);
  }
}
