/** What the page asks of an export: sessions out of an archive, in a form that other tools take. */
import type { ExportFormId, RedactionRules, ContentsStatement } from '../../src/exports/index.ts';
import type { Outcome, SessionFilter, SessionId } from '../../src/model.ts';
import type { ArchiveName } from './archive-name.ts';
import type { KeyHolder } from './reviewers.ts';

export type { ContentsStatement, ExportFormId, RedactionRules } from '../../src/exports/index.ts';

export interface ExportOptions {
  form: ExportFormId;
  /** Those named, or those that fit: a query, a period, what a hold keeps; `{ filter: {} }` = all. */
  select: { ids: SessionId[] } | { filter: SessionFilter };
  /** What was asked for, in words: stands in the export. */
  selection: string;
  content: boolean;
  /** Bags: the source files whole, which may hold other sessions, too. */
  evidence: boolean;
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
  /** Of the file as it was given out: for the ledger (`recordExport`). */
  sha256: string;
  bytes: number;
}

/** Each export has a thread of its own. */
export interface ExportWorker extends KeyHolder {
  forms(): Promise<Outcome<ExportForm[]>>;
  /**
   * @param take gets the file's bytes in order, some hundred kilobytes at once; the next come when its promise is settled. If it
   * rejects, the export ends as `aborted`
   * @param report ten times a second
   */
  run(
    archive: ArchiveName,
    options: ExportOptions,
    take: (bytes: Uint8Array) => Promise<void>,
    report: (progress: ExportProgress) => void,
  ): Promise<Outcome<ExportResult>>;
  /** The export ends soon as `aborted`; what was given out is no whole file. */
  cancel(): Promise<void>;
}
