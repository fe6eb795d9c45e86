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
      fc.property(fc.array(report, { maxLength: 400 }), fc.infiniteStream(fc.nat()), (reports, order) => {
        const issuesOf = (list: typeof reports): string => {
          const account = new FileAccount(0 as SourceId);
          for (const { code, offset, length } of list) account.count(code, offset, length);
          return JSON.stringify(account.issues());
        };
        const keys = reports.map(() => order.next().value ?? 0);
        const shuffled = reports.map((each, index) => ({ each, key: keys[index]! })).sort((a, b) => a.key - b.key);
        expect(issuesOf(shuffled.map(({ each }) => each))).toBe(issuesOf(reports));
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
