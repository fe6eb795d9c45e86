/** Imports and other work in many steps: a record at the beginning, a seal in the ledger at the end. */
import type { EpochMs, Job, JobFile, JobKind, JobState, Json, SourceId, UnfinishedJob } from '../model.ts';
import { halfRestored } from './backup.ts';
import type { Database } from './database.ts';
import type { Append } from './ledger.ts';
import { readCounters } from './slots.ts';
import { toldOfFile, toldOfJob } from './verify-jobs.ts';

const ACTION = {
  import: 'import',
  rereading: 'import',
  judging: 'judging',
  undo: 'undo',
  purge: 'purge',
  restore: 'restore',
  encryption: 'encryption',
} as const;

/** Stands for the restore of all rows that was broken off. */
export const HALF_RESTORE = 0;

const now = (): EpochMs => Date.now() as EpochMs;

/** Within a transaction on `jobs`. */
export async function addJob(db: Database, kind: JobKind, files: readonly JobFile[]): Promise<number> {
  const last = await db.jobs.orderBy(':id').last();
  const id = (last?.id ?? 0) + 1;
  await db.jobs.add({ id, kind, state: 'running', started: now(), ended: null, files: [...files] });
  return id;
}

/** Within a transaction on `jobs`: the turn of a file has come. */
export async function addFile(db: Database, id: number, file: JobFile): Promise<void> {
  const job = await db.jobs.get(id);
  if (job === undefined) return;
  const at = job.files.findIndex((known) => isSame(known, file) && known.source === null);
  const files = at < 0 ? [...job.files, file] : job.files.with(at, file);
  await db.jobs.put({ ...job, files });
}

/** Seals a job within a transaction on `jobs`, `sources` and the ledger. What it did stands in the ledger, with the end of the journal. */
export async function endJob(
  db: Database,
  id: number,
  state: JobState,
  told: { readonly [key: string]: Json },
  append: Append,
): Promise<void> {
  const job = await db.jobs.get(id);
  if (job === undefined) return;
  const done = { ...job, state, ended: now() };
  await db.jobs.put(done);
  const files = [];
  for (const file of job.files) {
    const record = file.source === null ? undefined : await db.sources.get(file.source);
    const { complete = false, report = null } = record ?? {};
    files.push({ ...toldOfFile(file), complete, sha256: complete ? (report?.sha256 ?? null) : null });
  }
  const { journal } = await readCounters(db);
  const about = { job: id, kind: job.kind, state, ...toldOfJob(done), files };
  const payload = { ...about, ...told, journal: { ...journal } };
  await append(ACTION[job.kind], `job:${id}`, payload);
  if (state === 'sealed') await supersede(db, job);
}

/** What a sealed job did need not be done again for an unfinished one. */
async function supersede(db: Database, sealed: Job): Promise<void> {
  for (const job of await db.jobs.filter(isOpen).toArray()) {
    const rest = await missingOf(db, job);
    const isDone = job.kind === 'import' ? rest.length === 0 : job.kind === sealed.kind && rest.length === 0;
    if (isDone) await db.jobs.put({ ...job, state: 'superseded' });
  }
}

const isOpen = ({ state }: Job): boolean => state === 'running' || state === 'cancelled' || state === 'failed';

/** To be asked while nobody holds the write lock: a job that runs looks like one that was broken off. */
export async function unfinishedJobs(db: Database): Promise<UnfinishedJob[]> {
  const started = await halfRestored(db);
  if (started !== null) return [halfRestore(started)];
  const jobs = await db.jobs.filter(isOpen).toArray();
  const found: UnfinishedJob[] = [];
  for (const job of jobs) {
    const missing = await missingOf(db, job);
    if (missing.length === 0 && job.state !== 'running') continue;
    found.push({ ...job, missing, sessions: await sessionsIn(db, job.files) });
  }
  return found;
}

/** A restore of all rows has no record of its own: the backup's jobs are what is written. */
function halfRestore(started: EpochMs): UnfinishedJob {
  return {
    id: HALF_RESTORE,
    kind: 'restore',
    state: 'running',
    started,
    ended: null,
    files: [],
    missing: [],
    sessions: 0,
  };
}

/** Was any job broken off, so that it cannot be known how far it came? */
export async function wasBrokenOff(db: Database, except: number): Promise<boolean> {
  return (await db.jobs.filter(({ id, state }) => state === 'running' && id !== except).count()) > 0;
}

/** Files of which not everything was read. */
async function missingOf(db: Database, { files, id }: Job): Promise<JobFile[]> {
  const sources = await db.sources.toArray();
  const isRead = (file: JobFile): boolean =>
    sources.some((source) => source.complete && isSame(source, file)) ||
    sources.some((source) => source.complete && source.id === file.source);
  const sealed = await db.jobs.filter((job) => job.state === 'sealed' && job.id > id).toArray();
  const wasGivenAgain = (file: JobFile): boolean =>
    sealed.some((job) => job.files.some((other) => isSame(other, file)));
  return files.filter((file) => !isRead(file) && !wasGivenAgain(file));
}

function isSame(
  a: Pick<JobFile, 'name' | 'size' | 'modified'>,
  b: Pick<JobFile, 'name' | 'size' | 'modified'>,
): boolean {
  return a.name === b.name && a.size === b.size && a.modified === b.modified;
}

async function sessionsIn(db: Database, files: readonly JobFile[]): Promise<number> {
  const ids = new Set<SourceId>(files.flatMap(({ source }) => source ?? []));
  if (ids.size === 0) return 0;
  return db.sessions.filter(({ sources }) => sources.some((source) => ids.has(source))).count();
}
