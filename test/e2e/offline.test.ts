/** Dropped, read, and still there without a server: installable, and alone. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { yahooChat } from '../cli/trace.ts';
import { App, ROOT } from './app.ts';
import { Looks } from './looks.ts';
import { importOver, rowOf, sessionCount } from './pages.ts';

const LOGS = readdirSync(join(ROOT, 'public')).filter((name) => name.endsWith('.log'));
let app: App;
let sessions = 0;

beforeAll(async () => {
  app = await App.open({ offline: true });
});
afterAll(() => app.close());

test('the demonstration is dropped on the page and becomes sessions', async () => {
  await app.drop(LOGS.map((name) => join(ROOT, 'public', name)));
  await importOver(app.page);
  for (const name of LOGS) expect(await rowOf(app.page, name)).toContain(name);
  sessions = await sessionCount(app);
  expect(sessions).toBeGreaterThan(10);
});

test('the manifest is installable and the service worker controls the page', async () => {
  const devtools = await app.context.newCDPSession(app.page);
  await app.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await app.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect((await devtools.send('Page.getAppManifest')).errors).toEqual([]);
  expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
});

test('what another app shares is read once, and one that holds nothing is said to', async () => {
  const share = (files: [name: string, text: string][]): Promise<void> =>
    app.page.evaluate((all) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', enctype: 'multipart/form-data', action: './shared' });
      const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files', multiple: true });
      const transfer = new DataTransfer();
      for (const [name, text] of all) transfer.items.add(new File([text], name, { type: 'text/plain' }));
      input.files = transfer.files;
      form.append(input);
      document.body.append(form);
      form.submit();
    }, files);
  await share([['shared by another app.log', yahooChat({ callId: 'shared-1', day: '06/24/2014', said: ['hello'] })]]);
  await app.page.waitForURL(/#\/import$/);
  const file = 'shared by another app.log';
  await expect.poll(() => rowOf(app.page, file), { timeout: 20_000 }).toContain(file);
  await importOver(app.page);
  sessions += 1;
  await app.page.reload();
  expect(await sessionCount(app)).toBe(sessions);
  await share([]);
  await app.page.getByText(t('import.share-failed')).waitFor();
});

test('a newer version waits until the person says so, and what offers it can be read by everyone', async () => {
  const { page } = app;
  const looks = await Looks.open(app);
  await page.evaluate(() => void Object.assign(globalThis, { isBefore: true }));
  // Another script for the same pages is what another build's worker is to the browser.
  await page.evaluate(() => navigator.serviceWorker.register('./sw.js?newer', { updateViaCache: 'none' }));
  await page.getByText(t('update.ready')).waitFor();
  expect(await looks.faults()).toEqual([]);
  expect(await page.evaluate(() => 'isBefore' in globalThis)).toBe(true);
  await page.getByRole('button', { name: t('update.apply'), exact: true }).click();
  await page.waitForFunction(() => !('isBefore' in globalThis));
  expect(await sessionCount(app)).toBe(sessions);
});

test('without a server and a network everything is found again after a reload', async () => {
  await app.stopServer();
  await app.context.setOffline(true);
  await app.page.reload();
  expect(await sessionCount(app)).toBe(sessions);
  await app.page.getByRole('row').nth(1).getByRole('link').click();
  await app.page.getByRole('heading', { level: 1 }).waitFor();
  for (const hash of ['#/import', '#/overview', '#/review', '#/organisation', '#/archive']) await app.go(hash);
});

test('no request went to another origin, and nothing was refused or failed before the server stopped', () => {
  const others = app.requests.filter((url) => !url.startsWith(`${app.origin}/`) && !/^(blob|data):/.test(url));
  expect(others).toEqual([]);
  expect(app.requests.length).toBeGreaterThan(3);
  expect(app.faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});
