import { expect, test } from 'vitest';
import { withUnicodeDomain } from '../../src/model/idn.ts';

test.each([
  ['bob@xn--bcher-kva.example', 'bob@bücher.example'],
  ['xn--mnchen-3ya.de', 'münchen.de'],
  ['eve@im.xn--fiqs8s', 'eve@im.中国'],
  ['xn--e1afmkfd.xn--80akhbyknj4f', 'пример.испытание'],
  ['xn--ls8h.example', '💩.example'],
])('withUnicodeDomain reads %s as %s', (ascii, unicode) => {
  expect(withUnicodeDomain(ascii)).toBe(unicode);
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
