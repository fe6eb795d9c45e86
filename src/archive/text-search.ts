/** Queries answered by looking through all texts: any script, no index to build (stack.md, search). */
import type { SessionColumns } from './columns.ts';
import type { Database, PackedTexts } from './database.ts';
import { rowNumbers, sortedBy } from './order.ts';
import { textOf } from './packs.ts';
import { matchOf, type Match } from './search-match.ts';
import { neededWords, needsText, type SearchQuery } from './search-query.ts';

/** Packs read at once: about 10 MB of text. */
const PACKS_AT_ONCE = 64;

export class Superseded extends Error {
  override name = 'AbortError';
}

/** What was found for one query: it can be brought up to date when rows change. */
export class TextSearch {
  readonly #db: Database;
  readonly #columns: SessionColumns;
  readonly #match: Match;
  /** A pack that has not all of them has nothing that fits. */
  readonly #needed: readonly string[];
  readonly #needsText: boolean;
  #found = new Uint8Array(0);
  /** Version of the columns up to which every row was looked at. */
  #version = -1;
  #running: Promise<Uint8Array> | null = null;
  #abandoned = false;

  /** @param timeZone in which the days of a query are meant */
  constructor(db: Database, columns: SessionColumns, query: SearchQuery, timeZone: string) {
    this.#db = db;
    this.#columns = columns;
    this.#match = matchOf(query, columns, timeZone);
    this.#needed = neededWords(query);
    this.#needsText = needsText(query);
  }

  /** Is everything found that can be, as the columns are now? */
  get isComplete(): boolean {
    return this.#version === this.#columns.version;
  }

  /**
   * The first rows of an order that fit, without looking through everything. Gives up after a while with those it has.
   * Rejects with `Superseded` after `abandon`.
   */
  async first(rows: Uint32Array, count: number, patienceMs: number): Promise<number[]> {
    const deadline = performance.now() + patienceMs;
    const texts = new Map<number, PackedTexts>();
    const fit: number[] = [];
    for (let from = 0; from < rows.length && fit.length < count && performance.now() < deadline;) {
      const { numbers, to } = this.#batch(rows, from);
      const unread = [...new Set(numbers)].filter((number) => !texts.has(number));
      for (const text of await this.#db.texts.bulkGet(unread)) if (text !== undefined) texts.set(text.pack, text);
      if (this.#abandoned) throw new Superseded('A newer search was asked for.');
      for (const row of rows.subarray(from, to)) {
        if (fit.length < count && this.#isIn(row, texts.get(this.#columns.pack[row] ?? 0))) fit.push(row);
      }
      from = to;
    }
    return fit;
  }

  /** 1 for each row that fits. Rejects with `Superseded` after `abandon`. */
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
    if (!this.#needsText) for (const row of rows) found[row] = this.#match(row, '') ? 1 : 0;
    for (let from = 0; this.#needsText && from < rows.length;) {
      const { numbers, to } = this.#batch(rows, from);
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

  /** As many rows as lie in few packs, and the packs' numbers. */
  #batch(rows: Uint32Array, from: number): { numbers: number[]; to: number } {
    const { pack } = this.#columns;
    const numbers: number[] = [];
    let to = from;
    for (; to < rows.length; to++) {
      const number = pack[rows[to] ?? 0] ?? 0;
      if (numbers.at(-1) === number) continue;
      if (numbers.length === PACKS_AT_ONCE) break;
      numbers.push(number);
    }
    return { numbers, to };
  }

  async #searchPacks(numbers: number[], rows: Uint32Array, found: Uint8Array): Promise<void> {
    const packs = new Map<number, PackedTexts>();
    for (const texts of await this.#db.texts.bulkGet(numbers)) if (texts !== undefined) packs.set(texts.pack, texts);
    if (this.#abandoned) throw new Superseded('A newer search was asked for.');
    const { pack } = this.#columns;
    let here: PackedTexts | undefined;
    let hopeful = false;
    for (const row of rows) {
      if (here === undefined || here.pack !== pack[row]) {
        here = packs.get(pack[row] ?? 0);
        const all = here?.text ?? '';
        hopeful = this.#needed.every((word) => all.includes(word));
      }
      found[row] = hopeful && this.#isIn(row, here) ? 1 : 0;
    }
  }

  #isIn(row: number, texts: PackedTexts | undefined): boolean {
    if (!this.#needsText) return this.#match(row, '');
    return texts !== undefined && this.#match(row, textOf(texts, this.#columns.slot[row] ?? 0));
  }
}
