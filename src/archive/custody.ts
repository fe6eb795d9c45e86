/** What keeps an archive trustworthy, read from it: its ledger, its verification, what was left unfinished. */
import type { Job, JobFile, LedgerAnchor, LedgerRecord, UnfinishedJob, Verification } from '../model.ts';
import { openDatabase, type Database } from './database.ts';
import { unfinishedJobs } from './jobs.ts';
import { ledgerLines } from './ledger-file.ts';
import { actorOf, historyOf, ledgerPage } from './ledger.ts';
import { readCounters } from './slots.ts';
import { verifyArchive, type VerifyHooks } from './verification.ts';

/** Entries read at once. */
const BATCH = 1_000;

export class ArchiveCustody {
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
  }

  /** Rejects where the database cannot be opened. */
  static async open(archive: string): Promise<ArchiveCustody> {
    return new ArchiveCustody(await openDatabase(archive));
  }

  close(): void {
    this.#db.close();
  }

  /** While nobody writes sessions: hold the write lock, shared. @throws the signal's reason when it was raised */
  verify(hooks: VerifyHooks): Promise<Verification> {
    return verifyArchive(this.#db, hooks);
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
  actor(): Promise<string> {
    return actorOf(this.#db);
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

  /** Newest first. */
  jobs(): Promise<Job[]> {
    return this.#db.jobs.orderBy(':id').reverse().toArray();
  }
  /** Files of a job that can be taken back. Rejects where there is no such job, or it is undone already. */
  async undoable(id: number): Promise<JobFile[]> {
    const job = await this.#db.jobs.get(id);
    if (job === undefined || (job.kind !== 'import' && job.kind !== 'undo') || job.state === 'undone') {
      throw new Error(`There is no import ${id} that can be undone`);
    }
    return job.files.filter(({ source }) => source !== null);
  }

  /** To be asked while nobody holds the write lock. */
  unfinished(): Promise<UnfinishedJob[]> {
    return unfinishedJobs(this.#db);
  }
}
