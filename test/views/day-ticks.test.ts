import { afterEach, expect, test } from 'vitest';
import { speak } from '../../src/messages/catalogue.ts';
import { en } from '../../src/messages/en.ts';
import { fr } from '../../src/messages/fr.ts';
import { preferredLanguage } from '../../src/messages/languages.ts';
import { dayTick } from '../../src/views/day-ticks.ts';

afterEach(() => speak(preferredLanguage(['en']), en));

const written = (...days: string[]): string[] => {
  const ticks = days.map((day) => new Date(day));
  return ticks.map((tick, index) => dayTick(tick, index, ticks));
};

test('months say their year where it begins, in the language of the page', () => {
  const days = ['2013-07-01', '2013-10-01', '2014-01-01', '2014-04-01'];
  expect(written(...days)).toEqual(['Jul\n2013', 'Oct', 'Jan\n2014', 'Apr']);
  speak(preferredLanguage(['fr']), fr);
  expect(written(...days)).toEqual(['juil.\n2013', 'oct.', 'janv.\n2014', 'avr.']);
});

test('days say their month where it begins, years stand alone', () => {
  expect(written('2014-06-29', '2014-06-30', '2014-07-01')).toEqual(['29\nJun 2014', '30', '1\nJul 2014']);
  expect(written('2012-01-01', '2014-01-01')).toEqual(['2012', '2014']);
  expect(written('2014-06-30')).toEqual(['30\nJun 2014']);
  expect(written()).toEqual([]);
});
