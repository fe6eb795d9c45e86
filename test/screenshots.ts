/**
 * Makes the pictures of the documents from the built app with its demonstration: `node --import tsx test/screenshots.ts`
 * after `npm run build`. Look at them before they are committed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import './english.ts';
import { t } from '../src/messages/catalogue.ts';
import { App, ROOT } from './e2e/app.ts';
import { openDemonstration, sessionCount } from './e2e/pages.ts';

const FOLDER = join(ROOT, 'docs');
mkdirSync(FOLDER, { recursive: true });

for (const theme of ['light', 'dark'] as const) {
  const app = await App.open({ theme, offline: true });
  const picture = async (name: string): Promise<void> => {
    // What fades in is taken when it stands.
    await app.page.mouse.move(0, 0);
    await app.page.waitForTimeout(500);
    const path = join(FOLDER, theme === 'light' ? `${name}.png` : `${name}-dark.png`);
    await app.page.screenshot({ path });
    console.log(path);
  };
  /** The part of the page to be shown stands at its top. */
  const showTop = (selector: string): Promise<void> =>
    app.page
      .locator(selector)
      .first()
      .evaluate((element) => element.scrollIntoView());
  try {
    await picture('first-run');
    await openDemonstration(app);
    await picture('overview');
    await sessionCount(app);
    await picture('sessions');
    await app.page.getByRole('row').nth(2).getByRole('link').click();
    await app.page.waitForURL(/#\/sessions\/./);
    await picture('session');
    await app.page.getByRole('tab', { name: t('session.tab.ladder') }).click();
    await app.page.locator('#part').getByRole('combobox').selectOption('ladder-hops');
    await showTop('[role=tablist]');
    await picture('ladder');
    for (const part of ['deployment', 'coverage', 'credit', 'catalogue', 'rules', 'versions']) {
      await app.go(`#/organisation?part=${part}`);
      await picture(part === 'deployment' ? 'organisation' : part);
    }
    await app.go('#/organisation?part=rules');
    await app.page.locator('main li input[type=checkbox]').nth(2).click();
    await app.page.getByRole('button', { name: t('basis.look'), exact: true }).click();
    await app.page.getByRole('button', { name: t('basis.apply'), exact: true }).waitFor();
    await picture('preview');
    await app.page.getByRole('button', { name: t('basis.withdraw'), exact: true }).click();
    await app.go('#/import');
    await picture('import');
  } finally {
    await app.close();
  }
}
