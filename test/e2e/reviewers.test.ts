/** Reviewers with passphrases on the built app: set up, locked by hand, by a reload and by idleness, in every tab. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { importOver } from './pages.ts';
import { storedRows } from './stored-rows.ts';

const PASSPHRASE = 'nine wooden boats at dusk';
const SAID = 'the harbour office opens at seven';

let app: App;
beforeAll(async () => {
  app = await App.open();
  const stanza = `<message from='a@x.test/1' to='b@y.test' id='1' type='chat'><body>${SAID}</body></message>`;
  await app.drop([app.file('prosody.log', `Jun 24 09:00:00 c2s1\tdebug\tRECV: ${stanza}\n`)]);
  await importOver(app.page);
}, 120_000);
afterAll(() => app.close());

const lockTitle = (page: Page) => page.getByRole('heading', { level: 1, name: t('lock.title') });
const unlock = async (page: Page, passphrase: string): Promise<void> => {
  await page.getByLabel(t('lock.passphrase'), { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: t('lock.unlock'), exact: true }).click();
};
const lockNow = (page: Page) => page.getByRole('banner').getByRole('button', { name: t('lock.now'), exact: true });

/** What the browser itself stores of texts, without the program. */
const rawTexts = async (page: Page): Promise<string> => JSON.stringify((await storedRows(page, 'texts')).texts);

test('the first reviewer is set up, and stands in the frame', async () => {
  const { page } = app;
  await app.go('#/archive?part=reviewers');
  await page.getByText(t('reviewers.none')).waitFor();
  await page.getByLabel(t('reviewers.name'), { exact: true }).fill('Anna');
  await page.getByLabel(t('reviewers.passphrase'), { exact: true }).fill(PASSPHRASE);
  await page.getByLabel(t('reviewers.passphrase.again'), { exact: true }).fill('nine wooden boats at dawn');
  await page.getByText(t('reviewers.passphrase.differs')).waitFor();
  const set = page.getByRole('button', { name: t('reviewers.found.do'), exact: true });
  expect(await set.isDisabled()).toBe(true);
  await page.getByLabel(t('reviewers.passphrase.again'), { exact: true }).fill(PASSPHRASE);
  await set.click();
  await page.getByRole('banner').getByText('Anna', { exact: true }).waitFor();
  await page.getByText(t('reviewers.one-only')).waitFor();
});

test('locked, no page shows anything; a wrong passphrase opens nothing, and is told', async () => {
  const { page } = app;
  await app.go('#/sessions');
  await page.getByRole('grid').waitFor();
  await lockNow(page).click();
  await lockTitle(page).waitFor();
  for (const hash of ['#/sessions', '#/overview', '#/archive', '#/import']) {
    await app.go(hash);
    await lockTitle(page).waitFor();
    expect(await page.locator('main').getByText('x.test').count()).toBe(0);
  }
  // Before a page is known to be locked, and after: nothing of the archive flashes up, and nothing can be dropped.
  await app.drop([app.file('other.log', 'some words\n')]);
  await unlock(page, 'nine wooden boats at dawn');
  await page.getByRole('alert').filter({ hasText: 'not the right one' }).waitFor();
  expect(await page.getByLabel(t('lock.passphrase'), { exact: true }).inputValue()).toBe('');
  await unlock(page, PASSPHRASE);
  await page.getByText(t('lock.refused-before', { n: 1 })).waitFor();
  await page.getByRole('button', { name: t('lock.read'), exact: true }).click();
  await app.go('#/sessions');
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2');
});

test('a reload locks; another tab is unlocked with this one, and locks with it', async () => {
  const { page } = app;
  await page.reload();
  await lockTitle(page).waitFor();
  await unlock(page, PASSPHRASE);
  await page.getByRole('grid').waitFor();
  const other = await app.context.newPage();
  await other.goto(`${app.origin}/#/sessions`);
  await other.getByRole('grid').waitFor();
  await lockNow(page).click();
  await lockTitle(other).waitFor();
  await unlock(other, PASSPHRASE);
  await page.getByRole('grid').waitFor();
  await other.close();
});

test('who decides stands in the ledger', async () => {
  const { page } = app;
  await page.getByRole('row').nth(1).getByRole('link').click();
  await app.go('#/review');
  await page.getByText(t('review.who'), { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: t('review.who.change') }).count()).toBe(0);
  await app.go('#/archive?part=ledger');
  const entries = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: t('record.action.login') });
  await entries.filter({ hasText: 'Anna' }).first().waitFor();
});

test('encrypted, reloaded and unlocked, what was said is read, and decided on under the name', async () => {
  const { page } = app;
  await app.go('#/archive?part=reviewers');
  await page.getByRole('button', { name: t('encryption.do'), exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('encryption.do'), exact: true })
    .click();
  await page.getByText(t('encryption.on')).waitFor();
  expect(await rawTexts(page)).not.toContain('harbour');
  await app.go('#/sessions');
  await page.reload();
  await unlock(page, PASSPHRASE);
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByText(SAID).waitFor();
  await app.go('#/sessions');
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('group', { name: t('selection.title') });
  await bar.getByRole('button', { name: t('review.step.compliant'), exact: true }).click();
  await page.getByText(t('selection.done', { n: 1, step: t('standing.compliant') })).waitFor();
  await app.go('#/archive?part=ledger');
  await page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: t('record.action.decision') })
    .filter({ hasText: 'Anna' })
    .waitFor();
});

test('nobody there for the time that was chosen: every tab locks', async () => {
  const { page } = app;
  await app.go('#/archive?part=reviewers');
  await page.getByLabel(t('reviewers.lock.after'), { exact: true }).selectOption('1');
  await page.clock.install();
  await page.reload();
  await unlock(page, PASSPHRASE);
  await page.getByRole('heading', { level: 2, name: t('reviewers.title') }).waitFor();
  await page.clock.fastForward(50_000);
  expect(await lockTitle(page).count()).toBe(0);
  await page.mouse.move(200, 200);
  await page.clock.fastForward(50_000);
  expect(await lockTitle(page).count()).toBe(0);
  await page.clock.fastForward(20_000);
  await lockTitle(page).waitFor();
  expect(app.faults).toEqual([]);
});
