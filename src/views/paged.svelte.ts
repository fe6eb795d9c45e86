/** A long list of which the page holds what was looked at: the rest stays with the worker. */
import { SvelteMap } from 'svelte/reactivity';
import type { Outcome } from '../model.ts';
import { whyOf } from './reasons.ts';

/** Items asked for at once. */
export const PAGE = 40;

export class Paged<T> {
  readonly total: number;
  readonly #fetch: (first: number, count: number) => Promise<Outcome<T[]>>;
  readonly #pages = new SvelteMap<number, T[]>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view reads it
  readonly #asked = new Set<number>();
  failure = $state<string | null>(null);

  constructor(total: number, fetch: (first: number, count: number) => Promise<Outcome<T[]>>) {
    this.total = total;
    this.#fetch = fetch;
  }

  get pages(): number {
    return Math.ceil(this.total / PAGE);
  }
  pageOf(index: number): number {
    return Math.floor(index / PAGE);
  }
  /** Undefined = it has not arrived: see that it is wanted. */
  page(number: number): T[] | undefined {
    return this.#pages.get(number);
  }
  /** Undefined where its page has not arrived. */
  at(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  want(number: number): void {
    if (number < 0 || number >= this.pages || this.#asked.has(number)) return;
    this.#asked.add(number);
    void this.#load(number);
  }

  async #load(number: number): Promise<void> {
    const outcome = await this.#fetch(number * PAGE, PAGE);
    if (outcome.ok) this.#pages.set(number, outcome.value);
    else {
      this.failure = whyOf(outcome);
      this.#asked.delete(number);
    }
  }
}
