import type { Table } from 'dexie';
import { reason, type Job, type JobFile, type JobKind, type JobState, type Json, type SourceId } from '../model.ts';
import { halfRestored } from './backup.ts';
import type { Database } from './database.ts';
import { addFile, addJob, endJob, wasBrokenOff } from './jobs.ts';
import type { Append } from './ledger.ts';
import { Refusal } from './refusals.ts';

type Recorded = <T>(tables: Table[], work: (append: Append) => Promise<T>) => Promise<T>;

/** The job to which the changes of one store belong. */
export class JobStore {
  readonly #db: Database;
  readonly #recorded: Recorded;
  /** null = every change is one of its own. */
  current: number | null = null;

  /** @param recorded see `DexieStore.record` */
  constructor(db: Database, recorded: Recorded) {
    this.#db = db;
    this.#recorded = recorded;
  }

  /** All that is changed from now on belongs to this job, until it is ended. */
  async begin(kind: JobKind, files: readonly JobFile[] = []): Promise<void> {
    this.current = await this.#recorded([this.#db.jobs], async () => {
      if ((await halfRestored(this.#db)) !== null) {
        throw new Refusal(reason('restore-broken-off'));
      }
      return addJob(this.#db, kind, files);
    });
  }

  /** Within a transaction on `jobs`: the turn of a file has come. */
  async addFile(file: JobFile): Promise<void> {
    if (this.current !== null) await addFile(this.#db, this.current, file);
  }

  /** Seals the job: the ledger tells what it did. Rejects where there is no room for that: then the job is one that was broken off. */
  async end(state: JobState, told: { readonly [key: string]: Json } = {}): Promise<void> {
    const id = this.current;
    if (id === null) throw new Error('There is no job to end');
    const { jobs, sources } = this.#db;
    await this.#recorded([jobs, sources], (append) => endJob(this.#db, id, state, told, append));
    this.current = null;
  }

  /** Was another job broken off? Then it cannot be known how far the judging came. */
  wasBrokenOff(): Promise<boolean> {
    return wasBrokenOff(this.#db, this.current ?? 0);
  }

  /** Sources of the present job, and of those that did not come to their end. */
  async openSources(): Promise<SourceId[]> {
    const isOpen = ({ id, state }: Job): boolean =>
      id === this.current || state === 'running' || state === 'cancelled' || state === 'failed';
    const open = await this.#db.jobs.filter(isOpen).toArray();
    return [...new Set(open.flatMap(({ files }) => files.flatMap(({ source }) => source ?? [])))];
  }

  /** The imports of these sources were taken back. */
  async markUndone(sources: readonly SourceId[]): Promise<void> {
    const { jobs } = this.#db;
    await this.#recorded([jobs], async () => {
      const isOfThem = ({ id, files }: Job): boolean =>
        id !== this.current && files.some(({ source }) => source !== null && sources.includes(source));
      await jobs.filter(isOfThem).modify({ state: 'undone' });
    });
  }
}
