/** Which sessions say what a word list looks for: every text is read once, and again only where its session changes. */
import type { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { rowNumbers, sortedBy } from './order.ts';
import { PackReader } from './pack-reader.ts';
import { textOf } from './packs.ts';

/** A question to a text. */
export interface TextTest {
  /** Two tests of one key give the same answers. */
  key: string;
  fits(text: string): boolean;
}

/** Packs read at once: about 10 MB of text. */
const PACKS_AT_ONCE = 64;

export class WordSearch {
  readonly #db: Database;
  readonly #packs: PackReader;
  readonly #columns: SessionColumns;
  readonly #test: TextTest;
  #found = new Uint8Array(0);
  /** Version of the columns up to which every row was looked at. */
  #version = -1;
  #running: Promise<Uint8Array> | null = null;

  constructor(db: Database, columns: SessionColumns, test: TextTest) {
    this.#db = db;
    this.#packs = new PackReader(db);
    this.#columns = columns;
    this.#test = test;
  }

  /** 1 for each row in whose texts something was found. */
  found(): Promise<Uint8Array> {
    this.#running ??= this.#search().finally(() => (this.#running = null));
    return this.#running;
  }

  async #search(): Promise<Uint8Array> {
    const { version, changed, live, length, pack } = this.#columns;
    if (version === this.#version) return this.#found;
    const unseen = rowNumbers(length).filter((row) => live[row] === 1 && (changed[row] ?? 0) > this.#version);
    const rows = sortedBy(unseen, pack);
    const found = new Uint8Array(length);
    found.set(this.#found);
    for (let from = 0; from < rows.length;) {
      const numbers = new Set<number>();
      let to = from;
      for (; to < rows.length; to++) {
        const number = pack[rows[to] ?? 0] ?? 0;
        if (!numbers.has(number) && numbers.size === PACKS_AT_ONCE) break;
        numbers.add(number);
      }
      await this.#searchPacks([...numbers], rows.subarray(from, to), found);
      from = to;
    }
    this.#found = found;
    this.#version = version;
    return found;
  }

  async #searchPacks(numbers: number[], rows: Uint32Array, found: Uint8Array): Promise<void> {
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
