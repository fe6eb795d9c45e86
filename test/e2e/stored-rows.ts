/** What the browser itself stores, without the program. */
import type { Page } from 'playwright';

/** All rows of these tables of the person's own archive. */
export const storedRows = <Table extends string>(page: Page, ...tables: Table[]): Promise<Record<Table, unknown[]>> =>
  page.evaluate(async (names) => {
    const answered = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('The request failed'));
      });
    const db = await answered(indexedDB.open('fedlens'));
    const rows: Record<string, unknown[]> = {};
    for (const name of names) rows[name] = await answered(db.transaction(name).objectStore(name).getAll());
    db.close();
    return rows;
  }, tables);
