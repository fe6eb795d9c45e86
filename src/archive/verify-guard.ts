import { reason, verifyFault, type Json, type LedgerRecord, type Reason, type VerifyFault } from '../model.ts';
import { digestOf } from './canonical.ts';
import type { Database, MetaRecord, ReviewerRecord } from './database.ts';

/** What of this browser the ledger tells: no part of a backup. */
export interface GuardTables {
  reviewers: ReviewerRecord[];
  meta: MetaRecord[];
}

type Told = {
  /** Digest of each reviewer's record, by name. */
  reviewers: Readonly<Record<string, string>>;
  /** null = nothing was chosen. */
  lock: { afterMs: number | null } | null;
  encryption: string;
  acting: string;
};

/** Of the entries that tell of it. */
interface Payload {
  reviewer?: string;
  record?: string;
  name?: string;
  state?: string;
  lockAfterMs?: number | null;
  guard?: Told;
}

const NOTHING: Told = { reviewers: {}, lock: null, encryption: 'off', acting: '' };

/** Over all of the record but the number of wrong passphrases. */
export const reviewerDigest = ({ refused: _refused, ...record }: ReviewerRecord): string => digestOf(record);

/** As a restore tells it, whose ledger takes the place of the one that told it before. Within a transaction on both tables. */
export async function guardTold(db: Database): Promise<{ readonly [key: string]: Json }> {
  return foundIn({ reviewers: await db.reviewers.toArray(), meta: await db.meta.toArray() });
}

function foundIn({ reviewers, meta }: GuardTables): Told {
  const found: Told = { ...NOTHING };
  for (const record of meta) {
    if (record.key === 'lock') found.lock = record.value;
    if (record.key === 'encryption') found.encryption = record.value.state;
    if (record.key === 'acting') found.acting = record.value;
  }
  found.reviewers = Object.fromEntries(reviewers.map((record) => [record.name, reviewerDigest(record)]));
  return found;
}

/** Who may act, who does, when it locks and whether it is encrypted, as the ledger tells. Storage-free. */
export class ExpectedGuard {
  #told: Told = NOTHING;

  follow({ action, subject, payload }: LedgerRecord): void {
    const { reviewer = '', record = '', name = '', state = '', lockAfterMs = null, guard } = (payload ?? {}) as Payload;
    const told = (more: Partial<Told>): void => {
      this.#told = { ...this.#told, ...more };
    };
    if (action === 'reviewer') told({ reviewers: { ...this.#told.reviewers, [reviewer]: record } });
    if (action === 'login' && subject === 'archive') told({ acting: name });
    if (action === 'encryption' && subject === 'archive') told({ encryption: state });
    if (action === 'organisation' && subject === 'lock') told({ lock: { afterMs: lockAfterMs } });
    if (action === 'restore' && guard !== undefined) told(guard);
  }

  fault(tables: GuardTables): VerifyFault | null {
    const fault = (subject: string, why: Reason): VerifyFault => verifyFault('ledger', subject, why);
    const found = foundIn(tables);
    const { reviewers, lock, encryption, acting } = this.#told;
    for (const name of new Set([...Object.keys(reviewers), ...Object.keys(found.reviewers)])) {
      const subject = `reviewer:${name}`;
      if (found.reviewers[name] === undefined) return fault(subject, reason('reviewer-missing', { name }));
      if (reviewers[name] === undefined) return fault(subject, reason('reviewer-untold', { name }));
      if (reviewers[name] !== found.reviewers[name]) return fault(subject, reason('reviewer-changed', { name }));
    }
    if (lock?.afterMs !== found.lock?.afterMs) return fault('lock', reason('lock-untold'));
    if (encryption !== found.encryption) {
      return fault('encryption', reason('encryption-untold', { found: found.encryption, told: encryption }));
    }
    return acting === found.acting
      ? null
      : fault('acting', reason('acting-untold', { found: found.acting, told: acting }));
  }
}
