/** The officer's work: sessions are decided by keys, escalated, taken back; word lists fill the queue; the report counts it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { caseSeen, openDemonstration } from './pages.ts';

let app: App;
beforeAll(async () => {
  app = await App.open();
  await openDemonstration(app);
  await app.go('#/review');
}, 120_000);
afterAll(() => app.close());

const waiting = async (): Promise<number> => {
  const text = (await app.page.getByText(/sessions? waits?$/).textContent()) ?? '';
  return Number(text.replace(/\D/g, ''));
};
const actAs = async (name: string): Promise<void> => {
  const { page } = app;
  const change = page.getByRole('button', { name: t('review.who.change') });
  if ((await change.count()) > 0) await change.click();
  await page.getByRole('textbox', { name: t('review.who.ask') }).fill(name);
  await page.getByRole('button', { name: t('review.who.keep') }).click();
  await page.getByText(name, { exact: true }).waitFor();
};
const decide = async (key: string, step: string): Promise<void> => {
  const { page } = app;
  await caseSeen(page);
  await page.locator('main').focus();
  await page.keyboard.press(key);
  await page
    .getByRole('status')
    .filter({ hasText: step })
    .filter({ hasText: t('review.undo') })
    .waitFor();
};

describe('the review', () => {
  test('asks who reviews before anything is decided', async () => {
    const { page } = app;
    await page.getByRole('button', { name: t('review.step.compliant') }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: t('review.refused.no-reviewer') })
      .waitFor();
    await actAs('Anna');
  });

  test('a decision by key takes the session out of the queue, and can be taken back', async () => {
    const before = await waiting();
    await decide('v', t('review.step.violation'));
    await expect.poll(waiting).toBe(before - 1);
    await app.page.keyboard.press('u');
    await expect.poll(waiting).toBe(before);
  });

  test('an escalation waits for another reviewer, whom its note reaches', async () => {
    const { page } = app;
    await page.getByRole('textbox', { name: new RegExp(`^${t('review.note')}`) }).fill('Looks like a licence lapse');
    const before = await waiting();
    await decide('e', t('review.step.escalated'));
    await expect.poll(waiting).toBe(before - 1);
    await actAs('Ben');
    await expect.poll(waiting).toBe(before);
    await page
      .getByRole('navigation', { name: t('review.list') })
      .getByRole('link')
      .first()
      .click();
    await page.getByText('Looks like a licence lapse').waitFor();
    await decide('c', t('review.step.compliant'));
    await expect.poll(waiting).toBe(before - 1);
  });

  test('keys that come before the next case is shown decide nothing, and a note that is begun then is the next case’s', async () => {
    const { page } = app;
    await caseSeen(page);
    const before = await waiting();
    const first = page.url();
    await page.locator('main').focus();
    // Within one task: the next case cannot have come from the worker between two of the keys.
    const focused = await page.evaluate(async () => {
      for (const key of ['j', 'c', 'v', 'n']) {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      }
      return document.activeElement?.id;
    });
    expect(focused).toBe('note');
    await page.keyboard.type('vice');
    await caseSeen(page);
    expect(page.url()).not.toBe(first);
    expect(await page.locator('#note').inputValue()).toBe('vice');
    expect(await waiting()).toBe(before);
    await page.locator('#note').fill('');
    await page.keyboard.press('Escape');
  });

  test('a word list tells its faults, is tried on the archive, and fills the queue', async () => {
    const { page } = app;
    await page.getByRole('link', { name: t('review.part.words') }).click();
    await page.getByRole('button', { name: t('words.new') }).click();
    await page.getByLabel(t('words.name')).fill('Prices');
    const entries = page.getByLabel(t('words.entries'));
    await entries.fill('"price');
    await page.getByRole('button', { name: t('words.try') }).click();
    await page.getByRole('alert').filter({ hasText: 'Line 1' }).waitFor();
    await entries.fill('price*\nnever');
    await page.getByRole('button', { name: t('words.try') }).click();
    const tried = await page.getByText(/It finds something in/).textContent();
    expect(Number(tried?.replace(/\D/g, ''))).toBeGreaterThan(0);
    await page.getByRole('button', { name: t('words.keep', { n: 1 }) }).click();
    await page.getByText(t('words.kept', { n: 1 })).waitFor();
    await page.getByRole('link', { name: t('review.part.queue') }).click();
    await page.getByText(new RegExp(`^\\d+ ${t('review.reason.words')}$`)).waitFor();
  });

  test('the report says who decided what, and how the escalation ended', async () => {
    const { page } = app;
    await page.getByRole('link', { name: t('review.part.report') }).click();
    const report = page.getByRole('article').filter({ hasText: t('report.title') });
    await report.waitFor();
    const text = (await report.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain(t('report.by'));
    expect(await report.getByRole('row').filter({ hasText: 'Ben' }).first().innerText()).toMatch(
      /^Ben\s+1\s+0\s+0\s+0$/,
    );
    expect(await report.getByRole('row').filter({ hasText: 'Anna' }).innerText()).toMatch(/Ben: Compliant/);
  });

  test('nothing went wrong on the way', () => {
    expect(app.faults).toEqual([]);
  });
});
