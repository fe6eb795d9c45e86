import { expect, test } from 'vitest';
import type { OpaqueText } from '../../src/model.ts';
import { ALICE, contoso, FINE, judge, organisation, place, session, trust, type Case, type Told } from './case.ts';
import { table } from './table.ts';

const lost = (reason: OpaqueText['reason'], more: Told = {}): Told => ({
  texts: [],
  opaque: [{ time: null, reason, detail: '', places: [place(500)] }],
  ...more,
});
const scope = (users: unknown, content = 'full') => contoso({ archiving: { users, content } });

const gaps: Case[] = [
  ['nothing lost', {}, FINE, 'yahoo', 'silent'],
  ['encrypted', lost('encrypted'), FINE, 'yahoo', 'violation'],
  ['truncated', lost('truncated'), FINE, 'yahoo', 'violation'],
  ['body missing', lost('body-missing'), FINE, 'yahoo', 'violation'],
  ['the user is named', lost('encrypted'), scope([ALICE]), 'federated', 'violation'],
  ['the user is not named', lost('encrypted'), scope(['carol@contoso.com']), 'federated', 'silent'],
  ['nobody is named', lost('encrypted'), scope([]), 'federated', 'silent'],
  ['only metadata is archived', lost('encrypted'), scope('all', 'metadata'), 'yahoo', 'silent'],
  ['the scope not told', lost('encrypted'), contoso({ archiving: null }), 'yahoo', 'undetermined'],
  ['the scope not told, nothing lost', {}, null, 'yahoo', 'silent'],
  ['no local user', lost('encrypted', { initiator: 'x@yahoo.com' }), FINE, 'yahoo', 'undetermined'],
  [
    'inside, the other side is named',
    lost('truncated', { responder: 'carol@contoso.com' }),
    scope(['carol@contoso.com']),
    'internal',
    'violation',
  ],
  ['outside, the other side is no user', lost('truncated'), scope(['bob@yahoo.com']), 'yahoo', 'silent'],
  ['unknown provider', lost('truncated'), FINE, 'unknown', 'violation'],
];
table('archiving-gap', gaps);

const content: Case[] = [
  ['IM alone', {}, FINE, 'yahoo', 'silent'],
  ['presence alone', { modalities: ['presence'] }, FINE, 'yahoo', 'silent'],
  ['audio', { modalities: ['audio'] }, FINE, 'skype', 'info'],
  ['video', { modalities: ['video'] }, FINE, 'wlm', 'info'],
  ['sharing', { modalities: ['sharing'] }, FINE, 'federated', 'info'],
  ['a file', { modalities: ['file'] }, FINE, 'yahoo', 'info'],
  ['audio inside', { modalities: ['audio'] }, FINE, 'internal', 'info'],
  ['audio, nothing told', { modalities: ['audio', 'im'] }, null, 'unknown', 'info'],
  ['more than two parties', { modalities: ['multiparty'] }, FINE, 'federated', 'silent'],
];
table('content-not-archivable', content);

const unverified = trust({ type: 'AutoFederation', network: 'federation', verified: false });
const senders: Case[] = [
  ['no header', {}, FINE, 'yahoo', 'silent'],
  ['verified', { markers: [trust({ network: 'publiccloud', verified: true })] }, FINE, 'yahoo', 'silent'],
  ['unverified', { markers: [trust({ network: 'publiccloud', verified: false })] }, FINE, 'yahoo', 'info'],
  [
    'the parameter is missing',
    { markers: [trust({ network: 'publiccloud', verified: null })] },
    FINE,
    'yahoo',
    'silent',
  ],
  ['one of two unverified', { markers: [trust({}), unverified] }, FINE, 'federated', 'info'],
  ['a discovered partner', { markers: [unverified] }, FINE, 'federated', 'info'],
  ['nothing told', { markers: [unverified] }, null, 'federated', 'info'],
  ['unknown provider', { markers: [unverified] }, FINE, 'unknown', 'info'],
  ['no time', { markers: [unverified], start: null }, FINE, 'hosted', 'info'],
];
table('sender-unverified', senders);

const on = (start: string | null): Told => ({ start, responder: 'bob@hotmail.com' });
const moved: Case[] = [
  ['the day before the last of April', on('2013-04-29T12:00:00+02:00'), FINE, 'wlm', 'silent'],
  ['the last day of April', on('2013-04-30T23:59:59+02:00'), FINE, 'wlm', 'silent'],
  ['the first of May', on('2013-05-01T00:00:00+02:00'), FINE, 'wlm', 'info'],
  ['Messenger or Skype on the first of May', on('2013-05-01T00:00:00+02:00'), FINE, 'msn-or-skype', 'info'],
  ['Auckland is a day ahead', on('2013-04-30T12:00:00Z'), contoso({ timeZone: 'Pacific/Auckland' }), 'wlm', 'info'],
  ['Los Angeles is behind', on('2013-05-01T06:59:59Z'), contoso({ timeZone: 'America/Los_Angeles' }), 'wlm', 'silent'],
  ['no time', on(null), FINE, 'wlm', 'undetermined'],
  ['a contact of Skype', on('2015-05-01T12:00:00Z'), FINE, 'skype', 'silent'],
  ['Yahoo!', on('2013-06-01T12:00:00Z'), FINE, 'yahoo', 'silent'],
  ['internal sessions are not judged', on(null), FINE, 'internal', 'silent'],
];
table('user-migrated', moved);

const failed = (more: Told = {}): Told => ({ outcome: 'failed', status: 404, ...more });
const failures: Case[] = [
  ['established', {}, FINE, 'yahoo', 'silent'],
  ['open', { outcome: 'open', status: null }, FINE, 'yahoo', 'silent'],
  ['failed', failed(), FINE, 'yahoo', 'info'],
  ['failed without a status (XMPP)', failed({ protocol: 'xmpp', status: null }), FINE, 'xmpp', 'info'],
  ['failed inside', failed(), FINE, 'internal', 'info'],
  ['failed, unknown provider', failed(), FINE, 'unknown', 'info'],
  ['failed, nothing told', failed(), null, 'federated', 'info'],
  ['failed, no time', failed({ start: null }), FINE, 'hosted', 'info'],
];
table('delivery-failed', failures);

test('delivery-failed explains the numbers of ms-diagnostics, each once', () => {
  const diagnostic = { time: null, id: 1034, reason: 'Previous hop', source: 'sip.contoso.com', places: [place(600)] };
  const odd = { time: null, id: 90_007, reason: '', source: null, places: [place(610)] };
  const told = session(failed({ diagnostics: [diagnostic, diagnostic, odd] }));
  const flag = judge(told, organisation(FINE)).flags.find(({ rule }) => rule === 'delivery-failed');
  expect(flag?.because).toBe(
    'The session failed with status 404: ms-diagnostics 1034 (the previous federated hop gave no diagnostics), told by ' +
      'sip.contoso.com as “Previous hop”; ms-diagnostics 90007 (a code of public IM).',
  );
  expect(flag?.places).toContainEqual(place(600));
});
