/** WCAG 2.2 AA as far as axe sees it, and no page wider than a phone. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { importOver, openDemonstration, sessionCount } from './pages.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

async function faultsOf(app: App): Promise<string[]> {
  // What fades in is measured when it stands.
  await app.page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(TAGS).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary ?? ''].join(' | ')),
  );
  const overflow = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return overflow > 0 ? [...found, `the page is ${overflow} px wider than the window`] : found;
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  let app: App;
  beforeAll(async () => {
    app = await App.open({ theme });
  });
  afterAll(() => app.close());

  /** Checks the page that is shown, at a desk and on a phone. */
  const both = async (): Promise<void> => {
    for (const viewport of [DESK, PHONE]) {
      await app.page.setViewportSize(viewport);
      expect(await faultsOf(app), `${viewport.width} px`).toEqual([]);
    }
    await app.page.setViewportSize(DESK);
  };

  test('axe finds nothing on the first page of the first run', both);

  test('axe finds nothing on the empty pages', async () => {
    for (const hash of ['#/overview', '#/sessions', '#/review', '#/organisation', '#/archive']) {
      await app.go(hash);
      await both();
    }
  });

  test('axe finds nothing on an import with a file that cannot be read', async () => {
    await app.go('#/import');
    await app.drop([app.file('empty.log', ''), app.file('photo.jpg', Buffer.from('ffd8ffe000104a46494600', 'hex'))]);
    await importOver(app.page);
    await both();
  });

  test('axe finds nothing on the ways to read a file again and on the bytes around a place', async () => {
    const stanza = "<message from='a@x.test/1' to='b@y.test' id='1'><body>hi</body></message>";
    const log = `Jun 24 09:00:00 c2s1\tdebug\tRECV: ${stanza}\nwords\n`;
    await app.drop([app.file('prosody.log', log)]);
    await importOver(app.page);
    for (const summary of [/^Read again as/, /^What was skipped/]) {
      for (const one of await app.page.getByRole('listitem').getByText(summary).all()) await one.click();
    }
    await app.page
      .getByRole('button', { name: /^No format fits/ })
      .first()
      .click();
    await app.page.getByText(/found in what is shown|nothing says where/).waitFor();
    await app.page.getByText('What can be dropped, and how to get it').click();
    await app.page
      .getByRole('button', { name: /^Show the bytes at offset/ })
      .first()
      .click();
    await app.page.getByRole('region', { name: /^Bytes of/ }).waitFor();
    await both();
  });

  test('axe finds nothing on the pages of the demonstration', async () => {
    await openDemonstration(app);
    await both();
    for (const hash of ['#/organisation', '#/import', '#/review', '#/review?part=words', '#/review?part=report']) {
      await app.go(hash);
      await both();
    }
    expect(await sessionCount(app)).toBeGreaterThan(0);
    await both();
  });

  test('axe finds nothing on the parts of the organisation, nor on what a change would do', async () => {
    if ((await app.page.getByText(t('demonstration.text')).count()) === 0) await openDemonstration(app);
    for (const part of ['coverage', 'credit', 'catalogue', 'rules', 'versions']) {
      await app.go(`#/organisation?part=${part}`);
      await app.page.locator('main .panel').first().waitFor();
      await app.page.waitForTimeout(500);
      await app.page.evaluate(() => {
        for (const folded of document.querySelectorAll<HTMLDetailsElement>('main details')) folded.open = true;
      });
      await both();
    }
    await app.go('#/organisation?part=rules');
    await app.page.getByRole('button', { name: t('rules.add'), exact: true }).click();
    await app.page.getByRole('button', { name: t('own-rule.add'), exact: true }).click();
    await both();
    await app.page.locator('main li input[type=checkbox]').first().click();
    await app.page.getByRole('button', { name: t('basis.look'), exact: true }).click();
    await app.page.getByRole('button', { name: t('basis.apply'), exact: true }).waitFor();
    await both();
    await app.page.getByRole('button', { name: t('basis.withdraw'), exact: true }).click();
  });

  test('axe finds nothing on the parts of the archive, on the forms of a hold and on the export dialog', async () => {
    if ((await app.page.getByText(t('demonstration.text')).count()) === 0) await openDemonstration(app);
    for (const part of ['state', 'holds', 'retention', 'ledger', 'imports', 'backup']) {
      await app.go(`#/archive?part=${part}`);
      await app.page.locator('main .panel').first().waitFor();
      await both();
    }
    await app.go('#/archive');
    await app.page.getByRole('button', { name: t('verify.do'), exact: true }).click();
    await app.page.getByText(t('verify.whole')).waitFor();
    await both();
    await app.go('#/archive?part=holds&provider=yahoo');
    await app.page.getByRole('button', { name: t('holds.place.do'), exact: true }).waitFor();
    await both();
    await app.go('#/archive?part=retention');
    await app.page.getByRole('button', { name: t('retention.period.add'), exact: true }).click();
    await both();
    await app.page.getByRole('button', { name: t('retention.drop'), exact: true }).click();
    await app.page.getByRole('button', { name: t('purge.look'), exact: true }).click();
    await app.page.getByRole('heading', { name: t('purge.stays') }).waitFor();
    await both();
    await app.go('#/archive?part=ledger');
    await app.page.locator('main li summary').first().click();
    await both();
    await sessionCount(app);
    await app.page.getByRole('row').nth(1).getByRole('link').click();
    await app.page.waitForURL(/#\/sessions\/./);
    await app.page.getByRole('button', { name: t('export.open'), exact: true }).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: new RegExp(`^${t('export.form.bagit')}`) }).check();
    await dialog.getByText(t('export.redaction'), { exact: true }).click();
    await both();
    await dialog.getByRole('button', { name: t('cancel'), exact: true }).click();
  });

  test('axe finds nothing on a session, in each of its tabs', async () => {
    await sessionCount(app);
    await app.page.getByRole('row').nth(1).getByRole('link').click();
    await app.page.waitForURL(/#\/sessions\/./);
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    await both();
    for (const tab of await app.page.getByRole('tab').all()) {
      await tab.click();
      await both();
    }
  });
});
