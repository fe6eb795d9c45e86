import { describe, expect, test } from 'vitest';
import { filterOf, isFiltered, readQuery, toggled, writeQuery } from '../../src/views/session-query.ts';

const EVERYTHING = readQuery(new URLSearchParams());

describe('the filter in the address', () => {
  test('comes back as it was written', () => {
    const query = readQuery(
      new URLSearchParams(
        'severity=violation&rule=service-ended&provider=yahoo&provider=aol&kind=im&q=two+words&from=2014-06-01&to=2014-06-30&sort=-start',
      ),
    );
    expect(query.provider).toEqual(['yahoo', 'aol']);
    expect(readQuery(writeQuery(query))).toEqual(query);
  });

  test('is empty where everything is asked for', () => {
    expect(writeQuery(EVERYTHING).toString()).toBe('');
    expect(isFiltered(EVERYTHING)).toBe(false);
    expect(filterOf(EVERYTHING, 'UTC')).toEqual({});
  });

  test('drops a day and an order that are none', () => {
    const query = readQuery(new URLSearchParams('from=soon&to=2014-6-1&sort=size'));
    expect(query).toEqual(EVERYTHING);
  });
});

describe('toggled', () => {
  test('puts a value in and takes it out', () => {
    const once = toggled(EVERYTHING, 'provider', 'yahoo');
    expect(once.provider).toEqual(['yahoo']);
    expect(isFiltered(once)).toBe(true);
    expect(toggled(once, 'provider', 'yahoo')).toEqual(EVERYTHING);
  });
});

describe('filterOf', () => {
  test('takes both days whole, in the zone of the archive', () => {
    const query = readQuery(new URLSearchParams('from=2014-06-30&to=2014-06-30'));
    expect(filterOf(query, 'Europe/Berlin')).toEqual({
      from: Date.UTC(2014, 5, 29, 22),
      to: Date.UTC(2014, 5, 30, 22),
    });
  });

  test('trims the words', () => {
    expect(filterOf({ ...EVERYTHING, q: '  contract ' }, 'UTC')).toEqual({ text: 'contract' });
    expect(filterOf({ ...EVERYTHING, q: '   ' }, 'UTC')).toEqual({});
  });
});
