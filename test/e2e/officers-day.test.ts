/** An officer's whole day, with logs of their own: import, triage by keyboard, decide, escalate, hold, report. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App, ROOT } from './app.ts';
import { caseSeen, importOver, sessionCount } from './pages.ts';

/** The machine may have other work. */
const SOON = { timeout: 20_000 };
let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterAll(() => app.close());

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const waiting = async (): Promise<number> =>
  Number(((await app.page.getByText(/sessions? waits?$/).textContent()) ?? '').replace(/\D/g, ''));
const step = async (key: string, name: string): Promise<void> => {
  const { page } = app;
  await caseSeen(page);
  await page.locator('main').focus();
  await page.keyboard.press(key);
  const told = page
    .getByRole('status')
    .filter({ hasText: name })
    .filter({ hasText: t('review.undo') });
  await told.waitFor();
};

test('in the morning the logs are dropped, with what is known of the deployment', async () => {
  const { page } = app;
  await app.drop([join(ROOT, 'public/demonstration-organisation.json')]);
  await page.waitForURL(/#\/organisation/);
  await button(t('basis.look')).click();
  await button(t('basis.apply')).click();
  await button(t('basis.apply')).waitFor({ state: 'detached' });
  await app.drop([join(ROOT, 'public/demonstration.log'), join(ROOT, 'public/demonstration-xmpp.log')]);
  await importOver(page);
  await page.getByRole('link', { name: t('import.see-review') }).click();
  await page.waitForURL(/#\/review$/);
});

test('the cases are gone through and decided by keys, one after the other', async () => {
  const { page } = app;
  await page.getByRole('textbox', { name: t('review.who.ask') }).fill('Olivia');
  await page.keyboard.press('Enter');
  await page.getByText('Olivia', { exact: true }).waitFor();
  const before = await waiting();
  await step('v', t('review.step.violation'));
  await step('c', t('review.step.compliant'));
  await expect.poll(waiting, SOON).toBe(before - 2);
  const third = page
    .getByRole('navigation', { name: t('review.list') })
    .getByRole('link')
    .nth(1);
  await page.keyboard.press('j');
  await expect.poll(() => third.getAttribute('aria-current'), SOON).toBe('true');
  await caseSeen(page);
  await page.keyboard.press('n');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id), SOON).toBe('note');
  await page.keyboard.type('Who knew of this?');
  await page.keyboard.press('Escape');
  await step('e', t('review.step.escalated'));
  await expect.poll(waiting, SOON).toBe(before - 3);
});

test('what was decided is found in the list', async () => {
  const { page } = app;
  expect(await sessionCount(app)).toBeGreaterThan(100);
  const [row, first] = [page.locator('#session-1'), page.locator('#session-0')];
  // Each list has one session, and not that of the list before, which is shown until the answer is there.
  let before = '';
  for (const standing of ['violation', 'compliant', 'escalated']) {
    await app.go(`#/sessions?disposition=${standing}`);
    await expect.poll(() => first.innerText(), SOON).not.toBe(before);
    await row.waitFor({ state: 'detached' });
    before = await first.innerText();
  }
  await first.locator('a').click();
  await page.getByRole('tab', { name: t('session.tab.history') }).click();
  await page.getByText('Who knew of this?').first().waitFor();
});

test('the sessions of a matter are put on hold from the list', async () => {
  const { page } = app;
  await app.go('#/sessions?provider=yahoo');
  await page.getByRole('link', { name: t('holds.from-sessions') }).click();
  await page.getByRole('textbox', { name: t('holds.name'), exact: true }).fill('Matter 7');
  await page.getByRole('textbox', { name: t('holds.why'), exact: true }).fill('Asked for by the regulator');
  await button(t('holds.place.do')).click();
  await page.getByText(t('holds.placed', { name: 'Matter 7', n: 1 })).waitFor();
});

test('in the evening the report says what was done, and stands on paper alone', async () => {
  const { page } = app;
  await app.go('#/review?part=report');
  const report = page.getByRole('article').filter({ hasText: t('report.title') });
  const row = report.getByRole('row').filter({ hasText: 'Olivia' }).first();
  await row.waitFor();
  expect((await row.innerText()).replace(/\s+/g, ' ')).toMatch(/^Olivia 1 1 1 0/);
  await page.emulateMedia({ media: 'print' });
  expect(await report.isVisible()).toBe(true);
  expect(await page.getByRole('search').isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  expect(app.faults).toEqual([]);
});
