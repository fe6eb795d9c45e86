import { describe, expect, test } from 'vitest';
import { folded } from '../../src/archive/rows.ts';

describe('folded', () => {
  test.each([
    ['Café NAÏVE', 'cafe naive'],
    ['Ａｌｉｃｅ', 'alice'],
    ['中文 한글', '中文 한글'],
    ['Łódź', 'łodz'],
  ])('%s is %s', (text, expected) => {
    expect(folded(text)).toBe(expected);
  });
  test('what is folded stays as it is', () => {
    for (const text of ['İstanbul', 'ﬁn', 'é', '한글']) expect(folded(folded(text))).toBe(folded(text));
  });
});
