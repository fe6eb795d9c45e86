/** Door 6: ledger, verification, unfinished work and undo, off the page's thread. */
import * as Comlink from 'comlink';
import { ArchiveCustody, writeLockOf } from '../src/archive/index.ts';
import type { VerifyProgress } from '../src/model.ts';
import { Aborted, FORMATS, judgeAgain, takeOut, withOwn } from '../src/pipeline.ts';
import { alone } from './alone.ts';
import type { ArchiveName, CustodyWorker } from './api.ts';
import { openHashers } from './hashers.ts';
import { Busy, outcomeOf } from './outcomes.ts';
import { changed } from './store-change.ts';

/** How often progress is told, ms. */
const REPORT_MS = 100;

const running = new Set<AbortController>();

async function asked<T>(archive: ArchiveName, question: (custody: ArchiveCustody) => Promise<T>): Promise<T> {
  const custody = await ArchiveCustody.open(archive);
  try {
    return await question(custody);
  } finally {
    custody.close();
  }
}

async function cancellable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  running.add(abort);
  try {
    return await work(abort.signal);
  } catch (error) {
    if (abort.signal.aborted && error === abort.signal.reason) throw new Aborted();
    throw error;
  } finally {
    running.delete(abort);
  }
}

const worker: CustodyWorker = {
  ledgerEnd: (archive) => outcomeOf(() => asked(archive, (custody) => custody.ledgerEnd())),
  ledgerPage: (archive, first, count) => outcomeOf(() => asked(archive, (custody) => custody.ledgerPage(first, count))),
  history: (archive, subject) => outcomeOf(() => asked(archive, (custody) => custody.history(subject))),
  ledgerFile: (archive) =>
    outcomeOf(() =>
      asked(archive, async (custody) => {
        const parts: Blob[] = [];
        for await (const lines of custody.ledgerFile()) parts.push(new Blob([lines]));
        return new Blob(parts, { type: 'application/x-ndjson' });
      }),
    ),
  actor: (archive) => outcomeOf(() => asked(archive, (custody) => custody.actor())),
  actAs: (archive, name) => outcomeOf(() => changed(archive, (store) => store.actAs(name))),
  jobs: (archive) => outcomeOf(() => asked(archive, (custody) => custody.jobs())),
  unfinished: (archive) =>
    outcomeOf(() =>
      navigator.locks.request(writeLockOf(archive), { mode: 'shared', ifAvailable: true }, async (lock) =>
        lock === null ? [] : asked(archive, (custody) => custody.unfinished()),
      ),
    ),
  verify: (archive, anchor, report) =>
    outcomeOf(() =>
      cancellable((signal) =>
        navigator.locks.request(writeLockOf(archive), { mode: 'shared', ifAvailable: true }, async (lock) => {
          if (lock === null) throw new Busy('The archive is being changed: verify it when that has ended.');
          return asked(archive, (custody) => custody.verify({ anchor, signal, progress: paced(report) }));
        }),
      ),
    ),
  undo: (archive, job, report) =>
    outcomeOf(() =>
      cancellable(async (signal) => {
        const files = await asked(archive, (custody) => custody.undoable(job));
        return alone({ archive, kind: 'undo', signal, files }, async (store) => {
          const sources = files.flatMap(({ source }) => source ?? []);
          const basis = await store.bases.inForce();
          const { organisation } = basis;
          const formats = withOwn(FORMATS, await store.patterns());
          const settings = {
            timeZone: null,
            organisation,
            basis,
            evidence: false,
            newHasher: await openHashers(),
            formats,
          };
          const hooks = { signal, progress: report };
          await takeOut(sources, store, settings, hooks);
          for (const source of sources) await store.dropSource(source);
          // The guess of the organisation's domains rests on what is there.
          await judgeAgain(store, basis, { signal });
          await store.compact();
          await store.markUndone(sources);
          return { value: null, told: { undone: job } };
        });
      }),
    ),
  async cancel() {
    for (const abort of running) abort.abort();
  },
};

function paced(report: (progress: VerifyProgress) => void): (progress: VerifyProgress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < REPORT_MS && progress.done < progress.total) return;
    last = now;
    report(progress);
  };
}

Comlink.expose({ ...worker, [Comlink.finalizer]: () => close() });
