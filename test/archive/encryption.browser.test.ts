/** Texts and evidence at rest: what is found of them in the database, who reads them, and what an attacker or a crash does. */
import { expect, test } from 'vitest';
import { backupLines, restoreRows } from '../../src/archive/backup.ts';
import { openDatabase } from '../../src/archive/database.ts';
import { ArchiveReader, DexieStore, type HeldKey } from '../../src/archive/index.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import type { EvidenceBlock, Verification } from '../../src/model.ts';
import { madeSession, madeSessions, placeAt, SOURCE } from './made.ts';
import { newName } from './opened.ts';

const ANNA = { name: 'Anna', passphrase: 'nine wooden boats at dusk' };
/** Said, and in the evidence. */
const NEEDLE = 'zanzibar harbour';
const SPOKEN = 'Zanzibar harbour at seven – 港口';
const quiet = (): void => undefined;

interface Filled {
  name: string;
  held: HeldKey;
}

const evidence = (at: number, bytes: Uint8Array): EvidenceBlock => ({ source: SOURCE, offset: at, bytes });

/** 450 sessions in three packs; evidence that is kept as it is, and evidence that is compressed. */
async function filled(): Promise<Filled> {
  const name = newName();
  const store = await DexieStore.open(name);
  const { held } = await store.reviewers.found(ANNA);
  const short = new TextEncoder().encode(`MESSAGE sip:b@yahoo.com\r\n\r\n${SPOKEN}`);
  const long = new TextEncoder().encode(`line of a log: ${SPOKEN}\r\n`.repeat(400));
  await store.jobs.begin('import');
  await store.openSource('edge.log', 4000, null);
  await store.put({
    put: [...madeSessions(0, 448), madeSession(448, { said: [SPOKEN, 'yes'] }), madeSession(449)],
    remove: [],
    evidence: [evidence(0, short), evidence(short.length, long)],
  });
  store.close();
  return { name, held };
}

async function encrypted({ name, held }: Filled, on = true): Promise<void> {
  const store = await DexieStore.open(name, held);
  await store.encryption.turn(on);
  store.close();
}

async function withDatabase<T>(name: string, work: (db: IDBDatabase) => Promise<T>): Promise<T> {
  const request = indexedDB.open(name);
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The request failed'));
  });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}
const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The request failed'));
  });

/** Where the needle stands in any value of any table: in strings, and in bytes as UTF-8, as UTF-16 and behind gzip. */
async function foundIn(name: string): Promise<string[]> {
  const found = new Set<string>();
  const look = (text: string, where: string): void => {
    if (text.toLowerCase().includes(NEEDLE)) found.add(where);
  };
  const walk = async (value: unknown, where: string): Promise<void> => {
    if (typeof value === 'string') look(value, where);
    else if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
      for (const encoding of ['utf-8', 'utf-16le', 'utf-16be']) look(new TextDecoder(encoding).decode(bytes), where);
      if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
        const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
        look(await new Response(plain).text(), where);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) await walk(part, where);
    }
  };
  await withDatabase(name, async (db) => {
    for (const store of db.objectStoreNames) {
      for (const row of (await answered(db.transaction(store).objectStore(store).getAll())) as unknown[]) {
        await walk(row, store);
      }
    }
  });
  return [...found].sort();
}

async function verified({ name, held }: Filled): Promise<Verification> {
  const db = await openDatabase(name, held);
  try {
    return await verifyArchive(db);
  } finally {
    db.close();
  }
}

/** All that a person sees of it. */
async function readsOf(name: string, held: HeldKey | null): Promise<unknown> {
  const reader = await ArchiveReader.open(name, quiet, held);
  try {
    const { rows } = await reader.rows({}, 'start', 0, 500);
    const found = (await reader.rows({ text: NEEDLE }, 'start', 0, 10)).rows.map(({ id }) => id);
    const session = await reader.session(found[0] ?? ('' as never));
    return { rows, found, session, bytes: (await reader.bytes([placeAt(0, 40), placeAt(100, 90)])).map(String) };
  } finally {
    reader.close();
  }
}

test(
  'nothing of a text is found in the encrypted database, and all of it is read with the key',
  { timeout: 90_000 },
  async () => {
    const archive = await filled();
    const before = await readsOf(archive.name, archive.held);
    expect(await foundIn(archive.name)).toEqual(['evidence', 'texts', 'transcripts']);
    await encrypted(archive);
    expect(await foundIn(archive.name)).toEqual([]);
    expect(await readsOf(archive.name, archive.held)).toEqual(before);
    expect((await verified(archive)).fault).toBeNull();
    await encrypted(archive, false);
    expect(await foundIn(archive.name)).toEqual(['evidence', 'texts', 'transcripts']);
    expect(await readsOf(archive.name, null)).toEqual(before);
    expect((await verified(archive)).fault).toBeNull();
  },
);

test('without the key nothing is read nor written', { timeout: 60_000 }, async () => {
  const archive = await filled();
  await encrypted(archive);
  await expect(readsOf(archive.name, null)).rejects.toThrow('locked');
  const store = await DexieStore.open(archive.name);
  await expect(store.put({ put: [madeSession(900)], remove: [], evidence: [] })).rejects.toThrow('locked');
  await expect(store.encryption.turn(false)).rejects.toThrow('locked');
  store.close();
  const other = { ...archive.held, key: (await filled()).held.key };
  await expect(readsOf(archive.name, other)).rejects.toThrow('does not open it');
  expect(await foundIn(archive.name)).toEqual([]);
});

test('what is put, judged again, purged and compacted afterwards is encrypted too', { timeout: 90_000 }, async () => {
  const archive = await filled();
  await encrypted(archive);
  const store = await DexieStore.open(archive.name, archive.held);
  await store.jobs.begin('import');
  const said = madeSession(700, { said: [`again ${SPOKEN}`, 'no'] });
  const bytes = new TextEncoder().encode(`one more ${SPOKEN}`);
  await store.put({ put: [said], remove: [], evidence: [evidence(100_000, bytes)] });
  const flagged = { ...said.judgement, flags: [] };
  await store.rejudge([{ ...said, judgement: flagged }]);
  for await (const sessions of store.batches()) expect(sessions.length).toBeGreaterThan(0);
  await store.purge([madeSession(3).session.id], {});
  await store.compact();
  store.close();
  expect(await foundIn(archive.name)).toEqual([]);
  expect((await verified(archive)).fault).toBeNull();
  const reader = await ArchiveReader.open(archive.name, quiet, archive.held);
  expect((await reader.rows({ text: NEEDLE }, 'start', 0, 10)).matching).toBe(2);
  expect((await reader.rows({}, 'start', 0, 1)).total).toBe(450);
  reader.close();
});

test('broken off half way, both kinds are read, and it goes on', { timeout: 90_000 }, async () => {
  const archive = await filled();
  const before = await readsOf(archive.name, archive.held);
  const store = await DexieStore.open(archive.name, archive.held);
  const abort = new AbortController();
  const progress = (): void => abort.abort(new Error('killed'));
  await expect(store.encryption.turn(true, { progress, signal: abort.signal })).rejects.toThrow('killed');
  store.close();
  const half = await foundIn(archive.name);
  expect(half.length).toBeGreaterThan(0);
  expect(half).not.toEqual(['evidence', 'texts', 'transcripts']);
  expect(await readsOf(archive.name, archive.held)).toEqual(before);
  expect((await verified(archive)).fault).toBeNull();
  // What is put in between is sealed already.
  const between = await DexieStore.open(archive.name, archive.held);
  await between.jobs.begin('import');
  await between.put({ put: [madeSession(800)], remove: [], evidence: [] });
  between.close();
  await encrypted(archive);
  expect(await foundIn(archive.name)).toEqual([]);
  expect((await verified(archive)).fault).toBeNull();
});

test('blocks that were swapped or changed are found and named', { timeout: 60_000 }, async () => {
  const archive = await filled();
  await encrypted(archive);
  const swap = (table: string, one: IDBValidKey, other: IDBValidKey): Promise<void> =>
    withDatabase(archive.name, async (db) => {
      const store = db.transaction(table, 'readwrite').objectStore(table);
      const [a, b] = (await Promise.all([answered(store.get(one)), answered(store.get(other))])) as {
        sealed: unknown;
      }[];
      await answered(store.put({ ...a, sealed: b?.sealed }));
      await answered(store.put({ ...b, sealed: a?.sealed }));
    });
  await swap('transcripts', 0, 1);
  expect((await verified(archive)).fault).toMatchObject({ part: 'sessions', subject: 'pack:0' });
  await swap('transcripts', 0, 1);
  const [, second] = await withDatabase(archive.name, (db) =>
    answered(db.transaction('evidence').objectStore('evidence').getAllKeys()),
  );
  await swap('evidence', [0, 0], second as IDBValidKey);
  expect((await verified(archive)).fault).toMatchObject({ part: 'evidence', subject: 'block:0+0' });
  await swap('evidence', [0, 0], second as IDBValidKey);
  expect((await verified(archive)).fault).toBeNull();
});

test(
  'a backup holds what is read, and is encrypted where it is restored into an encrypted archive',
  { timeout: 90_000 },
  async () => {
    const archive = await filled();
    await encrypted(archive);
    const db = await openDatabase(archive.name, archive.held);
    let text = '';
    for await (const line of backupLines(db, quiet)) text += line;
    db.close();
    expect(text).not.toContain('"reviewers"');
    const other = newName();
    const empty = await DexieStore.open(other);
    const { held } = await empty.reviewers.found(ANNA);
    empty.close();
    await encrypted({ name: other, held });
    const target = await openDatabase(other, held);
    const lines = async function* (): AsyncIterable<string> {
      yield* text.trimEnd().split('\n');
    };
    await restoreRows(target, lines(), {}, quiet);
    target.close();
    expect(await foundIn(other)).toEqual([]);
    expect(await readsOf(other, held)).toEqual(await readsOf(archive.name, archive.held));
    expect((await verified({ name: other, held })).fault).toBeNull();
  },
);
