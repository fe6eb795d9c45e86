import { describe, expect, test } from 'vitest';
import type { CoverageFilter, IsoDate, ProviderId, UsageTally } from '../../src/model.ts';
import { coverageOf } from '../../src/organisation/index.ts';
import { CATALOGUE, licenceNeeds } from '../../src/pipeline.ts';
import { organisation } from '../rules/case.ts';

const NEEDS = licenceNeeds(CATALOGUE);
const ALL: CoverageFilter = { from: null, to: null, users: 'all', search: '' };
const used = (user: string | null, day: string | null, provider: ProviderId = 'yahoo', sessions = 1): UsageTally => ({
  user: user === null ? null : `${user}@contoso.com`,
  day: day as IsoDate | null,
  provider,
  sessions,
});
const cal = (more: object = {}) => ({ sku: 'lync-cal', users: 'all', from: '2011-01-01', ...more });
const usl = (more: object = {}) => ({
  sku: 'pic-usl',
  users: ['alice@contoso.com'],
  purchased: '2012-03-01',
  from: '2012-03-01',
  to: '2013-12-31',
  agreement: 'E-1',
  ...more,
});

function coverage(licences: object[] | null, usage: UsageTally[], filter: Partial<CoverageFilter> = {}) {
  const told = organisation(licences === null ? {} : { licences });
  return coverageOf(told, NEEDS, usage, { ...ALL, ...filter }, { timeZone: 'Europe/Berlin', first: 0, count: 100 });
}
const first = (licences: object[] | null, ...usage: UsageTally[]) => coverage(licences, usage).rows[0]?.used;

describe('coverageOf', () => {
  test('a day is covered when every need of the provider is met', () => {
    const days = first([cal(), usl()], used('alice', '2013-12-31'), used('alice', '2014-01-01'));
    expect(days).toEqual([
      { day: '2013-12-31', provider: 'yahoo', sessions: 1, missing: [], undetermined: false },
      { day: '2014-01-01', provider: 'yahoo', sessions: 1, missing: [['pic-usl']], undetermined: false },
    ]);
  });
  test('any licence of a need is enough', () => {
    const plan = { sku: 'lync-online-plan-2', users: 'all', from: '2011-01-01' };
    expect(first([plan], used('alice', '2014-11-03', 'skype'))?.[0]?.missing).toEqual([]);
    expect(first([plan], used('alice', '2014-03-03', 'aol'))?.[0]?.missing).toEqual([['lync-cal']]);
  });
  test('a public IM licence that was bought too late covers nothing; bought when, not told: open', () => {
    expect(first([cal(), usl({ purchased: '2012-09-01' })], used('alice', '2013-05-01'))?.[0]).toMatchObject({
      missing: [['pic-usl']],
      undetermined: false,
    });
    expect(first([cal(), usl({ purchased: null })], used('alice', '2013-05-01'))?.[0]).toMatchObject({
      missing: [],
      undetermined: true,
    });
  });
  test('without a register nothing is missing, and nothing is told', () => {
    const found = coverage(null, [used('alice', '2014-03-03')]);
    expect(found.told).toBe(false);
    expect(found.rows[0]?.used[0]).toMatchObject({ missing: [], undetermined: true });
    expect(found.users).toEqual({ used: 1, unlicensed: 0, idle: 0 });
  });
  test('of Messenger or Skype a licence that only one of them takes leaves it open', () => {
    const plan = { sku: 'lync-online-plan-1', users: 'all', from: '2011-01-01' };
    expect(first([plan], used('alice', '2013-09-02', 'msn-or-skype'))?.[0]).toMatchObject({
      missing: [],
      undetermined: true,
    });
    expect(first([cal()], used('alice', '2013-09-02', 'msn-or-skype'))?.[0]).toMatchObject({
      missing: [],
      undetermined: false,
    });
    expect(first([], used('alice', '2013-09-02', 'msn-or-skype'))?.[0]?.missing).toHaveLength(1);
  });
  test('providers that ask for no licence are not drawn', () => {
    expect(coverage([], [used('alice', '2014-03-03', 'gtalk'), used('alice', '2014-03-03', 'federated')]).rows).toEqual(
      [],
    );
  });
  test('counts what has no time and what is of nobody', () => {
    const found = coverage([cal()], [used('alice', null, 'aol', 3), used(null, '2014-03-03', 'aol', 2)]);
    expect(found).toMatchObject({ undated: 3, nobody: 2, rows: [] });
  });
  test('names those who used without a licence, most days first, and who hold what they do not use', () => {
    const usage = [
      used('bob', '2013-05-01'),
      used('carol', '2013-05-01'),
      used('carol', '2013-05-02'),
      used('alice', '2013-05-03'),
    ];
    const licences = [cal(), usl({ users: ['alice@contoso.com', 'dave@contoso.com'] })];
    const found = coverage(licences, usage);
    expect(found.rows.map(({ user, unlicensedDays }) => [user.split('@')[0], unlicensedDays])).toEqual([
      ['carol', 2],
      ['bob', 1],
      ['alice', 0],
      ['dave', 0],
    ]);
    expect(found.users).toEqual({ used: 3, unlicensed: 2, idle: 1 });
    expect(coverage(licences, usage, { users: 'unlicensed' }).matching).toBe(2);
    expect(coverage(licences, usage, { users: 'idle' }).rows.map(({ user }) => user)).toEqual(['dave@contoso.com']);
    expect(coverage(licences, usage, { search: 'CAR' }).matching).toBe(1);
    expect(found.licences).toEqual([
      {
        licence: 0,
        sku: 'lync-cal',
        agreement: null,
        from: '2011-01-01',
        to: null,
        users: null,
        usedBy: 3,
        idle: [],
        idleCount: 0,
      },
      {
        licence: 1,
        sku: 'pic-usl',
        agreement: 'E-1',
        from: '2012-03-01',
        to: '2013-12-31',
        users: 2,
        usedBy: 1,
        idle: ['dave@contoso.com'],
        idleCount: 1,
      },
    ]);
  });
  test('cuts the bars to the days shown, and leaves out licences that do not run then', () => {
    const licences = [cal(), usl(), usl({ from: '2010-01-01', to: '2010-12-31', purchased: '2010-01-01' })];
    const found = coverage(licences, [used('alice', '2013-11-01'), used('alice', '2014-02-01')]);
    expect([found.from, found.to]).toEqual(['2013-11-01', '2014-02-01']);
    expect(found.rows[0]?.held).toEqual([
      { licence: 0, sku: 'lync-cal', from: '2013-11-01', to: '2014-02-01', everyone: true, valid: true },
      { licence: 1, sku: 'pic-usl', from: '2013-11-01', to: '2013-12-31', everyone: false, valid: true },
    ]);
    expect(found.licences.map(({ licence }) => licence)).toEqual([0, 1]);
    const cut = coverage(licences, [used('alice', '2013-11-01'), used('alice', '2014-02-01')], {
      to: '2013-12-31' as IsoDate,
    });
    expect(cut.rows[0]?.used).toHaveLength(1);
  });
  test('gives a screenful', () => {
    const usage = ['a', 'b', 'c', 'd'].map((user) => used(user, '2014-03-03', 'aol'));
    const found = coverageOf(organisation({ licences: [cal()] }), NEEDS, usage, ALL, {
      timeZone: 'UTC',
      first: 2,
      count: 1,
    });
    expect(found).toMatchObject({ matching: 4, first: 2 });
    expect(found.rows.map(({ user }) => user)).toEqual(['c@contoso.com']);
  });
  test('of nothing there is nothing to show', () => {
    expect(coverage([cal()], [])).toMatchObject({ from: null, to: null, matching: 0, licences: [] });
  });
});
