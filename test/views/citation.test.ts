import { describe, expect, test } from 'vitest';
import { readCitation, readComparison, writeCitation, writeComparison } from '../../src/views/session/citation.ts';

describe('a citation', () => {
  test.each(['m12:L34', 'm1', 'm12.2:L34', 'm3:L4-L9'])('%s comes back as it was written', (text) => {
    const citation = readCitation(text);
    expect(citation && writeCitation(citation)).toBe(text);
  });

  test.each(['', 'm0', 'm1:L0', 'L3', 'm1:34', 'm1:L3x', 'm123456789', 'm1.0'])('“%s” cites nothing', (text) => {
    expect(readCitation(text)).toBeNull();
  });

  test('lines the wrong way round cite the first', () => {
    expect(readCitation('m1:L9-L4')?.lines).toEqual({ from: 9, to: 9 });
  });
});

describe('a comparison', () => {
  test('names two messages, or two sightings of one', () => {
    const [one, two] = readComparison('m3,m12.2') ?? [];
    expect([one?.message, one?.sighting, two?.message, two?.sighting]).toEqual([3, 1, 12, 2]);
    expect(one && two && writeComparison(one, two)).toBe('m3,m12.2');
  });

  test.each([null, '', 'm3', 'm3,m4,m5', 'm3:L1,m4', 'a,b'])('%s is none', (text) => {
    expect(readComparison(text)).toBeNull();
  });
});
