/** A whole database as JSON and back, without the program's own code: for the fixtures of old versions. */

interface RawStore {
  keyPath: string | string[];
  indexes: { name: string; keyPath: string | string[]; multiEntry: boolean; unique: boolean }[];
  rows: unknown[];
}
export interface RawDatabase {
  /** As IndexedDB counts it. */
  version: number;
  stores: Record<string, RawStore>;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The request failed'));
  });

export async function dumped(name: string): Promise<RawDatabase> {
  const db = await done(indexedDB.open(name));
  const stores: RawDatabase['stores'] = {};
  for (const storeName of db.objectStoreNames) {
    const store = db.transaction(storeName).objectStore(storeName);
    const indexes = [...store.indexNames].map((indexName) => {
      const { name: own, keyPath, multiEntry, unique } = store.index(indexName);
      return { name: own, keyPath, multiEntry, unique };
    });
    const rows = (await done(store.getAll())).map(encoded);
    stores[storeName] = { keyPath: store.keyPath as string | string[], indexes, rows };
  }
  const { version } = db;
  db.close();
  return { version, stores };
}

export async function restored(name: string, { version, stores }: RawDatabase): Promise<void> {
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => {
    for (const [storeName, { keyPath, indexes, rows }] of Object.entries(stores)) {
      const store = opening.result.createObjectStore(storeName, { keyPath });
      for (const index of indexes) store.createIndex(index.name, index.keyPath, index);
      for (const row of rows) store.add(decoded(row));
    }
  };
  (await done(opening)).close();
}

/** Bytes and numbers of typed arrays, under a name of their own. */
function encoded(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: btoa(String.fromCharCode(...value)) };
  if (value instanceof Uint32Array) return { $u32: [...value] };
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encoded(part)]));
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return Uint8Array.from(atob(String(value.$bytes)), (character) => character.charCodeAt(0));
  if ('$u32' in value) return Uint32Array.from(value.$u32 as number[]);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decoded(part)]));
}
