import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, isDecorated } from '../../src/model.ts';
import { undecorate } from '../../src/providers/index.ts';

describe('undecorate', () => {
  test.each([
    ['user(contoso.com)@msn.com', 'user@contoso.com'],
    ['first.last(eu.contoso.com)@msn.com', 'first.last@eu.contoso.com'],
    ['user@msn.com', 'user@msn.com'],
    ['user@contoso.com', 'user@contoso.com'],
    ['msn.com', 'msn.com'],
    ['', ''],
  ])('%s', (address, expected) => {
    expect(undecorate(address)).toBe(expected);
  });
  test.each([
    ['an open parenthesis', 'user(contoso.com@msn.com'],
    ['a closed one', 'usercontoso.com)@msn.com'],
    ['nothing inside', 'user()@msn.com'],
    ['no user', '(contoso.com)@msn.com'],
    ['no domain inside', 'user(contoso)@msn.com'],
    ['something behind', 'user(contoso.com)x@msn.com'],
    ['parentheses within', 'user(a(b).com)@msn.com'],
    ['two of them', 'user(a.com)(b.com)@msn.com'],
    ['an address inside', 'user(x@contoso.com)@msn.com'],
    ['a domain that decorates nothing', 'bob(sales.emea)@partner.com'],
  ])('leaves what is not of that form: %s', (_, address) => {
    expect(undecorate(address)).toBe(address);
    expect(isDecorated(address)).toBe(false);
  });
  test('undone once it is undone for good', () => {
    fc.assert(fc.property(fc.string(), (text) => undecorate(undecorate(text)) === undecorate(text)));
    expect(isDecorated('user(contoso.com)@msn.com')).toBe(true);
  });
});

test.each([
  ['user(contoso.com)@msn.com', 'msn.com'],
  ['user@contoso.com', 'contoso.com'],
  ['contoso.com', 'contoso.com'],
])('domainOf %s is where the wire leads', (address, expected) => {
  expect(domainOf(address)).toBe(expected);
});
