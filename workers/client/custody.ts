/** The keeping of the archive, from the page's side. Nothing here rejects. */
import * as Comlink from 'comlink';
import type {
  EncryptionProgress,
  ImportProgress,
  LedgerAnchor,
  Outcome,
  PurgePlan,
  PurgeProgress,
  PurgeResult,
  RestoreResult,
  Verification,
  VerifyProgress,
} from '../../src/model.ts';
import type { ArchiveName, CustodyKeeper, CustodyReader, CustodyWorker, ReviewerDesk } from '../api.ts';
import { threadOf, type Thread } from './thread.ts';

const startCustody = (): Thread<CustodyWorker> =>
  threadOf(new Worker(new URL('../custody.ts', import.meta.url), { type: 'module' }));

/** Work on its way. */
export interface RunningWork<T> {
  done: Promise<Outcome<T>>;
  /** It ends soon as `aborted`. */
  cancel(): void;
}

function workOf<T>(call: (remote: Comlink.Remote<CustodyWorker>) => Promise<Outcome<T>>): RunningWork<T> {
  const thread = startCustody();
  return {
    done: thread.ask(call).finally(() => thread.release()),
    cancel: () => void thread.remote.cancel().catch(() => undefined),
  };
}

/** Recomputes everything. @param anchor the end of the ledger as it was kept elsewhere */
export function verifyArchive(
  archive: ArchiveName,
  anchor: LedgerAnchor | null,
  report: (progress: VerifyProgress) => void,
): RunningWork<Verification> {
  return workOf((remote) => remote.verify(archive, anchor, Comlink.proxy(report)));
}

/** Takes an import, finished or not, out of the archive. @param job its number */
export function undoImport(
  archive: ArchiveName,
  job: number,
  report: (progress: ImportProgress) => void,
): RunningWork<null> {
  return workOf((remote) => remote.undo(archive, job, Comlink.proxy(report)));
}

/** The whole archive as one file. @param report gets the rows so far */
export function backUp(
  archive: ArchiveName,
  passphrase: string | null,
  report: (rows: number) => void,
): RunningWork<Blob> {
  return workOf((remote) => remote.backup(archive, passphrase, Comlink.proxy(report)));
}

/** A backup into an archive: see `CustodyWorker.restore`. @param report gets the rows so far */
export function restoreBackup(
  archive: ArchiveName,
  file: File,
  passphrase: string | null,
  report: (rows: number) => void,
): RunningWork<RestoreResult> {
  return workOf((remote) => remote.restore(archive, file, passphrase, Comlink.proxy(report)));
}

/** Encrypts texts and evidence, or opens them again. */
export function encryptArchive(
  archive: ArchiveName,
  on: boolean,
  report: (progress: EncryptionProgress) => void,
): RunningWork<number> {
  return workOf((remote) => remote.encrypt(archive, on, Comlink.proxy(report)));
}

/** What a purge would take out now. */
export function planPurge(archive: ArchiveName, report: (progress: PurgeProgress) => void): RunningWork<PurgePlan> {
  return workOf((remote) => remote.purgePlan(archive, Comlink.proxy(report)));
}

/** Takes out for good what the plan says, or nothing where it is no longer true. */
export function purge(
  archive: ArchiveName,
  plan: PurgePlan,
  report: (progress: PurgeProgress) => void,
): RunningWork<PurgeResult> {
  return workOf((remote) => remote.purge(archive, plan, Comlink.proxy(report)));
}

let reader: Thread<CustodyWorker> | null = null;

/** One thread for all short questions, as long as it lives. */
function ask<V>(call: (remote: Comlink.Remote<CustodyWorker>) => Promise<Outcome<V>>): Promise<Outcome<V>> {
  if (reader === null) {
    const started = startCustody();
    reader = started;
    void started.death.then(() => {
      if (reader === started) reader = null;
    });
  }
  return reader.ask(call);
}

/** Who may act, and the passphrases that let them. */
export const reviewers: ReviewerDesk = {
  foundReviewer: (...given) => ask((remote) => remote.foundReviewer(...given)),
  login: (...given) => ask((remote) => remote.login(...given)),
  addReviewer: (...given) => ask((remote) => remote.addReviewer(...given)),
  changePassphrase: (...given) => ask((remote) => remote.changePassphrase(...given)),
  disableReviewer: (...given) => ask((remote) => remote.disableReviewer(...given)),
  keepLock: (...given) => ask((remote) => remote.keepLock(...given)),
};

export const custody: CustodyReader & CustodyKeeper = {
  ledgerEnd: (archive) => ask((remote) => remote.ledgerEnd(archive)),
  ledgerPage: (...asked) => ask((remote) => remote.ledgerPage(...asked)),
  history: (...asked) => ask((remote) => remote.history(...asked)),
  ledgerFile: (archive) => ask((remote) => remote.ledgerFile(archive)),
  actAs: (...said) => ask((remote) => remote.actAs(...said)),
  jobs: (archive) => ask((remote) => remote.jobs(archive)),
  unfinished: (archive) => ask((remote) => remote.unfinished(archive)),
  placeHold: (...hold) => ask((remote) => remote.placeHold(...hold)),
  releaseHold: (...hold) => ask((remote) => remote.releaseHold(...hold)),
  holds: (archive) => ask((remote) => remote.holds(archive)),
  keepRetention: (...policy) => ask((remote) => remote.keepRetention(...policy)),
  retention: (archive) => ask((remote) => remote.retention(archive)),
  recordExport: (...exported) => ask((remote) => remote.recordExport(...exported)),
};
