import { expect, test } from 'vitest';
import { agent, at, contoso, FINE, judge, organisation, session, trust, type Case } from './case.ts';
import { table } from './table.ts';

const zone = (timeZone: string) => contoso({ timeZone });
const start = (time: string) => ({ start: time });

const cases: Case[] = [
  ['Yahoo! on the day before the last', start('2014-06-29T10:00:00Z'), FINE, 'yahoo', 'silent'],
  ['Yahoo! on the last day', start('2014-06-30T10:00:00Z'), FINE, 'yahoo', 'silent'],
  ['Yahoo! on the day after', start('2014-07-01T10:00:00Z'), FINE, 'yahoo', 'violation'],
  ['Berlin, 23:59:59 on the last day', start('2014-06-30T23:59:59+02:00'), zone('Europe/Berlin'), 'yahoo', 'silent'],
  ['Berlin, 00:00 after it', start('2014-07-01T00:00:00+02:00'), zone('Europe/Berlin'), 'yahoo', 'violation'],
  ['Auckland, 23:59:59 on the last day', start('2014-06-30T23:59:59+12:00'), zone('Pacific/Auckland'), 'aol', 'silent'],
  [
    'Auckland, 00:00 after it, still 30 June in UTC',
    start('2014-07-01T00:00:00+12:00'),
    zone('Pacific/Auckland'),
    'aol',
    'violation',
  ],
  [
    'Los Angeles, 23:59:59, already 1 July in UTC',
    start('2014-06-30T23:59:59-07:00'),
    zone('America/Los_Angeles'),
    'aol',
    'silent',
  ],
  ['Los Angeles, 00:00 after it', start('2014-07-01T00:00:00-07:00'), zone('America/Los_Angeles'), 'aol', 'violation'],
  ['no organisation: days in UTC, last minute', start('2014-06-30T23:59:59Z'), null, 'yahoo', 'silent'],
  ['no organisation: days in UTC, first minute after', start('2014-07-01T00:00:00Z'), null, 'yahoo', 'violation'],
  ['no time in the log', { start: null }, FINE, 'yahoo', 'undetermined'],
  ['Google Talk on its last day', start('2017-06-26T12:00:00+02:00'), FINE, 'gtalk', 'silent'],
  ['Google Talk on the day after', start('2017-06-27T12:00:00+02:00'), FINE, 'gtalk', 'violation'],
  ['Skype on its last day', start('2025-05-05T12:00:00+02:00'), FINE, 'skype', 'silent'],
  ['Skype on the day after', start('2025-05-06T12:00:00+02:00'), FINE, 'skype', 'violation'],
  ['Messenger on the last day of all', start('2014-10-31T12:00:00+01:00'), FINE, 'wlm', 'silent'],
  ['Messenger on the day after', start('2014-11-01T12:00:00+01:00'), FINE, 'wlm', 'violation'],
  ['Messenger or Skype, both there', start('2014-07-01T12:00:00Z'), FINE, 'msn-or-skype', 'silent'],
  ['another XMPP partner has no end', start('2024-01-01T12:00:00Z'), FINE, 'xmpp', 'silent'],
  ['a federated partner has no end', start('2024-01-01T12:00:00Z'), FINE, 'federated', 'silent'],
  ['a federated partner without time', { start: null }, FINE, 'federated', 'silent'],
  ['internal sessions are not judged', start('2024-01-01T12:00:00Z'), FINE, 'internal', 'silent'],
  ['unknown providers are not judged', { start: null }, FINE, 'unknown', 'silent'],
];
table('service-ended', cases);

test('service-ended says what ended, when the session starts, in which zone, and on what that rests', () => {
  const told = session({
    ...start('2014-07-01T00:00:00+02:00'),
    markers: [trust({ network: 'publiccloud', fqdn: 'lcsap.msg.yahoo.com' })],
  });
  const { flags } = judge(told, organisation(FINE));
  const flag = flags.find(({ rule }) => rule === 'service-ended');
  expect(flag?.because).toBe(
    'The last day of Yahoo! is 2014-06-30, that day included; the session starts on 2014-07-01 (Europe/Berlin).',
  );
  expect(flag?.sources).toContain('pic-support');
  expect(flag?.places).toHaveLength(2);
});

test('service-ended leaves AOL by direct federation alone', () => {
  const direct = session({
    start: '2015-01-01T10:00:00Z',
    responder: 'bob@aol.com',
    markers: [trust({ type: 'DirectPartner', network: 'federation', fqdn: 'sip.aol.com' })],
  });
  const { verdict, flags } = judge(direct, organisation(FINE));
  expect(verdict.id).toBe('federated');
  expect(flags.map(({ rule }) => rule)).not.toContain('service-ended');
});

test('service-ended says that an end is common knowledge where no document tells it', () => {
  const late = session({ start: '2017-06-27T10:00:00Z', responder: 'g@gmail.com', markers: [agent('XmppTGW')] });
  const flag = judge(late, organisation(FINE)).flags.find(({ rule }) => rule === 'service-ended');
  expect(flag?.sources).toEqual(['known']);
  expect(flag?.because).toContain('common knowledge');
  expect(late.start).toBe(at('2017-06-27T10:00:00Z'));
});
