/** What keeps an archive trustworthy, read from it: its ledger, its verification, what was left unfinished. */
import {
  reason,
  type EpochMs,
  type Job,
  type JobFile,
  type JobKind,
  type LedgerAnchor,
  type LedgerRecord,
  type LegalHold,
  type PurgePlan,
  type RetentionPolicy,
  type SessionId,
  type SourceId,
  type UnfinishedJob,
  type Verification,
} from '../model.ts';
import { backupLines, emptyHalfRestored, holdsNothing, restoreRows } from './backup.ts';
import { isOwnPast } from './imported-chain.ts';
import type { HeldKey } from './archive-key.ts';
import { basisInForce } from './bases.ts';
import { holdsOf, isActive, rowsInScope } from './holds.ts';
import { awaitedBy } from './held-parts.ts';
import { columnsOfRows } from './columns-of-rows.ts';
import { LiveColumns } from './live-columns.ts';
import { planPurge, type PlanHooks } from './purge-plan.ts';
import { retentionOf } from './retention-store.ts';
import { openDatabase, type Database } from './database.ts';
import { unfinishedJobs } from './jobs.ts';
import { ledgerLines } from './ledger-file.ts';
import { historyOf, ledgerPage } from './ledger.ts';
import { readCounters } from './slots.ts';
import { verifyArchive, type VerifyHooks } from './verification.ts';
import { Refusal } from './refusals.ts';

/** What brings files. */
const UNDOABLE: readonly JobKind[] = ['import', 'undo', 'restore'];

type DropFirst<All extends readonly unknown[]> = All extends [unknown, ...infer Rest] ? Rest : never;

/** Entries read at once. */
const BATCH = 1_000;

export class ArchiveCustody {
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
  }

  /** Rejects where the database cannot be opened. @param held null = nobody has unlocked the archive */
  static async open(archive: string, held: HeldKey | null = null): Promise<ArchiveCustody> {
    return new ArchiveCustody(await openDatabase(archive, held));
  }

  close(): void {
    this.#db.close();
  }

  /** While nobody writes sessions: hold the write lock, shared. @throws the signal's reason when it was raised */
  verify(hooks: VerifyHooks): Promise<Verification> {
    return verifyArchive(this.#db, hooks);
  }

  /** While nobody changes the archive: hold the write lock, shared. @param pause gets the rows so far; may throw */
  backup(pause: (rows: number) => void): AsyncIterable<string> {
    return backupLines(this.#db, pause);
  }
  /** While nobody else changes the archive: hold the write lock. See `restoreRows`. @returns rows */
  restoreRows(...given: DropFirst<Parameters<typeof restoreRows>>): Promise<number> {
    return restoreRows(this.#db, ...given);
  }
  /** Takes back a restore of all rows that was broken off. Hold the write lock. */
  emptyHalfRestored(): Promise<void> {
    return emptyHalfRestored(this.#db);
  }
  holdsNothing(): Promise<boolean> {
    return holdsNothing(this.#db);
  }
  /** Does our ledger lead over that end of one? */
  isOwnPast(end: LedgerAnchor): Promise<boolean> {
    return isOwnPast(this.#db, end);
  }

  async ledgerEnd(): Promise<LedgerAnchor> {
    return (await readCounters(this.#db)).ledger;
  }
  ledgerPage(first: number, count: number): Promise<LedgerRecord[]> {
    return ledgerPage(this.#db, first, count);
  }
  history(subject: string): Promise<LedgerRecord[]> {
    return historyOf(this.#db, subject);
  }

  /** The ledger as a file, up to the entry that was the last when it was asked for. */
  async *ledgerFile(): AsyncIterable<string> {
    const { count } = await this.ledgerEnd();
    yield* ledgerLines(this.#entries(count));
  }

  async *#entries(count: number): AsyncIterable<LedgerRecord[]> {
    for (let first = 1; first <= count; first += BATCH) {
      yield await this.ledgerPage(first, Math.min(BATCH, count - first + 1));
    }
  }

  holds(): Promise<LegalHold[]> {
    return holdsOf(this.#db);
  }
  retention(): Promise<RetentionPolicy> {
    return retentionOf(this.#db);
  }

  /**
   * What a purge would take out as of a moment, and the ids of these sessions. It goes by the rows themselves: what is kept to draw
   * lists from decides nothing about what goes for good. @throws the signal's reason when it was raised
   */
  async purgePlan(asOf: EpochMs, hooks: PlanHooks = {}): Promise<{ plan: PurgePlan; ids: SessionId[] }> {
    const [{ columns }, policy, holds, timeZone] = await Promise.all([
      columnsOfRows(this.#db, {
        ...(hooks.signal && { signal: hooks.signal }),
        progress: ({ done, total }) => hooks.progress?.(done, total),
      }),
      this.retention(),
      this.holds(),
      this.#zone(),
    ]);
    return planPurge(this.#db, columns, { policy, holds, asOf, timeZone }, hooks);
  }

  /** Number of sessions that active holds keep, with those that are to come back as their file is read again. @param sources of those of these files; null = of all */
  async heldSessions(sources: readonly SourceId[] | null): Promise<number> {
    const active = (await this.holds()).filter(isActive);
    if (active.length === 0) return 0;
    // By the rows where it decides what may be taken back.
    const live = new LiveColumns(this.#db, () => undefined);
    try {
      const columns = sources === null ? await live.current() : (await columnsOfRows(this.#db)).columns;
      const ids = new Set<SessionId>();
      for (const { scope } of active) {
        const rows = await rowsInScope(this.#db, columns, scope, await this.#zone());
        rows.forEach((held, row) => {
          if (held === 1 && columns.live[row] === 1) ids.add(columns.idAt(row));
        });
      }
      const parts = await awaitedBy(this.#db, new Set(active.map(({ id }) => id)), sources);
      if (sources === null) return ids.size + parts;
      const records = await this.#db.sessions.bulkGet([...ids]);
      return records.filter((record) => record?.sources.some((source) => sources.includes(source))).length + parts;
    } finally {
      live.close();
    }
  }

  /** Number of sessions of these files of which a reviewer has said something. */
  async reviewedSessions(sources: readonly SourceId[]): Promise<number> {
    const records = await this.#db.sessions.bulkGet(await this.#db.reviews.toCollection().primaryKeys());
    return records.filter((record) => record?.sources.some((source) => sources.includes(source))).length;
  }

  /** Days are the organisation's. */
  async #zone(): Promise<string> {
    return (await basisInForce(this.#db)).organisation?.timeZone ?? 'UTC';
  }

  /** Newest first. */
  jobs(): Promise<Job[]> {
    return this.#db.jobs.orderBy(':id').reverse().toArray();
  }
  /** Files of a job that can be taken back. Rejects where there is no such job, or it is undone already. */
  async undoable(id: number): Promise<JobFile[]> {
    const job = await this.#db.jobs.get(id);
    if (job === undefined || !UNDOABLE.includes(job.kind) || job.state === 'undone') {
      throw new Refusal(reason('import-not-undoable', { job: id }));
    }
    return job.files.filter(({ source }) => source !== null);
  }

  /** To be asked while nobody holds the write lock. */
  unfinished(): Promise<UnfinishedJob[]> {
    return unfinishedJobs(this.#db);
  }
}
