/** Queries answered by looking through all texts: any script, no index to build (stack.md, search). */
import type { SessionColumns } from './columns.ts';
import type { Database, PackedTexts } from './database.ts';
import { textOf } from './packs.ts';
import { packsFrom, RowScan } from './row-scan.ts';
import { matchOf, type Match } from './search-match.ts';
import { neededWords, needsText, type SearchQuery } from './search-query.ts';

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
  readonly #scan: RowScan;
  #abandoned = false;

  /** @param timeZone in which the days of a query are meant */
  constructor(db: Database, columns: SessionColumns, query: SearchQuery, timeZone: string) {
    this.#db = db;
    this.#columns = columns;
    this.#match = matchOf(query, columns, timeZone);
    this.#needed = neededWords(query);
    this.#needsText = needsText(query);
    this.#scan = new RowScan(columns, (packs, rows, found) => this.#look(packs, rows, found));
  }

  /** Is everything found that can be, as the columns are now? */
  get isComplete(): boolean {
    return this.#scan.isComplete;
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
      const { packs, to } = packsFrom(this.#columns, rows, from);
      const unread = [...new Set(packs)].filter((number) => !texts.has(number));
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
    return this.#scan.found();
  }

  /** A newer query came: stop reading. */
  abandon(): void {
    this.#abandoned = true;
  }

  async #look(numbers: number[], rows: Uint32Array, found: Uint8Array): Promise<void> {
    if (!this.#needsText) {
      for (const row of rows) found[row] = this.#match(row, '') ? 1 : 0;
      return;
    }
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
