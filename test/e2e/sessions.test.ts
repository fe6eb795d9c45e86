/** The list and a session as they are worked with: views, columns, a selection decided at once, citations, comparisons. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { openDemonstration, sessionCount } from './pages.ts';

/** The machine may have other work. */
const SOON = { timeout: 20_000 };

describe('the list of sessions and a session', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.open();
    await openDemonstration(app);
    // The whole of it is read.
    while ((await sessionCount(app)) < 170) await app.page.waitForTimeout(500);
  });
  afterAll(() => app.close());

  const button = (name: string) => app.page.getByRole('button', { name, exact: true });
  const listed = async (): Promise<number> =>
    Number(await app.page.getByRole('grid').getAttribute('aria-rowcount')) - 1;

  test('a view is saved with its filters and columns, opened again, deleted, and brought back', async () => {
    const { page } = app;
    await app.go('#/sessions?severity=violation');
    const all = await listed();
    await page.getByRole('button', { name: new RegExp(`^${t('columns.title')}`) }).click();
    await page.getByRole('checkbox', { name: t('columns.of.outcome') }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: t('column.outcome') }).waitFor();
    await page.getByRole('button', { name: new RegExp(`^${t('views.title')}`) }).click();
    await page.getByLabel(t('views.keep')).fill('All violations');
    await button(t('views.save')).click();
    await page.getByText(t('views.kept', { name: 'All violations' })).waitFor();
    await app.go('#/sessions');
    await page.getByRole('button', { name: new RegExp(`^${t('views.title')}`) }).click();
    await page.getByRole('link', { name: 'All violations' }).click();
    await page.waitForURL(/severity=violation&columns=/);
    await expect.poll(listed, SOON).toBe(all);
    await page.getByRole('button', { name: /^All violations/ }).click();
    await page.getByRole('button', { name: t('views.forget', { name: 'All violations' }) }).click();
    // The undo of what was saved may stand above it.
    await page.getByText(t('views.forgotten', { name: 'All violations' })).waitFor();
    await button(t('toast.undo')).last().click();
    // Pressing elsewhere has closed the menu, which bears the name of the view that is shown.
    await page.getByRole('button', { name: /^All violations/ }).click();
    await page.getByRole('link', { name: 'All violations' }).waitFor();
    await page.getByRole('button', { name: t('views.forget', { name: 'All violations' }) }).click();
  });

  test('sessions chosen by keys are decided at once, leave the open ones, and are taken back', async () => {
    const { page } = app;
    await app.go('#/review');
    await page.getByRole('textbox', { name: t('review.who.ask') }).fill('Anna');
    await button(t('review.who.keep')).click();
    await page.getByText('Anna', { exact: true }).waitFor();
    await app.go('#/sessions?severity=violation&disposition=open');
    const open = await listed();
    await page.getByRole('grid').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    const bar = page.getByRole('group', { name: t('selection.title') });
    await bar.getByText(t('selection.count', { n: 3 })).waitFor();
    await bar.getByPlaceholder(t('selection.note')).fill('The same licence lapse');
    await bar.getByRole('button', { name: t('review.step.violation') }).click();
    await page.getByText(t('selection.done', { n: 3, step: t('standing.violation') })).waitFor();
    await expect.poll(listed, SOON).toBe(open - 3);
    await button(t('toast.undo')).last().click();
    await page.getByText(t('selection.undone', { n: 3 })).waitFor();
    await expect.poll(listed, SOON).toBe(open);
  });

  test('sessions that are chosen are held for a matter, and the hold lists them', async () => {
    const { page } = app;
    await app.go('#/sessions?severity=violation');
    await page.getByRole('grid').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    const bar = page.getByRole('group', { name: t('selection.title') });
    await bar.getByRole('button', { name: t('holds.from-sessions') }).click();
    const dialog = page.getByRole('dialog', { name: t('selection.hold.title', { n: 2 }) });
    await page.keyboard.type('Matter 7');
    await dialog.getByLabel(t('holds.why')).fill('Asked for by counsel');
    await page.keyboard.press('Enter');
    await page.getByText(/“Matter 7” is in force as hold \d+/).waitFor();
    await dialog.waitFor({ state: 'detached' });
    await app.go('#/archive?part=holds');
    const row = page.getByRole('listitem').filter({ hasText: 'Matter 7' });
    await row.getByText(t('holds.chosen', { n: 2 })).waitFor();
    await row.getByRole('link', { name: t('holds.sessions', { n: 2 }) }).click();
    await page.waitForURL(/#\/sessions\?hold=\d+$/);
    await expect.poll(listed, SOON).toBe(2);
    await page.getByRole('button', { name: /hold \d+/ }).click();
    await expect.poll(listed, SOON).toBeGreaterThan(2);
  });

  test('a line is cited by its address, and the address opens at it', async () => {
    const { page } = app;
    await app.go('#/sessions?kind=im');
    await page.locator('#session-2 a').click();
    await page.getByRole('tab', { name: t('session.tab.messages') }).click();
    await page.locator('#part ol button').nth(1).click();
    await page.getByRole('link', { name: t('raw.cite', { line: 4 }) }).click();
    await page.waitForURL(/#m2:L4$/);
    await page.getByRole('link', { name: t('raw.cite', { line: 6 }) }).click({ modifiers: ['Shift'] });
    await page.waitForURL(/#m2:L4-L6$/);
    await page.reload();
    const cited = page.getByRole('region', { name: t('messages.cited', { number: 2 }) });
    await expect.poll(() => cited.locator('li.cited').count(), SOON).toBe(3);
    expect(await cited.locator('li.cited').first().isVisible()).toBe(true);
  });

  test('a message is copied as the log has it, as it went over the wire, and as a link', async () => {
    const { page } = app;
    await app.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (name: string): Promise<string> => {
      await button(name).first().click();
      await page.getByText(t('copy.done', { what: name.startsWith('Copy link') ? 'm2:L4-L6' : name })).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied(t('copy.text'))).toContain('$$begin_record');
    const wire = await copied(t('copy.sip'));
    expect(wire).toMatch(/^(?:SIP\/2\.0 \d{3}|[A-Z]+ \S+ SIP\/2\.0)/);
    expect(wire).not.toContain('$$');
    expect(await copied(t('copy.link', { cites: 'm2:L4-L6' }))).toBe(page.url());
  });

  test('two sightings of a message stand side by side with what differs', async () => {
    const { page } = app;
    await page
      .getByRole('link', { name: t('compare.with') })
      .first()
      .click();
    const compared = page.getByRole('region', { name: t('compare.title') });
    await compared.locator('tr.differs').first().waitFor();
    expect(await compared.locator('mark').count()).toBeGreaterThan(0);
    const all = await compared.locator('tbody tr').count();
    await page.getByRole('checkbox', { name: t('compare.only') }).check();
    expect(await compared.locator('tbody tr').count()).toBeLessThan(all);
    await page.getByRole('link', { name: t('compare.close') }).click();
    await compared.waitFor({ state: 'detached' });
  });

  test('presence is a picture with a table behind it', async () => {
    const { page } = app;
    await app.go('#/sessions?kind=presence');
    await page.locator('#session-1 a').click();
    await page.getByRole('tab', { name: t('session.tab.presence') }).click();
    await page.locator('#part svg rect').first().waitFor();
    await page.locator('#part summary').click();
    expect(await page.locator('#part tbody tr').count()).toBe(await page.locator('#part svg rect').count());
  });

  test('nothing went wrong on the way', () => {
    expect(app.faults).toEqual([]);
  });
});
