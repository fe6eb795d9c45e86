/** Ledgers of archives whose backups were merged into this one: kept whole, by hash of the entry, and anchored by an entry of ours. */
import { reason, type LedgerAnchor, type LedgerRecord, type Reason } from '../model.ts';
import type { Database } from './database.ts';
import { NO_HASH, soundEntry } from './ledger-chain.ts';

/** Does this archive's own ledger lead over that end? */
export async function isOwnPast(db: Database, { count, head }: LedgerAnchor): Promise<boolean> {
  return count === 0 || (await db.ledger.get(count))?.hash === head;
}

/** Where a ledger ended that was restored by that entry; null = it is no such entry. */
export function restoredChain({ payload }: LedgerRecord): LedgerAnchor | null {
  const { chain = null } = (payload ?? {}) as { chain?: LedgerAnchor };
  return chain;
}

/**
 * Follows a chain from its end to its first entry. Within no transaction.
 * @param known hashes that were reached before; gets those that are reached now
 * @param told called for the end of each ledger that was restored into that one
 * @returns what does not fit; null = the chain is whole
 */
export async function chainFault(
  db: Database,
  end: LedgerAnchor,
  known: Set<string>,
  told: (end: LedgerAnchor) => void,
): Promise<Reason | null> {
  if (await isOwnPast(db, end)) return null;
  let hash = end.head;
  for (let seq = end.count; hash !== NO_HASH; seq--) {
    if (known.has(hash)) return null;
    const entry = await db.chains.get(hash);
    const which = { entry: seq, end: end.count };
    if (entry === undefined) return reason('chain-missing', which);
    if (entry.seq !== seq || entry.hash !== hash || !soundEntry(entry)) return reason('chain-changed', which);
    if (entry.payload === undefined) return reason('chain-payload-missing', which);
    known.add(hash);
    const restored = restoredChain(entry);
    if (restored !== null) told(restored);
    hash = entry.previous;
  }
  return null;
}
