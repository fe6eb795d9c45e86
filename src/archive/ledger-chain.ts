/** How the entries of a ledger hang together; without any storage, so that an exported ledger is checked the same way. */
import { reason, type LedgerAnchor, type LedgerEntry, type LedgerRecord, type Reason } from '../model.ts';
import { digestOf } from './canonical.ts';

/** What stands for the hash of an entry before the first. */
export const NO_HASH = '0'.repeat(64);

export const EMPTY_LEDGER: LedgerAnchor = { count: 0, head: NO_HASH };

/** Gives an entry its place behind the anchor. */
export function linked(
  { count, head }: LedgerAnchor,
  { time, actor, action, subject, payload }: Omit<LedgerRecord, 'seq' | 'digest' | 'previous' | 'hash'>,
): LedgerRecord {
  const fields = { seq: count + 1, time, actor, action, subject, digest: digestOf(payload ?? null), previous: head };
  return { ...fields, hash: digestOf(fields), payload: payload ?? null };
}

/** Follows a ledger from its first entry. */
export class LedgerCheck {
  #anchor = EMPTY_LEDGER;

  /** Up to the last entry that fitted. */
  get anchor(): LedgerAnchor {
    return this.#anchor;
  }

  /** Why the entry is not the next one; null = it fits. */
  next(entry: LedgerRecord): Reason | null {
    const { count, head } = this.#anchor;
    const { seq } = entry;
    if (seq !== count + 1) {
      return seq > count + 1
        ? reason('ledger-missing', { entry: count + 1, found: seq })
        : reason('ledger-misplaced', { entry: count + 1, found: seq });
    }
    if (entry.previous !== head) return reason('ledger-unlinked', { entry: seq });
    if (entry.hash !== hashOf(entry)) return reason('ledger-changed', { entry: seq });
    if (entry.payload !== undefined && digestOf(entry.payload) !== entry.digest) {
      return reason('ledger-payload-changed', { entry: seq });
    }
    this.#anchor = { count: seq, head: entry.hash };
    return null;
  }

  /** Why the ledger does not end at, or lead over, this anchor; call it when the entry of that number was followed. */
  reached({ count, head }: LedgerAnchor): Reason | null {
    const end = this.#anchor.count;
    if (end < count) return reason('ledger-cut', { end, from: end + 1, to: count });
    return this.#anchor.count === count && this.#anchor.head !== head ? reason('ledger-other', { entry: count }) : null;
  }
}

/** In an archive, which gives up no payload; null = it has one. A file of a ledger may be without. */
export const withoutPayload = ({ seq, payload }: LedgerRecord): Reason | null =>
  payload === undefined ? reason('ledger-payload-missing', { entry: seq }) : null;

/** Do its own hash and the digest of its payload fit? */
export function soundEntry(entry: LedgerRecord): boolean {
  return entry.hash === hashOf(entry) && (entry.payload === undefined || digestOf(entry.payload) === entry.digest);
}

function hashOf({ seq, time, actor, action, subject, digest, previous }: LedgerEntry): string {
  return digestOf({ seq, time, actor, action, subject, digest, previous });
}
