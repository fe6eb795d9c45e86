/**
 * WCAG 2.2 AA as far as axe sees it, on every page and state in both themes and all four languages, and nothing cut off at a desk
 * or on a phone. One archive and one document: theme and language change in place, as the browser changes them.
 *
 * Each state is judged by every rule in English, light, at a desk and on a phone, which fold away different things. What is left
 * out cannot differ: a theme changes the colours of `app.css` and nothing else, so that the dark one is asked for the rules of
 * colour alone, at a desk, where all is shown that a phone shows; a language changes words, so that the others are asked for
 * what hangs on them (names, languages, room of targets, what is cut off), on a phone, where room is least.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CDPSession } from 'playwright';
import { App } from './app.ts';
import { axeFaults, cutOff } from './axe.ts';
import { STATES } from './states.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
/** An area has some twenty states; the machine may have other work. */
const AREA_MS = 600_000;

let app: App;
let devtools: CDPSession;
let agent = '';
beforeAll(async () => {
  app = await App.open({ viewport: DESK });
  // What fades in would be measured half-way.
  await app.page.emulateMedia({ reducedMotion: 'reduce' });
  devtools = await app.context.newCDPSession(app.page);
  agent = await app.page.evaluate(() => navigator.userAgent);
});
afterAll(() => app.close());

/** The browser prefers another language from now on; the page follows. */
async function prefer(tag: string): Promise<void> {
  await devtools.send('Emulation.setUserAgentOverride', { userAgent: agent, acceptLanguage: tag });
  await app.page.evaluate(() => dispatchEvent(new Event('languagechange')));
  await app.page.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
}

async function faults(): Promise<string[]> {
  const { page } = app;
  const found: string[] = [];
  const note = (look: string, those: string[]): void => {
    found.push(...those.map((fault) => `${look}: ${fault}`));
  };
  note('desk', [...(await axeFaults(page)), ...(await cutOff(page))]);
  await page.emulateMedia({ colorScheme: 'dark' });
  note('desk, dark', await axeFaults(page, 'of-colour'));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  note('phone', [...(await axeFaults(page)), ...(await cutOff(page))]);
  for (const tag of ['fr', 'zh-Hans', 'zh-Hant']) {
    await prefer(tag);
    note(`phone, ${tag}`, [...(await axeFaults(page, 'of-text')), ...(await cutOff(page))]);
  }
  await page.setViewportSize(DESK);
  await prefer('fr');
  note('desk, fr', await cutOff(page));
  await prefer('en');
  return found;
}

test.each(Object.entries(STATES))(
  'nothing is wrong with the pages and states of %s',
  async (_, walk) => {
    const found: string[] = [];
    let count = 0;
    for await (const state of walk(app)) {
      count++;
      found.push(...(await faults()).map((fault) => `${state}, ${fault}`));
    }
    expect(found).toEqual([]);
    expect(count).toBeGreaterThan(0);
    expect(app.faults).toEqual([]);
  },
  AREA_MS,
);
