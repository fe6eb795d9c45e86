/**
 * The texts of the interface, typed from the English ones: a key that does not exist and a placeholder that is
 * forgotten do not compile. A text is a string, or one string for each plural form; a plural's number is `n`.
 */
import type { en } from './en.ts';
import type { Language } from './languages.ts';

export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type NamesOf<E> = E extends string ? Names<E> : E extends { other: infer Other } ? Names<Other> | 'n' : never;

export type MessageKey = keyof typeof en;
/** What another language has to give for a file of English texts: the same keys, with plural forms of its own. */
export type Texts<English> = { readonly [K in keyof English]: string | Plural };
/** All texts of a language. */
export type Catalogue = Texts<typeof en>;
type Values<K extends MessageKey> = { [N in NamesOf<(typeof en)[K]>]: string | number };
type Arguments<K extends MessageKey> = [NamesOf<(typeof en)[K]>] extends [never] ? [] : [Values<K>];

/** A language with its texts, as it is spoken on the page. */
export interface Spoken {
  language: Language;
  texts: Catalogue;
  plurals: Intl.PluralRules;
  numbers: Intl.NumberFormat;
}
interface Holder {
  spoken: Spoken | null;
}
let holder: Holder = { spoken: null };

/** Has the language kept in a holder that can be watched: what reads a text follows a change of language. */
export function keepIn(other: Holder): void {
  other.spoken = holder.spoken;
  holder = other;
}
/** From now on texts, numbers and dates are of this language. */
export function speak(language: Language, texts: Catalogue): void {
  const { locale } = language;
  holder.spoken = { language, texts, plurals: new Intl.PluralRules(locale), numbers: new Intl.NumberFormat(locale) };
}

function spoken(): Spoken {
  if (holder.spoken === null) throw new Error('A text was asked for before a language was loaded.');
  return holder.spoken;
}
export const language = (): Language => spoken().language;
/** BCP 47 tag that numbers and dates follow. */
export const locale = (): string => spoken().language.locale;

/** The text of a key with its placeholders filled; numbers are written as the locale does. */
export function t<K extends MessageKey>(key: K, ...[values]: Arguments<K>): string {
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const { texts, plurals, numbers } = spoken();
  const entry = texts[key];
  const text = typeof entry === 'string' ? entry : (entry[plurals.select(Number(given['n']))] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = given[name];
    return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** The text for a name of the model, under `prefix.name`; `otherwise` where there is none: a rule of the person's own, a code of an older version. */
export function wordFor(
  prefix: string,
  name: string,
  otherwise: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const key = `${prefix}.${name}`;
  return isMessageKey(key) ? t(key as 'reviewers.failed', values as { why: string }) : otherwise;
}

/** Whether a key exists: for texts that belong to data (a format's description), which may be newer than the texts. */
export function isMessageKey(key: string): key is MessageKey {
  return key in spoken().texts;
}
