/** What is long is drawn in parts, each in a task of its own: the page answers in between. */

export class InParts {
  #count = $state(0);

  /**
   * Within a component's beginning.
   * @param part so many are drawn in one task
   * @param total of all; 0 = they are not there yet
   */
  constructor(part: number, total: () => number) {
    this.#count = part;
    $effect(() => {
      if (this.#count >= total()) return;
      const next = setTimeout(() => (this.#count += part));
      return () => clearTimeout(next);
    });
  }

  /** The first so many are drawn. */
  get count(): number {
    return this.#count;
  }
}
