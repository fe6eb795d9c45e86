/** A session of ten thousand messages: the page draws what is looked at, and never waits long. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { yahooChat } from '../cli/trace.ts';
import { App } from './app.ts';
import { watchTasks } from './main-tasks.ts';
import { importOver, sessionCount } from './pages.ts';

const MESSAGES = 10_000;
const TASK_MS = 50;
const MEGABYTE = 1_000_000;
let app: App;

beforeAll(async () => {
  app = await App.open();
  const said = Array.from({ length: MESSAGES }, (_, index) =>
    index % 97 === 0 ? 'long '.repeat(80) : `text ${index}`,
  );
  said[2] = 'y'.repeat(MEGABYTE);
  said[4] = 'photo\u202egpj.exe';
  await app.drop([app.file('long.log', yahooChat({ callId: 'long-1', day: '06/24/2014', said }))]);
  await importOver(app.page);
  expect(await sessionCount(app)).toBe(1);
});
afterAll(() => app.close());

async function scrollTo(share: number): Promise<void> {
  await app.page.evaluate((part) => {
    const main = document.querySelector('main');
    if (main) main.scrollTop = main.scrollHeight * part;
  }, share);
  await app.page.waitForTimeout(300);
}

test('its transcript, ladder, messages and evidence are shown, and no task is longer than 50 ms', async () => {
  await app.go('#/sessions');
  await app.page.locator('#session-0 a').waitFor();
  const stop = await watchTasks(app.page);
  // By the elements themselves: what looks for roles in a large page would be a long task of its own.
  await app.page.locator('#session-0 a').click();
  await app.page.locator('#tab-transcript').waitFor();
  for (const part of ['transcript', 'ladder', 'messages', 'evidence'] as const) {
    await app.page.locator(`#tab-${part}`).click();
    for (const share of [0.2, 0.5, 0.9, 1]) await scrollTo(share);
    const nodes = await app.page.evaluate(() => document.querySelectorAll('main *').length);
    expect(nodes, part).toBeLessThan(6000);
  }
  const tasks = await stop();
  expect(tasks.length).toBeGreaterThan(100);
  expect(tasks[0]?.milliseconds, tasks[0]?.what).toBeLessThan(TASK_MS);
});

test('the last message is there when the end is reached', async () => {
  await app.page.getByRole('tab', { name: t('session.tab.transcript') }).click();
  for (let turn = 0; turn < 4; turn++) await scrollTo(1);
  await app.page.getByText(`text ${MESSAGES - 1}`, { exact: true }).waitFor();
});

test('of a text of a megabyte the beginning is shown, and all of it on request', async () => {
  await scrollTo(0);
  await app.page.getByRole('button', { name: t('transcript.whole', { n: MEGABYTE }) }).click();
  await expect
    .poll(() =>
      app.page.evaluate((length) => (document.querySelector('main')?.innerText.length ?? 0) > length, MEGABYTE),
    )
    .toBe(true);
});

test('a character that turns the text round is named in its place', async () => {
  await app.page.reload();
  await app.page.getByText('RLO', { exact: true }).waitFor();
  expect(await app.page.getByText('photo').innerText()).toContain('photoRLOgpj.exe');
});
