/** The page's side of the threads: starts, wraps and ends workers. Nothing here rejects, and nothing waits for a dead worker. */
import * as Comlink from 'comlink';
import type { ImportProgress, Organisation, Outcome, RowsRead } from '../src/model.ts';
import type { ArchiveName, ArchiveWorker, ImportOptions, ImportWorker, KeyHolder, RereadOptions } from './api.ts';
import { basisReaderOf } from './client/basis-reader.ts';
import { clockDeskOf } from './client/clock-desk.ts';
import { reviewDeskOf } from './client/review-desk.ts';
import { markArchive } from './client/marker.ts';
import { threadOf, type Thread } from './client/thread.ts';

export { applyBasis, previewBasis, resumeJudging, type OpenPreview, type RunningJudging } from './client/judging.ts';
export {
  acceptLoss,
  archiveLoss,
  markArchive,
  markerOf,
  type ArchiveLoss,
  type ArchiveMarker,
} from './client/marker.ts';
export { holdKey } from './client/keyring.ts';
export { askToPersist, missingFor, spaceState, type SpaceState } from './client/space.ts';
export { exportArchive, exportForms, type RunningExport } from './client/export.ts';
export {
  backUp,
  restoreBackup,
  custody,
  encryptArchive,
  planPurge,
  reviewers,
  purge,
  undoImport,
  verifyArchive,
  type RunningWork,
} from './client/custody.ts';

// --- The archive ---------------------------------------------------------------------------------

interface OpenArchive {
  listeners: Set<(revision: number) => void>;
  readers: Set<Reading>;
  opened: Promise<Outcome<ArchiveWorker>>;
}
/** Gets how far the sessions are read before anything can be listed; null = that is over. */
type Reading = (read: RowsRead | null) => void;

/** One worker for each archive, as long as the page lives. */
const archives = new Map<ArchiveName, OpenArchive>();

/**
 * The reading side of an archive.
 * @param changed called, at most ten times a second, whenever the archive changes, in whichever tab.
 */
export function openArchive(
  name: ArchiveName,
  changed: (revision: number) => void,
  reading: Reading = () => undefined,
): Promise<Outcome<ArchiveWorker>> {
  const known = archives.get(name);
  if (known !== undefined) {
    known.listeners.add(changed);
    known.readers.add(reading);
    return known.opened;
  }
  const [listeners, readers] = [new Set([changed]), new Set([reading])];
  const opened = startArchive(
    name,
    (revision) => {
      for (const listener of listeners) listener(revision);
      markLater(name);
    },
    (read) => {
      for (const reader of readers) reader(read);
    },
  );
  archives.set(name, { listeners, readers, opened });
  return opened;
}

/** How long nothing may change before the mark beside the archive is set, ms. */
const MARK_AFTER_MS = 2_000;
const marking = new Map<ArchiveName, ReturnType<typeof setTimeout>>();

function markLater(name: ArchiveName): void {
  clearTimeout(marking.get(name));
  marking.set(
    name,
    setTimeout(() => void markArchive(name), MARK_AFTER_MS),
  );
}

async function startArchive(
  name: ArchiveName,
  changed: (revision: number) => void,
  reading: Reading,
): Promise<Outcome<ArchiveWorker>> {
  const thread = threadOf<ArchiveWorker & KeyHolder>(
    new Worker(new URL('./archive.ts', import.meta.url), { type: 'module' }),
  );
  const opened = await thread.ask<null>((remote) => remote.open(name, Comlink.proxy(changed), Comlink.proxy(reading)));
  if (!opened.ok) {
    // The next call may fare better: the disk may have room again.
    archives.delete(name);
    thread.release();
    return opened;
  }
  // Whoever opens the archive after that gets a new worker.
  void thread.death.then(() => archives.delete(name));
  const { ask } = thread;
  return {
    ok: true,
    value: {
      open: () => Promise.resolve({ ok: true, value: null }),
      rows: (filter, sort, first, count) => ask((remote) => remote.rows(filter, sort, first, count)),
      firstPage: (filter, sort, count) => ask((remote) => remote.firstPage(filter, sort, count)),
      ids: (...asked) => ask((remote) => remote.ids(...asked)),
      facets: (filter) => ask((remote) => remote.facets(filter)),
      timeline: (filter) => ask((remote) => remote.timeline(filter)),
      crossed: (filter) => ask((remote) => remote.crossed(filter)),
      session: (id) => ask((remote) => remote.session(id)),
      ladder: (...asked) => ask((remote) => remote.ladder(...asked)),
      // Comlink loses the type parameter: what comes back is of the part that was asked for.
      sessionPart: (...part) => ask((remote) => remote.sessionPart(...part) as Promise<Outcome<never>>),
      bytes: (places) => ask((remote) => remote.bytes(places)),
      payload: (...asked) => ask((remote) => remote.payload(...asked)),
      sources: () => ask((remote) => remote.sources()),
      organisation: () => ask((remote) => remote.organisation()),
      guard: () => ask((remote) => remote.guard()),
      readOrganisation: (text) => ask((remote) => remote.readOrganisation(text)),
      readLicences: (text) => ask((remote) => remote.readLicences(text)),
      ndjson: (filter) => ask((remote) => remote.ndjson(filter)),
      vocabulary: () => ask((remote) => remote.vocabulary()),
      patterns: () => ask((remote) => remote.patterns()),
      views: () => ask((remote) => remote.views()),
      keepViews: (views) => ask((remote) => remote.keepViews(views)),
      forgetView: (name) => ask((remote) => remote.forgetView(name)),
      readPattern: (json) => ask((remote) => remote.readPattern(json)),
      tryPattern: (...trial) => ask((remote) => remote.tryPattern(...trial)),
      keepPattern: (pattern) => ask((remote) => remote.keepPattern(pattern)),
      forgetPattern: (id) => ask((remote) => remote.forgetPattern(id)),
      clear: () => ask((remote) => remote.clear()),
      ...basisReaderOf(ask),
      ...reviewDeskOf(ask),
      ...clockDeskOf(ask),
    },
  };
}

// --- Imports -------------------------------------------------------------------------------------

const running = new Map<string, Thread<ImportWorker>>();

/** An import needs much memory for a short time: each has a worker of its own, which ends with it. */
const startImport = (): Thread<ImportWorker> =>
  threadOf(new Worker(new URL('./import.ts', import.meta.url), { type: 'module' }));

/**
 * Reads files into an archive.
 * @param job names the import for `cancelImport`; no two may run under one name.
 * @param report gets a snapshot ten times a second and at the end.
 */
export async function importFiles(
  job: string,
  archive: ArchiveName,
  files: File[],
  options: ImportOptions,
  report: (progress: ImportProgress) => void,
): Promise<Outcome<ImportProgress>> {
  return asJob(job, (remote) => remote.start(job, archive, files, options, Comlink.proxy(report)));
}

/** Reads an archived file again, as `options` say; else like `importFiles`. */
export async function readFileAgain(
  job: string,
  archive: ArchiveName,
  options: RereadOptions,
  report: (progress: ImportProgress) => void,
): Promise<Outcome<ImportProgress>> {
  return asJob(job, (remote) => remote.again(job, archive, options, Comlink.proxy(report)));
}

/** Runs the call in a thread of its own, which `cancelImport` finds by the job's name. */
async function asJob<V>(
  job: string,
  call: (remote: Comlink.Remote<ImportWorker>) => Promise<Outcome<V>>,
): Promise<Outcome<V>> {
  const thread = startImport();
  running.set(job, thread);
  try {
    return await thread.ask(call);
  } finally {
    running.delete(job);
    thread.release();
  }
}

/** The import ends within 100 ms as `aborted`; what is archived by then stays. */
export async function cancelImport(job: string): Promise<void> {
  await running.get(job)?.remote.cancel(job);
}

/** Judges every archived session again with the organisation, which is kept; gives how many judgements changed. */
export async function judge(archive: ArchiveName, organisation: Organisation): Promise<Outcome<number>> {
  const thread = startImport();
  try {
    return await thread.ask((remote) => remote.judge(archive, organisation));
  } finally {
    thread.release();
  }
}
