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

  test('asks for users, modalities, files and hours of the zone', () => {
    const query = readQuery(
      new URLSearchParams('modality=video&modality=fax&user=ann@a.test&user=&source=3&source=x&hour=9&hour=24&hour=09'),
    );
    expect(readQuery(writeQuery(query))).toEqual(query);
    expect(filterOf(query, 'Europe/Berlin')).toEqual({
      modalities: ['video'],
      users: ['ann@a.test'],
      sources: [3],
      hours: { of: [9], timeZone: 'Europe/Berlin' },
    });
  });

  test('asks how reviews stand, and names columns in the order of the table', () => {
    const query = readQuery(new URLSearchParams('disposition=open&disposition=done&columns=severity+start+size'));
    expect(query.disposition).toEqual(['open']);
    expect(query.columns).toEqual(['start', 'severity']);
    expect(readQuery(writeQuery(query))).toEqual(query);
    expect(filterOf(query, 'UTC')).toEqual({ standings: ['open'] });
    expect(isFiltered({ ...query, disposition: [] })).toBe(false);
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

  test.each([
    'severity=bogus',
    'provider=icq&kind=fax',
    'rule=%3Cscript%3E&rule=',
    'severity=toString&kind=constructor',
    'from=2014-99-99&to=2014-02-30',
    'from=0000-00-00&to=9999-12-31',
  ])('leaves out what is not known and no day: %s', (address) => {
    const query = readQuery(new URLSearchParams(address));
    expect(query).toEqual(EVERYTHING);
    expect(filterOf(query, 'Europe/Berlin')).toEqual({});
  });

  test('keeps the known beside the unknown, and each once', () => {
    const query = readQuery(
      new URLSearchParams('provider=icq&provider=own-icq&provider=own-%22&provider=yahoo&provider=yahoo&severity=info'),
    );
    expect(query).toEqual({ ...EVERYTHING, provider: ['own-icq', 'yahoo'], severity: ['info'] });
  });

  test('gives moments for every day that it keeps', () => {
    for (const day of ['1900-01-01', '2016-02-29', '9999-12-30']) {
      const filter = filterOf(readQuery(new URLSearchParams({ from: day, to: day })), 'Pacific/Auckland');
      expect((filter.to ?? NaN) - (filter.from ?? NaN)).toBeGreaterThan(22 * 3_600_000);
    }
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
