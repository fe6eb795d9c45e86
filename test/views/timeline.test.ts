import { describe, expect, test } from 'vitest';
import type { IsoDate, ProviderId } from '../../src/model.ts';
import { endDays, endLines, type EndLine } from '../../src/views/overview/end-lines.ts';
import { hoursBetween } from '../../src/views/overview/hours-shape.ts';
import {
  binEnd,
  binStart,
  daysBetween,
  providersIn,
  rowsOf,
  summaryOf,
} from '../../src/views/overview/timeline-shape.ts';
import { providerBackground, providerFill } from '../../src/views/provider-colours.ts';
import type { Timeline } from '../../workers/api.ts';

const day = (text: string): IsoDate => text as IsoDate;
const TIMELINE: Timeline = {
  unit: 'month',
  timeZone: 'UTC',
  bins: [
    { day: day('2014-07-01'), provider: 'aol', sessions: 1 },
    { day: day('2014-06-01'), provider: 'yahoo', sessions: 5 },
    { day: day('2014-06-01'), provider: 'aol', sessions: 2 },
  ],
  ends: [
    { day: day('2014-06-30'), provider: 'yahoo', label: 'Last day of Yahoo! public IM', source: 'pic-support' },
    { day: day('2014-06-30'), provider: 'aol', label: 'Last day of AOL public IM', source: 'pic-support' },
    {
      day: day('2012-09-01'),
      provider: 'yahoo',
      label: 'Public IM licence (PIC USL) no longer sold',
      source: 'pic-support',
    },
  ],
  undated: 3,
};

test('binEnd is the first day after the bin', () => {
  expect(binEnd(day('2014-06-30'), 'day')).toBe('2014-07-01');
  expect(binEnd(day('2014-06-30'), 'week')).toBe('2014-07-07');
  expect(binEnd(day('2014-12-01'), 'month')).toBe('2015-01-01');
});

test('rowsOf gives a row a bin, in order, and adds up', () => {
  const providers = providersIn(TIMELINE.bins);
  expect(providers).toEqual(['yahoo', 'aol']);
  expect(rowsOf(TIMELINE.bins, providers)).toEqual([
    { day: '2014-06-01', counts: [5, 2], total: 7 },
    { day: '2014-07-01', counts: [0, 1], total: 1 },
  ]);
});

test('providersIn has the person’s own behind the built-in ones, each counted', () => {
  const [first] = TIMELINE.bins;
  const own = (provider: ProviderId) => ({ day: first?.day ?? day('2014-07-01'), provider, sessions: 3 });
  const bins = [own('own-jabber'), ...TIMELINE.bins, own('own-icq')];
  const providers = providersIn(bins);
  expect(providers).toEqual(['yahoo', 'aol', 'own-icq', 'own-jabber']);
  expect(rowsOf(bins, providers).at(-1)).toEqual({ day: '2014-07-01', counts: [0, 1, 3, 3], total: 7 });
});

test('a provider of one’s own has a hatching that it keeps, and a drawing finds it by its id', () => {
  expect(providerBackground('own-icq')).toMatch(/^repeating-linear-gradient\(\d+deg, /);
  expect(providerFill('own-icq')).toMatch(/^url\(#hatch-[0-3]\)$/);
  expect(providerFill('yahoo')).toBe(providerBackground('yahoo'));
});

test('summaryOf names the whole, the busiest bin, the end dates and what is not drawn', () => {
  const text = summaryOf(TIMELINE, (id: ProviderId) => id.toUpperCase());
  expect(text).toContain('8 sessions from 1 Jun 2014 to 1 Jul 2014: YAHOO 5, AOL 3.');
  expect(text).toContain('The busiest month begins on 1 Jun 2014, with 7.');
  expect(text).toContain('Last day of AOL public IM: 30 Jun 2014.');
  expect(text).toContain('3 sessions have no time');
});

describe('endLines', () => {
  test('one day has one line', () => {
    expect(endDays(TIMELINE.ends)).toEqual([
      { day: '2012-09-01', labels: ['Public IM licence (PIC USL) no longer sold'] },
      { day: '2014-06-30', labels: ['Last day of Yahoo! public IM', 'Last day of AOL public IM'] },
    ]);
  });

  test('no label lies on another, and no line of a lower label is crossed by a higher line', () => {
    const days = ['2013-03-15', '2013-04-30', '2013-05-31', '2014-06-30', '2014-10-31', '2014-11-26'].map((text) => ({
      day: day(text),
      labels: [`What ends on ${text}, in many words`],
    }));
    const start = Date.parse('2011-01-01');
    const xOf = (of: IsoDate): number => (Date.parse(of) - start) / 1e8;
    const lines = endLines(days, xOf, 1400);
    const length = (line: EndLine): number => line.label.length * 6.2;
    for (const a of lines.filter(({ isLeft }) => !isLeft)) {
      for (const b of lines.filter((other) => other !== a && !other.isLeft)) {
        const isCrossed = xOf(b.day) > xOf(a.day) && xOf(b.day) < xOf(a.day) + length(a);
        if (isCrossed) expect(a.row).toBeGreaterThan(b.row);
      }
    }
  });

  test('labels are numbers where there is no room', () => {
    expect(endLines(endDays(TIMELINE.ends), () => 100, 300).map(({ label }) => label)).toEqual(['1', '2']);
  });
});

test('a stretch of the picture asks for whole bins', () => {
  const at = (text: string): number => Date.parse(text);
  expect(binStart(day('2014-07-06'), 'week')).toBe('2014-06-30');
  expect(daysBetween(at('2014-06-24T09:00Z'), at('2014-06-24T09:00Z'), 'day')).toEqual({
    from: '2014-06-24',
    to: '2014-06-24',
  });
  expect(daysBetween(at('2014-06-24T09:00Z'), at('2014-07-02'), 'week')).toEqual({
    from: '2014-06-23',
    to: '2014-07-06',
  });
  expect(daysBetween(at('2014-02-10'), at('2014-02-10'), 'month')).toEqual({ from: '2014-02-01', to: '2014-02-28' });
});

test('hours are chosen by a stretch, and given back by a second click', () => {
  expect(hoursBetween(8.2, 10.9, [])).toEqual(['8', '9', '10']);
  expect(hoursBetween(9.5, 9.5, [])).toEqual(['9']);
  expect(hoursBetween(9.5, 9.5, ['9'])).toEqual([]);
  expect(hoursBetween(-1, 25, [])).toEqual([]);
});
