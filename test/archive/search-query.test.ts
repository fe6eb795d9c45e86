import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neededWords, needsText, readQuery, type SearchQuery } from '../../src/archive/search-query.ts';
import { timeOf } from '../../src/archive/search-times.ts';

/** A query in a short form: words bare, fields with a colon, the rest in brackets. */
function shown(query: SearchQuery | null): string {
  if (query === null) return '';
  switch (query.is) {
    case 'word':
      return query.word.includes(' ') ? `“${query.word}”` : query.word;
    case 'field':
      return `${query.field}:${query.value}`;
    case 'not':
      return `!${shown(query.of)}`;
    default:
      return `(${query.of.map(shown).join(query.is === 'all' ? ' & ' : ' | ')})`;
  }
}

describe('readQuery', () => {
  test.each([
    ['parcel lost', '(parcel & lost)'],
    ['parcel AND lost', '(parcel & lost)'],
    ['a OR b c OR d', '(a | (b & c) | d)'],
    ['a (b OR c)', '(a & (b | c))'],
    ['NOT a b', '(!a & b)'],
    ['a -b -"c d"', '(a & !b & !“c d”)'],
    ['-(a OR b)', '!(a | b)'],
    ['NOT NOT a', '!!a'],
    ['"Good  morning" „guten Tag“', '(“good  morning” & “guten tag”)'],
    ['and or not', '(and & or & not)'],
    ['ORDER ANDROID NOTHING', '(order & android & nothing)'],
    ['from:Alice@Contoso.com provider:yahoo', '(from:alice@contoso.com & provider:yahoo)'],
    ['FROM:alice to:"Bob Smith"', '(from:alice & to:bob smith)'],
    ['sip:alice@contoso.com http://x.org/?a=b', '(sip:alice@contoso.com & http://x.org/?a=b)'],
    ['well-known e-mail - x', '(well-known & e-mail & - & x)'],
    ['Ｆｕｌｌ ÉTÉ', '(full & ete)'],
    ['你好 世界', '(你好 & 世界)'],
    // What is not whole is read as far as it goes.
    ['"open phrase', '“open phrase”'],
    ['(a OR b', '(a | b)'],
    ['a) b', '(a & b)'],
    ['OR a AND', 'a'],
    ['NOT', ''],
    ['() ""', ''],
    ['from:', 'from:'],
  ])('%s', (text, query) => {
    expect(shown(readQuery(text))).toBe(query);
  });

  test('whatever is written is some query, and one that is shown again is the same', () => {
    const piece = fc.constantFrom('a', 'b', '"c d"', 'AND', 'OR', 'NOT', '-', '(', ')', 'from:x', ' ', '"', 'ß');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const query = readQuery(pieces.join(' '));
        if (query !== null) expect(neededWords(query).length).toBeGreaterThanOrEqual(0);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readQuery(text)));
  });
});

test('neededWords are those without which nothing fits', () => {
  expect(neededWords(readQuery('a "b c" from:d -e (f OR g) provider:h')!)).toEqual(['a', 'b c', 'd']);
  expect(needsText(readQuery('provider:yahoo -rule:x before:2014')!)).toBe(false);
  expect(needsText(readQuery('provider:yahoo OR parcel')!)).toBe(true);
});

describe('timeOf', () => {
  test.each([
    ['2014-06-30', 'Europe/Berlin', '2014-06-29T22:00:00Z'],
    ['2014-06', 'America/New_York', '2014-06-01T04:00:00Z'],
    ['2014', 'Asia/Kolkata', '2013-12-31T18:30:00Z'],
    ['2014-06-30', 'Pacific/Kiritimati', '2014-06-29T10:00:00Z'],
    // The day begins at one o'clock.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['2014-06-30t12:30:00z', 'Europe/Berlin', '2014-06-30T12:30:00Z'],
    ['2014-06-30t12:30:00+02:00', 'UTC', '2014-06-30T10:30:00Z'],
  ])('%s in %s', (text, zone, time) => {
    expect(timeOf(text, zone)).toBe(Date.parse(time));
  });

  test('what is no day is none', () => {
    for (const text of ['yesterday', '2014-13', '2014-02-30', '14', '30.06.2014'])
      expect(timeOf(text, 'UTC')).toBeNull();
  });
});
