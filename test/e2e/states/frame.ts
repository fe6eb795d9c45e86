/** What lies over a page: palette, map of keys, settings, files that are dragged over it, a toast. */
import { t } from '../../../src/messages/catalogue.ts';
import type { App } from '../app.ts';
import { importOver } from '../pages.ts';
import type { States } from '../states.ts';

export async function* frameStates(app: App): States {
  const { page } = app;
  await app.go('#/sessions');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: t('palette.title') }).waitFor();
  yield 'palette-empty';
  await page.keyboard.type('yahoo');
  await page
    .getByRole('group', { name: t('palette.group.sessions'), exact: true })
    .getByRole('option')
    .nth(1)
    .waitFor();
  yield 'palette';
  await page.keyboard.press('Escape');
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: t('keys.title') }).waitFor();
  yield 'keys';
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: t('settings'), exact: true }).click();
  yield 'settings';
  await page.keyboard.press('Escape');
  await app.go('#/import');
  const log = [app.file('dragged.log', 'words\n')];
  await app.hover(log);
  await page.getByText(t('drop.here')).waitFor();
  yield 'drop';
  await app.drop(log);
  await page.getByText(t('drop.here')).waitFor({ state: 'detached' });
  await importOver(page);
}
