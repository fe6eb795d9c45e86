import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  listTopAfter,
  listTopAt,
  listTopShowing,
  MAX_SCROLL_HEIGHT,
  rowsAt,
  scrollHeightOf,
  scrollTopAt,
  type ListShape,
} from '../../src/views/window.ts';

const shapes = fc.record<ListShape>({
  rows: fc.integer({ min: 0, max: 5_000_000 }),
  rowHeight: fc.constantFrom(24, 32, 64),
  viewport: fc.integer({ min: 100, max: 2000 }),
});
const furthest = ({ rows, rowHeight, viewport }: ListShape): number => Math.max(0, rows * rowHeight - viewport);

test('scrollHeightOf stays below what browsers allow', () => {
  fc.assert(fc.property(shapes, (shape) => scrollHeightOf(shape) <= MAX_SCROLL_HEIGHT));
  expect(scrollHeightOf({ rows: 1_000_000, rowHeight: 32, viewport: 800 })).toBe(MAX_SCROLL_HEIGHT);
  expect(scrollHeightOf({ rows: 100, rowHeight: 32, viewport: 800 })).toBe(3200);
});

test('listTopAt reaches both ends of the list', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const end = Math.max(0, scrollHeightOf(shape) - shape.viewport);
      expect(listTopAt(0, shape)).toBe(0);
      expect(listTopAt(end, shape)).toBeCloseTo(furthest(shape), 3);
    }),
  );
});

test('scrollTopAt is the inverse of listTopAt', () => {
  fc.assert(
    fc.property(shapes, fc.double({ min: 0, max: 1, noNaN: true }), (shape, share) => {
      const top = share * furthest(shape);
      expect(listTopAt(scrollTopAt(top, shape), shape)).toBeCloseTo(top, 2);
    }),
  );
});

describe('listTopAfter', () => {
  const long: ListShape = { rows: 2_000_000, rowHeight: 32, viewport: 800 };

  test('moves the list by as much as a wheel moves, though the area is shortened', () => {
    const top = 20_000_000;
    const at = scrollTopAt(top, long);
    expect(listTopAfter(top, at, at + 96, long)).toBe(top + 96);
  });

  test('goes where the thumb of the bar was drawn', () => {
    expect(listTopAfter(0, 0, 7_000_000, long)).toBe(listTopAt(7_000_000, long));
  });

  test('is at the very end when the bar is', () => {
    const end = scrollHeightOf(long) - long.viewport;
    expect(listTopAfter(63_000_000, end - 10, end, long)).toBe(furthest(long));
  });

  test('never leaves the list', () => {
    fc.assert(
      fc.property(shapes, fc.nat(20_000_000), fc.nat(20_000_000), fc.nat(100_000_000), (shape, from, to, top) => {
        const next = listTopAfter(Math.min(top, furthest(shape)), from, to, shape);
        expect(next).toBeGreaterThanOrEqual(0);
        expect(next).toBeLessThanOrEqual(furthest(shape) + 1e-3);
      }),
    );
  });
});

test('rowsAt draws every row that is seen, and few more', () => {
  fc.assert(
    fc.property(shapes, fc.double({ min: 0, max: 1, noNaN: true }), (shape, share) => {
      const top = share * furthest(shape);
      const { first, count } = rowsAt(top, shape);
      expect(first * shape.rowHeight).toBeLessThanOrEqual(top);
      expect((first + count) * shape.rowHeight).toBeGreaterThanOrEqual(
        Math.min(top + shape.viewport, shape.rows * shape.rowHeight) - 1e-6,
      );
      expect(count).toBeLessThanOrEqual(shape.viewport / shape.rowHeight + 18);
    }),
  );
});

test('listTopShowing moves no further than it must', () => {
  const shape: ListShape = { rows: 1000, rowHeight: 32, viewport: 320 };
  expect(listTopShowing(5, 0, shape)).toBe(0);
  expect(listTopShowing(10, 0, shape)).toBe(32);
  expect(listTopShowing(3, 320, shape)).toBe(96);
});
