/** The overview filters itself by what is chosen in it, and the address says so. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { App } from './app.ts';
import { openDemonstration } from './pages.ts';

describe('the overview', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.open();
    await openDemonstration(app);
    await app.page.getByRole('heading', { name: t('matrix.title') }).waitFor();
  });
  afterAll(() => app.close());

  const region = (title: string) =>
    app.page.locator('section', { has: app.page.getByRole('heading', { name: title }) });
  async function clear(): Promise<void> {
    await app.page.getByRole('button', { name: t('sessions.clear'), exact: true }).click();
    await app.page.waitForURL(/#\/overview$/);
  }

  test('a bar of a provider filters the rest, and gives it back', async () => {
    const bar = region(t('overview.providers')).getByRole('link').first();
    const count = Number((await bar.locator('.count').innerText()).replace(/\D/g, ''));
    await bar.click();
    await app.page.waitForURL(/#\/overview\?provider=/);
    await app.page.getByText(new RegExp(`^${count.toLocaleString('en-GB')} of `)).waitFor();
    await clear();
    expect(app.faults).toEqual([]);
  });

  test('a cell of the matrix asks for a provider and a modality', async () => {
    await region(t('matrix.title')).getByRole('cell').getByRole('link').first().click();
    await app.page.waitForURL(/#\/overview\?provider=[a-z-]+&modality=[a-z]+/);
    await clear();
  });

  test.each([
    ['the timeline', 0, /from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/],
    ['the hours', 1, /hour=\d/],
  ] as const)('dragging over %s filters by it', async (_, number, expected) => {
    const plot = app.page.locator('main .plot').nth(number);
    await plot.locator('svg').waitFor();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error('There is no picture');
    const y = box.y + box.height / 2;
    await app.page.mouse.move(box.x + box.width * 0.3, y);
    await app.page.mouse.down();
    await app.page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
    await app.page.mouse.up();
    await app.page.waitForURL(expected);
    await clear();
  });

  test('the way to the sessions takes the filter along', async () => {
    await app.go('#/overview?severity=violation&hour=9');
    await app.page.getByRole('link', { name: t('overview.list'), exact: true }).click();
    await app.page.waitForURL(/#\/sessions\?severity=violation&hour=9$/);
  });

  test('the matrix and bars are saved as pictures', async () => {
    await app.go('#/overview');
    for (const title of [t('matrix.title'), t('overview.rules'), t('overview.users')]) {
      const [saved] = await Promise.all([
        app.page.waitForEvent('download'),
        region(title).getByRole('button', { name: 'SVG' }).click(),
      ]);
      const text = await readFile(await saved.path(), 'utf8');
      expect(text).toContain('<svg');
      expect(text).not.toContain('var(--');
    }
    expect(app.faults).toEqual([]);
  });
});
