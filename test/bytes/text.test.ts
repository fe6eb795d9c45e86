import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesOf,
  decode,
  decodeBase64,
  equalsIgnoringCase,
  find,
  indexOfByte,
  parseDecimal,
  startsWith,
  trimmedEnd,
} from '../../src/bytes/text.ts';

describe('text in bytes', () => {
  test('decode gives what a TextDecoder gives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decode(bytes, 0, bytes.length)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      }),
    );
  });

  test('find and indexOfByte give the first place in the range, in short ranges and long', () => {
    const letters = fc.uint8Array({ max: 3, maxLength: 600 });
    const wanted = fc.uint8Array({ max: 3, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(letters, wanted, fc.nat(600), fc.nat(600), (bytes, sought, a, b) => {
        const [start, end] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
        const range = Buffer.from(bytes).subarray(start, end);
        const placeOf = (index: number): number => (index === -1 ? -1 : start + index);
        expect(find(bytes, sought, start, end)).toBe(placeOf(range.indexOf(sought)));
        expect(indexOfByte(bytes, sought[0]!, start, end)).toBe(placeOf(range.indexOf(sought[0]!)));
      }),
    );
  });

  test('decodeBase64 reads what was written, with and without padding and line ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        for (const form of [text, text.replaceAll('=', ''), text.replaceAll(/.{4}/g, '$&\r\n')]) {
          expect(Buffer.from(decodeBase64(form)).equals(bytes)).toBe(true);
        }
        expect(Buffer.from(decodeBase64(Buffer.from(bytes).toString('base64url'))).equals(bytes)).toBe(true);
      }),
    );
  });

  test('parseDecimal refuses what is no number', () => {
    const read = (text: string): number => parseDecimal(bytesOf(text), 0, text.length);
    expect(['0', '42', '', '4a', '-1', '1234567890123456'].map(read)).toEqual([0, 42, -1, -1, -1, -1]);
  });

  test('find and startsWith stay inside their range', () => {
    const bytes = bytesOf('$ $$end $$end_record');
    const mark = bytesOf('$$end_record');
    expect(find(bytes, mark, 0, bytes.length)).toBe(8);
    expect(find(bytes, mark, 0, bytes.length - 1)).toBe(-1);
    expect(find(bytes, mark, 9, bytes.length)).toBe(-1);
    expect(startsWith(bytes, 8, bytes.length - 1, mark)).toBe(false);
    expect(equalsIgnoringCase(bytesOf('Call-ID'), 0, 7, bytesOf('call-id'))).toBe(true);
    expect(trimmedEnd(bytesOf('ab \r\n'), 0, 5)).toBe(2);
  });
});
