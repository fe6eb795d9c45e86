/** Somebody new, from the printed address to a decided session: what is most in sight is pressed, and nothing is read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { caseSeen } from './pages.ts';

/** From the address to the decision, ms; measured 17 s on two cores with eighteen processes waiting for them. */
const MOST = 180_000;
let app: App;
beforeAll(async () => {
  app = await App.open({ offline: true });
});
afterAll(() => app.close());

test(
  'three minutes after the address was opened a session is decided, and the ledger says by whom',
  async () => {
    const { page } = app;
    const start = performance.now();
    // As it is printed: without the name of a page.
    await page.goto(`${app.origin}/`);
    await page.getByRole('button', { name: t('demonstration.look'), exact: true }).click();
    const figures = page.getByRole('list', { name: t('overview.figures') });
    await figures.getByRole('link', { name: /^[1-9]\d* Violations/ }).click();
    await page.waitForURL(/severity=violation/);
    await page.getByRole('link', { name: t('overview.list'), exact: true }).click();
    await page.locator('#session-0 a').click();
    await page.getByRole('link', { name: t('session.decide'), exact: true }).click();
    await caseSeen(page);
    const decide = page.getByRole('button', { name: new RegExp(`^${t('review.step.violation')}`) });
    await decide.click();
    // Nobody has said who decides: the field that asks for it is where the person is now.
    await page.getByText(t('review.refused.no-reviewer')).waitFor();
    expect(
      await page.getByRole('textbox', { name: t('review.who.ask') }).evaluate((one) => one.matches(':focus')),
    ).toBe(true);
    await page.keyboard.type('Nia');
    await page.keyboard.press('Enter');
    await page.getByText('Nia', { exact: true }).waitFor();
    expect(await page.getByText(t('review.refused.no-reviewer')).count()).toBe(0);
    await decide.click();
    await page.getByRole('button', { name: new RegExp(`^${t('review.undo')}`) }).waitFor();
    expect(performance.now() - start).toBeLessThan(MOST);
    await app.go('#/archive?part=ledger');
    await page.getByRole('main').getByRole('listitem').filter({ hasText: 'Nia' }).first().waitFor();
    expect(app.faults).toEqual([]);
  },
  MOST + 60_000,
);
