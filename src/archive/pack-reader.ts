import type { Judgement, SessionRow, StoredFragment } from '../model.ts';
import type { Database, JudgedLine, SessionRecord } from './database.ts';
import { OpenJudgements } from './judgements.ts';
import { OpenPack } from './packs.ts';

/** Unpacked packs kept at hand: what is asked for together was mostly archived together. About 1 MB each. */
const KEPT = 16;

type Where = Pick<SessionRecord, 'id' | 'pack' | 'slot'>;

/** A session with what is found of it. */
export type JudgedFragment = StoredFragment & {
  judgement: Judgement;
  line: JudgedLine;
  /** Changes whenever the session is put or judged again. */
  version: string;
};

/** A session as it is stored. */
export type ReadSession = StoredFragment & {
  row: SessionRow;
  judgement: Judgement;
  /** Changes whenever the session is put or judged again. */
  version: string;
};

/** Reads sessions out of packs. A pack never changes once it is written, so what is kept stays true; judgements do, and are not kept. */
export class PackReader {
  readonly #db: Database;
  readonly #kept = new Map<number, OpenPack>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** In the order asked for. Throws where a pack is not there: the row that named it is older than the archive. */
  async fragments(rows: readonly Where[]): Promise<StoredFragment[]> {
    const packs = await this.packs(numbersOf(rows));
    return rows.map(({ id, pack, slot }) => thereOr(packs.get(pack), id, pack).session(slot));
  }

  /** As `fragments`. */
  async sessions(rows: readonly Where[]): Promise<JudgedFragment[]> {
    const numbers = numbersOf(rows);
    const [fragments, judgements] = await Promise.all([this.fragments(rows), this.judgements(numbers)]);
    return rows.map(({ id, pack, slot }, index) => {
      const fragment = thereOr(fragments[index], id, pack);
      const judged = thereOr(judgements.get(pack), id, pack);
      const version = versionOf({ pack, slot }, judged.digest);
      return { ...fragment, judgement: judged.judgement(slot), line: judged.line(slot), version };
    });
  }

  /** Those that are there, by number; as they are now. */
  async judgements(numbers: readonly number[]): Promise<Map<number, OpenJudgements>> {
    const packed = await this.#db.judgements.bulkGet([...numbers]);
    const opening = packed.filter((one) => one !== undefined).map((one) => OpenJudgements.open(one));
    const open = await Promise.all(opening);
    return new Map(open.map((one) => [one.pack, one]));
  }

  /** Those that are there, by number. */
  async packs(numbers: readonly number[]): Promise<Map<number, OpenPack>> {
    const found = new Map<number, OpenPack>();
    for (const number of numbers) {
      const kept = this.#kept.get(number);
      if (kept !== undefined) found.set(number, kept);
    }
    const missing = numbers.filter((number) => !found.has(number));
    if (missing.length > 0) {
      const packed = await this.#db.transcripts.bulkGet(missing);
      const opening = packed
        .filter((pack) => pack !== undefined)
        .map(async (pack) => {
          found.set(pack.pack, await OpenPack.open(pack));
        });
      await Promise.all(opening);
    }
    for (const [number, pack] of found) this.#keep(number, pack);
    return found;
  }

  /** Another archive was put in the place of this one: its packs have the same numbers. */
  forget(): void {
    this.#kept.clear();
  }

  /** The least lately used falls out. */
  #keep(number: number, pack: OpenPack): void {
    this.#kept.delete(number);
    this.#kept.set(number, pack);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
  }
}

const numbersOf = (rows: readonly Where[]): number[] => [...new Set(rows.map(({ pack }) => pack))];

/** A pack is never written again: what is put anew stands in another. Its judgements are. */
export const versionOf = ({ pack, slot }: Pick<SessionRecord, 'pack' | 'slot'>, digest: string): string =>
  `${pack}/${slot}/${digest}`;

function thereOr<T>(found: T | undefined, id: string, pack: number): T {
  if (found === undefined) throw new Error(`Cannot read session ${id}: pack ${pack} is not there`);
  return found;
}
