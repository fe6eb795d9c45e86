import { describe, expect, test } from 'vitest';
import type { EpochMs, ReviewStep, SessionId } from '../../src/model.ts';
import { Database } from '../../src/archive/database.ts';
import { stateOf } from '../../src/model/review-state.ts';
import { refusalOf } from '../../src/review/index.ts';
import { madeSession, madeFragment, judged } from './made.ts';
import { mergeFragments } from '../../src/sessions/merge.ts';
import { openReader, openStore } from './opened.ts';

let clock = 0;
const step = (session: SessionId, taken: ReviewStep['step'], reviewer = 'Anna', note: string | null = null) => ({
  session,
  step: taken,
  reviewer,
  at: ++clock as EpochMs,
  note,
});
const anything = (): null => null;

describe('the steps of reviewers', () => {
  test('are kept in order, and each stands in the ledger', async () => {
    const { name, store } = await openStore();
    const made = madeSession(1);
    const { id } = made.session;
    await store.put({ put: [made], remove: [], evidence: [] });
    await store.review.step(step(id, 'escalated', 'Anna', 'why?'), anything);
    await store.review.step(step(id, 'compliant', 'Ben'), anything);
    const reader = await openReader(name);
    const steps = await reader.review.stepsOf(id);
    expect(steps.map(({ step: taken, reviewer, note }) => [taken, reviewer, note])).toEqual([
      ['escalated', 'Anna', 'why?'],
      ['compliant', 'Ben', null],
    ]);
    const db = new Database(name);
    const told = await db.ledger.where('subject').equals(`session:${id}`).toArray();
    db.close();
    expect(told.map(({ action, payload }) => [action, payload])).toMatchObject([
      ['decision', { step: 'escalated', reviewer: 'Anna', note: 'why?' }],
      ['decision', { step: 'compliant', reviewer: 'Ben', note: null }],
    ]);
  });

  test('of two decisions at once one is refused, and leaves no trace', async () => {
    const { name, store } = await openStore();
    const made = madeSession(1);
    const { id } = made.session;
    await store.put({ put: [made], remove: [], evidence: [] });
    const decide = (reviewer: string) =>
      store.review.step(step(id, 'compliant', reviewer), (before) => refusalOf(before, 'compliant', reviewer));
    expect((await Promise.all([decide('Anna'), decide('Ben')])).sort()).toEqual(['decided', null].sort());
    const reader = await openReader(name);
    expect(await reader.review.stepsOf(id)).toHaveLength(1);
  });

  test('go with a session that becomes one with another', async () => {
    const { name, store } = await openStore();
    const [first, second] = [madeFragment(1), madeFragment(2)];
    const [one, two] = [judged(first, 1), judged(second, 2)];
    await store.put({ put: [one, two], remove: [], evidence: [] });
    await store.review.step(step(one.session.id, 'escalated'), anything);
    await store.review.step(step(two.session.id, 'compliant', 'Ben'), anything);
    const both = judged(mergeFragments([first, second]), 1);
    const ids = [one.session.id, two.session.id];
    const gone = ids.filter((id) => id !== both.session.id);
    expect(gone).toHaveLength(1);
    await store.put({ put: [both], remove: gone, evidence: [] });
    const reader = await openReader(name);
    const steps = await reader.review.stepsOf(both.session.id);
    expect(steps.map(({ step: taken, session }) => [taken, session])).toEqual([
      ['escalated', both.session.id],
      ['compliant', both.session.id],
    ]);
    expect(stateOf(steps).disposition).toBe('compliant');
    expect(await reader.review.stepsOf(gone[0]!)).toEqual([]);
  });
});

describe('what reviewers ask of the archive', () => {
  test('every session comes with its flags, its steps and whether the words are said in it', async () => {
    const { name, store } = await openStore();
    const said = madeSession(1, { said: ['a special price', 'fine'] });
    const other = madeSession(2, { remote: 'price@yahoo.com' });
    await store.put({ put: [said, other], remove: [], evidence: [] });
    await store.review.step(step(other.session.id, 'violation'), anything);
    const reader = await openReader(name);
    const sample = { key: 'all', fits: (id: string) => id !== other.session.id };
    const words = { key: 'price', fits: (text: string) => text.includes('price') };
    const sessions = [...(await reader.review.sessions(words, sample))];
    const found = new Map(sessions.map((session) => [session.id, session]));
    expect(found.get(said.session.id)).toMatchObject({ hasWords: true, isSampled: true, steps: [] });
    expect(found.get(other.session.id)).toMatchObject({
      hasWords: false,
      isSampled: false,
      steps: [{ step: 'violation' }],
    });
    const later = madeSession(3, { said: ['the price again', 'fine'] });
    await store.put({ put: [later], remove: [], evidence: [] });
    const again = [...(await reader.review.sessions(words, sample))];
    expect(again.filter(({ hasWords }) => hasWords)).toHaveLength(2);
    expect(again.filter(({ isSampled }) => isSampled)).toHaveLength(2);
  });

  test('a word list has versions, of which the newest counts; one that was given up looks for nothing', async () => {
    const { name, store } = await openStore();
    await store.review.keepWordList({ id: 'a', name: 'Prices', text: 'price' });
    expect(await store.review.keepWordList({ id: 'a', name: 'Prices', text: 'price*' })).toMatchObject({ version: 2 });
    await store.review.keepWordList({ id: 'b', name: 'Other', text: 'secret' });
    const reader = await openReader(name);
    expect((await reader.review.wordLists()).map(({ id, version }) => [id, version])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    await store.review.keepWordList({ id: 'b', name: 'Other', text: '' });
    expect((await reader.review.wordLists()).map(({ id }) => id)).toEqual(['a']);
    expect(await reader.review.wordListVersions('b')).toHaveLength(2);
  });

  test('the queue’s settings are kept', async () => {
    const { name, store } = await openStore();
    const reader = await openReader(name);
    expect(await reader.review.settings()).toEqual({ severity: 'warning', share: 0.05, seed: '1' });
    await store.review.keepSettings({ severity: 'violation', share: 0.5, seed: 'x' });
    expect(await reader.review.settings()).toEqual({ severity: 'violation', share: 0.5, seed: 'x' });
  });
});

describe('how reviews stand', () => {
  test('lists say it, filters and counts follow it, at once and after the archive is opened again', async () => {
    const { name, store } = await openStore();
    const sessions = [1, 2, 3].map((number) => madeSession(number));
    const [one, two] = sessions.map(({ session }) => session.id);
    await store.put({ put: sessions, remove: [], evidence: [] });
    const reader = await openReader(name);
    await reader.rows({}, 'start', 0, 10);
    await store.review.step(step(one!, 'violation'), anything);
    await store.review.step(step(two!, 'escalated'), anything);
    await store.review.step(step(two!, 'withdrawn'), anything);
    for (const each of [reader, await openReader(name)]) {
      const { rows } = await each.rows({}, 'start', 0, 10);
      expect(rows.map(({ standing }) => standing)).toEqual(['violation', 'open', 'open']);
      const found = await each.rows({ standings: ['violation', 'compliant'] }, 'start', 0, 10);
      expect(found.rows.map(({ id }) => id)).toEqual([one]);
      expect((await each.facets({ standings: ['violation'] })).standings).toEqual([
        { value: 'open', count: 2 },
        { value: 'violation', count: 1 },
      ]);
      expect(await each.ids({ standings: ['open'] }, '-start', 0, 5_000)).toEqual([sessions[2]!.session.id, two]);
    }
  });

  test('a session that becomes one with another stands as both steps say', async () => {
    const { name, store } = await openStore();
    const [first, second] = [madeFragment(1), madeFragment(2)];
    const [one, two] = [judged(first, 1), judged(second, 2)];
    await store.put({ put: [one, two], remove: [], evidence: [] });
    const reader = await openReader(name);
    await reader.rows({}, 'start', 0, 10);
    await store.review.step(step(one.session.id, 'more-information'), anything);
    await store.review.step(step(two.session.id, 'compliant'), anything);
    const both = judged(mergeFragments([first, second]), 1);
    const gone = [one.session.id, two.session.id].filter((id) => id !== both.session.id);
    await store.put({ put: [both], remove: gone, evidence: [] });
    expect((await reader.rows({}, 'start', 0, 10)).rows.map(({ standing }) => standing)).toEqual(['compliant']);
  });
});
