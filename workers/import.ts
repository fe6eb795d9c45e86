/** Door 3: files -> archive, in a thread of its own that ends with its work. */
import * as Comlink from 'comlink';
import { WriteBehind, type DexieStore } from '../src/archive/index.ts';
import type { ImportProgress, Organisation, Outcome } from '../src/model.ts';
import { Aborted, CATALOGUE, FORMATS, judgeAgain, readAgain, runImport, withOwn } from '../src/pipeline.ts';
import type { ArchiveName, ImportOptions, ImportWorker, RereadOptions } from './api.ts';
import { alone } from './alone.ts';
import { importFileOf, jobFileOf } from './files.ts';
import { openHashers } from './hashers.ts';
import { judgeRest } from './judging-job.ts';
import { keyHolder } from './keyring.ts';
import { failureOf, outcomeOf } from './outcomes.ts';

/** How long a cancelled import may take to end in order before the page is told that it is over, ms. */
const PATIENCE_MS = 30;

/** Why nothing happens yet, for the rows of the files. */
const WAITS = 'Waits: another import into this archive is running.';

const running = new Map<string, AbortController>();
/** What must be finished before the thread ends. */
const unfinished = new Set<Promise<unknown>>();

const worker: ImportWorker = {
  ...keyHolder,
  start: (job, archive, files, options, report) =>
    cancellable(job, (signal) => importInto(archive, files, options, report, signal)),

  again: (job, archive, options, report) => cancellable(job, (signal) => rereadIn(archive, options, report, signal)),

  async cancel(job) {
    running.get(job)?.abort();
  },

  judge(archive, organisation) {
    const judging = alone({ archive, kind: 'judging' }, async (store, room) => {
      await store.bases.putInForce({ ...(await store.bases.inForce()), organisation }, unnamed());
      const { changed } = await judgeRest(store, { report: ({ judged, total }) => room.reached(judged, total) });
      return { value: changed, told: { changed } };
    });
    return finished(outcomeOf(() => judging));
  },
};

function cancellable<T>(job: string, work: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
  const abort = new AbortController();
  running.set(job, abort);
  const working = finished(outcomeOf(() => work(abort.signal)));
  void working.finally(() => running.delete(job));
  return Promise.race([working, givenUp(abort.signal)]);
}

async function rereadIn(
  archive: ArchiveName,
  { source, name, size, choice, file }: RereadOptions,
  report: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportProgress> {
  const waits = (): void => report(waitingFor([{ name, size }]));
  return alone({ archive, kind: 'rereading', signal, waits }, async (store, room) => {
    const basis = await store.bases.inForce();
    const { organisation } = basis;
    const newHasher = await openHashers();
    const formats = withOwn(FORMATS, await store.patterns());
    const evidence = keepsEvidence(organisation);
    const archiving = organisation?.archiving ?? null;
    const settings = { timeZone: null, organisation, basis, evidence, archiving, newHasher, formats };
    const request = { source, choice, file: file && importFileOf(file) };
    const progress = await readAgain(request, store, settings, { progress: room.following(report), signal });
    await store.compact();
    return { value: progress, told: { source } };
  });
}

/** Evidence holds every text: where only metadata may be kept, there is none. */
function keepsEvidence(organisation: Organisation | null): boolean {
  const { content = 'full', evidence = 'all' } = organisation?.archiving ?? {};
  return content === 'full' && evidence !== 'none';
}

/** Which bytes prove something that is archived is known when all is read. */
async function keepChosenEvidence(store: DexieStore, organisation: Organisation | null): Promise<void> {
  const { users = 'all', evidence = 'all' } = organisation?.archiving ?? {};
  if (users === 'all' && evidence === 'all') return;
  await store.keepEvidence(await store.jobs.openSources(), evidence === 'flagged');
}

async function importInto(
  archive: ArchiveName,
  files: File[],
  options: ImportOptions,
  report: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportProgress> {
  const waits = (): void => report(waitingFor(files));
  const given = files.map(jobFileOf);
  return alone({ archive, kind: 'import', signal, waits, files: given }, async (store, room) => {
    const known = await store.organisation();
    const organisation = options.organisation ?? known;
    const isNew = organisation !== null && JSON.stringify(organisation) !== JSON.stringify(known);
    if (isNew) await store.bases.putInForce({ ...(await store.bases.inForce()), organisation }, unnamed());
    const basis = await store.bases.inForce();
    const settings = {
      timeZone: options.timeZone,
      organisation,
      basis,
      evidence: keepsEvidence(organisation),
      archiving: organisation?.archiving ?? null,
      newHasher: await openHashers(),
      formats: withOwn(FORMATS, await store.patterns()),
    };
    const behind = new WriteBehind(store);
    const hooks = { progress: room.following(report), signal };
    // However it ends, what is on its way is stored before the archive is closed.
    const imported = runImport(files.map(importFileOf), behind, settings, hooks).finally(() => behind.settled());
    const { progress } = await imported.catch(async (error: unknown) => {
      // What cannot be done now is done at the end of the import that finishes this one.
      await keepChosenEvidence(store, organisation).catch(() => undefined);
      throw error;
    });
    // What was archived before was judged by another organisation, or it is not known which of it was judged by the last guess.
    if (isNew) await judgeRest(store, { signal });
    else if (await store.jobs.wasBrokenOff()) {
      await judgeAgain(store, basis, { signal });
      await store.bases.markJudged();
    }
    await keepChosenEvidence(store, organisation);
    await store.compact();
    const { sessions, flags, outOfScope = 0 } = progress;
    return { value: progress, told: { sessions, flags, outOfScope } };
  });
}

/** A version that nobody has said anything of. */
const unnamed = () => ({ note: '', restores: null, catalogueVersion: CATALOGUE.version });

/** The thread ends only after it. */
function finished<T>(work: Promise<T>): Promise<T> {
  unfinished.add(work);
  return work.finally(() => unfinished.delete(work));
}

/** Resolves some time after the signal: by then the import has mostly ended in order. */
function givenUp(signal: AbortSignal): Promise<Outcome<never>> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      setTimeout(() => resolve(failureOf(new Aborted())), PATIENCE_MS);
    });
  });
}

function waitingFor(files: readonly { name: string; size: number }[]): ImportProgress {
  const unread = { read: 0, explainedBytes: 0, skippedBytes: 0, messages: 0 };
  const unknown = { format: null, formatTitle: null, encoding: null };
  return {
    files: files.map(({ name, size }) => {
      return { name, size, state: 'waiting', ...unknown, ...unread, issues: {}, note: WAITS };
    }),
    sessions: 0,
    flags: 0,
    bytesPerSecond: 0,
  };
}

Comlink.expose({
  ...worker,
  /** The page has let go: what is begun is finished, then the thread ends. */
  [Comlink.finalizer]: async () => {
    while (unfinished.size > 0) await Promise.allSettled(unfinished);
    close();
  },
});
