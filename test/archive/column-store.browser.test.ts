/** Columns that are kept in the archive, and what is taken up beside them. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { ColumnStore } from '../../src/archive/column-store.ts';
import type { SessionColumns } from '../../src/archive/columns.ts';
import { openDatabase, type Database } from '../../src/archive/database.ts';
import { keepFrontPages } from '../../src/archive/front-pages.ts';
import { judgedRecords } from '../../src/archive/judged-rows.ts';
import { LiveColumns } from '../../src/archive/live-columns.ts';
import type { DexieStore } from '../../src/archive/index.ts';
import type { RowsRead } from '../../src/model.ts';
import { flag, idsOf, madeSession, madeSessions } from './made.ts';
import { openReader, openStore } from './opened.ts';

async function opened(): Promise<{ name: string; store: DexieStore; db: Database }> {
  const { name, store } = await openStore();
  const db = await openDatabase(name);
  onTestFinished(() => db.close());
  await store.put({ put: madeSessions(0, 900), remove: [], evidence: [] });
  await store.put({ put: [madeSession(2000, { start: null, local: null, flags: [] })], remove: [], evidence: [] });
  return { name, store, db };
}

async function columnsOf(db: Database): Promise<SessionColumns> {
  const live = new LiveColumns(db, () => undefined);
  onTestFinished(() => live.close());
  return live.current();
}

async function kept(db: Database, columns: SessionColumns, store = new ColumnStore(db)): Promise<ColumnStore> {
  const counters = await db.meta.get('counters');
  await store.keep(columns, counters?.key === 'counters' ? counters.value.revision : 0);
  return store;
}

/** What the pages would be told. */
async function told(name: string): Promise<unknown> {
  const reader = await openReader(name);
  const filter = { severities: ['violation' as const], text: 'number' };
  return [
    await reader.rows({}, '-remote', 0, 2000),
    await reader.rows(filter, 'start', 0, 2000),
    await reader.facets({ users: ['user7@contoso.com'] }),
    // In no order.
    (await reader.usage(['yahoo'], 'UTC')).map((tally) => JSON.stringify(tally)).sort(),
  ];
}

/** The same archive, told from its rows alone. */
async function toldFromRows(name: string, db: Database): Promise<unknown> {
  await db.columns.clear();
  return told(name);
}

test('where nothing is kept it is told how far the sessions are read, and then that they are', async () => {
  const { store, db } = await opened();
  // More than are read at once; one of them was there.
  await store.put({ put: madeSessions(1_000, 4_000), remove: [], evidence: [] });
  const told: (RowsRead | null)[] = [];
  const tell = (read: RowsRead | null): void => void told.push(read);
  const live = new LiveColumns(
    db,
    () => undefined,
    () => undefined,
    tell,
  );
  onTestFinished(() => live.close());
  const columns = await live.current();
  expect(told).toEqual([{ done: 2_000, total: 3_900 }, { done: 3_900, total: 3_900 }, null]);
  await kept(db, columns);
  const again = new LiveColumns(
    db,
    () => undefined,
    () => undefined,
    tell,
  );
  onTestFinished(() => again.close());
  expect((await again.current()).count).toBe(3_900);
  expect(told).toHaveLength(3);
});

test('what is kept loads as it was', async () => {
  const { db } = await opened();
  const columns = await columnsOf(db);
  await kept(db, columns);
  const loaded = await new ColumnStore(db).load();
  expect(loaded?.columns.part(0, 901)).toEqual(columns.part(0, 901));
  expect(loaded?.columns.names()).toEqual(columns.names());
  expect(loaded?.columns.addresses.values).toEqual(columns.addresses.values);
  expect(loaded?.columns.addresses.sorted()).toEqual(columns.addresses.sorted());
  expect(loaded?.columns.flagSets).toEqual(columns.flagSets);
  expect(loaded?.columns.sourceSets).toEqual(columns.sourceSets);
  expect(loaded?.columns.count).toBe(901);
});

test('what has changed since is taken up: sessions put, put again and removed', async () => {
  const { name, store, db } = await opened();
  await kept(db, await columnsOf(db));
  const again = madeSession(5, { provider: 'gtalk', remote: 'new@gmail.com', flags: [] });
  await store.put({ put: [...madeSessions(3000, 3050), again], remove: [], evidence: [] });
  await store.put({ put: [], remove: idsOf(madeSessions(10, 20)) as never, evidence: [] });
  const here = await told(name);
  expect(await db.columns.count()).toBeGreaterThan(0);
  expect(here).toEqual(await toldFromRows(name, db));
});

test('what was judged again since is taken up, and nothing of what was put elsewhere meanwhile', async () => {
  const { name, store, db } = await opened();
  await kept(db, await columnsOf(db));
  const other = { provider: 'skype' as const, local: 'user7@contoso.com', flags: [flag('sender-unverified', 'info')] };
  await store.rejudge([madeSession(3, other), madeSession(4, other), madeSession(890, other)]);
  await store.put({ put: [madeSession(4)], remove: [], evidence: [] });
  await store.rejudge([madeSession(3, { ...other, provider: 'own-house' })]);
  const here = await told(name);
  const columns = await columnsOf(db);
  expect(columns.provider.subarray(0, columns.length)).toContain(columns.providers.numberOf('own-house'));
  expect(here).toEqual(await toldFromRows(name, db));
});

test('two that keep after different changes do not mix', async () => {
  const { name, store, db } = await opened();
  await kept(db, await columnsOf(db));
  const [one, other] = [new ColumnStore(db), new ColumnStore(db)];
  const [a, b] = [(await one.load())!.columns, (await other.load())!.columns];
  await store.put({ put: madeSessions(4000, 4010), remove: [], evidence: [] });
  const { records, lineOf } = await judgedRecords(db, idsOf(madeSessions(4000, 4010)) as never);
  const there = records.filter((record) => record !== undefined);
  a.put(there, new Map(), lineOf);
  b.put([...there].reverse(), new Map(), lineOf);
  await kept(db, a, one);
  await kept(db, b, other);
  expect(await told(name)).toEqual(await toldFromRows(name, db));
});

test('an archive that was emptied is empty, whatever is kept', async () => {
  const { name, store, db } = await opened();
  await kept(db, await columnsOf(db));
  await store.clear();
  const reader = await openReader(name);
  expect(await reader.rows({}, 'start', 0, 10)).toMatchObject({ total: 0, rows: [] });
});

test('what is kept and damaged is made anew from the rows', async () => {
  const { name, db } = await opened();
  await kept(db, await columnsOf(db));
  const [part] = (await db.columns.toArray()).filter(({ key }) => key.startsWith('rows:'));
  await db.columns.put({ ...part!, value: {} } as never);
  const found = await told(name);
  expect(found).toEqual(await toldFromRows(name, db));
});

test('a change of which there is no record any more makes every row be read', async () => {
  const { name, store, db } = await opened();
  await kept(db, await columnsOf(db));
  await store.put({ put: madeSessions(5000, 5010), remove: [], evidence: [] });
  await db.changes.clear();
  const reader = await openReader(name);
  expect((await reader.rows({}, 'start', 0, 10)).total).toBe(911);
});

describe('the beginning of the list', () => {
  /** Kept as when it is quiet, and beside it columns that nobody can load. */
  async function withFront(): Promise<{ name: string; store: DexieStore; db: Database }> {
    const all = await opened();
    const counters = await all.db.meta.get('counters');
    const revision = counters?.key === 'counters' ? counters.value.revision : 0;
    await keepFrontPages(all.db, await columnsOf(all.db), revision);
    return all;
  }

  test('is there before the columns: both ways, as the columns tell it', async () => {
    const { name, store } = await withFront();
    const [early, late] = [await openReader(name), await openReader(name)];
    await late.facets({});
    for (const sort of ['start', '-start'] as const) {
      const page = await early.rows({}, sort, 0, 160);
      expect(page.rows).toHaveLength(160);
      expect(page).toEqual(await late.rows({}, sort, 0, 160));
    }
    // Not after a change, and not beyond what is kept.
    expect((await early.rows({}, 'start', 700, 300)).rows).toHaveLength(201);
    await store.put({ put: [madeSession(7000, { start: 1 })], remove: [], evidence: [] });
    expect((await (await openReader(name)).rows({}, 'start', 0, 1)).total).toBe(902);
  });

  test('does not read the columns', async () => {
    const { name, db } = await withFront();
    const reader = await openReader(name);
    // Whoever walks over all rows does not find them.
    const some = await db.sessions.where(':id').above('').limit(500).primaryKeys();
    const { rows } = await reader.rows({}, '-start', 0, 50);
    const shown = new Set(rows.map(({ id }) => id));
    await db.sessions.bulkDelete(some.filter((id) => !shown.has(id)));
    const again = await (await openReader(name)).rows({}, '-start', 0, 50);
    expect([again.total, again.rows]).toEqual([901, rows]);
  });

  test('a session of it that is not there any more makes the columns be asked', async () => {
    const { name, db } = await withFront();
    const { rows } = await (await openReader(name)).rows({}, 'start', 0, 3);
    await db.sessions.delete(rows[1]!.id);
    expect((await (await openReader(name)).rows({}, 'start', 0, 3)).total).toBe(900);
  });

  test('whoever was shown it hears of what another tab changed before the columns were there', async () => {
    const { name, store } = await withFront();
    const told: number[] = [];
    const reader = await openReader(name, (revision) => told.push(revision));
    await reader.rows({}, 'start', 0, 160);
    await store.put({ put: [madeSession(7000, { start: 1 })], remove: [], evidence: [] });
    await expect.poll(() => told.length).toBe(1);
    expect((await reader.rows({}, 'start', 0, 160)).rows[0]?.start).toBe(1);
  });
});
