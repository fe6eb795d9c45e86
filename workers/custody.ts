/** Door 6: ledger, verification, unfinished work and undo, off the page's thread. */
import * as Comlink from 'comlink';
import { ArchiveReader, HALF_RESTORE, writeLockOf, type ArchiveCustody } from '../src/archive/index.ts';
import {
  reason,
  type EpochMs,
  type ExportedSession,
  type JobFile,
  type PurgeProgress,
  type SessionFilter,
} from '../src/model.ts';
import { Aborted, FORMATS, judgeAgain, takeOut, withOwn } from '../src/pipeline.ts';
import { alone } from './alone.ts';
import type { ArchiveName, CustodyWorker } from './api.ts';
import { askCustody } from './ask-custody.ts';
import { openedBackup, packedBackup } from './backup-file.ts';
import { openHashers } from './hashers.ts';
import { heldKey, keyHolder } from './keyring.ts';
import { Busy, outcomeOf } from './outcomes.ts';
import { restoredFrom } from './restoring.ts';
import { reviewerDesk } from './reviewer-desk.ts';
import { CHANGE_BYTES, changed, changing, toldBytes } from './store-change.ts';

/** How often progress is told, ms. */
const REPORT_MS = 100;

/** Of a session that was exported: its id, and how many messages. */
const EXPORTED_BYTES = 14;

const running = new Set<AbortController>();

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
  ...keyHolder,
  ...reviewerDesk,
  ledgerEnd: (archive) => outcomeOf(() => askCustody(archive, (custody) => custody.ledgerEnd())),
  ledgerPage: (archive, first, count) =>
    outcomeOf(() => askCustody(archive, (custody) => custody.ledgerPage(first, count))),
  history: (archive, subject) => outcomeOf(() => askCustody(archive, (custody) => custody.history(subject))),
  ledgerFile: (archive) =>
    outcomeOf(() =>
      askCustody(archive, async (custody) => {
        const parts: Blob[] = [];
        for await (const lines of custody.ledgerFile()) parts.push(new Blob([lines]));
        return new Blob(parts, { type: 'application/x-ndjson' });
      }),
    ),
  actAs: (archive, name) => outcomeOf(() => changed(archive, (store) => store.reviewers.actAs(name))),
  jobs: (archive) => outcomeOf(() => askCustody(archive, (custody) => custody.jobs())),
  unfinished: (archive) =>
    outcomeOf(() =>
      navigator.locks.request(writeLockOf(archive), { mode: 'shared', ifAvailable: true }, async (lock) =>
        lock === null ? [] : askCustody(archive, (custody) => custody.unfinished()),
      ),
    ),
  verify: (archive, anchor, report) =>
    outcomeOf(() =>
      cancellable((signal) =>
        navigator.locks.request(writeLockOf(archive), { mode: 'shared', ifAvailable: true }, async (lock) => {
          if (lock === null) throw new Busy(reason('archive-changing'));
          return askCustody(archive, (custody) => custody.verify({ anchor, signal, progress: paced(report) }));
        }),
      ),
    ),
  undo: (archive, job, report) =>
    outcomeOf(() =>
      cancellable(async (signal) => {
        if (job === HALF_RESTORE) return emptied(archive, signal);
        const files = await askCustody(archive, (custody) => custody.undoable(job));
        await refuseKept(archive, files);
        return alone({ archive, kind: 'undo', signal, files }, async (store, room) => {
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
          const hooks = { signal, progress: room.following(report) };
          await takeOut(sources, store, settings, hooks);
          for (const source of sources) await store.dropSource(source);
          // The guess of the organisation's domains rests on what is there.
          await judgeAgain(store, basis, { signal });
          await store.compact();
          await store.jobs.markUndone(sources);
          return { value: null, told: { undone: job } };
        });
      }),
    ),
  placeHold: (archive, ...hold) =>
    outcomeOf(() =>
      changing(
        archive,
        ({ retention }) => retention.placeHold(...hold),
        () => CHANGE_BYTES + toldBytes(hold),
      ),
    ),
  releaseHold: (archive, ...hold) =>
    outcomeOf(() => changed(archive, ({ retention }) => retention.releaseHold(...hold))),
  holds: (archive) => outcomeOf(() => askCustody(archive, (custody) => custody.holds())),
  keepRetention: (archive, policy) =>
    outcomeOf(() => changed(archive, ({ retention }) => retention.keepPolicy(policy))),
  retention: (archive) => outcomeOf(() => askCustody(archive, (custody) => custody.retention())),
  recordExport: (archive, filter, about) =>
    outcomeOf(async () => {
      const sessions = await exportedOf(archive, filter);
      const told = { ...about, filter: { ...filter } };
      await changed(
        archive,
        ({ retention }) => retention.recordExport(sessions, told),
        () => CHANGE_BYTES + toldBytes(told) + sessions.length * EXPORTED_BYTES,
      );
      return sessions.length;
    }),
  backup: (archive, passphrase, report) =>
    outcomeOf(() => cancellable((signal) => unchanged(archive, () => backupOf(archive, passphrase, signal, report)))),
  restore: (archive, file, passphrase, report) =>
    outcomeOf(() =>
      cancellable(async (signal) =>
        restoredFrom(archive, await openedBackup(file, passphrase), signal, pacedRows(signal, report)),
      ),
    ),
  encrypt: (archive, on, report) =>
    outcomeOf(() =>
      cancellable((signal) =>
        alone({ archive, kind: 'encryption', signal }, async (store, room) => {
          const tell = paced(report);
          const progress: typeof report = (so) => {
            room.reached(so.done, so.total);
            tell(so);
          };
          const rows = await store.encryption.turn(on, { signal, progress });
          return { value: rows, told: { encryption: on ? 'on' : 'off', rows } };
        }),
      ),
    ),
  purgePlan: (archive, report) =>
    outcomeOf(() => cancellable(async (signal) => (await planOf(archive, Date.now() as EpochMs, signal, report)).plan)),
  purge: (archive, plan, report) =>
    outcomeOf(() =>
      cancellable((signal) =>
        alone({ archive, kind: 'purge', signal }, async (store, room) => {
          const { plan: now, ids } = await planOf(archive, plan.asOf, signal, report);
          if (now.digest !== plan.digest) throw new Busy(reason('plan-changed'));
          const tell = paced(report);
          let least: number | null = null;
          const needs = (bytes: number): void => room.reached(0, 0, (least = bytes));
          const progress: typeof report = (so) => {
            if (so.part === 'packs') room.reached(so.done, so.total, least);
            tell(so);
          };
          const value = await store.purge(ids, { signal, needs, progress });
          return { value, told: { ...value, asOf: new Date(plan.asOf).toISOString(), ids: plan.digest } };
        }),
      ),
    ),
  async cancel() {
    for (const abort of running) abort.abort();
  },
};

async function emptied(archive: ArchiveName, signal: AbortSignal): Promise<null> {
  await navigator.locks.request(writeLockOf(archive), { signal }, () =>
    askCustody(archive, (custody) => custody.emptyHalfRestored()),
  );
  return null;
}

/** @throws Busy while a job runs */
async function unchanged<T>(archive: ArchiveName, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(writeLockOf(archive), { mode: 'shared', ifAvailable: true }, async (lock) => {
    if (lock === null) throw new Busy(reason('archive-changing'));
    return work();
  });
}

async function backupOf(
  archive: ArchiveName,
  passphrase: string | null,
  signal: AbortSignal,
  report: (rows: number) => void,
): Promise<Blob> {
  const tell = pacedRows(signal, report);
  const told = { encrypted: passphrase !== null };
  await changed(archive, (store) => store.record([], (append) => append('backup', 'archive', told)));
  return askCustody(archive, (custody) => packedBackup(custody.backup(tell), passphrase));
}

function pacedRows(signal: AbortSignal, report: (rows: number) => void): (rows: number) => void {
  let last = -Infinity;
  return (rows) => {
    if (signal.aborted) throw new Aborted();
    if (performance.now() - last < REPORT_MS) return;
    last = performance.now();
    report(rows);
  };
}

/** @throws Busy where a session of the files is held, or was reviewed */
async function refuseKept(archive: ArchiveName, files: readonly JobFile[]): Promise<void> {
  const sources = files.flatMap(({ source }) => source ?? []);
  const [held, reviewed] = await askCustody(archive, (custody) =>
    Promise.all([custody.heldSessions(sources), custody.reviewedSessions(sources)]),
  );
  if (held > 0) throw new Busy(reason('file-sessions-held', { n: held }));
  if (reviewed > 0) throw new Busy(reason('file-sessions-reviewed', { n: reviewed }));
}

function planOf(
  archive: ArchiveName,
  asOf: EpochMs,
  signal: AbortSignal,
  report: (progress: PurgeProgress) => void,
): ReturnType<ArchiveCustody['purgePlan']> {
  const tell = paced(report);
  const progress = (part: number, total: number): void => tell({ part: 'planning', done: part, total });
  return askCustody(archive, (custody) => custody.purgePlan(asOf, { signal, progress }));
}

async function exportedOf(archive: ArchiveName, filter: SessionFilter): Promise<ExportedSession[]> {
  const reader = await ArchiveReader.open(archive, () => undefined, heldKey(archive));
  try {
    return await reader.exports.exported(filter);
  } finally {
    reader.close();
  }
}

function paced<P extends { done: number; total: number }>(report: (progress: P) => void): (progress: P) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < REPORT_MS && progress.done < progress.total) return;
    last = now;
    report(progress);
  };
}

Comlink.expose({ ...worker, [Comlink.finalizer]: () => close() });
