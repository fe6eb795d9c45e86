/**
 * What is wrong with what is shown, in every look that it has: WCAG 2.2 AA as far as axe sees it, in both themes and all four
 * languages, and nothing cut off at a desk or on a phone.
 *
 * Every rule is asked in English, light, at a desk, and again on a phone, which folds away other things. What is left out cannot
 * differ: a theme changes the colours of `app.css` and nothing else, so that the dark one is asked for the rules of colour alone,
 * at a desk, where all is shown that a phone shows; for the same reason a phone is not asked for them. A language changes words, so
 * that the others are asked for what hangs on them (names, languages, room of targets, what is cut off), on a phone, where room is
 * least.
 */
import type { CDPSession } from 'playwright';
import type { App } from './app.ts';
import { axeFaults, cutOff } from './axe.ts';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

export class Looks {
  readonly #app: App;
  readonly #devtools: CDPSession;
  readonly #agent: string;

  private constructor(app: App, devtools: CDPSession, agent: string) {
    this.#app = app;
    this.#devtools = devtools;
    this.#agent = agent;
  }

  static async open(app: App): Promise<Looks> {
    // What fades in would be measured half-way.
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    const devtools = await app.context.newCDPSession(app.page);
    return new Looks(app, devtools, await app.page.evaluate(() => navigator.userAgent));
  }

  /** One document: theme, language and size change in place, as the browser changes them, and are as before in the end. */
  async faults(): Promise<string[]> {
    const { page } = this.#app;
    const found: string[] = [];
    const note = (look: string, those: string[]): void => {
      found.push(...those.map((fault) => `${look}: ${fault}`));
    };
    note('desk', [...(await axeFaults(page)), ...(await cutOff(page))]);
    await page.emulateMedia({ colorScheme: 'dark' });
    note('desk, dark', await axeFaults(page, 'of-colour'));
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    note('phone', [...(await axeFaults(page, 'but-colour')), ...(await cutOff(page))]);
    for (const tag of ['fr', 'zh-Hans', 'zh-Hant']) {
      await this.#prefer(tag);
      note(`phone, ${tag}`, [...(await axeFaults(page, 'of-text')), ...(await cutOff(page))]);
    }
    await page.setViewportSize(DESK);
    await this.#prefer('fr');
    note('desk, fr', await cutOff(page));
    await this.#prefer('en');
    return found;
  }

  /** The browser prefers another language from now on; the page follows. */
  async #prefer(tag: string): Promise<void> {
    const override = { userAgent: this.#agent, acceptLanguage: tag };
    await this.#devtools.send('Emulation.setUserAgentOverride', override);
    await this.#app.page.evaluate(() => dispatchEvent(new Event('languagechange')));
    await this.#app.page.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
  }
}
