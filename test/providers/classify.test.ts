import { describe, expect, test } from 'vitest';
import type { Confidence, ProviderId } from '../../src/model.ts';
import {
  agent,
  ALICE,
  contoso,
  FINE,
  judge,
  organisation,
  peer,
  place,
  session,
  trust,
  userData,
  type Told,
} from '../rules/case.ts';

type Row = [
  what: string,
  told: Told,
  expected: ProviderId,
  confidence: Confidence,
  parts?: Record<string, unknown> | null,
];

const DAY = '2013-12-01T10:00:00Z';
const pic = (fqdn: string | null = null) => [trust({ type: 'AuthorizedServer', network: 'publiccloud', fqdn })];
const MICROSOFT = 'federation.messenger.msn.com';
const bob = (responder: string, more: Told = {}): Told => ({ start: DAY, responder, ...more });

function run(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, told, expected, confidence, parts) => {
    const { verdict } = judge(session(told), parts === null ? null : organisation(parts ?? FINE), ['contoso.com']);
    expect([verdict.id, verdict.confidence]).toEqual([expected, confidence]);
    expect(verdict.because.length).toBeGreaterThan(0);
    for (const why of verdict.because) expect(why).toMatch(/\.$/);
  });
}

describe('ms-source-network=publiccloud', () => {
  run([
    ['Yahoo! by its proxy', bob('bob@yahoo.com', { markers: pic('lcsap.msg.yahoo.com') }), 'yahoo', 'certain'],
    ['the proxy in upper case', bob('bob@yahoo.com', { markers: pic('LCSAP.MSG.Yahoo.com') }), 'yahoo', 'certain'],
    ['AOL by its proxy', bob('bob@aol.com', { markers: pic('sip.oscar.aol.com') }), 'aol', 'certain'],
    [
      'a hosted domain behind the proxy',
      bob('bob@example.org', { markers: pic('sip.oscar.aol.com') }),
      'aol',
      'certain',
    ],
    ['no peer: by the domain', bob('bob@yahoo.co.uk', { markers: pic() }), 'yahoo', 'likely'],
    [
      'a peer that is not known: by the domain',
      bob('bob@aim.com', { markers: pic('edge.example.net') }),
      'aol',
      'likely',
    ],
    [
      'peer and domain disagree: the peer',
      bob('bob@aol.com', { markers: pic('lcsap.msg.yahoo.com') }),
      'yahoo',
      'likely',
    ],
    ['neither known', bob('bob@example.org', { markers: pic() }), 'unknown', 'guess'],
    [
      'after the end it is still AOL',
      bob('bob@aol.com', { start: '2015-01-01T10:00:00Z', markers: pic('sip.oscar.aol.com') }),
      'aol',
      'certain',
    ],
    [
      'without an organisation',
      bob('bob@yahoo.com', { markers: pic('lcsap.msg.yahoo.com') }),
      'yahoo',
      'certain',
      null,
    ],
    [
      'before a partner header',
      bob('bob@yahoo.com', {
        markers: [trust({ type: 'DirectPartner', network: 'federation' }), ...pic('lcsap.msg.yahoo.com')],
      }),
      'yahoo',
      'certain',
    ],
    [
      'before the remote user who sent it',
      bob('bob@yahoo.com', { markers: [trust({ type: 'InternetUser' }), ...pic()] }),
      'yahoo',
      'likely',
    ],
  ]);
});

describe('Messenger and Skype, behind one proxy', () => {
  const on = (start: string | null, responder = 'bob@hotmail.com') =>
    bob(responder, { start, markers: pic(MICROSOFT) });
  const labelled = (...ids: string[]) =>
    contoso({ providers: ids.map((id) => ({ id, enabled: true, activated: '2010-01-01', domains: null })) });
  run([
    ['the last of April 2013', on('2013-04-30T23:59:59+02:00'), 'wlm', 'certain'],
    ['the first of May 2013', on('2013-05-01T00:00:00+02:00'), 'msn-or-skype', 'certain'],
    ['the last day of Messenger', on('2014-10-31T23:59:59+01:00'), 'msn-or-skype', 'certain'],
    ['the day after', on('2014-11-01T00:00:00+01:00'), 'skype', 'certain'],
    [
      'Auckland is a day ahead',
      on('2013-04-30T12:00:00Z'),
      'msn-or-skype',
      'certain',
      contoso({ timeZone: 'Pacific/Auckland' }),
    ],
    [
      'Los Angeles is behind',
      on('2013-05-01T06:59:59Z'),
      'wlm',
      'certain',
      contoso({ timeZone: 'America/Los_Angeles' }),
    ],
    ['after the end of Skype', on('2025-06-01T10:00:00Z'), 'skype', 'certain'],
    ['no time', on(null), 'msn-or-skype', 'certain'],
    ['only Messenger is listed', on(DAY), 'wlm', 'certain', labelled('wlm', 'yahoo')],
    ['only Skype is listed', on('2012-01-01T10:00:00Z'), 'skype', 'certain', labelled('skype')],
    ['both are listed', on(DAY), 'msn-or-skype', 'certain', labelled('wlm', 'skype')],
    [
      'both are listed, one is switched on',
      on(DAY),
      'skype',
      'certain',
      contoso({
        providers: [
          { id: 'wlm', enabled: false },
          { id: 'skype', enabled: true },
        ],
      }),
    ],
    ['a domain of Messenger alone', on(DAY, 'bob@passport.com'), 'wlm', 'certain'],
    ['a domain of Skype alone', on(DAY, 'bob@skype.com'), 'skype', 'certain'],
    ['decorated', on('2012-01-01T10:00:00Z', 'bob(fabrikam.com)@msn.com'), 'wlm', 'certain'],
    [
      "decorated with the organisation's own domain",
      on('2015-01-01T10:00:00Z', 'bob(contoso.com)@msn.com'),
      'skype',
      'certain',
    ],
    ['by the domain, no marker', bob('bob@live.com', { start: '2012-01-01T10:00:00Z' }), 'wlm', 'likely'],
  ]);
  test('says why by date', () => {
    const { verdict } = judge(session(on('2014-11-01T00:00:00+01:00')), organisation(FINE));
    expect(verdict.because).toContain(
      'Skype and Windows Live Messenger share it; on 2014-11-01 (Europe/Berlin) Windows Live Messenger had ended with 2014-10-31.',
    );
  });
});

describe('federation, hosting, remote users, gateway', () => {
  const marked = (type: string, network: string | null, responder = 'bob@partner.com') =>
    bob(responder, { markers: [trust({ type, network })] });
  run([
    ['AuthorizedServer', marked('AuthorizedServer', 'federation'), 'hosted', 'certain'],
    ['AuthorizedServer without network', marked('AuthorizedServer', null), 'hosted', 'likely'],
    ['DirectPartner', marked('DirectPartner', 'federation'), 'federated', 'certain'],
    ['AutoFederation', marked('AutoFederation', 'federation'), 'federated', 'certain'],
    ['values in lower case', marked('autofederation', 'Federation'), 'federated', 'certain'],
    ['AOL by direct federation', marked('DirectPartner', 'federation', 'bob@aol.com'), 'federated', 'certain'],
    ['a remote user to a colleague', marked('InternetUser', null, 'carol@contoso.com'), 'internal', 'certain'],
    ['a remote user to Yahoo!', marked('InternetUser', null, 'bob@yahoo.com'), 'yahoo', 'likely'],
    ['a remote user to nobody known', marked('InternetUser', null, 'bob@example.org'), 'internal', 'guess'],
    ['the Edge’s own answer says nothing', marked('EdgeProxyGenerated', null, 'bob@example.org'), 'unknown', 'guess'],
    ['the XMPP gateway', bob('j@jabber.org', { markers: [agent('RTCC/5.0.0.0 XmppTGW/5.0')] }), 'xmpp', 'certain'],
    ['the XMPP gateway to Google Talk', bob('g@gmail.com', { markers: [agent('xmpptgw')] }), 'gtalk', 'certain'],
    [
      'the gateway behind a partner header',
      bob('j@jabber.org', { markers: [trust({ type: 'DirectPartner', network: 'federation' }), agent('XmppTGW')] }),
      'xmpp',
      'certain',
    ],
    [
      'a configured XMPP partner behind a partner header',
      bob('j@jabber.org', { markers: [trust({ type: 'DirectPartner', network: 'federation' })] }),
      'xmpp',
      'likely',
      contoso({ xmppPartners: [{ domain: 'jabber.org', partnerType: 'Federated' }] }),
    ],
    [
      'an XMPP partner that is also allowed for SIP, behind a partner header',
      bob('j@jabber.org', { markers: [trust({ type: 'DirectPartner', network: 'federation' })] }),
      'federated',
      'certain',
      contoso({ xmppPartners: [{ domain: 'jabber.org', partnerType: 'Federated' }], allowedDomains: ['jabber.org'] }),
    ],
    ['another agent says nothing', bob('bob@example.org', { markers: [agent('UCCP/2.0 OC/2.0')] }), 'unknown', 'guess'],
  ]);
});

describe('no header: names, with lower confidence', () => {
  run([
    ['both inside', bob('carol@contoso.com'), 'internal', 'certain'],
    ['both inside, domains a guess', bob('carol@contoso.com'), 'internal', 'guess', null],
    ['nobody on the other side', { start: DAY, responder: null }, 'internal', 'likely'],
    ['the peer is a proxy', bob('bob@example.org', { markers: [peer('sip.oscar.aol.com')] }), 'aol', 'likely'],
    [
      'the peer is a hosting provider',
      bob('bob@example.org', { markers: [peer('sipfed.online.lync.com')] }),
      'hosted',
      'likely',
    ],
    ['the peer before the domain', bob('bob@yahoo.com', { markers: [peer('sip.oscar.aol.com')] }), 'aol', 'likely'],
    ['the domain table', bob('bob@rocketmail.com'), 'yahoo', 'likely'],
    ['a country domain', bob('bob@yahoo.com.br'), 'yahoo', 'likely'],
    ['Yahoo! Japan is another company', bob('bob@yahoo.co.jp'), 'unknown', 'guess'],
    ['outbound public IM', bob('bob@yahoo.com', { markers: [userData(true)] }), 'yahoo', 'likely'],
    [
      'outbound public IM to nobody named',
      { start: DAY, responder: null, markers: [userData(true)] },
      'unknown',
      'guess',
    ],
    [
      'outbound public IM, both addresses made the same',
      bob(ALICE, { markers: [userData(true)] }),
      'unknown',
      'guess',
      null,
    ],
    ['outbound federation', bob('bob@example.org', { markers: [userData(true)] }), 'federated', 'guess'],
    ['an allowed domain', bob('bob@partner.com'), 'federated', 'likely'],
    [
      'an XMPP partner, in SIP',
      bob('j@jabber.org'),
      'xmpp',
      'likely',
      contoso({ xmppPartners: [{ domain: 'jabber.org', partnerType: 'Federated' }] }),
    ],
    ['Google Talk in SIP', bob('g@googlemail.com'), 'gtalk', 'likely'],
    [
      'AOL as an allowed domain, after its end',
      bob('bob@aol.com', { start: '2014-07-01T10:00:00Z' }),
      'federated',
      'likely',
      contoso({ allowedDomains: ['aol.com'] }),
    ],
    ['AOL as an allowed domain, in use', bob('bob@aol.com'), 'aol', 'likely', contoso({ allowedDomains: ['aol.com'] })],
    ['nothing known', bob('bob@example.org'), 'unknown', 'guess'],
    ['nobody named', { start: DAY, initiator: null, responder: null }, 'unknown', 'guess'],
    [
      'a public contact in a conference',
      { start: DAY, responder: null, rooms: ['chat@contoso.com'], others: ['bob@yahoo.com'] },
      'yahoo',
      'likely',
    ],
    ['a third party outside', bob('carol@contoso.com', { others: ['bob@yahoo.com'] }), 'yahoo', 'likely'],
    ['neither side is the organisation’s', bob('bob@yahoo.com', { initiator: 'x@example.org' }), 'yahoo', 'likely'],
  ]);
});

describe('XMPP', () => {
  const xmpp = (responder: string | null, more: Told = {}): Told => ({
    start: DAY,
    protocol: 'xmpp',
    responder,
    ...more,
  });
  run([
    ['Google Talk', xmpp('g@gmail.com'), 'gtalk', 'certain'],
    ['a room of Google Talk', xmpp('team@conference.gmail.com'), 'gtalk', 'certain'],
    ['a domain that ends like another', xmpp('g@notgmail.com'), 'xmpp', 'certain'],
    ['Google Talk, the other domain, incoming', xmpp(ALICE, { initiator: 'g@googlemail.com' }), 'gtalk', 'certain'],
    ['another domain', xmpp('j@jabber.org'), 'xmpp', 'certain'],
    ['a domain of public IM, by XMPP', xmpp('bob@aol.com'), 'xmpp', 'certain'],
    ['both inside', xmpp('carol@contoso.com'), 'internal', 'certain'],
    ['a room of the own server', xmpp(null, { rooms: ['r@conference.contoso.com'] }), 'internal', 'likely'],
    ['a room elsewhere', xmpp(null, { rooms: ['r@conference.jabber.org'] }), 'xmpp', 'certain'],
    [
      'somebody from outside in a room of the own server',
      xmpp(null, { rooms: ['r@conference.contoso.com'], others: ['j@jabber.org'] }),
      'xmpp',
      'certain',
    ],
    ['a component of the own server', xmpp('proxy.contoso.com'), 'internal', 'likely'],
    ['a user of a subdomain that is not listed', xmpp('x@eu.contoso.com'), 'xmpp', 'certain'],
    ['to the server', xmpp(null), 'internal', 'likely'],
    ['domains a guess', xmpp('j@jabber.org'), 'xmpp', 'likely', null],
    ['nobody named', xmpp(null, { initiator: null }), 'unknown', 'guess'],
  ]);
});

describe('a verdict points at the bytes', () => {
  test.each<[string, Told, number[]]>([
    ['the trust header', bob('bob@yahoo.com', { markers: pic('lcsap.msg.yahoo.com') }), [1000]],
    ['the agent', bob('j@jabber.org', { markers: [agent('XmppTGW')] }), [1200]],
    ['the peer', bob('bob@aol.com', { markers: [peer('sip.oscar.aol.com')] }), [1300]],
    ['the user data', bob('bob@yahoo.com', { markers: [userData(true)] }), [1100]],
    ['nothing but a domain', bob('bob@yahoo.com'), []],
  ])('%s', (_, told, offsets) => {
    const { verdict } = judge(session(told), organisation(FINE));
    expect(verdict.places.map(({ offset }) => offset)).toEqual(offsets);
    expect(place(1000).source).toBe(0);
  });
});
