import type { DexieStore } from '../src/archive/index.ts';
import type { ArchiveName } from './api.ts';
import { openStore } from './keyring.ts';
import { explainedRoom } from './room.ts';

/** What a short change takes with its entry in the ledger and the bookkeeping, beside what it tells, bytes: an estimate, not too small. */
export const CHANGE_BYTES = 3_000;

/** In characters; it stands in its row and in the ledger. */
export const toldBytes = (told: unknown): number => 2 * JSON.stringify(told ?? null).length;

/**
 * A short change of the archive: one transaction, or some, beside whatever import may run. Gives what the change gave.
 * @param needed bytes that the rest of it takes, about: asked where there is no room for it
 */
export async function changing<T>(
  archive: ArchiveName,
  change: (store: DexieStore) => Promise<T>,
  needed: () => number = () => CHANGE_BYTES,
): Promise<T> {
  const store = await openStore(archive);
  try {
    return await change(store);
  } catch (error) {
    throw await explainedRoom(error, needed());
  } finally {
    store.close();
  }
}

/** The same, of which nothing is to be told but that it was done. */
export async function changed(
  archive: ArchiveName,
  change: (store: DexieStore) => Promise<unknown>,
  needed?: () => number,
): Promise<null> {
  await changing(archive, change, needed);
  return null;
}
