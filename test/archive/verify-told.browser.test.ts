/** What people told — reviews, holds, word lists, the basis, settings — and was changed behind the program's back is found, and named. */
import { beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../src/archive/database.ts';
import type { DexieStore } from '../../src/archive/index.ts';
import type { MetaRecord } from '../../src/archive/tables.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import type { EpochMs, ReviewStep, Verification } from '../../src/model.ts';
import { madeSession, madeSessions } from './made.ts';
import { openStore, tell } from './opened.ts';

let store: DexieStore;
let db: Database;

beforeEach(async () => {
  const opened = await openStore();
  store = opened.store;
  await store.jobs.begin('import');
  await store.put({ put: madeSessions(0, 30), remove: [], evidence: [] });
  for (const name of ['Contoso', 'Fabrikam', 'Tailspin']) await tell(store, { v: 1, name });
  db = await openDatabase(opened.name);
});

async function fault(): Promise<Verification['fault']> {
  const { fault: found } = await verifyArchive(db);
  db.close();
  return found;
}

const flippedText = (text: string): string => String.fromCharCode(text.charCodeAt(0) ^ 1) + text.slice(1);
const ids = [madeSession(17).session.id, madeSession(18).session.id] as const;
const now = async (): Promise<string | undefined> => (await verifyArchive(db)).fault?.message;

const isVersion = (record: MetaRecord): record is Extract<MetaRecord, { key: `basis:${string}` }> =>
  record.key.startsWith('basis:');

test('a hold that was changed, taken away or slipped in is named', async () => {
  const id = await store.retention.placeHold('a matter', { users: ['a@b'] }, 'asked for');
  const other = await store.retention.placeHold('another', {}, 'asked for');
  await store.retention.releaseHold(other, 'settled');
  expect((await verifyArchive(db)).fault).toBeNull();
  const hold = await db.holds.get(id);
  await db.holds.put({ ...hold!, scope: { users: ['c@d'] } });
  expect((await verifyArchive(db)).fault).toMatchObject({ subject: `hold:${id}` });
  await db.holds.delete(id);
  expect((await verifyArchive(db)).fault?.message).toBe(`Hold ${id} (a matter) is missing.`);
  await db.holds.bulkPut([hold!, { ...hold!, id: 9 }]);
  expect(await fault()).toMatchObject({ subject: 'hold:9' });
});

test('a review that was changed, taken away, slipped in or swapped with another is named', async () => {
  for (const [index, session] of ids.entries()) {
    const step: ReviewStep = {
      session,
      step: 'note',
      reviewer: 'Ada',
      at: (index + 1) as EpochMs,
      note: `note ${index}`,
    };
    await store.review.step(step, () => null);
  }
  const [first, second] = (await db.reviews.bulkGet([...ids])).map((record) => record!);
  const another = `The review of session ${ids[0]} is another one than the ledger tells.`;
  expect(await now()).toBeUndefined();
  const [step] = first!.steps;
  for (const changed of [
    { note: flippedText(step!.note!) },
    { reviewer: 'Bob' },
    { at: 2 as EpochMs },
    { step: 'compliant' as const },
  ]) {
    await db.reviews.put({ ...first!, steps: [{ ...step!, ...changed }] });
    expect(await now()).toBe(another);
  }
  await db.reviews.delete(ids[0]);
  expect(await now()).toBe(`The review of session ${ids[0]} is missing.`);
  await db.reviews.put({ ...first!, steps: second!.steps });
  await db.reviews.put({ ...second!, steps: first!.steps });
  expect(await now()).toBe(another);
  const stray = madeSession(19).session.id;
  await db.reviews.bulkPut([first!, second!, { session: stray, steps: first!.steps }]);
  expect(await fault()).toMatchObject({ part: 'ledger', subject: `session:${stray}` });
});

test('a word list that was changed, taken away, slipped in or swapped with another is named', async () => {
  const one = await store.review.keepWordList({ id: 'l', name: 'Words', text: 'one' });
  const two = await store.review.keepWordList({ id: 'l', name: 'Words', text: 'two' });
  expect(await now()).toBeUndefined();
  await db.wordLists.put({ ...one, text: flippedText(one.text) });
  expect(await now()).toBe('Word list l/1 was changed.');
  await db.wordLists.bulkPut([
    { ...one, text: two.text },
    { ...two, text: one.text },
  ]);
  expect(await now()).toBe('Word list l/1 was changed.');
  await db.wordLists.bulkPut([one, two]);
  await db.wordLists.where(':id').equals(['l', 2]).delete();
  expect(await now()).toBe('Word list l/2 is missing.');
  await db.wordLists.bulkPut([two, { ...two, id: 'm' }]);
  expect(await fault()).toMatchObject({ subject: 'word-list:m/2' });
});

test('a version of the basis that was changed, taken away, slipped in or swapped, and another in force, are named', async () => {
  const versions = (await db.meta.toArray()).filter(isVersion);
  const [first, second, third] = versions;
  expect(versions.map(({ value }) => value.organisation?.name)).toEqual(['Contoso', 'Fabrikam', 'Tailspin']);
  const name = (n: number): string => `Version ${n} of what sessions are judged by`;
  const renamed = { ...second!.value, organisation: { ...second!.value.organisation!, name: 'Gabrikam' } };
  await db.meta.put({ ...second!, value: renamed });
  expect(await now()).toBe(`${name(second!.value.number)} was changed.`);
  await db.meta.put({ ...second!, value: { ...third!.value, number: second!.value.number } });
  await db.meta.put({ ...third!, value: { ...second!.value, number: third!.value.number } });
  expect(await now()).toBe(`${name(second!.value.number)} was changed.`);
  await db.meta.bulkPut([second!, third!]);
  await db.meta.delete(first!.key);
  expect(await now()).toBe(`${name(first!.value.number)} is missing.`);
  await db.meta.bulkPut([first!, { key: 'basis:9', value: { ...third!.value, number: 9 } }]);
  expect(await now()).toBe(`${name(9)} is not known to the ledger.`);
  await db.meta.delete('basis:9');
  const mark = (await db.meta.get('basis')) as Extract<MetaRecord, { key: 'basis' }>;
  await db.meta.put({ ...mark, value: { ...mark.value, current: first!.value.number } });
  expect(await now()).toMatch(/is in force, and the ledger tells/);
  await db.meta.put(mark);
  await db.meta.put({ key: 'organisation', value: { ...third!.value.organisation!, name: 'Mailspin' } });
  expect(await fault()).toMatchObject({ subject: 'organisation' });
});

test('settings of review and retention that were changed or taken away are named', async () => {
  await store.review.keepSettings({ severity: 'violation', share: 0.5, seed: '7' });
  await store.retention.keepPolicy({ days: 365, periods: [], waitDays: 30, exportedOnly: false });
  expect(await now()).toBeUndefined();
  for (const key of ['review', 'retention'] as const) {
    const kept = await db.meta.get(key);
    const others = `The settings of ${key} are others than the ledger tells.`;
    await db.meta.delete(key);
    expect(await now()).toBe(others);
    await db.meta.put({ key, value: { ...(kept!.value as object), share: 0.1, days: 1 } } as unknown as MetaRecord);
    expect(await now()).toBe(others);
    await db.meta.put(kept!);
  }
  expect(await fault()).toBeNull();
});
