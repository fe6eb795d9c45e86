import {
  reason,
  verifyFault,
  type Job,
  type JobFile,
  type Json,
  type LedgerRecord,
  type VerifyFault,
} from '../model.ts';
import { canonicalJson } from './canonical.ts';

interface ToldJob {
  kind: Json;
  state: Json;
  /** What else its record must say. */
  rest: string;
}

type Payload = Readonly<Record<string, Json | undefined>>;

/** A job that ended, as its entry in the ledger tells it. */
export const toldOfJob = ({ started, ended }: Job): { readonly [key: string]: Json } => ({ started, ended });
/** One of its files. */
export const toldOfFile = ({ name, size, modified, source }: JobFile): { readonly [key: string]: Json } => ({
  ...{ name, size, modified, source },
});

/** The jobs that must be there, as the ledger tells: each that ended has an entry. Storage-free. */
export class ExpectedJobs {
  readonly #told = new Map<number, ToldJob>();
  /** Number of the last job that was sealed; 0 = none. */
  #lastSealed = 0;
  /** Was anything taken back, or everything taken out? */
  #undone = false;

  follow({ action, subject, payload }: LedgerRecord): void {
    const told = (payload ?? {}) as Payload;
    if (told['everything'] === true || told['undone'] !== undefined) this.#undone = true;
    if (action === 'purge' && subject === 'archive') return;
    const { job, kind = null, state = null, files = [], started = null, ended = null } = told;
    if (typeof job !== 'number' || subject !== `job:${job}`) return;
    const named = (files as unknown as readonly JobFile[]).map(toldOfFile);
    this.#told.set(job, { kind, state, rest: canonicalJson({ started, ended, files: named }) });
    if (state === 'sealed') this.#lastSealed = Math.max(this.#lastSealed, job);
  }

  fault(jobs: readonly Job[]): VerifyFault | null {
    const fault = (job: number, why: 'job-missing' | 'job-changed' | 'job-untold'): VerifyFault =>
      verifyFault('ledger', `job:${job}`, reason(why, { job }));
    const there = new Map(jobs.map((job) => [job.id, job]));
    // One that was broken off may have marked what it took back, and not have told it yet.
    if (jobs.some(({ kind, state }) => kind === 'undo' && state !== 'sealed')) this.#undone = true;
    for (const [id, told] of this.#told) {
      const job = there.get(id);
      if (job === undefined) return fault(id, 'job-missing');
      if (!this.#isAsTold(job, told)) return fault(id, 'job-changed');
    }
    for (const job of jobs) {
      if (this.#told.has(job.id)) continue;
      if (job.ended !== null || !this.#mayBe(job, 'running')) {
        return fault(job.id, 'job-untold');
      }
    }
    return null;
  }

  #isAsTold(job: Job, { kind, state, rest }: ToldJob): boolean {
    const { started, ended, files } = job;
    const named = files.map(toldOfFile);
    return job.kind === kind && this.#mayBe(job, state) && canonicalJson({ started, ended, files: named }) === rest;
  }

  /** May a job be in its state that was told to be in another one? */
  #mayBe({ id, state }: Job, told: Json): boolean {
    if (state === told) return true;
    if (state === 'undone') return this.#undone;
    return state === 'superseded' && told !== 'sealed' && this.#lastSealed > id;
  }
}
