/** Which sessions say what a word list looks for: every text is read once, and again only where its session changes. */
import type { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { PackReader } from './pack-reader.ts';
import { textOf } from './packs.ts';
import { RowScan } from './row-scan.ts';

/** A question to a text. */
export interface TextTest {
  /** Two tests of one key give the same answers. */
  key: string;
  fits(text: string): boolean;
}

export class WordSearch {
  readonly #db: Database;
  readonly #packs: PackReader;
  readonly #columns: SessionColumns;
  readonly #test: TextTest;
  readonly #scan: RowScan;

  constructor(db: Database, columns: SessionColumns, test: TextTest) {
    this.#db = db;
    this.#packs = new PackReader(db);
    this.#columns = columns;
    this.#test = test;
    this.#scan = new RowScan(columns, (packs, rows, found) => this.#look(packs, rows, found));
  }

  /** 1 for each row in whose texts something was found. */
  found(): Promise<Uint8Array> {
    return this.#scan.found();
  }

  async #look(numbers: number[], rows: Uint32Array, found: Uint8Array): Promise<void> {
    const texts = new Map(
      (await this.#db.texts.bulkGet(numbers)).flatMap((texts) => (texts === undefined ? [] : [[texts.pack, texts]])),
    );
    const { pack, slot } = this.#columns;
    for (const row of rows) {
      const here = texts.get(pack[row] ?? 0);
      const at = slot[row] ?? 0;
      // Addresses and Call-IDs stand in the searched text too: what was really said is looked at where it may be.
      const may = here !== undefined && this.#test.fits(textOf(here, at));
      found[row] = may && (await this.#isSaid(here.pack, at)) ? 1 : 0;
    }
  }

  async #isSaid(number: number, slot: number): Promise<boolean> {
    const open = (await this.#packs.packs([number])).get(number);
    if (open === undefined) return false;
    for (const { facts } of open.session(slot).fragment.messages) {
      for (const fact of facts) if (fact.kind === 'text' && this.#test.fits(fact.text)) return true;
    }
    return false;
  }
}
