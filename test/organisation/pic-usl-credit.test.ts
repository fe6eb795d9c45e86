import { describe, expect, test } from 'vitest';
import type { IsoDate } from '../../src/model.ts';
import { creditRows, picUslCredit } from '../../src/organisation/index.ts';
import { organisation } from '../rules/case.ts';

const FACTS = { lastDay: '2014-06-30' as IsoDate, source: 'pic-support', saleEnd: '2012-09-01' as IsoDate };
const usl = (from: string, to: string | null, amount: string | null, currency = 'EUR', more: object = {}) => ({
  sku: 'pic-usl',
  users: 'all',
  purchased: '2012-03-01',
  from,
  to,
  agreement: 'E-1',
  payment: amount === null ? null : { amount, currency },
  ...more,
});
const credit = (...licences: object[]) => picUslCredit(organisation({ licences }), FACTS);

describe('picUslCredit', () => {
  test('gives the days after the last day their share of the payment, both ends counted', () => {
    // 2012-03-01 to 2014-12-31: 306 + 365 + 365 days; July to December 2014: 184.
    expect(credit(usl('2012-03-01', '2014-12-31', '1200.00')).lines).toEqual([
      {
        licence: 0,
        agreement: 'E-1',
        users: 'all',
        from: '2012-03-01',
        to: '2014-12-31',
        days: 1036,
        daysAfter: 184,
        share: { fraction: '46/259', percent: '17.7606' },
        payment: { amount: '1200.00', currency: 'EUR' },
        credit: '213.13',
        notValid: false,
        working: [
          'Term: 2012-03-01 to 2014-12-31, both days included: 1036 days.',
          'After 2014-06-30: 2014-07-01 to 2014-12-31: 184 days.',
          'Share: 184/1036 = 46/259, about 17.7606 %.',
          'Credit: 1200.00 EUR × 184 / 1036 = 213.13 EUR, rounded half up to 2 places of the currency.',
        ],
      },
    ]);
  });
  test.each([
    ['ends on the last day', '2014-06-30', 0],
    ['ends the day after: one day', '2014-07-01', 1],
    ['ends two days after', '2014-07-02', 2],
  ])('an agreement that %s', (_, to, days) => {
    const { lines, others } = credit(usl('2014-01-01', to, '181.00'));
    expect(lines.map((line) => line.daysAfter)).toEqual(days === 0 ? [] : [days]);
    expect(others).toBe(days === 0 ? 1 : 0);
  });
  test('one that begins after the last day is credited whole', () => {
    expect(credit(usl('2014-07-01', '2014-12-31', '99.99')).lines[0]).toMatchObject({
      days: 184,
      daysAfter: 184,
      share: { fraction: '1/1', percent: '100.0000' },
      credit: '99.99',
    });
  });
  test('counts 29 February', () => {
    expect(credit(usl('2012-01-01', '2014-12-31', '1.00')).lines[0]?.days).toBe(366 + 365 + 365);
  });
  test.each([
    // Half of an odd number of cents: half up.
    ['2014-06-30', '2014-07-01', '0.05', 'EUR', '0.03'],
    ['2014-06-30', '2014-07-01', '0.03', 'EUR', '0.02'],
    ['2014-06-30', '2014-07-01', '5', 'JPY', '3'],
    ['2014-06-30', '2014-07-01', '0.005', 'KWD', '0.003'],
    // What a double cannot hold.
    ['2014-06-30', '2014-07-01', '999999999999999.99', 'EUR', '500000000000000.00'],
    ['2014-06-29', '2014-07-01', '0.10', 'EUR', '0.03'],
    ['2014-06-30', '2014-07-02', '100.00', 'USD', '66.67'],
    ['2014-06-30', '2014-07-01', '0.00', 'USD', '0.00'],
  ])('%s to %s, %s %s: %s', (from, to, amount, currency, expected) => {
    expect(credit(usl(from, to, amount, currency)).lines[0]?.credit).toBe(expected);
  });
  test('adds up each currency for itself, in exact cents', () => {
    const two = '2014-06-30';
    const { totals } = credit(
      usl(two, '2014-07-01', '0.10', 'USD'),
      usl(two, '2014-07-01', '0.20', 'USD', { agreement: 'E-2' }),
      usl(two, '2014-07-01', '7', 'JPY'),
    );
    expect(totals).toEqual([
      { currency: 'JPY', credit: '4' },
      { currency: 'USD', credit: '0.15' },
    ]);
  });
  test('without an end or a payment there is no amount, and it is said why', () => {
    const [open, unpaid] = credit(usl('2014-01-01', null, '100.00'), usl('2014-01-01', '2014-12-31', null)).lines;
    expect(open).toMatchObject({ days: null, daysAfter: null, share: null, credit: null });
    expect(open?.working).toEqual([
      'The register tells no end of the term that begins on 2014-01-01: it has no share after 2014-06-30.',
    ]);
    expect(unpaid).toMatchObject({ daysAfter: 184, credit: null });
    expect(unpaid?.working.at(-1)).toBe('The register tells no payment, so the share has no amount.');
  });
  test('is for the public IM licence alone, and says where it was bought too late', () => {
    const cal = { ...usl('2014-01-01', '2014-12-31', '100.00'), sku: 'lync-cal' };
    const late = usl('2014-01-01', '2014-12-31', '100.00', 'EUR', { purchased: '2012-09-01' });
    const { lines } = credit(cal, late);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ licence: 1, notValid: true });
    expect(lines[0]?.working.at(-1)).toContain('Bought or renewed on 2012-09-01');
    expect(credit(usl('2014-01-01', '2014-12-31', '1', 'EUR', { purchased: '2012-08-31' })).lines[0]?.notValid).toBe(
      false,
    );
  });
  test('knows a register that is empty from none at all', () => {
    expect(credit()).toMatchObject({ told: true, lines: [], totals: [] });
    expect(picUslCredit(organisation(), FACTS)).toMatchObject({ told: false, lines: [], totals: [] });
  });
});

test('creditRows are the lines with their working', () => {
  const rows = creditRows(credit(usl('2014-01-01', '2014-12-31', '365.00', 'EUR', { users: ['a@contoso.com'] })));
  expect(rows[0]).toHaveLength(rows[1]?.length ?? 0);
  expect(rows[1]?.slice(0, 12)).toEqual([
    'E-1',
    '1',
    '2014-01-01',
    '2014-12-31',
    '365',
    '184',
    '184/365',
    '50.4110',
    '365.00',
    'EUR',
    '184.00',
    'yes',
  ]);
});
