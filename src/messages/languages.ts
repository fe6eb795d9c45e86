/** The languages of the interface, and which of them a browser's preferences ask for. */

export interface Language {
  /** BCP 47 tag, as `<html lang>` has it. */
  tag: Tag;
  /** BCP 47 tag that numbers and dates follow. */
  locale: string;
  /** In the language itself. */
  name: string;
}
const ENGLISH = { tag: 'en', locale: 'en-GB', name: 'English' } as const;
export const LANGUAGES = [
  ENGLISH,
  { tag: 'fr', locale: 'fr-FR', name: 'Français' },
  { tag: 'zh-Hans', locale: 'zh-Hans-CN', name: '简体中文' },
  { tag: 'zh-Hant', locale: 'zh-Hant-TW', name: '繁體中文' },
] as const satisfies readonly {
  tag: string;
  locale: string;
  name: string;
}[];
export type Tag = (typeof LANGUAGES)[number]['tag'];

export const languageOf = (tag: string): Language | undefined => LANGUAGES.find((language) => language.tag === tag);

/** Regions that write traditional characters where the script is not said (CLDR, likely subtags of `zh`). */
const TRADITIONAL = ['TW', 'HK', 'MO'];

/** The language for one preference, `zh-TW` say; undefined = none of ours. */
function fitting(preference: string): Language | undefined {
  const [language = '', ...parts] = preference.split('-');
  if (language.toLowerCase() !== 'zh') return languageOf(language.toLowerCase());
  const said = parts.map((part) => part.toLowerCase());
  if (said.includes('hant')) return languageOf('zh-Hant');
  if (said.includes('hans')) return languageOf('zh-Hans');
  return languageOf(TRADITIONAL.some((region) => said.includes(region.toLowerCase())) ? 'zh-Hant' : 'zh-Hans');
}

/** @param preferences BCP 47 tags, the dearest first (`navigator.languages`) */
export function preferredLanguage(preferences: readonly string[]): Language {
  for (const preference of preferences) {
    const language = fitting(preference);
    if (language) return language;
  }
  return ENGLISH;
}
