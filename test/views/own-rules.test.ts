import { describe, expect, test } from 'vitest';
import type { OwnRule, RuleField } from '../../src/model.ts';
import { emptyRule, flatOf, idOf, textOf, valueOf, withRule } from '../../src/views/organisation/own-rules.ts';

const rule: OwnRule = { ...emptyRule([]), title: 'Late talk', because: 'It was late.' };
const field = (kind: RuleField['kind']): RuleField => {
  return { name: 'f', title: 'F', kind, many: false, choices: [], words: ['equals', 'one-of'] };
};

test('idOf makes an id of the title that no other rule has', () => {
  expect(idOf('Talk with Bob!', [])).toBe('own-talk-with-bob');
  expect(idOf('Café – naïve', [])).toBe('own-cafe-naive');
  expect(idOf('中文', ['own-rule'])).toBe('own-rule-2');
});

describe('withRule', () => {
  test('puts a rule beside the others, or in place of that of its id', () => {
    expect(withRule([], rule)).toEqual([rule]);
    const other = { ...rule, id: 'own-other' } as const;
    const changed = { ...rule, because: 'Too late.' };
    expect(withRule([rule, other], changed)).toEqual([changed, other]);
  });
});

describe('flatOf', () => {
  const comparison = { field: 'remote', is: 'equals', value: 'b@x.test' } as const;
  test('shows a list of comparisons, all or any', () => {
    expect(flatOf({ any: [comparison] })).toEqual({ how: 'any', comparisons: [comparison] });
    expect(flatOf(comparison)).toEqual({ how: 'all', comparisons: [comparison] });
  });
  test('leaves what is deeper to its JSON', () => {
    expect(flatOf({ not: comparison })).toBeNull();
    expect(flatOf({ all: [{ any: [comparison] }] })).toBeNull();
  });
});

test('valueOf reads what textOf writes', () => {
  expect(valueOf('3', field('number'), 'equals')).toBe(3);
  expect(valueOf('a, b', field('text'), 'one-of')).toEqual(['a', 'b']);
  expect(textOf(valueOf('1, 2', field('number'), 'one-of'))).toBe('1, 2');
});
