import type { SessionColumns } from './columns.ts';

interface Question {
  key: string;
  columns: SessionColumns;
  /** What else it is made of, by identity: what was found in the texts may be older than the columns are by now. */
  from?: unknown;
}

/** What was made for the last question: kept while the same is asked of the same columns. */
export class LastAnswer<T> {
  #made: (Question & { version: number; value: T }) | null = null;

  of({ key, columns, from }: Question, make: () => T): T {
    const { version } = columns;
    const made = this.#made;
    if (made?.key === key && made.columns === columns && made.version === version && made.from === from) {
      return made.value;
    }
    const value = make();
    this.#made = { key, columns, version, from, value };
    return value;
  }
}
