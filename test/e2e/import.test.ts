/** While an import runs: it can be cancelled at once, and the page goes on answering. */
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { writeTrace } from '../benchmarks/trace-file.ts';
import { analyze, median } from '../benchmarks/node.ts';
import { yahooChat } from '../cli/trace.ts';
import { App } from './app.ts';
import { watchTasks } from './main-tasks.ts';
import { cancelImport, importOver, newestImport, savedSessions, sessionCount } from './pages.ts';

const CANCEL_MS = 100;
const TASK_MS = 50;
let app: App;
let folder: string;
const traces: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fedlens-import-'));
  for (const seed of [1, 2, 3]) {
    traces.push(join(folder, `big-${seed}.log`));
    await writeTrace(join(folder, `big-${seed}.log`), seed, 60e6);
  }
  app = await App.open();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test('a drop event that carries File objects is read', async () => {
  const said = yahooChat({ callId: 'by-event', day: '06/24/2014', said: ['hello'] });
  await app.page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'event.log'));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, said);
  await importOver(app.page);
  expect((await savedSessions(app)).flatMap(({ keys }) => keys.callIds)).toEqual(['by-event']);
});

test('an import is over within 100 ms of a cancel, and what was read stays', async () => {
  const times: number[] = [];
  for (const trace of traces) {
    await app.go('#/import');
    await app.drop([trace]);
    times.push(await cancelImport(app.page));
    expect(await newestImport(app.page).innerText()).toContain(t('file.cancelled'));
  }
  console.log(`Cancelled after ${times.map(Math.round).join(', ')} ms`);
  expect(median(times)).toBeLessThan(CANCEL_MS);
  expect(await sessionCount(app)).toBeGreaterThan(traces.length);
});

test('no task of the page is longer than 50 ms while 60 MB are read', async () => {
  await app.go('#/import');
  const stop = await watchTasks(app.page);
  await app.drop([traces[0] ?? '']);
  await importOver(app.page);
  const tasks = await stop();
  expect(tasks.length).toBeGreaterThan(100);
  expect(tasks[0]?.milliseconds, tasks[0]?.what).toBeLessThan(TASK_MS);
});

test('a hundred files dropped at once are listed without a task of over 50 ms', async () => {
  const fresh = await App.open();
  try {
    const files = Array.from({ length: 100 }, (_, index) =>
      fresh.file(`${index}.log`, yahooChat({ callId: `of-${index}`, day: '06/24/2014', said: ['hello'] })),
    );
    const stop = await watchTasks(fresh.page);
    await fresh.drop(files);
    await importOver(fresh.page);
    expect(await newestImport(fresh.page).getByRole('listitem').count()).toBe(files.length);
    const tasks = await stop();
    expect(tasks[0]?.milliseconds, tasks[0]?.what).toBeLessThan(TASK_MS);
  } finally {
    await fresh.close();
  }
});

test('a file that was read whole is not read twice', async () => {
  const once = await sessionCount(app);
  await app.go('#/import');
  await app.drop([traces[0] ?? '']);
  await importOver(app.page);
  expect(await newestImport(app.page).innerText()).toContain(t('file.duplicate'));
  expect(await sessionCount(app)).toBe(once);
});

test('a file that was cancelled is completed by dropping it again', async () => {
  const trace = traces[1] ?? '';
  const fresh = await App.open();
  try {
    await fresh.drop([trace]);
    await cancelImport(fresh.page);
    await fresh.go('#/import');
    await fresh.drop([trace]);
    await importOver(fresh.page);
    expect(await sessionCount(fresh)).toBe((await analyze(trace, 'built')).sessions);
  } finally {
    await fresh.close();
  }
});
