/** The language of the page: chosen in the settings, kept, taken from the browser; what is being written stays. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { t, type Catalogue, type MessageKey } from '../../src/messages/catalogue.ts';
import { fr } from '../../src/messages/fr.ts';
import { zhHant } from '../../src/messages/zh-Hant.ts';
import { App } from './app.ts';
import { openDemonstration } from './pages.ts';

let app: App;
beforeAll(async () => {
  app = await App.open();
  await openDemonstration(app);
});
afterAll(() => app.close());

const wordsOf =
  (texts: Catalogue) =>
  (key: MessageKey): string => {
    const entry = texts[key];
    return typeof entry === 'string' ? entry : entry.other;
  };
const french = wordsOf(fr);
const taiwanese = wordsOf(zhHant);
const spoken = (): Promise<string> => app.page.evaluate(() => document.documentElement.lang);
const choose = async (settings: string, label: string, tag: string): Promise<void> => {
  const { page } = app;
  await page.getByRole('button', { name: settings, exact: true }).click();
  await page.getByRole('combobox', { name: label }).selectOption(tag);
  await expect.poll(spoken).toBe(tag === '' ? 'en' : tag);
  await page.keyboard.press('Escape');
};

test('chosen in the settings, every word of the page follows at once, with numbers and days, and no work is lost', async () => {
  const { page } = app;
  await app.go('#/review');
  await page.getByRole('textbox', { name: t('review.who.ask') }).fill('Anna');
  await page.getByRole('button', { name: t('review.who.keep') }).click();
  const note = page.locator('#note');
  await note.fill('Half a sentence');
  await choose(t('settings'), t('settings.language'), 'fr');
  await page.getByRole('link', { name: french('page.organisation') }).waitFor();
  await page.getByRole('group', { name: french('review.decide') }).waitFor();
  expect(await note.inputValue()).toBe('Half a sentence');
  // What a rule found is the record's sentence, and is read out as English.
  expect(await page.locator('p.because').first().getAttribute('lang')).toBe('en');
  await app.go('#/overview');
  await page
    .locator('main svg')
    .getByText(/^janv\.$/)
    .first()
    .waitFor();
  await app.go('#/sessions');
  await page
    .getByText(/\d{1,2} (?:mai|juin|juil\.|août|sept\.|oct\.|nov\.|déc\.|janv\.|févr\.|mars|avr\.) 20\d\d/)
    .first()
    .waitFor();
});

test('it is spoken after a reload, and the browser is followed again where that is chosen', async () => {
  const { page } = app;
  await page.reload();
  await page.getByRole('heading', { level: 1, name: french('page.sessions') }).waitFor();
  await choose(french('settings'), french('settings.language'), 'zh-Hant');
  await page.getByRole('heading', { level: 1, name: taiwanese('page.sessions') }).waitFor();
  await choose(taiwanese('settings'), taiwanese('settings.language'), '');
  await page.getByRole('heading', { level: 1, name: t('page.sessions') }).waitFor();
});

test('a browser that prefers another language from now on is followed', async () => {
  const { page } = app;
  const devtools = await app.context.newCDPSession(page);
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await devtools.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: 'zh-TW,zh;q=0.8' });
  await page.evaluate(() => dispatchEvent(new Event('languagechange')));
  await expect.poll(spoken).toBe('zh-Hant');
  expect(app.faults).toEqual([]);
});
