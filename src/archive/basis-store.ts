/** The versions of what sessions are judged by, for whoever changes the archive. */
import type { Table } from 'dexie';
import type { BasisVersion, JudgingBasis, NumberedBasis, RuleSettings, SessionId, SessionRow } from '../model.ts';
import {
  allBases,
  basisInForce,
  liveSessions,
  markJudged,
  markJudging,
  putBasisInForce,
  readMark,
  type BasisNote,
} from './bases.ts';
import type { Database, StoredJudging } from './database.ts';
import type { Append } from './ledger.ts';
import { rowsOf } from './judged-rows.ts';

/** A change that the ledger tells of: `DexieStore.record`. */
type Record = <T>(tables: Table[], work: (append: Append) => Promise<T>) => Promise<T>;

export class BasisStore {
  readonly #db: Database;
  readonly #record: Record;

  constructor(db: Database, record: Record) {
    this.#db = db;
    this.#record = record;
  }

  inForce(): Promise<NumberedBasis> {
    return basisInForce(this.#db);
  }

  /** Settings of the rules that were in force at any time, oldest first. */
  async ruleSettings(): Promise<RuleSettings[]> {
    return (await allBases(this.#db)).flatMap(({ rules }) => rules ?? []);
  }

  /** Keeps the basis as a new version and puts it in force; what is archived is then to be judged by it. */
  putInForce(basis: JudgingBasis, about: BasisNote): Promise<BasisVersion> {
    return this.#record([this.#db.packs], (append) => putBasisInForce(this.#db, basis, about, append));
  }

  /** How far the judging by the basis in force has come; null = every session is judged by it. */
  async unfinished(): Promise<StoredJudging | null> {
    return (await readMark(this.#db))?.unfinished ?? null;
  }
  markJudging(judging: StoredJudging): Promise<void> {
    return this.#db.transaction('rw', this.#db.meta, () => markJudging(this.#db, judging));
  }
  /** Every session is judged by the basis in force. */
  async markJudged(): Promise<void> {
    if ((await this.unfinished()) === null) return;
    await this.#record([], () => markJudged(this.#db));
  }

  /** How many sessions are archived. */
  sessions(): Promise<number> {
    return liveSessions(this.#db);
  }
  /** The lines of these sessions, in their order; of one that is not there nothing. */
  rowsOf(ids: SessionId[]): Promise<SessionRow[]> {
    return rowsOf(this.#db, ids);
  }
}
