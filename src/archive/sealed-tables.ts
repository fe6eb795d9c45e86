/**
 * Between the archive and IndexedDB: rows of texts and evidence are encrypted as they are written and opened as they are read, so that
 * nothing else in the program has to know. A row says itself whether it is sealed: while an archive is being encrypted both kinds stand
 * side by side.
 */
import type { DBCore, DBCoreTable, DBCoreTransaction, Middleware } from 'dexie';
import type { EncryptionState } from '../model.ts';
import type { HeldKey } from './archive-key.ts';
import { Locked } from './refusals.ts';
import { isSealed, isSealedTable, openRow, sealRow, type SealedTable } from './sealing.ts';

export interface Sealing {
  /** null = nobody has unlocked the archive here. */
  held: HeldKey | null;
  /** As it was when the database was opened; whoever changes it holds the write lock. */
  encryption: EncryptionState;
}

/** Is what is written sealed? */
export const seals = (encryption: EncryptionState): boolean => encryption === 'encrypting' || encryption === 'on';

export function sealing(state: Sealing): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'sealing',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return isSealedTable(name) ? sealedTable(table, name, state) : table;
      },
    }),
  };
}

function sealedTable(table: DBCoreTable, name: SealedTable, state: Sealing): DBCoreTable {
  const opened = (row: unknown): unknown => (isSealed(row) ? openRow(name, row, keyOf(state)) : row);
  const allOpened = (trans: DBCoreTransaction, rows: unknown[]): unknown[] | Promise<unknown[]> =>
    rows.some(isSealed) ? keptOpen(table, trans, Promise.all(rows.map(opened))) : rows;
  return {
    ...table,
    get: (request) =>
      table
        .get(request)
        .then((row: unknown) =>
          isSealed(row) ? keptOpen(table, request.trans, openRow(name, row, keyOf(state))) : row,
        ),
    getMany: (request) => table.getMany(request).then((rows) => allOpened(request.trans, rows)),
    query: (request) =>
      table.query(request).then((found) => {
        if (request.values !== true || !found.result.some(isSealed)) return found;
        const rows = Promise.all(found.result.map(opened));
        return keptOpen(table, request.trans, rows).then((result) => ({ ...found, result }));
      }),
    openCursor: (request) => {
      if (request.values === true) throw new Error(`Rows of “${name}” are read by key: a cursor cannot wait for them.`);
      return table.openCursor(request);
    },
    mutate: (request) => {
      if ((request.type !== 'add' && request.type !== 'put') || !seals(state.encryption)) return table.mutate(request);
      const key = keyOf(state);
      const sealed = request.values.map((row: unknown) => sealRow(name, row, key));
      return keptOpen(table, request.trans, Promise.all(sealed)).then((values) => table.mutate({ ...request, values }));
    },
  };
}

/**
 * Waits within a transaction, which would end while nothing is asked of it: so it is asked for a row that is never there. Not by
 * `Dexie.waitFor`: of two waits at once in one transaction, the one that ends last may never be told (Dexie 4.4.7).
 */
function keptOpen<T>(table: DBCoreTable, trans: DBCoreTransaction, work: Promise<T>): Promise<T> {
  let ended = false;
  const note = (): void => {
    ended = true;
  };
  work.then(note, note);
  const ask = (): Promise<T> => table.get({ trans, key: -Infinity }).then(() => (ended ? work : ask()));
  return ask();
}

/** What is made of sealed rows is not told either. @throws Locked */
export function refuseWithoutKey(state: Sealing): void {
  if (seals(state.encryption)) keyOf(state);
}

/** @throws Locked */
function keyOf({ held }: Sealing): CryptoKey {
  if (held === null) throw new Locked();
  return held.key;
}
