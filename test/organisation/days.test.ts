import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../src/model.ts';
import { dayOf, EMPTY_ORGANISATION, isIsoDate, zoneOf } from '../../src/organisation/index.ts';

const day = (time: string, zone: string) => dayOf(Date.parse(time) as EpochMs, zone);

describe('dayOf', () => {
  test.each([
    ['2014-06-30T21:59:59.999Z', 'Europe/Berlin', '2014-06-30'],
    ['2014-06-30T22:00:00.000Z', 'Europe/Berlin', '2014-07-01'],
    ['2014-06-30T11:59:59.999Z', 'Pacific/Auckland', '2014-06-30'],
    ['2014-06-30T12:00:00.000Z', 'Pacific/Auckland', '2014-07-01'],
    ['2014-07-01T06:59:59.999Z', 'America/Los_Angeles', '2014-06-30'],
    ['2014-07-01T07:00:00.000Z', 'America/Los_Angeles', '2014-07-01'],
    ['2014-06-30T23:59:59.999Z', 'UTC', '2014-06-30'],
    // Samoa left out 30 December 2011.
    ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    // Newfoundland put its clocks back at a minute past midnight: the new day came twice.
    ['2006-10-29T02:30:30Z', 'America/St_Johns', '2006-10-29'],
    ['2006-10-29T02:31:00Z', 'America/St_Johns', '2006-10-28'],
    ['2006-10-29T03:30:00Z', 'America/St_Johns', '2006-10-29'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31'],
  ])('%s in %s', (time, zone, expected) => {
    expect(day(time, zone)).toBe(expected);
  });

  test('keeps fractions of a millisecond on their side of midnight', () => {
    const midnight = Date.parse('2014-07-01T00:00:00Z');
    expect(dayOf((midnight - 0.001) as EpochMs, 'UTC')).toBe('2014-06-30');
    expect(dayOf((midnight + 0.001) as EpochMs, 'UTC')).toBe('2014-07-01');
  });

  test.each([
    'Europe/Berlin',
    'Pacific/Auckland',
    'America/Los_Angeles',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'America/St_Johns',
  ])('agrees with Intl in %s, whatever was asked before', (zone) => {
    const own = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    const from = Date.parse('1971-01-01T00:00:00Z');
    const until = Date.parse('2037-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.integer({ min: from, max: until }),
        fc.integer({ min: -7200_000, max: 7200_000 }),
        (time, near) => {
          for (const one of [time, time + near]) expect(dayOf(one as EpochMs, zone)).toBe(own.format(one));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('zoneOf is the told zone, else UTC', () => {
  expect(zoneOf({ ...EMPTY_ORGANISATION, timeZone: 'Asia/Tokyo' })).toBe('Asia/Tokyo');
  expect(zoneOf(EMPTY_ORGANISATION)).toBe('UTC');
  expect(zoneOf(null)).toBe('UTC');
});

test.each([
  ['2012-02-29', true],
  ['2013-02-29', false],
  ['2000-02-29', true],
  ['1900-02-29', false],
  ['2014-06-31', false],
  ['2014-13-01', false],
  ['2014-00-10', false],
  ['2014-6-1', false],
  ['2014-06-30T00:00:00Z', false],
  ['', false],
])('isIsoDate %s', (text, expected) => {
  expect(isIsoDate(text)).toBe(expected);
});
