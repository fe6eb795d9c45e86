import { ArchiveCustody } from '../src/archive/index.ts';
import type { ArchiveName } from './api.ts';
import { heldKey } from './keyring.ts';

/** Opens the ledger's side of an archive for one question. */
export async function askCustody<T>(
  archive: ArchiveName,
  question: (custody: ArchiveCustody) => Promise<T>,
): Promise<T> {
  const custody = await ArchiveCustody.open(archive, heldKey(archive));
  try {
    return await question(custody);
  } finally {
    custody.close();
  }
}
