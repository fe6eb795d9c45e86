/** A hold of sessions that are chosen: it keeps them, whatever becomes of them. */
import { expect, onTestFinished, test } from 'vitest';
import { ArchiveCustody } from '../../src/archive/index.ts';
import { openDatabase } from '../../src/archive/database.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import type { EpochMs, SessionId } from '../../src/model.ts';
import { mergeFragments } from '../../src/sessions/merge.ts';
import { judged, madeFragment, madeSession } from './made.ts';
import { openReader, openStore } from './opened.ts';

/** Two sessions of which one is held by name become one, under the id of the other. */
async function merged() {
  const { name, store } = await openStore();
  await store.jobs.begin('import');
  const fragments = [madeFragment(1), madeFragment(2)];
  const both = judged(mergeFragments(fragments), 1);
  const pair = fragments.map((fragment, index) => judged(fragment, index + 1));
  const gone = pair.find(({ session }) => session.id !== both.session.id)!.session.id;
  await store.put({ put: [...pair, madeSession(3)], remove: [], evidence: [] });
  const hold = await store.retention.placeHold('a matter', { sessions: [gone] }, 'asked for');
  const heir = both.session.id;
  const merge = (): Promise<void> => store.put({ put: [both], remove: [gone], evidence: [] });
  return { name, store, hold, gone, heir, merge };
}

async function dueAfterYears(name: string): Promise<SessionId[]> {
  const custody = await ArchiveCustody.open(name);
  onTestFinished(() => custody.close());
  return (await custody.purgePlan(Date.UTC(2100, 0) as EpochMs)).ids;
}

test('of a selection keeps what is named, and nothing else', async () => {
  const { name, store, hold, gone, heir } = await merged();
  await store.retention.keepPolicy({ days: 1, periods: [], waitDays: 0, exportedOnly: false });
  const reader = await openReader(name);
  expect(await reader.ids({ holds: [hold] }, 'start', 0, 10)).toEqual([gone]);
  expect(await reader.ids({ holds: [hold], text: 'no such word' }, 'start', 0, 10)).toEqual([]);
  expect(await reader.ids({ holds: [hold + 1] }, 'start', 0, 10)).toEqual([]);
  expect(await dueAfterYears(name)).toEqual([heir, madeSession(3).session.id].sort());
});

test('follows a session that becomes one with another; the ledger tells it, and everything verifies', async () => {
  const { name, store, hold, gone, heir, merge } = await merged();
  await store.retention.keepPolicy({ days: 1, periods: [], waitDays: 0, exportedOnly: false });
  const reader = await openReader(name);
  expect(await reader.ids({ holds: [hold] }, 'start', 0, 10)).toEqual([gone]);
  await merge();
  expect(await reader.ids({ holds: [hold] }, 'start', 0, 10)).toEqual([heir]);
  expect(await dueAfterYears(name)).toEqual([madeSession(3).session.id]);
  const db = await openDatabase(name);
  onTestFinished(() => db.close());
  expect((await db.holds.get(hold))?.scope).toEqual({ sessions: [heir] });
  const told = await db.ledger.where('subject').equals(`hold:${hold}`).last();
  expect(told).toMatchObject({ action: 'hold', payload: { hold, gone, heirs: [heir] } });
  expect((await verifyArchive(db)).fault).toBeNull();
});

test('that is moved behind the ledger’s back is named', async () => {
  const { name, hold, gone, merge } = await merged();
  await merge();
  const db = await openDatabase(name);
  onTestFinished(() => db.close());
  const followed = await db.holds.get(hold);
  await db.holds.put({ ...followed!, scope: { sessions: [gone] } });
  expect((await verifyArchive(db)).fault?.message).toBe(`Hold ${hold} (a matter) was changed.`);
});

test('stays named where its session has gone without an heir: it may come back', async () => {
  const { name, store, hold, gone } = await merged();
  await store.put({ put: [], remove: [gone], evidence: [] });
  const db = await openDatabase(name);
  onTestFinished(() => db.close());
  expect((await db.holds.get(hold))?.scope).toEqual({ sessions: [gone] });
  expect((await verifyArchive(db)).fault).toBeNull();
});
