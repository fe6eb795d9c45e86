/** Holds, retention and exports, as they are told: each with its entry in the ledger. */
import type { Table } from 'dexie';
import {
  reason,
  type EpochMs,
  type ExportedSession,
  type LegalHold,
  type HoldScope,
  type Json,
  type RetentionPolicy,
} from '../model.ts';
import { digestOf } from './canonical.ts';
import type { Database } from './database.ts';
import { packExported } from './exported.ts';
import { actorOf, type Append } from './ledger.ts';
import { Refusal } from './refusals.ts';
import { exportHead, toldOfExports, type ExportHead } from './verify-exports.ts';

/** Where nothing was said: nothing is purged. */
export const NO_RETENTION: RetentionPolicy = { days: null, periods: [], waitDays: 30, exportedOnly: false };

export async function retentionOf(db: Database): Promise<RetentionPolicy> {
  const stored = await db.meta.get('retention');
  return stored?.key === 'retention' ? stored.value : NO_RETENTION;
}

/** Exported sessions of one row. */
const ROW = 100_000;

type Recorded = <T>(tables: Table[], work: (append: Append) => Promise<T>) => Promise<T>;

export class RetentionStore {
  readonly #db: Database;
  readonly #recorded: Recorded;

  /** @param recorded see `DexieStore.record` */
  constructor(db: Database, recorded: Recorded) {
    this.#db = db;
    this.#recorded = recorded;
  }

  /** @returns its number */
  placeHold(name: string, scope: HoldScope, why: string): Promise<number> {
    const { holds } = this.#db;
    return this.#recorded([holds], async (append) => {
      const id = ((await holds.orderBy(':id').last())?.id ?? 0) + 1;
      const by = await actorOf(this.#db);
      const hold: LegalHold = { id, name, scope, why, by, at: Date.now() as EpochMs, released: null };
      await holds.add(hold);
      await append('hold', `hold:${id}`, hold as unknown as Json);
      return id;
    });
  }

  /** Rejects where there is no such hold, or it is released already. */
  async releaseHold(id: number, why: string): Promise<void> {
    const { holds } = this.#db;
    await this.#recorded([holds], async (append) => {
      const hold = await holds.get(id);
      if (hold === undefined || hold.released !== null) throw new Refusal(reason('hold-not-releasable', { hold: id }));
      const released = { at: Date.now() as EpochMs, by: await actorOf(this.#db), why };
      await holds.put({ ...hold, released });
      await append('release', `hold:${id}`, { hold: id, name: hold.name, ...released });
    });
  }

  async keepPolicy(value: RetentionPolicy): Promise<void> {
    await this.#recorded([], async (append) => {
      await this.#db.meta.put({ key: 'retention', value });
      await append('retention', 'retention', value as unknown as Json);
    });
  }

  /**
   * To be called when an export is written whole.
   * @param about what the ledger tells of it: the form, the filter, the name …
   * @param complete false = of these sessions something was left out: they do not count as exported
   */
  async recordExport(
    sessions: readonly ExportedSession[],
    about: { readonly [key: string]: Json },
    complete = true,
  ): Promise<void> {
    const { exports } = this.#db;
    await this.#recorded([exports], async (append) => {
      let n = ((await exports.orderBy(':id').last())?.n ?? 0) + 1;
      const at = Date.now() as EpochMs;
      const heads: ExportHead[] = [];
      for (let from = 0; complete && from < sessions.length; from += ROW) {
        const record = { n: n++, at, sessions: packExported(sessions.slice(from, from + ROW)) };
        await exports.add(record);
        heads.push(exportHead(record));
      }
      const digest = digestOf(sessions.map(({ id }) => id).sort());
      await append('export', 'archive', {
        ...{ ...about, sessions: sessions.length, ids: digest },
        kept: toldOfExports(heads),
      });
    });
  }
}
