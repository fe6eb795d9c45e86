/** What the page asks about the keeping of the archive: its ledger, whether all of it is as it was put, what was left unfinished. */
import type {
  EncryptionProgress,
  HoldScope,
  ImportProgress,
  Job,
  LedgerAnchor,
  LedgerRecord,
  LegalHold,
  Outcome,
  PurgePlan,
  PurgeProgress,
  PurgeResult,
  RestoreResult,
  RetentionPolicy,
  SessionFilter,
  UnfinishedJob,
  Verification,
  VerifyProgress,
} from '../../src/model.ts';
import type { ArchiveName } from './archive-name.ts';
import type { KeyHolder, ReviewerDesk } from './reviewers.ts';

/** Short answers. */
export interface CustodyReader {
  /** Where the ledger ends: kept elsewhere, it is an anchor that shows a tail that was cut off. */
  ledgerEnd(archive: ArchiveName): Promise<Outcome<LedgerAnchor>>;
  /** Entries first, first + 1, … (the first is 1); fewer at the end. */
  ledgerPage(archive: ArchiveName, first: number, count: number): Promise<Outcome<LedgerRecord[]>>;
  /** What was done to one thing (`session:<id>`, `job:<number>`, …), oldest first. */
  history(archive: ArchiveName, subject: string): Promise<Outcome<LedgerRecord[]>>;
  /** The whole ledger as a file: JSON, an entry a line, the anchor at its end. `verify-ledger.mjs` beside the page checks it. */
  ledgerFile(archive: ArchiveName): Promise<Outcome<Blob>>;
  /** Says who acts from now on, in every tab. */
  actAs(archive: ArchiveName, name: string): Promise<Outcome<null>>;
  /** Every job there was, newest first. */
  jobs(archive: ArchiveName): Promise<Outcome<Job[]>>;
  /**
   * Imports and other work that were broken off, cancelled or failed: to be asked at the start. Dropping the missing files again
   * finishes one; `undo` takes it back. Empty while a job runs.
   */
  unfinished(archive: ArchiveName): Promise<Outcome<UnfinishedJob[]>>;
}

/** Changes of a moment: beside whatever import may run. */
export interface CustodyKeeper {
  /** Keeps what the scope fits from purge and undo, now and when it is archived later. Gives the hold's number. */
  placeHold(archive: ArchiveName, name: string, scope: HoldScope, why: string): Promise<Outcome<number>>;
  /** What it held stays for the policy's waiting time. */
  releaseHold(archive: ArchiveName, hold: number, why: string): Promise<Outcome<null>>;
  /** In the order in which they were placed, the released ones too. */
  holds(archive: ArchiveName): Promise<Outcome<LegalHold[]>>;
  /** Nothing is purged by this alone. */
  keepRetention(archive: ArchiveName, policy: RetentionPolicy): Promise<Outcome<null>>;
  /** Where nothing was said: everything for ever, 30 days of waiting. */
  retention(archive: ArchiveName): Promise<Outcome<RetentionPolicy>>;
  /**
   * To be called when an export is written whole: the sessions count as exported as they now are, and the ledger has an entry.
   * @param filter of the sessions that were exported
   * @param about what the ledger tells beside it: form, name, SHA-256 of the file …
   */
  recordExport(archive: ArchiveName, filter: SessionFilter, about: Record<string, string>): Promise<Outcome<number>>;
}

/** Long work: each call has a thread of its own. */
export interface CustodyWorker extends CustodyReader, CustodyKeeper, ReviewerDesk, KeyHolder {
  /**
   * Recomputes everything and names the first thing that does not fit. `busy` while a job runs; jobs wait until it has ended.
   * @param anchor the end of the ledger as it was kept elsewhere; null = there is none
   * @param report at most ten times a second
   */
  verify(
    archive: ArchiveName,
    anchor: LedgerAnchor | null,
    report: (progress: VerifyProgress) => void,
  ): Promise<Outcome<Verification>>;
  /**
   * Takes an import out of the archive, whether it was finished or not: sessions of its files vanish, those shared with other
   * files are made anew from these (rows of `report`). `busy` where one of its sessions is held or was reviewed: the message says so.
   * @param job number of the import, or of an undo that was broken off
   */
  undo(archive: ArchiveName, job: number, report: (progress: ImportProgress) => void): Promise<Outcome<null>>;
  /**
   * The whole archive as one file (gzip), with its ledger. `busy` while a job runs; jobs wait until it has ended.
   * @param passphrase under which it is encrypted; null = it is not
   * @param report gets the rows written so far, at most ten times a second
   */
  backup(archive: ArchiveName, passphrase: string | null, report: (rows: number) => void): Promise<Outcome<Blob>>;
  /**
   * Restores a backup. Into an archive that holds nothing and whose ledger the backup's leads over: row by row. Otherwise merged: files
   * that are known by their SHA-256, sessions and what people told are not doubled, ours stays where both say different things (see
   * `RestoreResult.conflicts`), and the backup's ledger is kept beside ours. Refused where the file is no whole backup; a merge also
   * where what it holds does not verify. Broken off, it is finished by the same backup again.
   */
  restore(
    archive: ArchiveName,
    file: File,
    passphrase: string | null,
    report: (rows: number) => void,
  ): Promise<Outcome<RestoreResult>>;
  /**
   * Encrypts texts and evidence as they lie in the browser, or opens them again; gives the number of rows. Broken off, the same call
   * goes on, and until then both kinds are read. `refused` where there is no reviewer, `locked` where nobody has unlocked the archive.
   */
  encrypt(archive: ArchiveName, on: boolean, report: (progress: EncryptionProgress) => void): Promise<Outcome<number>>;
  /** What a purge would take out now, by the policy and the holds. */
  purgePlan(archive: ArchiveName, report: (progress: PurgeProgress) => void): Promise<Outcome<PurgePlan>>;
  /**
   * Takes out for good what the plan says: bytes, sessions, texts, and what reviewers said of them; the ledger stays. `busy` where the
   * plan is no longer what would go. Cancelled or broken off, what is left is purged by the next one.
   */
  purge(
    archive: ArchiveName,
    plan: PurgePlan,
    report: (progress: PurgeProgress) => void,
  ): Promise<Outcome<PurgeResult>>;
  /** What runs in this thread ends soon with `aborted`. */
  cancel(): Promise<void>;
}
