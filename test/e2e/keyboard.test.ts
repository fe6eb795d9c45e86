/** The command palette and the keyboard map, by keys alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { openDemonstration } from './pages.ts';

describe('by keys', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.open();
    await openDemonstration(app);
    await app.page.getByRole('heading', { name: t('matrix.title') }).waitFor();
  });
  afterAll(() => app.close());

  const palette = () => app.page.getByRole('dialog', { name: t('palette.title') });
  const map = () => app.page.getByRole('dialog', { name: t('keys.title') });
  async function openPalette(words: string): Promise<void> {
    await app.page.keyboard.press('Control+k');
    await palette().getByRole('combobox').waitFor();
    await app.page.keyboard.type(words);
  }

  test('Ctrl K opens the palette, Escape closes it, and the focus is where it was', async () => {
    const link = app.page.getByRole('link', { name: t('overview.list'), exact: true });
    await link.focus();
    await openPalette('');
    await app.page.keyboard.press('Escape');
    await palette().waitFor({ state: 'detached' });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('words lead to a rule, to sessions and to pages', async () => {
    await openPalette('service had ended');
    await palette()
      .getByRole('option', { name: /The service had ended/ })
      .waitFor();
    await app.page.keyboard.press('Enter');
    await app.page.waitForURL(/#\/sessions\?rule=service-ended$/);
    await openPalette('yahoo');
    await palette()
      .getByRole('group', { name: t('palette.group.sessions'), exact: true })
      .getByRole('option')
      .nth(1)
      .waitFor();
    await app.page.keyboard.press('ArrowUp');
    await app.page.keyboard.press('Enter');
    await app.page.waitForURL(/#\/sessions\/[0-9a-f]{20}/);
    await openPalette('review');
    await app.page.keyboard.press('Enter');
    await app.page.waitForURL(/#\/review$/);
    expect(app.faults).toEqual([]);
  });

  test('? shows the map, under which no key decides; switched off it does nothing', async () => {
    await app.go('#/overview');
    await app.page.keyboard.press('?');
    await map().waitFor();
    await app.page.keyboard.press('/');
    expect(await map().count()).toBe(1);
    await app.page.keyboard.press('Escape');
    await map().waitFor({ state: 'detached' });
    await openPalette('shortcuts off');
    await app.page.keyboard.press('Enter');
    await app.page.keyboard.press('?');
    await app.page.waitForTimeout(200);
    expect(await map().count()).toBe(0);
  });
});
