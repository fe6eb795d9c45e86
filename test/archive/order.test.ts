import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowNumbers, sortableBits, sortedBy } from '../../src/archive/order.ts';

test('sortedBy sorts row numbers by 32-bit keys and leaves equal ones in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffffffff }))), (keys) => {
      const sorted = [...sortedBy(rowNumbers(keys.length), Uint32Array.from(keys))];
      const expected = keys.map((_, row) => row).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
      expect(sorted).toEqual(expected);
    }),
  );
});

test('sortableBits sort as the numbers do, with what is no number last', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      const bits = sortableBits(Float64Array.from(values));
      let rows = rowNumbers(values.length);
      for (const half of [0, 1]) rows = sortedBy(rows, bits, 2, half);
      const sorted = [...rows].map((row) => values[row] ?? 0);
      // -0 stands before 0, which the comparison of numbers does not see.
      const expected = [...values].sort((a, b) =>
        Number.isNaN(a)
          ? Number.isNaN(b)
            ? 0
            : 1
          : Number.isNaN(b)
            ? -1
            : a - b || (Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1),
      );
      expect(sorted).toEqual(expected);
    }),
  );
});
