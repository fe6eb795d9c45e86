/** The sessions that are chosen in the list, for what is done to several at once. */
import { SvelteSet } from 'svelte/reactivity';
import type { Outcome, SessionId } from '../../model.ts';
import { whyOf } from '../reasons.ts';

/** Larger sets are named by a filter. */
export const LARGEST_SELECTION = 5_000;

export class Selection {
  readonly ids = new SvelteSet<SessionId>();
  failure = $state<string | null>(null);
  readonly #idsAt: (first: number, count: number) => Promise<Outcome<SessionId[]>>;
  /** The row from which a range is drawn. */
  #anchor: number | null = null;
  /** What the range that is being drawn has put in. */
  #range: SessionId[] = [];
  /** Of the newest range: the answer to an older one comes too late. */
  #asked = 0;

  /** @param idsAt ids of a stretch of the list */
  constructor(idsAt: (first: number, count: number) => Promise<Outcome<SessionId[]>>) {
    this.#idsAt = idsAt;
  }

  get size(): number {
    return this.ids.size;
  }
  has(id: SessionId): boolean {
    return this.ids.has(id);
  }

  clear(): void {
    this.#asked++;
    this.ids.clear();
    this.#anchor = null;
    this.#range = [];
    this.failure = null;
  }

  toggle(row: number, id: SessionId): void {
    this.#anchor = row;
    this.#range = [];
    if (!this.ids.delete(id) && this.ids.size < LARGEST_SELECTION) this.ids.add(id);
  }

  /** Everything from the row that was chosen last to this one. @param from the row that is current, where none was chosen */
  async extendTo(row: number, from: number): Promise<void> {
    this.#anchor ??= from;
    const first = Math.min(this.#anchor, row);
    const number = ++this.#asked;
    const ids = await this.#idsOf(first, Math.abs(row - this.#anchor) + 1);
    if (number !== this.#asked || ids === null) return;
    for (const id of this.#range) this.ids.delete(id);
    this.#range = ids;
    this.#add(ids);
  }

  /** Every session of the list, as far as a selection goes. */
  async all(): Promise<void> {
    const number = ++this.#asked;
    const ids = await this.#idsOf(0, LARGEST_SELECTION);
    if (number !== this.#asked || ids === null) return;
    this.ids.clear();
    this.#range = [];
    this.#add(ids);
  }

  #add(ids: readonly SessionId[]): void {
    for (const id of ids) if (this.ids.size < LARGEST_SELECTION) this.ids.add(id);
  }

  async #idsOf(first: number, count: number): Promise<SessionId[] | null> {
    const outcome = await this.#idsAt(first, Math.min(count, LARGEST_SELECTION));
    this.failure = outcome.ok ? null : whyOf(outcome);
    return outcome.ok ? outcome.value : null;
  }
}
