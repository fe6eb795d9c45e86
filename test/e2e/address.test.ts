/** Whatever stands in the address, the app stands, and says what it shows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { t } from '../../src/messages/catalogue.ts';
import { yahooChat } from '../cli/trace.ts';
import { App } from './app.ts';
import { importOver } from './pages.ts';

describe('an address that someone wrote', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.open();
    await app.drop([app.file('good.log', yahooChat({ callId: 'good-1', day: '06/24/2014', said: ['hello'] }))]);
    await importOver(app.page);
  });
  afterAll(async () => app.close());

  const heading = (): Promise<string> => app.page.getByRole('heading', { level: 1 }).innerText();

  test.each([
    'severity=bogus',
    'provider=icq&kind=fax&rule=none',
    'from=2014-99-99',
    'from=9999-12-31&to=9999-12-31',
    'provider=yahoo&provider=yahoo',
  ])('#/sessions?%s shows the sessions', async (query) => {
    await app.go(`#/sessions?${query}`);
    expect(await heading()).toBe(t('page.sessions'));
    await app.page
      .getByText(/\bof 1\b/)
      .first()
      .waitFor();
    expect(app.faults).toEqual([]);
  });

  test('Back takes back a choice of the filter', async () => {
    await app.go('#/sessions');
    const box = app.page.getByRole('checkbox').first();
    await box.check();
    await app.page.waitForURL(/#\/sessions\?/);
    await app.page.goBack();
    await app.page.waitForURL(/#\/sessions$/);
    expect(await box.isChecked()).toBe(false);
  });

  test('on a low page a row of the list can be reached', async () => {
    await app.page.setViewportSize({ width: 320, height: 256 });
    await app.go('#/sessions');
    const row = app.page.getByRole('grid').getByRole('row').last();
    await row.scrollIntoViewIfNeeded();
    const box = await app.page.getByRole('grid').boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(64);
    const seen = await row.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
    expect(seen).toBe(true);
    await app.page.setViewportSize({ width: 1280, height: 800 });
  });

  test.each(['#/sessions/nothing?at=x', '#/sessions/%25%25?at=-1&from=2014-13-01'])(
    '%s says that there is no such session',
    async (hash) => {
      await app.go(hash);
      await app.page.getByText(t('session.missing')).waitFor();
      expect(app.faults).toEqual([]);
    },
  );

  test('#/nonsense says that there is no such page, and the way on works', async () => {
    await app.go('#/nonsense');
    expect(await heading()).toBe(t('page.unknown'));
    await app.page.getByRole('link', { name: t('page.unknown.to-import') }).click();
    await app.page.getByRole('heading', { level: 1, name: t('page.import') }).waitFor();
    expect(app.faults).toEqual([]);
  });
});
