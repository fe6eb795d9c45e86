/** Door 3: files -> archive, in a thread of its own that ends with its work. */
import * as Comlink from 'comlink';
import { createSHA256 } from 'hash-wasm';
import { DexieStore, WriteBehind, writeLockOf } from '../src/archive/index.ts';
import type { ImportProgress, Organisation, Outcome } from '../src/model.ts';
import { Aborted, FORMATS, judgeAgain, readAgain, runImport, withOwn, type Hasher } from '../src/pipeline.ts';
import type { ArchiveName, ImportOptions, ImportWorker, RereadOptions } from './api.ts';
import { importFileOf } from './files.ts';
import { failureOf, outcomeOf } from './outcomes.ts';

/** How long a cancelled import may take to end in order before the page is told that it is over, ms. */
const PATIENCE_MS = 30;

/** Why nothing happens yet, for the rows of the files. */
const WAITS = 'Waits: another import into this archive is running.';

const running = new Map<string, AbortController>();
/** What must be finished before the thread ends. */
const unfinished = new Set<Promise<unknown>>();

const worker: ImportWorker = {
  start: (job, archive, files, options, report) =>
    cancellable(job, (signal) => importInto(archive, files, options, report, signal)),

  again: (job, archive, options, report) => cancellable(job, (signal) => rereadIn(archive, options, report, signal)),

  async cancel(job) {
    running.get(job)?.abort();
  },

  judge(archive, organisation) {
    const judging = alone(
      archive,
      new AbortController().signal,
      () => undefined,
      async (store) => {
        await store.keepOrganisation(organisation);
        const changed = await judgeAgain(store, organisation);
        await store.compact();
        return changed;
      },
    );
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
  return alone(archive, signal, waits, async (store) => {
    const organisation = await store.organisation();
    const newHasher = await openHashers();
    const formats = withOwn(FORMATS, await store.patterns());
    const settings = { timeZone: null, organisation, evidence: keepsEvidence(organisation), newHasher, formats };
    const request = { source, choice, file: file && importFileOf(file) };
    const progress = await readAgain(request, store, settings, { progress: report, signal });
    await store.compact();
    return progress;
  });
}

/** Evidence holds every text: where only metadata may be kept, there is none. */
const keepsEvidence = (organisation: Organisation | null): boolean => organisation?.archiving?.content !== 'metadata';

async function importInto(
  archive: ArchiveName,
  files: File[],
  options: ImportOptions,
  report: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportProgress> {
  const waits = (): void => report(waitingFor(files));
  return alone(archive, signal, waits, async (store) => {
    const known = await store.organisation();
    const organisation = options.organisation ?? known;
    const isNew = organisation !== null && JSON.stringify(organisation) !== JSON.stringify(known);
    if (isNew) await store.keepOrganisation(organisation);
    const settings = {
      timeZone: options.timeZone,
      organisation,
      evidence: keepsEvidence(organisation),
      newHasher: await openHashers(),
      formats: withOwn(FORMATS, await store.patterns()),
    };
    const behind = new WriteBehind(store);
    const hooks = { progress: report, signal };
    // However it ends, what is on its way is stored before the archive is closed.
    const imported = runImport(files.map(importFileOf), behind, settings, hooks).finally(() => behind.settled());
    const { progress } = await imported;
    // What was archived before was judged by another organisation.
    if (isNew) await judgeAgain(store, organisation, { signal });
    await store.compact();
    return progress;
  });
}

/**
 * Which sessions join depends on what is there: one import at a time, whatever tab it runs in.
 * @param waits called when another one runs
 * @throws Aborted when the signal was raised
 */
async function alone<T>(
  archive: ArchiveName,
  signal: AbortSignal,
  waits: () => void,
  work: (store: DexieStore) => Promise<T>,
): Promise<T> {
  const withStore = async (): Promise<T> => {
    const store = await DexieStore.open(archive);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  };
  const name = writeLockOf(archive);
  const held = await navigator.locks.query();
  if (held.held?.some((lock) => lock.name === name) === true) waits();
  try {
    return await navigator.locks.request(name, { signal }, withStore);
  } catch (error) {
    // While it waits for the lock, the browser's own error says that the signal was raised.
    if (signal.aborted && error === signal.reason) throw new Aborted();
    throw error;
  }
}

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

/** One at a time: the files are read one after the other, and WebAssembly cannot be loaded in the middle of a loop. */
async function openHashers(): Promise<() => Hasher> {
  const sha256 = await createSHA256();
  let last = 0;
  return () => {
    const number = ++last;
    sha256.init();
    const own = (): typeof sha256 => {
      if (number !== last) throw new Error('A file is hashed while another one is');
      return sha256;
    };
    return { update: (bytes) => void own().update(bytes), hex: () => own().digest() };
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
