import { describe, expect, test } from 'vitest';
import { AROUND, hexRows, rangesAround } from '../../src/views/parts/hex-rows.ts';

describe('rangesAround', () => {
  test('gives 64 bytes before and behind a place', () => {
    expect(rangesAround({ offset: 1000, length: 10 }, 5000)).toEqual([{ from: 1000 - AROUND, to: 1010 + AROUND }]);
  });

  test('stays within the file', () => {
    expect(rangesAround({ offset: 3, length: 4 }, 9)).toEqual([{ from: 0, to: 9 }]);
    expect(rangesAround({ offset: 9, length: 0 }, 9)).toEqual([{ from: 0, to: 9 }]);
    expect(rangesAround({ offset: 0, length: 0 }, 0)).toEqual([]);
  });

  test('gives the beginning and the end of a long place', () => {
    expect(rangesAround({ offset: 100, length: 10_000 }, 1e6)).toEqual([
      { from: 36, to: 228 },
      { from: 9972, to: 10_164 },
    ]);
  });
});

describe('hexRows', () => {
  test('begins rows at multiples of sixteen and marks the place', () => {
    const bytes = new TextEncoder().encode('abcdefghij\nklmnopqrstu');
    const rows = hexRows(bytes, 14, { offset: 16, length: 3 });
    expect(rows.map(({ address }) => address)).toEqual(['00000000', '00000010', '00000020']);
    expect(rows[0]?.parts).toEqual([
      { hex: '   '.repeat(14) + '61 62 ', text: ' '.repeat(14) + 'ab', isInside: false },
    ]);
    expect(rows[1]?.parts.map(({ text, isInside }) => [text, isInside])).toEqual([
      ['cde', true],
      ['fghij·klmnopq', false],
    ]);
    expect(rows[2]?.parts).toEqual([{ hex: '72 73 74 75 ', text: 'rstu', isInside: false }]);
  });
});
