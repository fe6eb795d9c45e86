import { describe, expect, test } from 'vitest';
import type { EpochMs, IsoDate } from '../../src/model.ts';
import {
  clockMsOf,
  clockOf,
  dayAfter,
  dayOf,
  isoOf,
  offsetNameOf,
  startOfDay,
  zoneNames,
} from '../../src/views/zones.ts';

const day = (text: string): IsoDate => text as IsoDate;

describe('startOfDay', () => {
  test.each([
    ['2014-06-30', 'UTC', '2014-06-30T00:00:00.000Z'],
    ['2014-06-30', 'Europe/Berlin', '2014-06-29T22:00:00.000Z'],
    ['2014-06-30', 'America/Los_Angeles', '2014-06-30T07:00:00.000Z'],
    ['2014-06-30', 'Asia/Kolkata', '2014-06-29T18:30:00.000Z'],
    ['2014-06-30', 'Pacific/Kiritimati', '2014-06-29T10:00:00.000Z'],
    // The days on which summer time begins and ends in Europe.
    ['2014-03-30', 'Europe/Berlin', '2014-03-29T23:00:00.000Z'],
    ['2014-03-31', 'Europe/Berlin', '2014-03-30T22:00:00.000Z'],
    ['2014-10-26', 'Europe/Berlin', '2014-10-25T22:00:00.000Z'],
    ['2014-10-27', 'Europe/Berlin', '2014-10-26T23:00:00.000Z'],
  ])('%s in %s begins at %s', (name, zone, iso) => {
    expect(isoOf(startOfDay(day(name), zone))).toBe(iso);
  });
});

test('dayAfter crosses months, years and leap days', () => {
  expect(dayAfter(day('2014-06-30'))).toBe('2014-07-01');
  expect(dayAfter(day('2014-12-31'))).toBe('2015-01-01');
  expect(dayAfter(day('2012-02-28'))).toBe('2012-02-29');
  expect(dayAfter(day('2014-07-01'), -1)).toBe('2014-06-30');
});

test('a moment is shown in the zone that is named', () => {
  const time = Date.parse('2014-06-30T22:30:01.042Z') as EpochMs;
  expect(dayOf(time, 'Europe/Berlin')).toBe('1 Jul 2014');
  expect(dayOf(time, 'UTC')).toBe('30 Jun 2014');
  expect(clockOf(time, 'Europe/Berlin')).toBe('00:30:01');
  expect(clockMsOf(time, 'UTC')).toBe('22:30:01.042');
  expect(offsetNameOf(time, 'Europe/Berlin')).toBe('GMT+2');
});

test('zoneNames begins with UTC and names it once', () => {
  expect(zoneNames()[0]).toBe('UTC');
  expect(zoneNames().filter((name) => name === 'UTC')).toHaveLength(1);
  expect(zoneNames()).toContain('Europe/Berlin');
});
