/** Where the person is: the location's hash, read as a route. */
import { parseHash } from './routes.ts';

class Address {
  #hash = $state(location.hash);
  readonly #parsed = $derived(parseHash(this.#hash));

  constructor() {
    addEventListener('hashchange', () => (this.#hash = location.hash));
  }

  get route() {
    return this.#parsed.route;
  }
  get query() {
    return this.#parsed.query;
  }
  /** Of something in the page, as the page itself names it; '' = none. */
  get place() {
    return this.#parsed.place;
  }
  go(href: string): void {
    location.hash = href;
  }
  /** Changes the address without a step in the history: for what is typed or dragged. */
  replace(href: string): void {
    history.replaceState(null, '', href);
    this.#hash = location.hash;
  }
}

export const address = new Address();
