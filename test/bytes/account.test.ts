import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import type { IssueCode, SourceId } from '../../src/model.ts';

describe('FileAccount', () => {
  test('keeps the same places and the same order of codes, whenever they are reported', () => {
    const report = fc.record({
      code: fc.constantFrom<IssueCode>('text-not-utf8', 'time-missing', 'record-damaged'),
      offset: fc.nat(400),
      length: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(report, fc.nat()), { maxLength: 400 }), (given) => {
        const reports = given.map(([each]) => each);
        const issuesOf = (list: typeof reports): string => {
          const account = new FileAccount(0 as SourceId);
          for (const { code, offset, length } of list) account.count(code, offset, length);
          return JSON.stringify(account.issues());
        };
        const shuffled = [...given].sort(([, a], [, b]) => a - b).map(([each]) => each);
        expect(issuesOf(shuffled)).toBe(issuesOf(reports));
      }),
    );
  });

  test('keeps the first hundred places of a code', () => {
    const account = new FileAccount(0 as SourceId);
    for (let offset = 1000; offset > 0; offset -= 1) account.count('time-missing', offset, 1);
    const tally = account.issues()['time-missing'];
    expect(tally?.count).toBe(1000);
    expect(tally?.places.map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });
});
