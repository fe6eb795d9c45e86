/** What comes of verifying an archive. */
import type { LedgerAnchor } from './ledger.ts';
import { sentenceOf, type Reason } from './reasons.ts';

export type VerifiedPart = 'ledger' | 'journal' | 'sources' | 'sessions' | 'evidence';

export interface VerifyProgress {
  part: VerifiedPart;
  /** Entries, lines, sources, packs of sessions, blocks of evidence. */
  done: number;
  total: number;
}

/** The first thing that does not fit. */
export interface VerifyFault {
  part: VerifiedPart | 'anchor';
  /** As the ledger names things: `ledger:12`, `session:<id>`, `pack:3`, `source:0`, `block:0+262144`. */
  subject: string;
  /** What does not fit, in English. */
  message: string;
  /** The same, for the language of the page. */
  reason: Reason;
}

export const verifyFault = (part: VerifyFault['part'], subject: string, reason: Reason): VerifyFault => ({
  ...{ part, subject, message: sentenceOf(reason), reason },
});

export interface Verification {
  /** null = everything fits. */
  fault: VerifyFault | null;
  /** Up to where the ledger was followed. */
  anchor: LedgerAnchor;
  /** What was looked at and fitted. */
  counts: Record<VerifiedPart, number>;
  /** Jobs that were broken off: what they put is checked too, and may not be all there was to put. */
  unfinished: number;
}
