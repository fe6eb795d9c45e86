import type { Job, LedgerRecord, LegalHold, SessionId, VerifyFault, WordList } from '../model.ts';
import type { MetaRecord, ReviewerRecord, ReviewRecord } from './tables.ts';
import { ExpectedBasis } from './verify-basis.ts';
import { ExpectedExports, type ExportHead } from './verify-exports.ts';
import { ExpectedGuard } from './verify-guard.ts';
import { ExpectedHolds } from './verify-holds.ts';
import { ExpectedJobs } from './verify-jobs.ts';
import { ExpectedReviews } from './verify-reviews.ts';

/** Tables of which the ledger tells all that is in them. */
export interface ToldTables {
  holds: LegalHold[];
  reviews: ReviewRecord[];
  wordLists: WordList[];
  meta: MetaRecord[];
  jobs: Job[];
  exports: ExportHead[];
  /** null = a backup, which has none. */
  reviewers: ReviewerRecord[] | null;
}

/** What must be in the archive beside sessions and evidence, as its ledger tells: one class for each kind. Storage-free. */
export class LedgerTold {
  readonly #holds = new ExpectedHolds();
  readonly #reviews = new ExpectedReviews();
  readonly #basis = new ExpectedBasis();
  readonly #jobs = new ExpectedJobs();
  readonly #exports = new ExpectedExports();
  readonly #guard = new ExpectedGuard();

  follow(entry: LedgerRecord): void {
    for (const each of [this.#holds, this.#reviews, this.#basis, this.#jobs, this.#exports, this.#guard]) {
      each.follow(entry);
    }
  }

  /** Does it tell of a review of that session? */
  isReviewed(session: SessionId): boolean {
    return this.#reviews.has(session);
  }

  /** The first thing that is not as it was told; null = everything is. @param isThere is that session archived? */
  async fault(
    { holds, reviews, wordLists, meta, jobs, exports, reviewers }: ToldTables,
    isThere: (session: SessionId) => Promise<boolean>,
  ): Promise<VerifyFault | null> {
    return (
      this.#holds.fault(holds) ??
      (await this.#reviews.fault(reviews, isThere)) ??
      this.#jobs.fault(jobs) ??
      this.#basis.fault(meta, wordLists, jobs) ??
      this.#exports.fault(exports) ??
      (reviewers === null ? null : this.#guard.fault({ reviewers, meta }))
    );
  }
}
