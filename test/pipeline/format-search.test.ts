import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import type { LogFormat, ReadingChoice } from '../../src/model.ts';
import { FormatSearch } from '../../src/pipeline/format-search.ts';

const NO_CHOICE: ReadingChoice = { format: null, encoding: null, timeZone: null, modified: null };
const NOISE = '2026-11-21 03:16:01 [info] the program loads part 7 of its own\n';

function search(bytes: Uint8Array, step = 65_536, choice = NO_CHOICE): FormatSearch {
  const found = new FormatSearch(FORMATS, choice);
  for (let at = 0; at < bytes.length; at += step) if (found.write(bytes.subarray(at, at + step))) return found;
  found.end();
  return found;
}

function behind(noise: number, format: LogFormat): Buffer {
  const [sample] = format.samples;
  const lines = NOISE.repeat(Math.ceil(noise / NOISE.length));
  return Buffer.concat([Buffer.from(lines), Buffer.from(sample?.head ?? '')]);
}

/** Captures and exports are known by their first bytes alone. */
function isFoundBehindLines(format: LogFormat): boolean {
  return !format.binary && format.sniff(Buffer.from(NOISE + String(format.samples[0]?.head)));
}

describe('FormatSearch', () => {
  test.each(FORMATS.filter(isFoundBehindLines))(
    'finds $id behind other lines, also where a record lies across the edge',
    (format) => {
      for (const noise of [65_500, 200_000]) expect(search(behind(noise, format)).format?.id).toBe(format.id);
    },
  );

  test.each([1, 999, 65_535, 65_536, 1e6])('finds the same for chunks of %i bytes, and keeps every byte', (step) => {
    const format = FORMATS.find(({ id }) => id === 'prosody')!;
    const log = behind(200_000, format);
    const found = search(log, step);
    expect(found.format?.id).toBe('prosody');
    const kept = found.take();
    expect(Buffer.from(kept).equals(log.subarray(0, kept.length))).toBe(true);
  });

  test('finds it in UTF-16', () => {
    const text = behind(
      100_000,
      FORMATS.find(({ id }) => id === 'uccapi')!,
    ).toString();
    const found = search(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    expect([found.format?.id, found.encoding.name]).toEqual(['uccapi', 'utf-16le']);
  });

  test('gives up behind 4 MiB, and among binary bytes at once', () => {
    const late = new FormatSearch(FORMATS, NO_CHOICE);
    const noise = Buffer.from(NOISE.repeat(1_100));
    let written = 0;
    while (!late.write(noise)) written += noise.length;
    expect(late.format).toBeNull();
    expect(written + noise.length).toBeGreaterThanOrEqual(4 * 1024 * 1024);
    expect(written).toBeLessThan(4 * 1024 * 1024);
    const picture = new FormatSearch(FORMATS, NO_CHOICE);
    expect(picture.write(Uint8Array.from({ length: 65_536 }, (_, index) => (index * 37) % 256))).toBe(true);
    expect(picture.format).toBeNull();
  });

  test('asks nothing where the person has named the format', () => {
    const found = search(Buffer.from(NOISE), 65_536, { ...NO_CHOICE, format: 'sipstack', encoding: 'windows-1252' });
    expect([found.format?.id, found.encoding.name, found.isEncodingNamed]).toEqual(['sipstack', 'windows-1252', true]);
  });
});
