import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairLines, sharedEnds } from '../../src/views/session/line-diff.ts';

const shown = (left: string[], right: string[]): string[] =>
  pairLines(left, right).map((pair) => {
    const [one, two] = [pair.left === null ? '' : left[pair.left], pair.right === null ? '' : right[pair.right]];
    return pair.isSame ? `= ${one}` : `${one} | ${two}`;
  });

describe('pairLines', () => {
  test('a proxy’s Via stands alone, and its Max-Forwards beside the other', () => {
    const before = ['INVITE sip:b SIP/2.0', 'Via: SIP/2.0/TLS a', 'Max-Forwards: 70', 'Call-ID: 1', '', 'hello'];
    const after = [
      'INVITE sip:b SIP/2.0',
      'Via: SIP/2.0/TLS proxy',
      'Via: SIP/2.0/TLS a',
      'Max-Forwards: 69',
      'Call-ID: 1',
      '',
      'hello',
    ];
    expect(shown(before, after)).toEqual([
      '= INVITE sip:b SIP/2.0',
      ' | Via: SIP/2.0/TLS proxy',
      '= Via: SIP/2.0/TLS a',
      'Max-Forwards: 70 | Max-Forwards: 69',
      '= Call-ID: 1',
      '= ',
      '= hello',
    ]);
  });

  test('every line of both stands once and in order, and what is called the same is the same', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'To: 1', 'To: 2', 'Via: x', ''), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (left, right) => {
        const pairs = pairLines(left, right);
        expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual(left.map((_, at) => at));
        expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual(right.map((_, at) => at));
        for (const { left: one, right: two, isSame } of pairs)
          if (isSame) expect(left[one ?? -1]).toBe(right[two ?? -1]);
      }),
    );
  });

  test('texts too long to align are told apart all the same, and at once', () => {
    const left = Array.from({ length: 30_000 }, (_, at) => `left ${at}`);
    const right = Array.from({ length: 30_000 }, (_, at) => `right ${at}`);
    expect(pairLines(['same', ...left], ['same', ...right])).toHaveLength(30_001);
  });
});

describe('sharedEnds', () => {
  test.each([
    ['Max-Forwards: 70', 'Max-Forwards: 69', 14, 0],
    ['aaa', 'aa', 2, 0],
    ['', 'x', 0, 0],
    ['CSeq: 1 INVITE', 'CSeq: 2 INVITE', 6, 7],
  ])('%s and %s', (left, right, before, after) => {
    expect(sharedEnds(left, right)).toEqual({ before, after });
  });
});
