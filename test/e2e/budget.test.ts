/** What the first page loads, that the other pages come when they are asked for, and how long the page is held while it imports. */
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTrace } from '../benchmarks/trace-file.ts';
import { App, ROOT } from './app.ts';
import { FOLLOWS, watchTasks } from './main-tasks.ts';
import { importOver } from './pages.ts';

const FIRST_LOAD_BYTES = 200_000;
const TASK_MS = 50;
/** Of 300 MB the first fifth: what is drawn does not grow with what was read. The whole is imported by hand. */
const IMPORT_BYTES = Number(process.env['IMPORT_BYTES'] ?? 60_000_000);
/** On each page, while the file is read. */
const STAY_MS = IMPORT_BYTES / 50_000;
let app: App;
beforeAll(async () => {
  app = await App.open();
  await app.page.waitForLoadState('networkidle');
});
afterAll(() => app.close());

/** Scripts of the page itself that were fetched; workers are threads of their own. */
const scripts = (): string[] =>
  [...new Set(app.requests)]
    .filter((url) => url.endsWith('.js'))
    .map((url) => url.slice(app.origin.length))
    .filter((path) => !/\/(?:archive|import|judging|custody)-[\w-]+\.js$/.test(path));
const gzippedOf = (path: string): number => gzipSync(readFileSync(join(ROOT, 'dist', path))).length;

test('the Import page is there with less than 200 kB of JavaScript, gzipped', () => {
  const loaded = scripts();
  const bytes = loaded.reduce((sum, path) => sum + gzippedOf(path), 0);
  console.log(`First load: ${loaded.length} scripts, ${Math.round(bytes / 1000)} kB gzipped`);
  expect(loaded.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
});

test('pictures and other pages are loaded when they are needed', async () => {
  const first = scripts();
  expect(first.filter((path) => /Page-|plot/.test(path))).toEqual([]);
  await app.go('#/sessions');
  expect(scripts().length).toBeGreaterThan(first.length);
});

test('no task of the page is longer than 50 ms while a file is imported and its lists and pictures are looked at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fedlens-tasks-'));
  try {
    const path = join(folder, 'large.log');
    await writeTrace(path, 1, IMPORT_BYTES);
    await app.go('#/import');
    const stop = await watchTasks(app.page);
    await app.drop([path]);
    for (const hash of ['#/sessions', '#/overview', '#/review', '#/import']) {
      await app.page.waitForTimeout(STAY_MS);
      // By the address alone: what looks for roles in a large page would be a long task of its own.
      await app.page.evaluate(
        ([to, mark]) => {
          performance.mark(mark);
          location.hash = to;
        },
        [hash, FOLLOWS + hash] as const,
      );
    }
    await importOver(app.page, 400_000);
    const tasks = await stop();
    for (const { milliseconds, what } of tasks.slice(0, 5))
      console.log(`A task of ${milliseconds.toFixed(0)} ms: ${what}`);
    expect(tasks.length).toBeGreaterThan(100);
    expect(tasks[0]?.milliseconds, tasks[0]?.what).toBeLessThan(TASK_MS);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 500_000);
