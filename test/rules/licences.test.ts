import { describe, expect, test } from 'vitest';
import { ALICE, answer, contoso, FINE, session, type Case } from './case.ts';
import { table } from './table.ts';

const DAY = '2014-03-03';
const licence = (sku: string, from: string, to: string | null, more: object = {}) => ({
  sku,
  users: [ALICE],
  purchased: '2011-01-01',
  from,
  to,
  ...more,
});
const cal = (from: string, to: string | null, more: object = {}) => licence('lync-cal', from, to, more);
const usl = (from: string, to: string | null, more: object = {}) => licence('pic-usl', from, to, more);
const held = (...licences: object[]) => contoso({ licences });

const calCases: Case[] = [
  ['no register', {}, contoso({ licences: null }), 'yahoo', 'undetermined'],
  ['nothing told at all', {}, null, 'aol', 'undetermined'],
  ['an empty register', {}, held(), 'yahoo', 'violation'],
  [
    'a register for others only',
    {},
    held(cal('2011-01-01', null, { users: ['carol@contoso.com'] })),
    'wlm',
    'violation',
  ],
  ['a licence for everyone', {}, held(cal('2011-01-01', null, { users: 'all' })), 'skype', 'silent'],
  ['first day of the licence', {}, held(cal(DAY, null)), 'aol', 'silent'],
  ['day before the first', {}, held(cal('2014-03-04', null)), 'aol', 'violation'],
  ['last day of the licence', {}, held(cal('2011-01-01', DAY)), 'aol', 'silent'],
  ['day after the last', {}, held(cal('2011-01-01', '2014-03-02')), 'aol', 'violation'],
  [
    'one of several covers the day',
    {},
    held(cal('2011-01-01', '2012-01-01'), cal('2014-01-01', null)),
    'yahoo',
    'silent',
  ],
  [
    'a gap between two licences',
    {},
    held(cal('2011-01-01', '2014-03-02'), cal('2014-03-04', null)),
    'yahoo',
    'violation',
  ],
  ['Lync Online plan 2 for Skype', {}, held(licence('lync-online-plan-2', '2011-01-01', null)), 'skype', 'silent'],
  ['Lync Online plan 2 for Yahoo!', {}, held(licence('lync-online-plan-2', '2011-01-01', null)), 'yahoo', 'violation'],
  ['Lync Online plan 2 for Messenger', {}, held(licence('lync-online-plan-2', '2011-01-01', null)), 'wlm', 'violation'],
  [
    'Lync Online plan 2, Messenger or Skype',
    {},
    held(licence('lync-online-plan-2', '2011-01-01', null)),
    'msn-or-skype',
    'undetermined',
  ],
  ['a CAL, Messenger or Skype', {}, held(cal('2011-01-01', null)), 'msn-or-skype', 'silent'],
  ['a PIC USL is no CAL', {}, held(usl('2011-01-01', null)), 'yahoo', 'violation'],
  ['no time, licences held', { start: null }, held(cal('2011-01-01', null)), 'yahoo', 'undetermined'],
  ['no time, none ever held', { start: null }, held(), 'yahoo', 'violation'],
  [
    'no local user, others licensed',
    { initiator: 'x@yahoo.com' },
    held(cal('2011-01-01', null)),
    'yahoo',
    'undetermined',
  ],
  ['no local user, everyone licensed', { initiator: 'x@yahoo.com' }, FINE, 'yahoo', 'silent'],
  ['Google Talk asks for none', {}, held(), 'gtalk', 'silent'],
  ['federated partners ask for none', {}, held(), 'federated', 'silent'],
  ['internal sessions are not judged', {}, contoso({ licences: null }), 'internal', 'silent'],
];
table('licence-cal-missing', calCases);

const RULES = ['licence-pic-usl-missing', 'licence-pic-usl-expired', 'licence-pic-usl-not-sold'] as const;

/** [what, session's organisation, missing, expired, not sold]: at most one of them is a violation. */
const uslCases: [string, Record<string, unknown> | null, string, string, string][] = [
  ['no register', contoso({ licences: null }), 'undetermined', 'undetermined', 'undetermined'],
  ['nothing told at all', null, 'undetermined', 'undetermined', 'undetermined'],
  ['an empty register', held(), 'violation', 'silent', 'silent'],
  ['a CAL alone', held(cal('2011-01-01', null)), 'violation', 'silent', 'silent'],
  [
    'one for another user',
    held(usl('2011-01-01', null, { users: ['carol@contoso.com'] })),
    'violation',
    'silent',
    'silent',
  ],
  ['one for everyone', held(usl('2011-01-01', null, { users: 'all' })), 'silent', 'silent', 'silent'],
  ['first day', held(usl(DAY, null)), 'silent', 'silent', 'silent'],
  ['day before the first', held(usl('2014-03-04', null)), 'violation', 'silent', 'silent'],
  ['last day', held(usl('2011-01-01', DAY)), 'silent', 'silent', 'silent'],
  ['day after the last', held(usl('2011-01-01', '2014-03-02')), 'silent', 'violation', 'silent'],
  [
    'ended before, another begins after',
    held(usl('2011-01-01', '2014-03-02'), usl('2014-03-04', null)),
    'silent',
    'violation',
    'silent',
  ],
  [
    'bought on 31 August 2012',
    held(usl('2012-08-31', null, { purchased: '2012-08-31' })),
    'silent',
    'silent',
    'silent',
  ],
  [
    'bought on 1 September 2012',
    held(usl('2012-09-01', null, { purchased: '2012-09-01' })),
    'silent',
    'silent',
    'violation',
  ],
  [
    'bought on 2 September 2012',
    held(usl('2012-09-02', null, { purchased: '2012-09-02' })),
    'silent',
    'silent',
    'violation',
  ],
  [
    'a good one and a late one',
    held(usl('2013-01-01', null, { purchased: '2013-01-01' }), usl('2011-01-01', null)),
    'silent',
    'silent',
    'silent',
  ],
  [
    'a good one that ended, a late one',
    held(usl('2013-01-01', null, { purchased: '2013-01-01' }), usl('2011-01-01', '2013-01-01')),
    'silent',
    'silent',
    'violation',
  ],
  [
    'a late one that ended',
    held(usl('2013-01-01', '2014-01-01', { purchased: '2013-01-01' })),
    'silent',
    'violation',
    'silent',
  ],
  ['day of purchase not told', held(usl('2011-01-01', null, { purchased: null })), 'silent', 'silent', 'undetermined'],
  [
    'day of purchase not told, a good one beside it',
    held(usl('2011-01-01', null, { purchased: null }), usl('2011-01-01', null)),
    'silent',
    'silent',
    'silent',
  ],
  [
    'day of purchase not told, a late one beside it',
    held(usl('2013-01-01', null, { purchased: '2013-01-01' }), usl('2011-01-01', null, { purchased: null })),
    'silent',
    'silent',
    'undetermined',
  ],
];

describe('licence-pic-usl-missing, -expired and -not-sold for Yahoo!', () => {
  test.each(uslCases)('%s', (_, parts, ...expected) => {
    const judged = session({ start: `${DAY}T10:00:00Z` });
    expect(RULES.map((rule) => answer(rule, judged, parts, 'yahoo'))).toEqual(expected);
  });
});

const whole = (expected: string) => RULES.map(() => expected);

test.each(['aol', 'wlm', 'skype', 'msn-or-skype', 'gtalk', 'federated', 'internal', 'unknown'] as const)(
  'the PIC USL is not asked of %s, register or not',
  (provider) => {
    for (const parts of [null, held()]) {
      expect(RULES.map((rule) => answer(rule, session(), parts, provider))).toEqual(whole('silent'));
    }
  },
);

test('without a time the PIC USL is undetermined, unless none was ever held', () => {
  const undated = session({ start: null });
  expect(RULES.map((rule) => answer(rule, undated, FINE, 'yahoo'))).toEqual(whole('undetermined'));
  expect(RULES.map((rule) => answer(rule, undated, held(), 'yahoo'))).toEqual(['violation', 'silent', 'silent']);
});

test('without a local user the PIC USL is undetermined, unless everyone has one', () => {
  const foreign = session({ initiator: 'x@yahoo.com' });
  expect(RULES.map((rule) => answer(rule, foreign, FINE, 'yahoo'))).toEqual(whole('silent'));
  const some = held(usl('2011-01-01', null));
  expect(RULES.map((rule) => answer(rule, foreign, some, 'yahoo'))).toEqual(whole('undetermined'));
});

describe("the licence's days are the organisation's", () => {
  const until = usl('2011-01-01', '2014-03-02');
  test.each([
    ['Europe/Berlin', '2014-03-02T23:59:59+01:00', 'silent'],
    ['Europe/Berlin', '2014-03-03T00:00:00+01:00', 'violation'],
    ['Pacific/Auckland', '2014-03-02T23:59:59+13:00', 'silent'],
    ['Pacific/Auckland', '2014-03-03T00:00:00+13:00', 'violation'],
    ['America/Los_Angeles', '2014-03-02T23:59:59-08:00', 'silent'],
    ['America/Los_Angeles', '2014-03-03T00:00:00-08:00', 'violation'],
  ])('%s, %s', (timeZone, start, expected) => {
    const parts = contoso({ timeZone, licences: [until] });
    expect(answer('licence-pic-usl-expired', session({ start }), parts, 'yahoo')).toBe(expected);
  });
});
