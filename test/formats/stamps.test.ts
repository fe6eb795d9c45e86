import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../src/model.ts';
import { StampClock, ZoneClock, findStamp } from '../../src/formats/stamps.ts';

function read(text: string, timeZone = 'UTC', modified = '2014-06-15T12:00:00Z'): string {
  const stamp = findStamp(text);
  if (stamp === null) return 'none';
  const { time, timeSource } = new StampClock({ timeZone, modified: Date.parse(modified) as EpochMs }).read(stamp);
  return time === null ? 'none' : `${new Date(time).toISOString()} ${timeSource}`;
}

describe('findStamp', () => {
  test.each([
    ['2014-09-21 04:49:25.713 [debug]', '2014-09-21T04:49:25.713Z assumed-zone'],
    ['2017-03-02T08:10:46.240+01:00 vcse', '2017-03-02T07:10:46.240Z log'],
    ['2013-02-01T12:35:58.123456Z', '2013-02-01T12:35:58.123Z log'],
    ['2021-11-10 15:31:01:800 [linphone]', '2021-11-10T15:31:01.800Z assumed-zone'],
    ['2026-11-21 03:16:01,074 DEBUG', '2026-11-21T03:16:01.074Z assumed-zone'],
    ['2018/08/15 10:13:21.371262 10.0.0.1:5060', '2018-08-15T10:13:21.371Z assumed-zone'],
    ['01/15/2012|11:30:10.163 1A2C', '2012-01-15T11:30:10.163Z assumed-zone'],
    ['01/18/2012-05:00:43.101', '2012-01-18T05:00:43.101Z assumed-zone'],
    ['25/01/2012 05:00:43', '2012-01-25T05:00:43.000Z assumed-zone'],
    ['25.01.2012 05:00:43', '2012-01-25T05:00:43.000Z assumed-zone'],
    ['1/2/2012 5:00:43 PM', '2012-01-02T17:00:43.000Z assumed-zone'],
    ['1/2/2012 12:00:43 AM', '2012-01-02T00:00:43.000Z assumed-zone'],
    ['10/Oct/2000:13:55:36 -0700', '2000-10-10T20:55:36.000Z log'],
    ['=INFO REPORT==== 21-Sep-2014::04:49:25 ===', '2014-09-21T04:49:25.000Z assumed-zone'],
    ['Thu Nov 27 2014 22:25:58 GMT+0800 (x)', '2014-11-27T14:25:58.000Z log'],
    ['Thu Nov 27 22:25:58 2014', '2014-11-27T22:25:58.000Z assumed-zone'],
    ['Mar 30 13:35:51 host', '2014-03-30T13:35:51.000Z assumed-date'],
    ['Dec 30 13:35:51 host', '2013-12-30T13:35:51.000Z assumed-date'],
    ['11:59:00.5 x', '2014-06-15T11:59:00.500Z assumed-date'],
    ['13:59:00 x', '2014-06-14T13:59:00.000Z assumed-date'],
    ['(16:46:40) sipe: - 2016-09-28T14:46:40.153566Z', '2016-09-28T14:46:40.153Z log'],
    ['2014-13-21 25:49:25', 'none'],
    ['a=rtpmap:8 PCMA/8000', 'none'],
    ['10:20', 'none'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('StampClock', () => {
  function readAll(texts: readonly string[], timeZone: string, modified = '2014-06-15T12:00:00Z'): string[] {
    const clock = new StampClock({ timeZone, modified: Date.parse(modified) as EpochMs });
    return texts.map((text) => new Date(clock.read(findStamp(text)!).time!).toISOString().slice(5, 19));
  }

  test('tells the hour that is there twice by the lines before', () => {
    const day = '2013-10-27 ';
    expect(
      readAll(
        ['02:00:00', '02:59:59', '02:59:58', '02:00:01', '02:30:00', '03:00:00', '02:59:59'].map((time) => day + time),
        'Europe/Berlin',
      ),
    ).toEqual([
      '10-27T00:00:00',
      '10-27T00:59:59',
      // Out of order by a second: that is no clock put back.
      '10-27T00:59:58',
      '10-27T01:00:01',
      '10-27T01:30:00',
      '10-27T02:00:00',
      '10-27T01:59:59',
    ]);
  });

  test('takes the first of the two hours where the lines before tell nothing', () => {
    expect(readAll(['2013-10-27 02:30:00'], 'Europe/Berlin')).toEqual(['10-27T00:30:00']);
    // The log of another day, pasted behind a later one.
    expect(readAll(['2013-11-20 12:00:00', '2013-10-27 02:30:00'], 'Europe/Berlin')[1]).toBe('10-27T00:30:00');
    expect(readAll(['2013-10-26 12:00:00', '2013-10-27 02:30:00'], 'Europe/Berlin')[1]).toBe('10-27T00:30:00');
  });

  test.each([
    ['Feb 29 10:00:00', '2013-06-01T05:00:00Z', '2012-02-29T10:00:00.000Z assumed-date'],
    ['Feb 29 10:00:00', '2012-02-28T23:00:00Z', '2012-02-29T10:00:00.000Z assumed-date'],
    ['Feb 29 10:00:00', '1903-06-01T05:00:00Z', '1896-02-29T10:00:00.000Z assumed-date'],
    ['Feb 30 10:00:00', '2013-06-01T05:00:00Z', 'none'],
    ['Jan  1 00:00:10', '2013-12-31T23:59:00Z', '2014-01-01T00:00:10.000Z assumed-date'],
  ])('gives %s of a file changed %s a year in which that day is', (text, modified, expected) => {
    expect(read(text, 'UTC', modified)).toBe(expected);
  });
});

test('StampClock says whether the zone, the day or neither had to be assumed, whatever stood before', () => {
  const clock = new StampClock({ timeZone: 'UTC', modified: Date.parse('2014-06-15T12:00:00Z') as EpochMs });
  const sources = [
    '11:00:00 x',
    'Jun 15 11:00:01 +0200',
    '2014-06-15 11:00:02',
    '11:00:03 x',
    'Jun 15 11:00:04',
    '11:00:05 x',
    '2014-06-15 11:00:06Z',
  ].map((text) => clock.read(findStamp(text)!).timeSource);
  expect(sources).toEqual([
    'assumed-date',
    'assumed-date',
    'assumed-zone',
    // Of the day of the stamp before, which the log names.
    'assumed-zone',
    'assumed-date',
    'assumed-date',
    'log',
  ]);
});

describe('ZoneClock', () => {
  test('reads local time, across both changes of the clock', () => {
    const clock = new ZoneClock('Europe/Berlin');
    const utc = (local: string): string =>
      new Date(clock.fromLocal(Date.parse(local + 'Z'))).toISOString().slice(0, 16);
    expect(utc('2014-01-15T12:00')).toBe('2014-01-15T11:00');
    expect(utc('2014-07-15T12:00')).toBe('2014-07-15T10:00');
    expect(utc('2014-03-30T01:59')).toBe('2014-03-30T00:59');
    expect(utc('2014-03-30T02:30')).toBe('2014-03-30T01:30');
    expect(utc('2014-03-30T03:00')).toBe('2014-03-30T01:00');
    expect(utc('2014-10-26T02:30')).toBe('2014-10-26T00:30');
    expect(utc('2014-10-26T03:00')).toBe('2014-10-26T02:00');
  });

  test('knows zones east and west, with half hours', () => {
    const at = (zone: string): number => Date.UTC(2014, 0, 1) - new ZoneClock(zone).fromLocal(Date.UTC(2014, 0, 1));
    expect(['Asia/Kolkata', 'America/St_Johns', 'UTC', 'Asia/Shanghai'].map(at)).toEqual(
      [5.5, -3.5, 0, 8].map((hours) => hours * 3_600_000),
    );
  });
});
