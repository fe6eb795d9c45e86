/** The pages as a test reads them: by role and by the words of the catalogue. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright';
import { t } from '../../src/messages/catalogue.ts';
import { SessionLine } from '../cli/shapes.ts';
import type { App } from './app.ts';
import * as v from 'valibot';

/** The panel of the newest import: none that was there before the last drop. */
export const newestImport = (page: Page): Locator => page.locator('article:not([data-earlier])').first();

const cancelButton = (page: Page): Locator =>
  newestImport(page).getByRole('button', { name: t('import.cancel'), exact: true });

/** Waits until the newest import is over, however it ended. */
export async function importOver(page: Page, timeout = 60_000): Promise<void> {
  await newestImport(page).waitFor();
  await cancelButton(page).waitFor({ state: 'detached', timeout });
}

/** Waits until the newest import has archived something, and presses cancel. @returns ms until the page says that it is over */
export async function cancelImport(page: Page): Promise<number> {
  await newestImport(page)
    .getByText(/^[1-9][\d,]* sessions?$/)
    .waitFor();
  return cancelButton(page).evaluate(async (button: HTMLElement) => {
    const start = performance.now();
    button.click();
    while (button.isConnected) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
}

/** What the row of a file says, in one line; '' = there is no such row. */
export async function rowOf(page: Page, file: string): Promise<string> {
  const row = newestImport(page).getByRole('listitem').filter({ hasText: file }).first();
  return ((await row.count()) === 0 ? '' : await row.innerText()).replace(/\s+/g, ' ');
}

/** Opens the list of sessions and gives how many there are. */
export async function sessionCount(app: App): Promise<number> {
  await app.go('#/sessions');
  const grid = app.page.getByRole('grid');
  const empty = app.page.getByText(t('empty.archive'), { exact: true });
  await grid.or(empty).waitFor();
  return (await grid.count()) === 0 ? 0 : Number(await grid.getAttribute('aria-rowcount')) - 1;
}

/** The sessions as the page saves them. */
export async function savedSessions(app: App): Promise<SessionLine[]> {
  if ((await sessionCount(app)) === 0) return [];
  const [download] = await Promise.all([
    app.page.waitForEvent('download'),
    app.page.getByRole('button', { name: t('sessions.save'), exact: true }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => v.parse(SessionLine, JSON.parse(line)));
}

/** Opens the demonstration, whose archive is its own, and waits until it is read. */
export async function openDemonstration(app: App): Promise<void> {
  await app.go('#/import');
  await app.page.getByRole('button', { name: t('demonstration.look'), exact: true }).click();
  await app.page.waitForURL(/#\/overview/);
}

/** Waits until the case under review is on the screen: until then no key decides. */
export const caseSeen = (page: Page): Promise<void> =>
  page
    .locator('section[aria-busy="false"]')
    .getByRole('group', { name: t('review.decide') })
    .waitFor();
