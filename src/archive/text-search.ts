/** Words in texts, by looking through all of them: any script, no index to build (stack.md, search). */
import type { SessionColumns } from './columns.ts';
import type { Database, PackedTexts } from './database.ts';
import { rowNumbers, sortedBy } from './order.ts';
import { textOf } from './packs.ts';
import { folded } from './rows.ts';

/** Packs read at once: about 10 MB of text. */
const PACKS_AT_ONCE = 64;

/** `"good morning"` is one word, and so is what stands between blanks; the quotes of several languages. */
const WORD = /["“”„«»]([^"“”„«»]*)["“”„«»]?|[^\s"“”„«»]+/gu;

/** The words sought, folded; empty = nothing is asked. */
export function wordsOf(text: string): string[] {
  const words = [...text.matchAll(WORD)].map(([word, quoted]) => folded((quoted ?? word).trim()));
  return [...new Set(words)].filter((word) => word !== '');
}

export class Superseded extends Error {
  override name = 'AbortError';
}

/** What was found for one query: it can be brought up to date when rows change. */
export class TextSearch {
  readonly #db: Database;
  readonly #columns: SessionColumns;
  readonly #words: readonly string[];
  #found = new Uint8Array(0);
  /** Version of the columns up to which every row was looked at. */
  #version = -1;
  #running: Promise<Uint8Array> | null = null;
  #abandoned = false;

  constructor(db: Database, columns: SessionColumns, words: readonly string[]) {
    this.#db = db;
    this.#columns = columns;
    this.#words = words;
  }

  /** 1 for each row that has all the words. Rejects with `Superseded` after `abandon`. */
  found(): Promise<Uint8Array> {
    this.#running ??= this.#search().finally(() => (this.#running = null));
    return this.#running;
  }

  /** A newer query came: stop reading. */
  abandon(): void {
    this.#abandoned = true;
  }

  async #search(): Promise<Uint8Array> {
    const version = this.#columns.version;
    if (version === this.#version) return this.#found;
    const rows = this.#unseen();
    const found = new Uint8Array(this.#columns.length);
    found.set(this.#found);
    const { pack } = this.#columns;
    for (let from = 0; from < rows.length;) {
      const numbers: number[] = [];
      let to = from;
      for (; to < rows.length; to++) {
        const number = pack[rows[to] ?? 0] ?? 0;
        if (numbers.at(-1) === number) continue;
        if (numbers.length === PACKS_AT_ONCE) break;
        numbers.push(number);
      }
      await this.#searchPacks(numbers, rows.subarray(from, to), found);
      from = to;
    }
    this.#found = found;
    this.#version = version;
    return found;
  }

  /** Rows that changed since the last search, by pack. */
  #unseen(): Uint32Array {
    const { changed, live, length, pack } = this.#columns;
    const rows = rowNumbers(length).filter((row) => live[row] === 1 && (changed[row] ?? 0) > this.#version);
    return sortedBy(rows, pack);
  }

  async #searchPacks(numbers: number[], rows: Uint32Array, found: Uint8Array): Promise<void> {
    const packs = new Map<number, PackedTexts>();
    for (const texts of await this.#db.texts.bulkGet(numbers)) if (texts !== undefined) packs.set(texts.pack, texts);
    if (this.#abandoned) throw new Superseded('A newer search was asked for.');
    const { pack, slot } = this.#columns;
    let here: PackedTexts | undefined;
    let hopeful = false;
    for (const row of rows) {
      if (here === undefined || here.pack !== pack[row]) {
        here = packs.get(pack[row] ?? 0);
        const all = here?.text ?? '';
        hopeful = this.#words.every((word) => all.includes(word));
      }
      found[row] = here !== undefined && hopeful && this.#isIn(textOf(here, slot[row] ?? 0)) ? 1 : 0;
    }
  }

  #isIn(text: string): boolean {
    return this.#words.every((word) => text.includes(word));
  }
}
