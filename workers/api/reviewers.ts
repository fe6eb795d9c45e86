/** What the page asks about who may act, and how threads get the key that a passphrase unwraps. */
import type { Outcome } from '../../src/model.ts';
import type { ArchiveName } from './archive-name.ts';

/** A reviewer by name and passphrase. */
export interface Credentials {
  name: string;
  passphrase: string;
}

/** What unlocks an archive. It lives in memory alone, and goes with the page. */
export interface HeldKey {
  /** The reviewer who acts. */
  name: string;
  keyId: string;
  /** AES-GCM; it cannot be read. */
  key: CryptoKey;
}

export interface Login {
  held: HeldKey;
  /** Times that a wrong passphrase was given before this. */
  refused: number;
}

/** Every worker: what it opens from then on is opened with the key. */
export interface KeyHolder {
  /** @param held null = the archive is locked */
  holdKey(archive: ArchiveName, held: HeldKey | null): Promise<void>;
}

/** `refused` where a passphrase is wrong or too short, or a name is taken: the message says so. */
export interface ReviewerDesk {
  /** The first reviewer: from then on nobody acts without a passphrase. */
  foundReviewer(archive: ArchiveName, given: Credentials): Promise<Outcome<Login>>;
  login(archive: ArchiveName, given: Credentials): Promise<Outcome<Login>>;
  /** @param by who adds the reviewer, with the own passphrase once more */
  addReviewer(archive: ArchiveName, by: Credentials, given: Credentials): Promise<Outcome<null>>;
  changePassphrase(archive: ArchiveName, given: Credentials, passphrase: string): Promise<Outcome<null>>;
  /** The reviewer's passphrase opens nothing any more. */
  disableReviewer(archive: ArchiveName, name: string): Promise<Outcome<null>>;
  /** @param lockAfterMs null = it never locks by itself */
  keepLock(archive: ArchiveName, lockAfterMs: number | null): Promise<Outcome<null>>;
}
