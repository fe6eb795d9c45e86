/** The list with its menus and a selection; a session of messages and one of presence in each of their tabs. */
import { t } from '../../../src/messages/catalogue.ts';
import type { App } from '../app.ts';
import { sessionCount } from '../pages.ts';
import type { States } from '../states.ts';

export async function* sessionStates(app: App): States {
  const { page } = app;
  const menu = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  await sessionCount(app);
  yield 'sessions';
  await menu(t('columns.title')).click();
  yield 'sessions-columns';
  await page.keyboard.press('Escape');
  await app.go('#/sessions?severity=violation&provider=yahoo');
  await menu(t('views.title')).click();
  await page.getByLabel(t('views.keep')).fill('Yahoo violations');
  await page.getByRole('button', { name: t('views.save'), exact: true }).click();
  await menu('Yahoo violations').click();
  yield 'sessions-views';
  await page
    .getByRole('button', { name: t('toast.close') })
    .last()
    .click();
  await page.keyboard.press('Escape');
  await app.go('#/sessions');
  await page.getByRole('grid').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('group', { name: t('selection.title') }).waitFor();
  yield 'sessions-selected';
  await page.getByRole('button', { name: t('holds.from-sessions'), exact: true }).click();
  await page.getByRole('dialog').waitFor();
  yield 'sessions-hold';
  await page.keyboard.press('Escape');
  await app.go('#/sessions?q=zzzzzz');
  await page.getByRole('grid').waitFor({ state: 'detached' });
  yield 'sessions-none';
  await app.go('#/sessions?kind=im&severity=violation');
  await page.locator('#session-2 a').click();
  await page.waitForURL(/#\/sessions\/./);
  for (const tab of ['transcript', 'ladder', 'messages', 'evidence', 'history'] as const) {
    await page.getByRole('tab', { name: t(`session.tab.${tab}`) }).click();
    await page.waitForTimeout(300);
    yield `session-${tab}`;
  }
  await page.getByRole('tab', { name: t('session.tab.messages') }).click();
  await page.locator('#part ol button').nth(1).click();
  await page.getByRole('link', { name: t('raw.cite', { line: 4 }) }).click();
  yield 'session-cited';
  await page
    .getByRole('link', { name: t('compare.with') })
    .first()
    .click();
  await page.getByRole('region', { name: t('compare.title') }).waitFor();
  yield 'session-compare';
  await app.go('#/sessions?kind=presence');
  await page.locator('#session-1 a').click();
  await page.getByRole('tab', { name: t('session.tab.presence') }).click();
  await page.locator('#part summary').click();
  yield 'session-presence';
  await page.getByRole('button', { name: t('export.open'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().waitFor();
  yield 'export';
  await dialog.getByRole('radio', { name: new RegExp(`^${t('export.form.bagit')}`) }).check();
  await dialog.getByText(t('export.redaction'), { exact: true }).click();
  yield 'export-bag';
  await dialog.getByRole('radio', { name: new RegExp(`^${t('export.form.eml')}`) }).check();
  await page.evaluate(() => void delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: t('export.do'), exact: true }).click();
  await (await download).delete();
  await dialog.getByRole('heading', { name: t('export.left-out') }).waitFor();
  yield 'export-done';
  await dialog.getByRole('button', { name: t('export.close'), exact: true }).click();
}
