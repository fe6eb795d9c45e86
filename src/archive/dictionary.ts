/** Numbers for the distinct strings of a column. */
export class Dictionary {
  readonly values: string[];
  /** Made when a number is first asked for: of a column that is only read it never is. */
  #numbers: Map<string, number> | null = null;

  /** @param values in the order of their numbers; taken over */
  constructor(values: string[] = []) {
    this.values = values;
  }

  numberOf(value: string): number {
    this.#numbers ??= new Map(this.values.map((known, number) => [known, number]));
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.values.length;
      this.values.push(value);
      this.#numbers.set(value, number);
    }
    return number;
  }

  /** For each number its place when the values are sorted. */
  ranks(): Uint32Array {
    const ranks = new Uint32Array(this.values.length);
    const sorted = this.values.map((value, number) => ({ value, number }));
    sorted.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    sorted.forEach(({ number }, rank) => (ranks[number] = rank));
    return ranks;
  }
}
