/** Work that changes the archive in many steps, so that one that was broken off is known as such. */
import type { EpochMs, SourceId } from './records.ts';

export type JobKind = 'import' | 'rereading' | 'judging' | 'undo' | 'purge' | 'restore' | 'encryption';

/**
 * `running` while nobody holds the write lock = it was broken off: the tab, the worker or the browser was killed. `superseded` = it
 * was left unfinished, and a later job did what was missing.
 */
export type JobState = 'running' | 'sealed' | 'cancelled' | 'failed' | 'undone' | 'superseded';

export interface Job {
  /** 1, 2, 3 … */
  id: number;
  kind: JobKind;
  state: JobState;
  /** By this machine's clock. */
  started: EpochMs;
  /** null = nothing has ended it. */
  ended: EpochMs | null;
  /** Of an import: what was to be read, and the files in it that was an archive as they turned up. */
  files: JobFile[];
}

export interface JobFile {
  name: string;
  /** Bytes on disk. */
  size: number;
  modified: EpochMs | null;
  /** null = its turn did not come, or the same bytes were there already, or it was an archive of files. */
  source: SourceId | null;
}

/** A job whose work is not all done, and of which nobody does the rest. */
export interface UnfinishedJob extends Job {
  /** Files of which something is missing. Dropping them again finishes the job. */
  missing: JobFile[];
  /** Sessions that hold something of its files: what an undo would take out or change. */
  sessions: number;
}
