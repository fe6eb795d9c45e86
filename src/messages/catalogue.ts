/**
 * The texts of the interface, typed from the English ones: a key that does not exist and a placeholder that is
 * forgotten do not compile. A text is a string, or one string for each plural form; a plural's number is `n`.
 */
import { en } from './en.ts';

type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type NamesOf<E> = E extends string ? Names<E> : E extends { other: infer Other } ? Names<Other> | 'n' : never;

export type MessageKey = keyof typeof en;
/** What another language has to give: the same keys, with plural forms of its own. */
export type Catalogue = { readonly [K in MessageKey]: string | Plural };
type Values<K extends MessageKey> = { [N in NamesOf<(typeof en)[K]>]: string | number };
type Arguments<K extends MessageKey> = [NamesOf<(typeof en)[K]>] extends [never] ? [] : [Values<K>];

/** BCP 47 tag: texts, numbers and dates follow it. */
export const locale = 'en-GB';
const texts: Catalogue = en;
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/** The text of a key with its placeholders filled; numbers are written as the locale does. */
export function t<K extends MessageKey>(key: K, ...[values]: Arguments<K>): string {
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const entry = texts[key];
  const text = typeof entry === 'string' ? entry : (entry[plurals.select(Number(given['n']))] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = given[name];
    return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** Whether a key exists: for texts that belong to data (a format's description), which may be newer than the texts. */
export function isMessageKey(key: string): key is MessageKey {
  return key in texts;
}
