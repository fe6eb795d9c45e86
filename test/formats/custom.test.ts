/** Formats of a person's own: a pattern of literal texts, made into a format. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customFormat, withOwn } from '../../src/formats/custom.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { readPattern } from '../../src/formats/pattern.ts';
import { StampShape } from '../../src/formats/stamp-shape.ts';
import { shapeOf, type FormatPattern } from '../../src/model.ts';
import { accountedBytes, CUTS, readLog } from './read-log.ts';

const BASE: FormatPattern = {
  v: 1,
  id: 'own-gateway',
  title: 'Our gateway',
  begins: '[',
  stamp: '0-0-0 0:0:0.0',
  incoming: ['RX'],
  outgoing: ['TX'],
  start: '',
  end: '',
};
const options = (callId: string): string => `OPTIONS sip:b@y.test SIP/2.0\nCall-ID: ${callId}\nCSeq: 1 OPTIONS\n\n`;
const GATEWAY = [
  '[2014-06-24 09:00:00.125] gw starts\n',
  '[2014-06-24 09:00:01.250] sip RX 10.0.0.1:5060\n' + options('one'),
  '[2014-06-24 09:00:02.000] a line of the log, with no message\n and its second line\n',
  '[2014-06-24 09:00:03.500] sip TX 10.0.0.1:5060\n' + options('two'),
].join('');
const shown = (log: ReturnType<typeof readLog>) =>
  log.records.map(({ time, direction, payload }) => [time, direction, payload.trim().split('\n')[0]]);

describe('customFormat', () => {
  test('reads messages between head lines; a line that begins as heads do ends one', () => {
    const log = readLog(customFormat(BASE), GATEWAY);
    expect(shown(log)).toEqual([
      [Date.UTC(2014, 5, 24, 9, 0, 1, 250), 'in', 'OPTIONS sip:b@y.test SIP/2.0'],
      [Date.UTC(2014, 5, 24, 9, 0, 3, 500), 'out', 'OPTIONS sip:b@y.test SIP/2.0'],
    ]);
    expect(log.records[0]?.payload).toBe(options('one'));
    expect(log.issues).toMatchObject({ 'text-between-records': 2, 'time-assumed': 2 });
  });

  test('reads a message behind its start mark, up to its end mark in the same line or a later one', () => {
    const pattern = { ...BASE, begins: '', stamp: '0.0', incoming: ['<-'], outgoing: ['->'], start: 'xml={', end: '}' };
    const text = '1403600400.5 <- xml={<presence/>}\nbetween\n1403600401.0 -> xml={\n<message>\n</message>\n}\n';
    const log = readLog(customFormat(pattern), text);
    expect(log.records.map(({ time, direction, payload }) => [time, direction, payload])).toEqual([
      [1403600400_500, 'in', '<presence/>'],
      [1403600401_000, 'out', '<message>\n</message>\n'],
    ]);
    expect(log.records.map(({ complete }) => complete)).toEqual([true, true]);
  });

  test('tells of a message whose end mark is missing, and gives it', () => {
    const pattern = { ...BASE, end: '-- end --' };
    const log = readLog(customFormat(pattern), GATEWAY);
    expect(log.records).toHaveLength(2);
    expect(log.issues).toMatchObject({ 'record-truncated': 2 });
  });

  test('needs neither stamp nor direction', () => {
    const pattern = { ...BASE, begins: '=====', stamp: null, incoming: [], outgoing: [] };
    const log = readLog(customFormat(pattern), `=====\n${options('a')}=====\n${options('b')}`);
    expect(shown(log).map(([time, direction]) => [time, direction])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test('takes the word that stands first in a head line for its direction', () => {
    const pattern = { ...BASE, incoming: ['received'], outgoing: ['sent'] };
    const log = readLog(customFormat(pattern), '[2014-06-24 09:00:00.0] sent, not received\n<presence/>\n');
    expect(log.records.map(({ direction }) => direction)).toEqual(['out']);
  });

  test('reads alike in any cut, and accounts for every byte, whatever pattern and text', () => {
    const piece = fc.constantFrom(
      ...'[2 TX\nRX-:.0A'.split(''),
      '2014-06-24 09:00:00.1',
      GATEWAY.slice(0, 90),
      '}',
      'é',
    );
    const text = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(''));
    const word = fc.constantFrom('', 'T', '[', '2014', '0', '}', ' ', 'RX');
    const words = fc.array(fc.constantFrom('TX', 'X', '['), { maxLength: 2 });
    const stamp = fc.constantFrom(null, '0', '0-0-0 0:0:0.0', '0 A');
    const made = fc.record({ begins: word, start: word, end: word, incoming: words, outgoing: words, stamp });
    fc.assert(
      fc.property(made, text, (parts, log) => {
        const format = customFormat({ ...BASE, ...parts });
        const whole = readLog(format, log);
        expect(accountedBytes(whole)).toBe(Buffer.byteLength(log));
        for (const cut of CUTS) {
          const cutUp = readLog(format, log, { cut });
          expect(cutUp.records).toEqual(whole.records);
          expect(cutUp.account.issues()).toEqual(whole.account.issues());
        }
      }),
      { numRuns: 150 },
    );
  });

  test('takes time in proportion to the log, for the worst of texts', () => {
    const pattern = { ...BASE, begins: '', stamp: 'A0A0A0A0A0A', start: 'aaaaaaaaaab', end: 'aaaaaaab' };
    const text = ('a1'.repeat(480) + 'a'.repeat(40) + '\n').repeat(1000);
    const began = performance.now();
    readLog(customFormat(pattern), text);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('withOwn', () => {
  test('puts a person’s own behind the exact formats and before those that take what is left', () => {
    const formats = withOwn(FORMATS, [BASE]);
    const found = (text: string) => formats.find((format) => format.sniff(Buffer.from(text)))?.id;
    expect(formats).toHaveLength(FORMATS.length + 1);
    expect(found(GATEWAY)).toBe('own-gateway');
    for (const { id, samples } of FORMATS) {
      for (const { head } of samples) {
        const bytes = typeof head === 'string' ? Buffer.from(head) : head;
        const claimed = formats.find((format) => format.sniff(bytes))?.id;
        if (claimed !== 'own-gateway') expect(claimed).toBe(id);
      }
    }
  });
});

describe('StampShape', () => {
  test.each([
    ['2014-06-24T09:00:00.123Z', '0-0-0A0:0:0.0A'],
    ['24/Jun/2014:09:00:00 +0200', '0/A/0:0:0:0 +0'],
    ['Jun  4 09:00:00', 'A 0 0:0:0'],
    ['1403600400', '0'],
  ])('%s has the shape %s', (stamp, shape) => {
    expect(shapeOf(stamp)).toBe(shape);
    expect(shapeOf(shape)).toBe(shape);
    const bytes = Buffer.from(`x ${stamp} y`);
    const found = new StampShape(shape).find(bytes, 0, bytes.length);
    expect(bytes.subarray(found, new StampShape(shape).match(bytes, found, bytes.length)).toString()).toBe(stamp);
  });
});

describe('readPattern', () => {
  test('gives back what was stored, as JSON too', () => {
    expect(readPattern(BASE)).toEqual({ pattern: BASE });
    expect(readPattern(JSON.stringify(BASE))).toEqual({ pattern: BASE });
  });

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /not JSON/],
    ['no object', 7, /pattern/i],
    ['another version', { ...BASE, v: 2 }, /v: only version 1/],
    ['an id of the built-in ones', { ...BASE, id: 'sipstack' }, /id: not “own-”/],
    ['a title that is empty', { ...BASE, title: ' ' }, /title: it is empty/],
    ['a line end', { ...BASE, start: 'a\nb' }, /start: a line end/],
    ['no shape', { ...BASE, stamp: '12:00' }, /stamp: not the shape/],
    ['nothing to go by', { ...BASE, stamp: null, begins: '', incoming: [], outgoing: [] }, /nothing says where/],
    ['one word for both', { ...BASE, incoming: ['x'], outgoing: ['x'] }, /both directions/],
    ['an unknown part', { ...BASE, regex: '(a+)+' }, /regex: no part of a pattern/],
    ['a part that is missing', { ...BASE, end: undefined }, /end: missing/],
  ])('says what is wrong: %s', (_, json, message) => {
    const reading = readPattern(json);
    expect('errors' in reading ? reading.errors.join(' ') : '').toMatch(message);
  });
});
