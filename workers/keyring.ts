/** The keys that this thread was given, and archives opened with them. */
import { DexieStore, type HeldKey } from '../src/archive/index.ts';
import type { ArchiveName, KeyHolder } from './api.ts';

const held = new Map<ArchiveName, HeldKey>();

export const heldKey = (archive: ArchiveName): HeldKey | null => held.get(archive) ?? null;

export const keyHolder: KeyHolder = {
  async holdKey(archive, key) {
    if (key === null) held.delete(archive);
    else held.set(archive, key);
  },
};

/** To change the archive. @throws Locked where reviewers have passphrases and none of them has unlocked it */
export async function openStore(archive: ArchiveName): Promise<DexieStore> {
  const store = await DexieStore.open(archive, heldKey(archive));
  try {
    await store.refuseLocked();
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}
