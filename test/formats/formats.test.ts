/** The walk over the list: what holds for every format. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import type { LogFormat } from '../../src/model.ts';
import { CUTS, accountedBytes, readLog } from './read-log.ts';

function headOf({ head }: LogFormat['samples'][number]): Uint8Array {
  return typeof head === 'string' ? Buffer.from(head) : head;
}

describe('FORMATS', () => {
  test('ids are different', () => {
    expect(new Set(FORMATS.map(({ id }) => id)).size).toBe(FORMATS.length);
  });

  describe.each(FORMATS.map((format) => [format.id, format] as const))('%s', (_, format) => {
    test('has samples that it recognises and no other format claims before it', () => {
      expect(format.samples.length).toBeGreaterThan(0);
      for (const sample of format.samples) {
        const claimed = FORMATS.find((each) => each.sniff(headOf(sample)))?.id;
        expect([sample.title, claimed]).toEqual([sample.title, format.id]);
      }
    });

    test('reads its samples alike in any cut and accounts for every byte', () => {
      for (const sample of format.samples) {
        const bytes = headOf(sample);
        const whole = readLog(format, bytes);
        expect([sample.title, whole.records.length]).toEqual([sample.title, sample.records]);
        for (const cut of CUTS) {
          const log = readLog(format, bytes, { cut });
          expect(log.records).toEqual(whole.records);
          expect(log.account.issues()).toEqual(whole.account.issues());
          expect(accountedBytes(log)).toBe(bytes.length);
        }
      }
    });

    test('reads its samples cut off at any byte', () => {
      for (const sample of format.samples) {
        const bytes = headOf(sample);
        for (let length = 0; length <= bytes.length; length += 1) {
          expect(accountedBytes(readLog(format, bytes.subarray(0, length)))).toBe(length);
        }
      }
    });

    test('reads pieces of samples with damaged bytes alike in any cut', () => {
      const pieces = FORMATS.filter(({ binary }) => binary === format.binary).flatMap(({ samples }) =>
        samples.map(headOf),
      );
      const piece = fc.tuple(fc.constantFrom(...pieces), fc.double({ min: 0, max: 1, noNaN: true }));
      const damage = fc.tuple(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.constantFrom(10, 13, 0, 34, 36, 60, 62, 255),
      );
      fc.assert(
        fc.property(
          fc.array(piece, { minLength: 1, maxLength: 4 }),
          fc.array(damage, { maxLength: 5 }),
          fc.integer({ min: 1, max: 40 }),
          (parts, damages, cut) => {
            const bytes = Buffer.concat(parts.map(([part, share]) => part.subarray(0, Math.ceil(part.length * share))));
            for (const [share, byte] of damages) if (bytes.length > 0) bytes[Math.floor(share * bytes.length)] = byte;
            const whole = readLog(format, bytes, { cut: bytes.length + 1 });
            const pieced = readLog(format, bytes, { cut });
            expect(accountedBytes(whole)).toBe(bytes.length);
            expect(pieced.records).toEqual(whole.records);
            expect(pieced.account.issues()).toEqual(whole.account.issues());
          },
        ),
        { numRuns: 60 },
      );
    });

    test('places lie in the file and hold their records', () => {
      for (const sample of format.samples) {
        const size = headOf(sample).length;
        for (const { place } of readLog(format, headOf(sample)).records) {
          expect(place.offset).toBeGreaterThanOrEqual(0);
          expect(place.length).toBeGreaterThan(0);
          expect(place.offset + place.length).toBeLessThanOrEqual(size);
        }
      }
    });
  });

  test('claim no picture, no program, no prose and nothing', () => {
    const noise = Uint8Array.from({ length: 65_536 }, (_, index) => ((index * 2_654_435_761) >>> 13) & 255);
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), noise]);
    const others: [string, Uint8Array][] = [
      ['JPEG', jpeg],
      ['noise', noise],
      ['empty', new Uint8Array(0)],
      ['PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
      ['prose', Buffer.from('Dear Bob,\n\nplease send me the message <b>today</b>. The SIP trunk is down.\n')],
      ['HTML', Buffer.from('<!doctype html><html><body><a href="x">r</a><message>no</message></body></html>')],
      ['a program with SIP in it', Buffer.concat([noise, Buffer.from('\nINVITE sip:%s SIP/2.0\r\nVia: x\r\n')])],
      ['CSV', Buffer.from('time,method\n12:00:00,INVITE\n')],
    ];
    for (const [name, bytes] of others) {
      expect([name, FORMATS.find((each) => each.sniff(bytes))?.id]).toEqual([name, undefined]);
    }
  });
});
