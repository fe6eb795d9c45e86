/** Each language's texts are a file of their own that comes when the language is chosen. */
import type { Catalogue } from './catalogue.ts';
import type { Tag } from './languages.ts';

const TEXTS: Readonly<Record<Tag, () => Promise<Catalogue>>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
  'zh-Hans': async () => (await import('./zh-Hans.ts')).zhHans,
  'zh-Hant': async () => (await import('./zh-Hant.ts')).zhHant,
};

/** Rejects where the host does not give the file. */
export const textsOf = (tag: Tag): Promise<Catalogue> => TEXTS[tag]();
