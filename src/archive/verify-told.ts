import type { LedgerRecord, LegalHold, SessionId, VerifyFault, WordList } from '../model.ts';
import type { MetaRecord, ReviewRecord } from './tables.ts';
import { ExpectedBasis } from './verify-basis.ts';
import { ExpectedHolds } from './verify-holds.ts';
import { ExpectedReviews } from './verify-reviews.ts';

/** Tables of which the ledger tells all that is in them. */
export interface ToldTables {
  holds: LegalHold[];
  reviews: ReviewRecord[];
  wordLists: WordList[];
  meta: MetaRecord[];
}

/** What must be in the archive beside sessions and evidence, as its ledger tells. Storage-free. */
export class LedgerTold {
  readonly #holds = new ExpectedHolds();
  readonly #reviews = new ExpectedReviews();
  readonly #basis = new ExpectedBasis();

  follow(entry: LedgerRecord): void {
    this.#holds.follow(entry);
    this.#reviews.follow(entry);
    this.#basis.follow(entry);
  }

  /** Does it tell of a review of that session? */
  isReviewed(session: SessionId): boolean {
    return this.#reviews.has(session);
  }

  /** The first thing that is not as it was told; null = everything is. @param isThere is that session archived? */
  async fault(
    { holds, reviews, wordLists, meta }: ToldTables,
    isThere: (session: SessionId) => Promise<boolean>,
  ): Promise<VerifyFault | null> {
    return (
      this.#holds.fault(holds) ?? (await this.#reviews.fault(reviews, isThere)) ?? this.#basis.fault(meta, wordLists)
    );
  }
}
