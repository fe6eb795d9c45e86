/** How fast the archive takes and gives sessions in this browser. The bounds are far below what is measured, to hold on slow machines. */
import { expect, test } from 'vitest';
import { madeSessions } from './made.ts';
import { openReader, openStore } from './opened.ts';

const SESSIONS = 20_000;
const BATCH = 200;

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  const value = await work();
  return [value, performance.now() - began];
}

test('speed of the archive', { timeout: 120_000 }, async () => {
  const { name, store } = await openStore();
  const batches = Array.from({ length: SESSIONS / BATCH }, (_, n) => madeSessions(n * BATCH, (n + 1) * BATCH));
  const figures: Record<string, number> = {};
  const [, putting] = await timed(async () => {
    for (const put of batches) await store.put({ put, remove: [], evidence: [] });
  });
  figures['sessions put a second'] = (SESSIONS / putting) * 1000;

  const keys = (from: number): string[] =>
    Array.from({ length: BATCH }, (_, n) => [`call:made-${from + n}`, `conv:none-${from + n}`]).flat();
  const [, missing] = await timed(() => store.sharing(keys(10 * SESSIONS)));
  figures['ms for 400 keys that nothing has'] = missing;
  const [found, finding] = await timed(() => store.sharing(keys(SESSIONS / 2)));
  expect(found).toHaveLength(BATCH);
  figures['ms for 400 keys of 200 sessions'] = finding;
  const [, again] = await timed(async () => {
    for (const put of batches.slice(0, 10)) await store.put({ put, remove: [], evidence: [] });
  });
  figures['sessions put again a second'] = ((10 * BATCH) / again) * 1000;

  const reader = await openReader(name);
  const [all, loading] = await timed(() => reader.rows({}, 'start', 0, 50));
  expect(all.matching).toBe(SESSIONS);
  figures['rows loaded a second'] = (SESSIONS / loading) * 1000;
  figures['ms a page'] = (await timed(() => reader.rows({}, 'start', SESSIONS / 2, 50)))[1];
  figures['ms to sort by remote'] = (await timed(() => reader.rows({}, 'remote', 0, 50)))[1];
  figures['ms for facets'] = (await timed(() => reader.facets({ providers: ['yahoo'] })))[1];
  figures['ms for a timeline'] = (await timed(() => reader.timeline({}, 'Europe/Berlin')))[1];
  const [hits, searching] = await timed(() => reader.rows({ text: 'NUMBER 777' }, 'start', 0, 50));
  expect(hits.matching).toBe(38);
  figures['ms to search'] = searching;
  figures['ms for a session'] = (await timed(() => reader.session(all.rows[7]!.id)))[1];
  const { usage } = await navigator.storage.estimate();
  figures['bytes a session (this origin)'] = (usage ?? 0) / SESSIONS;
  console.log(
    Object.entries(figures)
      .map(([what, value]) => `${value.toFixed(1).padStart(10)} ${what}`)
      .join('\n'),
  );
  expect(figures['sessions put a second']).toBeGreaterThan(1000);
});
