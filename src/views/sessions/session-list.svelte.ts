/** The rows of the sessions that fit a filter: one stretch of them is here, the rest stays in the archive. */
import type { ListedRow, RowWindow, SessionFilter, SessionSort } from '../../../workers/api.ts';
import type { Outcome, SessionId } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { Asked } from '../asked.svelte.ts';

/** Rows asked for beyond both ends of the window: about two screens. */
const MARGIN = 80;

export class SessionList {
  readonly #asked = new Asked<RowWindow>(50);
  #filter: SessionFilter = {};
  #sort: SessionSort = 'start';
  /** The stretch that was asked for last. */
  #first = 0;
  #count = 2 * MARGIN;

  /** Sessions that fit the filter; null = not known yet. */
  get matching(): number | null {
    return this.#asked.value?.matching ?? null;
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
    this.#ask();
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
}
