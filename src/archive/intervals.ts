/** Stretches of a file, [from, to), put together where they touch. */
export class Intervals {
  #sorted: [number, number][] = [];
  #added: [number, number][] = [];

  add(from: number, length: number): void {
    if (length > 0) this.#added.push([from, from + length]);
  }

  /** Apart and in order. */
  get all(): readonly (readonly [number, number])[] {
    if (this.#added.length === 0) return this.#sorted;
    const sorted = [...this.#sorted, ...this.#added].sort((a, b) => a[0] - b[0]);
    this.#added = [];
    this.#sorted = [];
    for (const [from, to] of sorted) {
      const last = this.#sorted.at(-1);
      if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
      else this.#sorted.push([from, to]);
    }
    return this.#sorted;
  }

  /** What of these lies in none of the others. */
  without(others: Intervals): Intervals {
    const rest = new Intervals();
    const cuts = others.all;
    let next = 0;
    for (const [from, to] of this.all) {
      let at = from;
      while ((cuts[next]?.[1] ?? Infinity) <= at) next++;
      for (let cut = next; at < to; cut++) {
        const [begin, end] = cuts[cut] ?? [Infinity, Infinity];
        rest.add(at, Math.min(begin, to) - at);
        at = Math.max(at, end);
        if (begin >= to) break;
      }
    }
    return rest;
  }

  meets(from: number, to: number): boolean {
    return this.within(from, to).length > 0;
  }

  /** What of these lies between. */
  within(from: number, to: number): [number, number][] {
    const { all } = this;
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle]?.[1] ?? Infinity) <= from) low = middle + 1;
      else high = middle;
    }
    const found: [number, number][] = [];
    for (let at = low; at < all.length; at++) {
      const [begin, end] = all[at] ?? [to, to];
      if (begin >= to) break;
      if (from < to) found.push([Math.max(begin, from), Math.min(end, to)]);
    }
    return found;
  }
}
