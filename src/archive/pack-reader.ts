import type { Judgement, StoredFragment } from '../model.ts';
import type { Database, SessionRecord } from './database.ts';
import { OpenPack } from './packs.ts';

/** Unpacked packs kept at hand: what is asked for together was mostly archived together. About 1 MB each. */
const KEPT = 16;

type Where = Pick<SessionRecord, 'id' | 'pack' | 'slot'>;

/** Reads sessions out of packs. A pack never changes once it is written, so what is kept stays true. */
export class PackReader {
  readonly #db: Database;
  readonly #kept = new Map<number, OpenPack>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** In the order asked for. Throws where a pack is not there: the row that named it is older than the archive. */
  async sessions(rows: readonly Where[]): Promise<(StoredFragment & { judgement: Judgement })[]> {
    const packs = await this.packs([...new Set(rows.map(({ pack }) => pack))]);
    return rows.map(({ id, pack, slot }) => {
      const open = packs.get(pack);
      if (open === undefined) throw new Error(`Cannot read session ${id}: pack ${pack} is not there`);
      return open.session(slot);
    });
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
