/** Who may act in an archive, whether it locks, and whether its texts are encrypted. */
import type { Guard, Reviewer } from '../model.ts';
import type { Database, MetaRecord, StoredEncryption } from './database.ts';
import { actorOf } from './ledger.ts';

/** Where nothing was chosen. */
const LOCK_AFTER_MS = 15 * 60_000;

export const isActive = ({ disabled }: Pick<Reviewer, 'disabled'>): boolean => disabled === null;

export async function guardOf(db: Database): Promise<Guard> {
  const records = await db.reviewers.orderBy(':id').toArray();
  const stored = await db.meta.get('lock');
  return {
    reviewers: records.map(({ key: _key, ...reviewer }) => reviewer),
    keyId: records.find(isActive)?.key?.id ?? null,
    lockAfterMs: stored?.key === 'lock' ? stored.value.afterMs : LOCK_AFTER_MS,
    encryption: (await encryptionOf(db)).state,
    acting: await actorOf(db),
  };
}

export async function encryptionOf(db: Database): Promise<StoredEncryption> {
  const stored = await db.meta.get('encryption');
  return stored?.key === 'encryption' ? stored.value : { state: 'off' };
}

/** Of this browser, not of the archive: no part of a backup, and a restore leaves them as they are. */
export const BROWSERS_TABLES: readonly string[] = ['reviewers'];
export const BROWSERS_META: readonly MetaRecord['key'][] = ['lock', 'encryption', 'acting'];
