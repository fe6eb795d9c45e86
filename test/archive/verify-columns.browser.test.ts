/** What lists are drawn from is kept beside the rows: where it was changed, verification names it, and a purge does not go by it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ArchiveCustody, DexieStore } from '../../src/archive/index.ts';
import { ColumnStore } from '../../src/archive/column-store.ts';
import { openDatabase, type Database } from '../../src/archive/database.ts';
import { keepFrontPages } from '../../src/archive/front-pages.ts';
import { LiveColumns } from '../../src/archive/live-columns.ts';
import type { KeptColumns } from '../../src/archive/tables.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import type { EpochMs } from '../../src/model.ts';
import { madeSession, madeSessions } from './made.ts';

const NAME = `columns-${performance.timeOrigin}`;
let db: Database;
let whole: KeptColumns[];
beforeAll(async () => {
  const store = await DexieStore.open(NAME);
  await store.jobs.begin('import');
  await store.put({ put: madeSessions(0, 600), remove: [], evidence: [] });
  await store.put({ put: [madeSession(700, { start: null, local: null, flags: [] })], remove: [], evidence: [] });
  await store.jobs.end('sealed');
  await store.retention.keepPolicy({ days: 1, periods: [], waitDays: 0, exportedOnly: false });
  await store.retention.placeHold('a matter', { users: ['user7@contoso.com'] }, 'asked for');
  store.close();
  db = await openDatabase(NAME);
  const live = new LiveColumns(db, () => undefined);
  const columns = await live.current();
  const counters = await db.meta.get('counters');
  const revision = counters?.key === 'counters' ? counters.value.revision : 0;
  await new ColumnStore(db).keep(columns, revision);
  await keepFrontPages(db, columns, revision);
  live.close();
  whole = await db.columns.toArray();
  return () => db.close();
});

/** One of the kept values, changed, while `look` looks. */
async function changed<T>(key: string, change: (value: never) => void, look: () => Promise<T>): Promise<T> {
  const record = structuredClone(whole.find((each) => each.key.startsWith(key)));
  if (record === undefined) throw new Error(`Nothing is kept as ${key}.`);
  change(record.value as never);
  await db.columns.put(record);
  try {
    return await look();
  } finally {
    await db.columns.bulkPut(whole);
  }
}

const faultNow = async (): Promise<string | null> => (await verifyArchive(db)).fault?.message ?? null;

test('what is kept as the rows say fits', async () => {
  expect(await faultNow()).toBeNull();
});

describe('found and named', () => {
  type Part = Record<string, Uint8Array>;
  test.each([
    ...['start', 'provider', 'confidence', 'kind', 'flags', 'local', 'remote', 'modalities', 'sources', 'standing'],
    ...['pack', 'slot'],
  ])('another value in the column %s', async (column) => {
    const change = (part: Part): void =>
      void (part[column]![3] = column === 'start' ? 77 : part[column]![3] === 1 ? 0 : 1);
    expect(await changed('rows:', change, faultNow)).toMatch(/^Session [0-9a-f]{20} is listed with /);
  });

  test('a session that is not listed, and one that is listed under another id', async () => {
    expect(await changed('rows:', (part: Part) => void (part['live']![3] = 0), faultNow)).toMatch(/is not in the list/);
    expect(await changed('rows:', (part: Part) => void (part['ids']![30]! ^= 1), faultNow)).toMatch(
      /is not in the list/,
    );
  });

  test('an order that is none', async () => {
    type Orders = Record<'start' | 'addresses', Uint32Array>;
    const turned = (order: Uint32Array): void => void order.reverse();
    const message = 'The list is kept in another order than its sessions have.';
    expect(await changed('orders', ({ start }: Orders) => turned(start), faultNow)).toBe(message);
    expect(await changed('orders', ({ addresses }: Orders) => turned(addresses), faultNow)).toBe(message);
  });

  test('another first page', async () => {
    const message = 'The first page of the list is another one than the sessions say.';
    type Pages = { total: number; start: Uint8Array };
    expect(await changed('front', (pages: Pages) => void (pages.total = 3), faultNow)).toBe(message);
    expect(await changed('front', ({ start }: Pages) => void (start[0]! ^= 1), faultNow)).toBe(message);
  });
});

test('a purge goes by the rows: what a hold keeps does not go because it is listed under another user', async () => {
  const asOf = Date.UTC(2030, 0, 1) as EpochMs;
  const custody = await ArchiveCustody.open(NAME);
  const plan = async (): Promise<string> => (await custody.purgePlan(asOf)).plan.digest;
  const before = await custody.purgePlan(asOf);
  expect(before.plan.held).toBeGreaterThan(0);
  expect(await changed('rows:', ({ local }: Record<string, Uint32Array>) => void local!.fill(1), plan)).toBe(
    before.plan.digest,
  );
  custody.close();
});
