/** A hold of sessions that are chosen: it keeps them, whatever becomes of them. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { ArchiveCustody } from '../../src/archive/index.ts';
import { placesOf } from '../../src/archive/blanking.ts';
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

describe('of a session that splits', () => {
  /** One session of two parts, held by name; the parts are as they were before they became one. */
  async function whole() {
    const { name, store } = await openStore();
    await store.jobs.begin('import');
    const fragments = [madeFragment(1), madeFragment(2)];
    const both = judged(mergeFragments(fragments), 1);
    const parts = fragments.map((fragment, index) => judged(fragment, index + 1));
    await store.put({ put: [both, madeSession(3)], remove: [], evidence: [] });
    const hold = await store.retention.placeHold('a matter', { sessions: [both.session.id] }, 'asked for');
    const expectHeld = async (ids: SessionId[]): Promise<void> => {
      const db = await openDatabase(name);
      expect((await db.holds.get(hold))?.scope.sessions).toEqual(ids.toSorted());
      expect((await verifyArchive(db)).fault).toBeNull();
      db.close();
    };
    return { name, store, both: both.session.id, parts, ids: parts.map(({ session }) => session.id), expectHeld };
  }

  test('keeps every part, also where one has the id of the whole', async () => {
    const { store, both, parts, ids, expectHeld } = await whole();
    expect(ids).toContain(both);
    await store.put({ put: [...parts, madeSession(4)], remove: [], evidence: [] });
    await expectHeld(ids);
  });

  test('keeps every part that comes back one after the other, as when its file is read again', async () => {
    const { name, store, both, parts, ids, expectHeld } = await whole();
    await store.put({ put: [], remove: [both], evidence: [] });
    await expectHeld([both]);
    // While nothing of it is there, what it stood on is held all the same.
    const custody = await ArchiveCustody.open(name);
    onTestFinished(() => custody.close());
    const sources = parts.flatMap(({ session }) => [...placesOf(session)].map(({ source }) => source));
    expect(await custody.heldSessions(sources)).toBe(1);
    await store.put({ put: [parts[1]!, madeSession(4)], remove: [], evidence: [] });
    await store.put({ put: [parts[0]!], remove: [], evidence: [] });
    await expectHeld(ids);
    const db = await openDatabase(name);
    onTestFinished(() => db.close());
    expect(await db.meta.get('awaited-parts')).toBeUndefined();
    expect(await custody.heldSessions(sources)).toBe(2);
  });
});
