/**
 * Reviewers: names with a passphrase each, which unwraps the archive's one key. What they do with it stands in the ledger; neither the
 * key nor a passphrase is ever stored.
 */
import type { Table } from 'dexie';
import { reason, LEAST_PASSPHRASE, type EpochMs } from '../model.ts';
import { forget, newKey, unwrapKey, usableKey, wrapKey, type BareKey, type HeldKey } from './archive-key.ts';
import type { Database, ReviewerRecord } from './database.ts';
import { encryptionOf, guardOf, isActive } from './guard.ts';
import { actorOf, type Append } from './ledger.ts';
import { Refusal } from './refusals.ts';
import { reviewerDigest } from './verify-guard.ts';

type Recorded = <T>(tables: Table[], work: (append: Append) => Promise<T>) => Promise<T>;

/** A reviewer by name and passphrase. */
export interface Credentials {
  name: string;
  passphrase: string;
}

export interface Login {
  held: HeldKey;
  /** Times that a wrong passphrase was given before this. */
  refused: number;
}

const subjectOf = (name: string): string => `reviewer:${name}`;
const now = (): EpochMs => Date.now() as EpochMs;
/** Two names that a person would take for one. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase();

export class ReviewerStore {
  readonly #db: Database;
  readonly #recorded: Recorded;

  /** @param recorded see `DexieStore.record` */
  constructor(db: Database, recorded: Recorded) {
    this.#db = db;
    this.#recorded = recorded;
  }

  /** Says who acts from now on, without a passphrase; '' = nobody in particular. @throws Refusal where reviewers have passphrases */
  async actAs(name: string): Promise<void> {
    if ((await guardOf(this.#db)).keyId !== null) {
      throw new Refusal(reason('reviewers-have-passphrases'));
    }
    if ((await actorOf(this.#db)) !== name) await this.#recorded([], (append) => this.#begin(name, 0, append));
  }

  /** The first reviewer: from now on nobody acts without a passphrase. @throws Refusal */
  async found(given: Credentials): Promise<Login> {
    const { name, passphrase } = checked(given);
    const bare = newKey();
    try {
      const key = await wrapKey(bare, name, passphrase);
      const held = { name, keyId: bare.id, key: await usableKey(bare) };
      await this.#recorded([this.#db.reviewers], async (append) => {
        if ((await guardOf(this.#db)).keyId !== null) throw new Refusal(reason('reviewer-exists'));
        const record = { name, created: now(), createdBy: '', disabled: null, refused: 0, key };
        await this.#keep(record, 'added', append, name);
        await this.#begin(name, 0, append);
      });
      return { held, refused: 0 };
    } finally {
      forget(bare);
    }
  }

  /** @throws Refusal where the passphrase is wrong: the ledger says that somebody tried */
  async login(given: Credentials): Promise<Login> {
    const bare = await this.#unwrapped(given);
    try {
      const held = { name: given.name, keyId: bare.id, key: await usableKey(bare) };
      let refused = 0;
      await this.#recorded([this.#db.reviewers], async (append) => {
        const record = await this.#active(given.name);
        refused = record.refused;
        await this.#db.reviewers.put({ ...record, refused: 0 });
        await this.#begin(given.name, refused, append);
      });
      return { held, refused };
    } finally {
      forget(bare);
    }
  }

  /** @param by who adds: the key is unwrapped once more, so that no thread has to hold it in the open. @throws Refusal */
  async add(by: Credentials, given: Credentials): Promise<void> {
    const { name, passphrase } = checked(given);
    await this.#refuseTaken(name);
    const bare = await this.#unwrapped(by);
    try {
      const key = await wrapKey(bare, name, passphrase);
      await this.#recorded([this.#db.reviewers], async (append) => {
        await this.#active(by.name);
        await this.#refuseTaken(name);
        await this.#keep(
          { name, created: now(), createdBy: by.name, disabled: null, refused: 0, key },
          'added',
          append,
        );
      });
    } finally {
      forget(bare);
    }
  }

  /** @throws Refusal */
  async changePassphrase(given: Credentials, passphrase: string): Promise<void> {
    const { name } = given;
    checked({ name, passphrase });
    const bare = await this.#unwrapped(given);
    try {
      const key = await wrapKey(bare, name, passphrase);
      await this.#recorded([this.#db.reviewers], async (append) => {
        await this.#keep({ ...(await this.#active(name)), refused: 0, key }, 'passphrase', append);
      });
    } finally {
      forget(bare);
    }
  }

  /** The key as that reviewer's passphrase wraps it goes for good. @throws Refusal for the last one of an encrypted archive */
  async disable(name: string): Promise<void> {
    await this.#recorded([this.#db.reviewers], async (append) => {
      const record = await this.#active(name);
      const { reviewers } = await guardOf(this.#db);
      const isLast = reviewers.filter(isActive).length === 1;
      if (isLast && (await encryptionOf(this.#db)).state !== 'off') {
        throw new Refusal(reason('reviewer-last-of-encrypted'));
      }
      await this.#keep({ ...record, disabled: now(), key: null }, 'disabled', append);
    });
  }

  /** @param lockAfterMs null = it never locks by itself */
  async keepLock(lockAfterMs: number | null): Promise<void> {
    await this.#recorded([], async (append) => {
      await this.#db.meta.put({ key: 'lock', value: { afterMs: lockAfterMs } });
      await append('organisation', 'lock', { lockAfterMs });
    });
  }

  /** What is told of a record is enough to know it by, and nothing of the passphrase. */
  async #keep(
    record: ReviewerRecord,
    is: 'added' | 'passphrase' | 'disabled',
    append: Append,
    actor?: string,
  ): Promise<void> {
    const { name } = record;
    await this.#db.reviewers.put(record);
    await append('reviewer', subjectOf(name), { reviewer: name, is, record: reviewerDigest(record) }, actor);
  }

  async #begin(name: string, refused: number, append: Append): Promise<void> {
    await this.#db.meta.put({ key: 'acting', value: name });
    await append('login', 'archive', refused === 0 ? { name } : { name, refused });
  }

  /** @throws Refusal */
  async #active(name: string): Promise<ReviewerRecord> {
    const record = await this.#db.reviewers.get(name);
    if (record?.disabled !== null) throw new Refusal(reason('reviewer-unknown', { name }));
    return record;
  }

  async #refuseTaken(name: string): Promise<void> {
    const taken = await this.#db.reviewers
      .filter((other) => isActive(other) && plain(other.name) === plain(name))
      .first();
    if (taken !== undefined) throw new Refusal(reason('reviewer-name-taken', { name: taken.name }));
  }

  /** @throws Refusal where the passphrase is wrong */
  async #unwrapped({ name, passphrase }: Credentials): Promise<BareKey> {
    const { key } = await this.#active(name);
    const bare = key === null ? null : await unwrapKey(key, name, passphrase);
    if (bare !== null) return bare;
    await this.#recorded([this.#db.reviewers], async (append) => {
      const record = await this.#active(name);
      const refused = record.refused + 1;
      await this.#db.reviewers.put({ ...record, refused });
      // Who it was nobody knows.
      await append('login', subjectOf(name), { reviewer: name, is: 'refused', refused }, '');
    });
    throw new Refusal(reason('passphrase-wrong'));
  }
}

function checked({ name, passphrase }: Credentials): Credentials {
  const said = name.trim().normalize('NFC');
  if (said === '') throw new Refusal(reason('reviewer-name-missing'));
  if ([...passphrase].length < LEAST_PASSPHRASE) {
    throw new Refusal(reason('passphrase-short', { least: LEAST_PASSPHRASE }));
  }
  return { name: said, passphrase };
}
