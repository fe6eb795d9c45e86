/** How the entries of a ledger hang together; without any storage, so that an exported ledger is checked the same way. */
import type { LedgerAnchor, LedgerEntry, LedgerRecord } from '../model.ts';
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

  /** Why the entry is not the next one, as a sentence; null = it fits. */
  next(entry: LedgerRecord): string | null {
    const { count, head } = this.#anchor;
    const { seq } = entry;
    if (seq !== count + 1) {
      return seq > count + 1
        ? `Ledger entry ${count + 1} is missing: entry ${seq} stands in its place.`
        : `Ledger entry ${seq} stands where entry ${count + 1} should be.`;
    }
    if (entry.previous !== head)
      return `Ledger entry ${seq} does not follow the entry before it: its link is another one.`;
    if (entry.hash !== hashOf(entry)) return `Ledger entry ${seq} was changed: its hash does not fit.`;
    if (entry.payload !== undefined && digestOf(entry.payload) !== entry.digest) {
      return `The payload of ledger entry ${seq} was changed: its digest does not fit.`;
    }
    this.#anchor = { count: seq, head: entry.hash };
    return null;
  }

  /** Why the ledger does not end at, or lead over, this anchor; call it when the entry of that number was followed. */
  reached({ count, head }: LedgerAnchor): string | null {
    if (this.#anchor.count < count) {
      return `The ledger ends at entry ${this.#anchor.count}: its tail from entry ${this.#anchor.count + 1} to ${count} was cut off.`;
    }
    return this.#anchor.count === count && this.#anchor.head !== head
      ? `Ledger entry ${count} is another one than the anchor says.`
      : null;
  }
}

/** In an archive, which gives up no payload; null = it has one. A file of a ledger may be without. */
export const withoutPayload = ({ seq, payload }: LedgerRecord): string | null =>
  payload === undefined ? `The payload of ledger entry ${seq} is missing.` : null;

/** Do its own hash and the digest of its payload fit? */
export function soundEntry(entry: LedgerRecord): boolean {
  return entry.hash === hashOf(entry) && (entry.payload === undefined || digestOf(entry.payload) === entry.digest);
}

function hashOf({ seq, time, actor, action, subject, digest, previous }: LedgerEntry): string {
  return digestOf({ seq, time, actor, action, subject, digest, previous });
}
