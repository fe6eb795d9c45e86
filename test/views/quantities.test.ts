import { expect, test } from 'vitest';
import { bytesOf, countOf, elapsedOf, percentOf, spanOf } from '../../src/views/quantities.ts';
import type { FileProgress } from '../../src/model.ts';
import { sharesOf } from '../../src/views/import/file-shares.ts';

test('quantities are written as the locale does', () => {
  expect(countOf(1234567)).toBe('1,234,567');
  expect(percentOf(1, 8)).toBe('12.5%');
  expect(percentOf(0, 0)).toBe('0%');
  expect([percentOf(999_999, 1_000_000), percentOf(7, 7)]).toEqual(['99.9%', '100%']);
  expect([0, 999, 1000, 48_211_000, 1.5e13].map(bytesOf)).toEqual(['0 B', '999 B', '1 kB', '48.2 MB', '15 TB']);
  expect([12.4, 3210, 219_000, 7_500_000, 90_000_000].map(spanOf)).toEqual([
    '12 ms',
    '3.21 s',
    '3 min 39 s',
    '2 h 5 min',
    '1 d 1 h',
  ]);
  expect([0, 219_120, -1500, 3_600_000].map(elapsedOf)).toEqual([
    '+0:00.000',
    '+3:39.120',
    '−0:01.500',
    '+1:00:00.000',
  ]);
});

test('sharesOf parts the bytes read of a gzip file as its content is explained', () => {
  const file = { size: 100, read: 50, explainedBytes: 900, skippedBytes: 100 } as FileProgress;
  const shares = sharesOf(file);
  expect(shares.explained).toBeCloseTo(0.45);
  expect(shares.skipped).toBeCloseTo(0.05);
  expect(shares.toCome).toBeCloseTo(0.5);
  expect(sharesOf({ ...file, size: 0, read: 0 })).toEqual({ explained: 0, skipped: 0, toCome: 1 });
});
