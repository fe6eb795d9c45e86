/**
 * Encrypts what an archive holds of texts and evidence, or opens it again: in place, row by row, with a mark from which it goes on when
 * it was broken off. From its first moment on everything that is written is sealed, or is not.
 */
import type { Table } from 'dexie';
import { reason, type EncryptionProgress, type EncryptionState } from '../model.ts';
import type { Database, StoredEncryption } from './database.ts';
import { encryptionOf, guardOf } from './guard.ts';
import type { Append } from './ledger.ts';
import { Refusal } from './refusals.ts';
import { SEALED_TABLES, type SealedTable } from './sealing.ts';

type Recorded = <T>(tables: Table[], work: (append: Append) => Promise<T>) => Promise<T>;
type Key = number | [number, number];

/** Rows of one transaction: about 8 MB. */
const BATCH = 8;

export interface EncryptionHooks {
  progress?(progress: EncryptionProgress): void;
  signal?: AbortSignal;
}

export class EncryptionStore {
  readonly #db: Database;
  readonly #recorded: Recorded;

  /** @param recorded see `DexieStore.record` */
  constructor(db: Database, recorded: Recorded) {
    this.#db = db;
    this.#recorded = recorded;
  }

  /**
   * Encrypts all, or opens all. Within a job, under the write lock, unlocked. Broken off at any moment, the same call goes on.
   * @returns number of rows
   * @throws Refusal where there is no reviewer, and so no key; the signal's reason when it was raised
   */
  async turn(on: boolean, hooks: EncryptionHooks = {}): Promise<number> {
    const [onTheWay, there]: [EncryptionState, EncryptionState] = on ? ['encrypting', 'on'] : ['decrypting', 'off'];
    const { state } = await encryptionOf(this.#db);
    if (state === there) return 0;
    if (state !== onTheWay) await this.#tell({ state: onTheWay });
    this.#db.encryption = onTheWay;
    const rows = await this.#rewrite(hooks);
    await this.#tell({ state: there });
    return rows;
  }

  async #tell(value: StoredEncryption): Promise<void> {
    await this.#recorded([this.#db.reviewers], async (append) => {
      if ((await guardOf(this.#db)).keyId === null) throw new Refusal(reason('encryption-without-reviewer'));
      await this.#db.meta.put({ key: 'encryption', value });
      await append('encryption', 'archive', { state: value.state });
    });
    this.#db.encryption = value.state;
  }

  async #rewrite(hooks: EncryptionHooks): Promise<number> {
    const counts = await Promise.all(SEALED_TABLES.map((name) => this.#db.table(name).count()));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const { through } = await encryptionOf(this.#db);
    const begin = through === undefined ? 0 : SEALED_TABLES.indexOf(through.table as SealedTable);
    let done = counts.slice(0, begin).reduce((sum, count) => sum + count, 0);
    for (const name of SEALED_TABLES.slice(begin)) {
      const table = this.#db.table<unknown, Key>(name);
      const keys = (await table.toCollection().primaryKeys()).sort(inOrder);
      const last = through?.table === name ? through.key : null;
      const from = last === null ? 0 : keys.filter((key) => inOrder(key, last) <= 0).length;
      done += from;
      for (let at = from; at < keys.length; at += BATCH) {
        hooks.signal?.throwIfAborted();
        await this.#rewritten(name, table, keys.slice(at, at + BATCH));
        hooks.progress?.({ done: (done += Math.min(BATCH, keys.length - at)), total });
      }
    }
    return total;
  }

  /** Rows are opened as they are read and sealed as they are written, or not: see `sealed-tables.ts`. */
  async #rewritten(name: SealedTable, table: Table<unknown, Key>, keys: Key[]): Promise<void> {
    const { meta, encryption: state } = this.#db;
    await this.#db.transaction('rw', table, meta, async () => {
      await table.bulkPut((await table.bulkGet(keys)).filter((row) => row !== undefined));
      const key = keys.at(-1);
      if (key !== undefined) await meta.put({ key: 'encryption', value: { state, through: { table: name, key } } });
    });
  }
}

function inOrder(a: Key, b: Key): number {
  const [one, other] = [[a].flat(), [b].flat()];
  return (one[0] ?? 0) - (other[0] ?? 0) || (one[1] ?? 0) - (other[1] ?? 0);
}
