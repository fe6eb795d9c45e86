import { describe, expect, test } from 'vitest';
import { answer, session, type Case } from './case.ts';

/** Runs a rule's cases: [what, session, organisation (null = nothing told), provider, severity or 'silent']. */
export function table(rule: string, cases: readonly Case[]): void {
  describe(rule, () => {
    test.each(cases)('%s', (_, told, parts, provider, expected) => {
      expect(answer(rule, session(told), parts, provider)).toBe(expected);
    });
  });
}
