import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Recurring, RecurringText } from '../../src/bytes/recurring-text.ts';
import { bytesOf, decode } from '../../src/bytes/text.ts';
import { WordBytes } from '../../src/bytes/word-bytes.ts';

function wordsOf(bytes: Uint8Array): WordBytes {
  const words = new WordBytes();
  words.take(bytes);
  return words;
}

const lines = fc.array(fc.constantFrom(0x0a, 0x0b, 0x8a, 0x0d, 0x41, 0xff, 0), { maxLength: 40 });

describe('WordBytes', () => {
  test('finds the line end that the typed array finds, in any range, at any place of a buffer', () => {
    fc.assert(
      fc.property(lines, fc.nat(7), fc.nat(40), fc.nat(40), (values, shift, from, to) => {
        const bytes = new Uint8Array([...new Array<number>(shift).fill(0x0a), ...values, 0x0a]).subarray(shift);
        const end = Math.min(to, values.length);
        const start = Math.min(from, end);
        const found = bytes.subarray(start, end).indexOf(0x0a);
        expect(wordsOf(bytes).lineEnd(start, end)).toBe(found === -1 ? end : start + found);
      }),
    );
  });

  test('finds the colon that the typed array finds, in any range', () => {
    const values = fc.array(fc.constantFrom(0x3a, 0x3b, 0xba, 0x39, 0x41, 0), { maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(40), fc.nat(40), (all, from, to) => {
        const bytes = Uint8Array.from(all);
        const end = Math.min(to, bytes.length);
        const start = Math.min(from, end);
        const found = bytes.subarray(start, end).indexOf(0x3a);
        expect(wordsOf(bytes).colon(start, end)).toBe(found === -1 ? end : start + found);
      }),
    );
  });

  test.each(['MESSAGE', 'INVITE', 'SUBSCRIBE', 'BYE'])('hash tells sequence numbers of %s apart', (method) => {
    const hashes = Array.from({ length: 200 }, (_, number) => {
      const bytes = bytesOf(`${number + 1} ${method}`);
      return wordsOf(bytes).hash(0, bytes.length);
    });
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('equals is true for the same bytes and for no others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(20), (bytes, changed) => {
        const words = wordsOf(bytes);
        const other = bytes.slice();
        expect(words.equals(0, bytes.length, new DataView(other.buffer), 0)).toBe(true);
        if (changed >= bytes.length) return;
        other[changed]! ^= 1;
        expect(words.equals(0, bytes.length, new DataView(other.buffer), 0)).toBe(false);
      }),
    );
  });
});

describe('Recurring', () => {
  test('reads each range as a decoder does, in few slots and past the longest', () => {
    const text = new Recurring((value) => value, 4, 8);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 30 }), (values) => {
        for (const bytes of values) {
          expect(text.of(wordsOf(bytes), 0, bytes.length)).toBe(decode(bytes, 0, bytes.length));
        }
      }),
    );
  });

  test('reads what comes again once', () => {
    let reads = 0;
    const numbers = new Recurring((value) => ({ value, read: ++reads }));
    const words = wordsOf(bytesOf('Alice Bob Alice'));
    const alice = numbers.of(words, 0, 5);
    expect(numbers.of(words, 6, 9).value).toBe('Bob');
    expect(numbers.of(words, 10, 15)).toBe(alice);
    expect(reads).toBe(2);
  });

  test('an empty range is an empty text', () => {
    expect(new RecurringText().of(wordsOf(bytesOf('abc')), 1, 1)).toBe('');
  });
});
