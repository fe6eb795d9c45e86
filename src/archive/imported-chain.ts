/** Ledgers of archives whose backups were merged into this one: kept whole, by hash of the entry, and anchored by an entry of ours. */
import type { LedgerAnchor } from '../model.ts';
import type { Database } from './database.ts';
import { NO_HASH, soundEntry } from './ledger-chain.ts';

/** Does this archive's own ledger lead over that end? */
export async function isOwnPast(db: Database, { count, head }: LedgerAnchor): Promise<boolean> {
  return count === 0 || (await db.ledger.get(count))?.hash === head;
}

/**
 * Follows a chain from its end to its first entry. Within no transaction.
 * @param known hashes that were reached before; gets those that are reached now
 * @returns what does not fit, as a sentence; null = the chain is whole
 */
export async function chainFault(db: Database, end: LedgerAnchor, known: Set<string>): Promise<string | null> {
  if (await isOwnPast(db, end)) return null;
  let hash = end.head;
  for (let seq = end.count; hash !== NO_HASH; seq--) {
    if (known.has(hash)) return null;
    const entry = await db.chains.get(hash);
    const name = `Entry ${seq} of the ledger that was restored up to entry ${end.count}`;
    if (entry === undefined) return `${name} is missing.`;
    if (entry.seq !== seq || entry.hash !== hash || !soundEntry(entry)) return `${name} was changed.`;
    known.add(hash);
    hash = entry.previous;
  }
  return null;
}
