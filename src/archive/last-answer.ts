import type { SessionColumns } from './columns.ts';

/** What was made of the columns for the last question: kept while the same is asked of the same columns. */
export class LastAnswer<T> {
  #made: { key: string; columns: SessionColumns; version: number; value: T } | null = null;

  of(key: string, columns: SessionColumns, make: () => T): T {
    const { version } = columns;
    const made = this.#made;
    if (made?.key === key && made.columns === columns && made.version === version) return made.value;
    const value = make();
    this.#made = { key, columns, version, value };
    return value;
  }
}
