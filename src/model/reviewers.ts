/** Who may act in an archive, and what their passphrases protect. */
import type { EpochMs } from './records.ts';

/** Characters of a passphrase. NIST SP 800-63B asks for at least 8, and for 15 where nothing else protects; a few words have more. */
export const LEAST_PASSPHRASE = 12;

/** How a backup under a passphrase begins. */
export const ENCRYPTED_BACKUP = 'FEDLENSENC1\n';

export interface Reviewer {
  name: string;
  created: EpochMs;
  /** The reviewer who added this one; '' = it was the first. */
  createdBy: string;
  /** null = may act. */
  disabled: EpochMs | null;
  /** Times that a wrong passphrase was given since the last right one. */
  refused: number;
}

/** Of texts and evidence at rest. On the way there and back both kinds stand side by side, and a job is unfinished. */
export type EncryptionState = 'off' | 'encrypting' | 'on' | 'decrypting';

export interface Guard {
  /** By name, those that were disabled too. */
  reviewers: Reviewer[];
  /** Id of the key that their passphrases unwrap; null = nobody may act with a passphrase: names are said as they are. */
  keyId: string | null;
  /** Idle time after which the archive locks, ms; null = never. */
  lockAfterMs: number | null;
  encryption: EncryptionState;
  /** Who acts, or acted last, in this browser; '' = nobody has said. */
  acting: string;
}

/** Rows of texts and evidence that were encrypted so far, or opened again. */
export interface EncryptionProgress {
  done: number;
  total: number;
}
