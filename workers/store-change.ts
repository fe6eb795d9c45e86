import { DexieStore } from '../src/archive/index.ts';
import type { ArchiveName } from './api.ts';

/** A short change of the archive: one transaction, beside whatever import may run. */
export async function changed<T>(archive: ArchiveName, change: (store: DexieStore) => Promise<T>): Promise<null> {
  const store = await DexieStore.open(archive);
  try {
    await change(store);
    return null;
  } finally {
    store.close();
  }
}
