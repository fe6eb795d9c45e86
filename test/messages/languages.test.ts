/** The languages beside English: tsc finds a key that is missing or too many; what tsc does not see is looked for here. */
import { describe, expect, test } from 'vitest';
import { speak, t, type Catalogue } from '../../src/messages/catalogue.ts';
import { en } from '../../src/messages/en.ts';
import { LANGUAGES, preferredLanguage } from '../../src/messages/languages.ts';
import { textsOf } from '../../src/messages/load.ts';

const english: Catalogue = en;
const others = await Promise.all(
  LANGUAGES.filter(({ tag }) => tag !== 'en').map(async (language) => ({
    ...language,
    texts: Object.entries(await textsOf(language.tag)) as [keyof Catalogue, Catalogue[keyof Catalogue]][],
  })),
);
const formsOf = (entry: Catalogue[keyof Catalogue]): string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry);
const placeholdersOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();

const list = (words: string): Set<string> => new Set(words.split(/\s+/));
/** Names and abbreviations that stay as they are in every language. */
const NAMES =
  list(`Actiance BagIt bob Call CAL com Concordance CSV DAT Dialback EML example GB Fedlens h ID IM IP kB ledger Lync MB mjs
  ms NDJSON Online pcap PNG RSMF s SASL Server SHA SIP Smarsh SVG TB TLS v verify XML XMPP`);
/** Words that French has in common with English. */
const FRENCH =
  list(`Actions Archive Audio catalogue Date Diagnostic Format d licences Licence Licences Local Message message
  Messages messages min minute minutes Note Organisation organisation Pages Plan port ports Purge Session session
  Sessions sessions Source Transport Type Usages version Version Versions certain client documents n`);
const wordsOf = (text: string): string[] => text.replace(/\{\w+\}/g, '').match(/\p{L}+/gu) ?? [];

describe.each(others)('the texts in $name', ({ tag, locale, texts }) => {
  test('are all translated', () => {
    const untranslated = texts.filter(([key, entry]) => {
      const same = formsOf(entry).some((form) => formsOf(english[key]).includes(form));
      return (
        same &&
        formsOf(entry).some((form) =>
          wordsOf(form).some((word) => !NAMES.has(word) && !(tag === 'fr' && FRENCH.has(word))),
        )
      );
    });
    expect(untranslated).toEqual([]);
  });

  test('have the placeholders that the English ones have', () => {
    const differing = texts.filter(([key, entry]) => {
      const wanted = [...new Set(formsOf(english[key]).flatMap(placeholdersOf))].toSorted();
      const counts = typeof english[key] !== 'string';
      // The count itself may be left to the plural form ("one more").
      const isFine = (form: string): boolean =>
        wanted.every((name) => form.includes(name) || (counts && name === '{n}')) &&
        placeholdersOf(form).every((name) => wanted.includes(name));
      return !formsOf(entry).every(isFine);
    });
    expect(differing).toEqual([]);
  });

  test('have the plural forms that the language has, and no other', () => {
    const known = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const wrong = texts.filter(([, entry]) => {
      if (typeof entry === 'string') return false;
      const forms = Object.keys(entry);
      return forms.some((form) => !known.includes(form as Intl.LDMLPluralRule)) || !forms.includes('other');
    });
    expect(wrong).toEqual([]);
    // Where there is a singular, a text that counts and reads otherwise for one has it.
    const single = texts.filter(
      ([, entry]) => known.includes('one') && typeof entry !== 'string' && entry.one === undefined,
    );
    expect(single).toEqual([]);
  });

  test('have the signs that the language asks for', () => {
    const wrong = texts.flatMap(([key, entry]) => formsOf(entry).map((form) => [key, form] as const));
    if (tag === 'fr') {
      expect(wrong.filter(([, form]) => / [:;?!»]|« |[a-zà-ÿ]'[a-zà-ÿ]/.test(form))).toEqual([]);
    } else {
      // No half-width sign after a Chinese character.
      expect(wrong.filter(([, form]) => /\p{Script=Han}[,;:?!]/u.test(form))).toEqual([]);
    }
    if (tag === 'zh-Hant')
      expect(
        wrong.filter(([, form]) => /[这个们时会话发过后从样还没单双设换实删权]/u.test(form.replace(/後|个/g, ''))),
      ).toEqual([]);
    if (tag === 'zh-Hans')
      expect(wrong.filter(([, form]) => /[這個們時會話發過後從樣還沒單雙設換實刪權]/u.test(form))).toEqual([]);
  });
});

describe('preferredLanguage', () => {
  test.each([
    [['fr-CA', 'en'], 'fr'],
    [['de-DE', 'fr'], 'fr'],
    [['de-DE'], 'en'],
    [[], 'en'],
    [['en-US', 'fr'], 'en'],
    [['zh'], 'zh-Hans'],
    [['zh-CN'], 'zh-Hans'],
    [['zh-SG'], 'zh-Hans'],
    [['zh-TW'], 'zh-Hant'],
    [['zh-HK'], 'zh-Hant'],
    [['zh-MO'], 'zh-Hant'],
    [['zh-Hant'], 'zh-Hant'],
    [['zh-hant-HK'], 'zh-Hant'],
    [['zh-Hans-TW'], 'zh-Hans'],
    [['zh-Hant-CN'], 'zh-Hant'],
  ])('%j: %s', (preferences, tag) => {
    expect(preferredLanguage(preferences).tag).toBe(tag);
  });
});

test('t speaks the language that was chosen last, with its plural and its numbers', async () => {
  const french = preferredLanguage(['fr']);
  speak(french, await textsOf(french.tag));
  expect(t('import.sessions', { n: 0 })).toBe('0 session');
  expect(t('import.sessions', { n: 12345 })).toBe('12\u202f345 sessions');
  const chinese = preferredLanguage(['zh-TW']);
  speak(chinese, await textsOf(chinese.tag));
  expect(t('import.sessions', { n: 1 })).toBe('1 個工作階段');
  speak(preferredLanguage(['en']), en);
  expect(t('import.sessions', { n: 1 })).toBe('1 session');
});
