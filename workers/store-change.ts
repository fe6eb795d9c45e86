import type { DexieStore } from '../src/archive/index.ts';
import type { ArchiveName } from './api.ts';
import { openStore } from './keyring.ts';

/** A short change of the archive: one transaction, beside whatever import may run. Gives what the change gave. */
export async function changing<T>(archive: ArchiveName, change: (store: DexieStore) => Promise<T>): Promise<T> {
  const store = await openStore(archive);
  try {
    return await change(store);
  } finally {
    store.close();
  }
}

/** The same, of which nothing is to be told but that it was done. */
export async function changed(archive: ArchiveName, change: (store: DexieStore) => Promise<unknown>): Promise<null> {
  await changing(archive, change);
  return null;
}
