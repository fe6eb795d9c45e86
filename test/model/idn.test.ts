import { expect, test } from 'vitest';
import { withAsciiDomain, withUnicodeDomain } from '../../src/model/idn.ts';

test.each([
  ['bob@xn--bcher-kva.example', 'bob@bücher.example'],
  ['xn--mnchen-3ya.de', 'münchen.de'],
  ['eve@im.xn--fiqs8s', 'eve@im.中国'],
  ['xn--e1afmkfd.xn--80akhbyknj4f', 'пример.испытание'],
  ['xn--ls8h.example', '💩.example'],
  // RFC 3492 §7.1, (C) and (L).
  ['xn--ihqwctvzc91f659drss3x8bo0yb', '他們爲什麽不說中文'],
  ['xn--3b-ww4c5e180e575a65lsy2b', '3年b組金八先生'],
])('withUnicodeDomain reads %s as %s, and withAsciiDomain the other way', (ascii, unicode) => {
  expect(withUnicodeDomain(ascii)).toBe(unicode);
  expect(withAsciiDomain(unicode)).toBe(ascii);
});

test('withAsciiDomain leaves the name before the domain, and letters of ASCII, as they are', () => {
  expect(withAsciiDomain('jürgen@contoso.com')).toBe('jürgen@contoso.com');
});

test.each([
  'xn--@contoso.com',
  'a@xn--a.example',
  'a@xn--99999999999.example',
  'a@xn--.example',
  'a@xn--bcher-kv!.example',
])('withUnicodeDomain leaves %s as it is', (address) => {
  expect(withUnicodeDomain(address)).toBe(address);
});
