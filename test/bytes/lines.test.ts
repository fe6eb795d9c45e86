import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineCutter, type LineReceiver } from '../../src/bytes/lines.ts';

/** Keeps lines as [text, offset of the line, offset of the next line]. */
class Kept implements LineReceiver {
  lines: [string, number, number][] = [];
  overlongs: [number, number][] = [];
  ended = 0;
  line(bytes: Uint8Array, start: number, end: number, next: number, offset: number): void {
    this.lines.push([Buffer.from(bytes.subarray(start, end)).toString('latin1'), offset, offset + next - start]);
  }
  overlong(offset: number, length: number): void {
    this.overlongs.push([offset, length]);
  }
  end(): void {
    this.ended += 1;
  }
}

function cut(text: string, size: number, limit?: number): Kept {
  const kept = new Kept();
  const cutter = new LineCutter(kept, limit);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) {
    // A chunk is valid until write returns: what comes after must not matter.
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    cutter.write(chunk);
    chunk.fill(0x58);
  }
  cutter.end();
  return kept;
}

describe('LineCutter', () => {
  test('gives lines without their ends, LF and CR LF, and the last one without an end', () => {
    for (const size of [1, 2, 7, 65_536]) {
      const kept = cut('one\r\ntwo\n\n\r\r\nlast', size);
      expect(kept.lines).toEqual([
        ['one', 0, 5],
        ['two', 5, 9],
        ['', 9, 10],
        ['', 10, 13],
        ['last', 13, 17],
      ]);
      expect(kept.ended).toBe(1);
    }
  });

  test('cuts any text at any place alike', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', 'bc'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 70 }), (whole, size) => {
        expect(cut(whole, size, 16)).toEqual(cut(whole, 1000, 16));
        const { lines, overlongs } = cut(whole, size, 16);
        const covered = lines.reduce((sum, [, from, to]) => sum + to - from, 0);
        expect(covered + overlongs.reduce((sum, [, length]) => sum + length, 0)).toBe(whole.length);
      }),
    );
  });

  test('passes over the rest of a line that is longer than the limit', () => {
    for (const size of [1, 2, 7, 65_536]) {
      const kept = cut('x'.repeat(100) + '\nnext\n', size, 30);
      expect(kept.lines).toEqual([
        ['x'.repeat(30), 0, 30],
        ['next', 101, 106],
      ]);
      expect(kept.overlongs).toEqual([[30, 71]]);
    }
  });

  test('reads a line of 5 MB', () => {
    const kept = cut('y'.repeat(5_000_000) + '\nz', 65_536);
    expect(kept.lines.map(([text]) => text.length)).toEqual([5_000_000, 1]);
  });
});
