/** The rows of the sessions that fit a filter: one stretch of them is here, the rest stays in the archive. */
import type { FirstPage, ListedRow, RowWindow, SessionFilter, SessionSort } from '../../../workers/api.ts';
import type { Outcome, SessionId } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { Asked } from '../asked.svelte.ts';

/** Rows asked for beyond both ends of the window: about two screens. */
const MARGIN = 80;

export class SessionList {
  readonly #asked = new Asked<RowWindow | FirstPage>(50);
  #filter: SessionFilter = {};
  #sort: SessionSort = 'start';
  /** The stretch that was asked for last. */
  #first = 0;
  #count = 2 * MARGIN;

  /** Sessions that fit the filter, or as many as were found so far; null = none is known yet. */
  get matching(): number | null {
    const matching = this.#asked.value?.matching ?? null;
    return this.counting && matching === 0 ? null : matching;
  }
  /** Are there more than the first page of a search? It is being found out. */
  get counting(): boolean {
    const here = this.#asked.value;
    return here !== null && 'counting' in here && here.counting;
  }
  get total(): number {
    return this.#asked.value?.total ?? 0;
  }
  get failure(): string | null {
    return this.#asked.failure;
  }
  get busy(): boolean {
    return this.#asked.busy;
  }
  /** Null where the row has not arrived. */
  rowAt(index: number): ListedRow | null {
    const here = this.#asked.value;
    return here?.rows[index - here.first] ?? null;
  }

  /** Ids of a stretch of the list, whether its rows are here or not. */
  idsAt(first: number, count: number): Promise<Outcome<SessionId[]>> {
    const [filter, sort] = [this.#filter, this.#sort];
    return archive.ask((worker) => worker.ids(filter, sort, first, count));
  }

  /** Another question: the window begins at `first` again. */
  set(filter: SessionFilter, sort: SessionSort, first: number): void {
    this.#filter = filter;
    this.#sort = sort;
    this.#first = Math.max(0, first - MARGIN);
    if (filter.text === undefined || this.#first > 0) this.#ask();
    else this.#askAtOnce();
  }
  /** The same question again: the archive has changed. */
  refresh(): void {
    this.#ask();
  }
  /** Sees to it that these rows come, where they are not here. */
  want(first: number, count: number): void {
    const inside = first >= this.#first && first + count <= this.#first + this.#count;
    if (inside) return;
    this.#first = Math.max(0, first - MARGIN);
    this.#count = count + 2 * MARGIN;
    this.#ask();
  }

  #ask(): void {
    const [filter, sort, first, count] = [this.#filter, this.#sort, this.#first, this.#count];
    this.#asked.ask(() => archive.ask((worker) => worker.rows(filter, sort, first, count)));
  }

  /** What is found first is shown while the rest is sought. */
  #askAtOnce(): void {
    const [filter, sort, count] = [this.#filter, this.#sort, this.#count];
    this.#asked.ask(async () => {
      const page = await archive.ask((worker) => worker.firstPage(filter, sort, count));
      const isStillAsked = this.#filter === filter && this.#sort === sort;
      if (page.ok && page.value.counting && isStillAsked) this.#ask();
      return page;
    });
  }
}
