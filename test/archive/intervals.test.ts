import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Intervals } from '../../src/archive/intervals.ts';

const stretch = fc.tuple(fc.nat(40), fc.nat(8));

function of(stretches: readonly (readonly [number, number])[]): Intervals {
  const intervals = new Intervals();
  for (const [from, length] of stretches) intervals.add(from, length);
  return intervals;
}

/** Bytes that lie in one of them. */
const bytesOf = (intervals: Intervals): number[] =>
  intervals.all.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index));

test('Intervals hold, cut and leave out the bytes that a set of bytes would', () => {
  fc.assert(
    fc.property(fc.array(stretch), fc.array(stretch), stretch, (ones, others, [from, length]) => {
      const [one, other] = [of(ones), of(others)];
      const set = (stretches: readonly (readonly [number, number])[]): number[] =>
        [...new Set(stretches.flatMap(([at, size]) => Array.from({ length: size }, (_, n) => at + n)))].sort(
          (a, b) => a - b,
        );
      expect(bytesOf(one)).toEqual(set(ones));
      expect(bytesOf(one.without(other))).toEqual(set(ones).filter((byte) => !set(others).includes(byte)));
      const within = set(ones).filter((byte) => byte >= from && byte < from + length);
      expect(one.within(from, from + length).reduce((sum, [begin, end]) => sum + end - begin, 0)).toBe(within.length);
      expect(one.meets(from, from + length)).toBe(within.length > 0);
    }),
  );
});
