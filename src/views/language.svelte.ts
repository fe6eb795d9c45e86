/** The language of the page: the one that was chosen, else the one that the browser prefers. */
import { keepIn, speak, type Spoken } from '../messages/catalogue.ts';
import { languageOf, preferredLanguage, type Language } from '../messages/languages.ts';
import { textsOf } from '../messages/load.ts';
import { settings } from './settings.svelte.ts';

class Holder {
  spoken = $state.raw<Spoken | null>(null);
}
const holder = new Holder();
keepIn(holder);

/** What the browser asks for. */
export const browserLanguage = (): Language => preferredLanguage(navigator.languages);
const wanted = (): Language => languageOf(settings.language) ?? browserLanguage();

/** Loads the texts of the language that is set and speaks it. Rejects, and nothing changes, where they do not come. */
export async function speakAsSet(): Promise<void> {
  const language = wanted();
  const texts = await textsOf(language.tag);
  // Another may have been chosen while the texts came.
  if (wanted() !== language) return;
  speak(language, texts);
  document.documentElement.lang = language.tag;
}

class Choice {
  /** Why the language that was chosen last is not spoken; null = it is. */
  failure = $state<string | null>(null);

  /** @param tag '' = as the browser prefers */
  async take(tag: string): Promise<void> {
    const before = settings.language;
    settings.language = tag;
    try {
      await speakAsSet();
      this.failure = null;
    } catch (error) {
      settings.language = before;
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}
export const choice = new Choice();

// The browser's own setting may change while the page is open.
addEventListener('languagechange', () => void choice.take(settings.language));
