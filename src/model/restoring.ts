/** What comes of restoring a backup. */
import type { Reason } from './reasons.ts';

/** Where the backup and the archive say different things; what is kept follows from the rule for its kind. */
export interface RestoreConflict {
  about: 'review' | 'hold' | 'word-list' | 'organisation' | 'settings' | 'pattern' | 'view';
  /** As the ledger names things. */
  subject: string;
  /** What stands now, and what became of the other. */
  kept: Reason;
}

export interface RestoreResult {
  /** `whole`: row by row into an archive that held nothing. `merged`: into one that held something, or has a ledger of its own. */
  how: 'whole' | 'merged';
  /** Rows of the backup. */
  rows: number;
  /** Sessions that are new or have grown, and those that were there just the same; of a whole restore 0. */
  sessions: { taken: number; same: number };
  /** Files that came with it, and those that were there. */
  sources: { taken: number; same: number };
  conflicts: RestoreConflict[];
}
