/** What the page asks of an export: sessions out of an archive, in a form that other tools take. */
import type { ContentsStatement, EvidenceChoice, ExportFormId, RedactionRules } from '../../src/exports/index.ts';
import type { Outcome, SessionFilter, SessionId } from '../../src/model.ts';
import type { ArchiveName } from './archive-name.ts';
import type { KeyHolder } from './reviewers.ts';

export type { ContentsStatement, EvidenceChoice, ExportFormId, RedactionRules } from '../../src/exports/index.ts';

export interface ExportOptions {
  form: ExportFormId;
  /** Those named, or those that fit: a query, a period, what a hold keeps; `{ filter: {} }` = all. */
  select: { ids: SessionId[] } | { filter: SessionFilter };
  /** What was asked for, in words: stands in the export. */
  selection: string;
  content: boolean;
  /** Of bags: source files whole may hold other sessions, too. */
  evidence: EvidenceChoice;
  /** Bags: the ledger goes along. */
  ledger: boolean;
  mailPer: 'conversation' | 'message';
  /** Forms inside a bag. */
  inside: ExportFormId[];
  redaction: RedactionRules | null;
}

export interface ExportForm {
  id: ExportFormId;
  title: string;
  /** Of the one file that comes: forms of many files come as a ZIP archive. */
  fileName: string;
  mediaType: string;
}

/** Where the file goes. Whatever rejects ends the export. */
export interface ExportTarget {
  /** Gets the file's bytes in order, some hundred kilobytes at once; the next come when its promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  /** All bytes have come: settled when the file is whole where the person finds it. Then the ledger tells of it. */
  close(): Promise<void>;
}

/** A snapshot, not a delta. */
export interface ExportProgress {
  /** Sessions written, of those selected. */
  sessions: number;
  selected: number;
  /** Bytes given out. */
  bytes: number;
}

export interface ExportResult {
  contents: ContentsStatement;
  /** Of the file as it was given out: stands in the ledger. */
  sha256: string;
  bytes: number;
}

/** Each export has a thread of its own. */
export interface ExportWorker extends KeyHolder {
  forms(): Promise<Outcome<ExportForm[]>>;
  /**
   * The ledger tells of every export that gave out a byte: of one that was cancelled or failed, that it did, and after how many.
   * @param to where it rejects while bytes come, the export ends as `aborted`
   * @param report ten times a second
   */
  run(
    archive: ArchiveName,
    options: ExportOptions,
    to: ExportTarget,
    report: (progress: ExportProgress) => void,
  ): Promise<Outcome<ExportResult>>;
  /** The export ends soon as `aborted`; what was given out is no whole file. */
  cancel(): Promise<void>;
}
