import { describe, expect, test } from 'vitest';
import type { EdgeSide, Endpoint, SeenMarker, Sighting, SourceId, StreamMarker, Transport } from '../../src/model.ts';
import { isPublicAddress } from '../../src/rules/grounds/outside-legs.ts';
import { FINE, type Case } from './case.ts';
import { table } from './table.ts';

const end = (host: string, port: number | null, transport: Transport | null = null): Endpoint => ({
  host,
  port,
  transport,
});
/** One leg, from the deployment's end to the other. */
const leg = (
  side: EdgeSide | null,
  remote: Endpoint,
  local: Endpoint | null = null,
): { sightings: Partial<Sighting>[] } => ({
  sightings: [{ side, local, remote, direction: 'out' }],
});

/** A session whose stanzas travelled on such a stream. */
const stream = (of: StreamMarker['of'], tls: StreamMarker['tls']): { protocol: 'xmpp'; markers: SeenMarker[] } => ({
  protocol: 'xmpp',
  markers: [
    {
      ...{ kind: 'stream', of, tls, auth: 'dialback', accepted: true },
      place: { source: 0 as SourceId, offset: 0, length: 1 },
      time: null,
    },
  ],
});

const clear: Case[] = [
  ['the log tells no transport', leg('external', end('lcsap.msg.yahoo.com', 5061)), FINE, 'yahoo', 'silent'],
  ['TLS on the outer side', leg('external', end('sip.partner.com', 5061, 'tls')), FINE, 'federated', 'silent'],
  ['TCP on the outer side', leg('external', end('sip.partner.com', 5061, 'tcp')), FINE, 'federated', 'warning'],
  [
    'TCP to another port of the other side',
    leg('external', end('sip.partner.com', 443, 'tcp')),
    FINE,
    'federated',
    'warning',
  ],
  ['UDP on the outer side', leg('external', end('sip.partner.com', 5060, 'udp')), FINE, 'hosted', 'warning'],
  ['TCP on the inner side', leg('internal', end('fe.contoso.com', 5061, 'tcp')), FINE, 'federated', 'silent'],
  [
    'captured between private addresses',
    leg(null, end('10.0.0.9', 5061, 'tcp'), end('10.0.0.5', 50000, 'tcp')),
    FINE,
    'yahoo',
    'silent',
  ],
  [
    'captured to a public address',
    leg(null, end('98.136.0.9', 5061, 'tcp'), end('10.0.0.5', 50000, 'tcp')),
    FINE,
    'yahoo',
    'warning',
  ],
  [
    "captured to a host of the other side's domain",
    { ...leg(null, end('xmpp.jabber.org', 5269, 'tcp')), responder: 'j@jabber.org', protocol: 'xmpp' },
    FINE,
    'xmpp',
    'warning',
  ],
  [
    "a client's leg to its own server",
    { ...leg(null, end('208.68.163.220', 5222, 'tcp')), protocol: 'xmpp' },
    FINE,
    'xmpp',
    'silent',
  ],
  [
    'web sockets are not known to be clear',
    leg('external', end('sip.partner.com', 5061, 'ws')),
    FINE,
    'federated',
    'silent',
  ],
  [
    'nothing told of the organisation',
    leg('external', end('sip.partner.com', 5061, 'tcp')),
    null,
    'federated',
    'warning',
  ],
  [
    'internal sessions are not judged',
    leg('external', end('sip.partner.com', 5061, 'tcp')),
    FINE,
    'internal',
    'silent',
  ],
  ['unknown providers are not judged', leg(null, end('98.136.0.9', 5060, 'udp')), FINE, 'unknown', 'silent'],
  ['servers that passed by TLS', stream('server', 'offered'), FINE, 'xmpp', 'warning'],
  ['servers that passed by TLS though it was required', stream('server', 'required'), FINE, 'xmpp', 'warning'],
  ['servers that used TLS', stream('server', 'used'), FINE, 'xmpp', 'silent'],
  ['TLS that was not offered may have been there before', stream('server', 'absent'), FINE, 'xmpp', 'silent'],
  ["a client's own stream", stream('client', 'offered'), FINE, 'xmpp', 'silent'],
];
table('unencrypted-federation', clear);

const ports: Case[] = [
  ['5061 on the other side', leg('external', end('sip.partner.com', 5061)), FINE, 'federated', 'silent'],
  [
    '5061 on this side, the other connected',
    leg('external', end('sip.partner.com', 51234), end('sip.contoso.com', 5061)),
    FINE,
    'federated',
    'silent',
  ],
  ['5062 on the other side', leg('external', end('sip.partner.com', 5062)), FINE, 'federated', 'warning'],
  ['5060 on the other side', leg('external', end('lcsap.msg.yahoo.com', 5060)), FINE, 'yahoo', 'warning'],
  [
    '5062 on this side, the other connected',
    leg('external', end('sip.partner.com', 51234), end('sip.contoso.com', 5062)),
    FINE,
    'federated',
    'warning',
  ],
  [
    'a connecting port alone tells nothing',
    leg('external', end('sip.partner.com', 61182)),
    FINE,
    'federated',
    'silent',
  ],
  ['nor an old one of Windows', leg('external', end('sip.partner.com', 4231)), FINE, 'federated', 'silent'],
  ['no port told', leg('external', end('sip.partner.com', null)), FINE, 'federated', 'silent'],
  ['5062 on the inner side', leg('internal', end('fe.contoso.com', 5062)), FINE, 'federated', 'silent'],
  ['XMPP on 5269', { ...leg('external', end('jabber.org', 5269)), protocol: 'xmpp' }, FINE, 'xmpp', 'silent'],
  ['XMPP on 5270', { ...leg('external', end('jabber.org', 5270)), protocol: 'xmpp' }, FINE, 'xmpp', 'warning'],
  ['XMPP on 5061', { ...leg('external', end('jabber.org', 5061)), protocol: 'xmpp' }, FINE, 'xmpp', 'warning'],
  [
    "a client's leg on 443",
    leg('external', end('84.1.2.3', 51234), end('sip.contoso.com', 443)),
    FINE,
    'yahoo',
    'silent',
  ],
  ['443 on the other side of an Edge', leg('external', end('sip.partner.com', 443)), FINE, 'federated', 'warning'],
  [
    'a captured leg to 443, which may be that of a client',
    leg(null, end('98.136.0.9', 443, 'tcp'), end('10.0.0.5', 50000, 'tcp')),
    FINE,
    'yahoo',
    'silent',
  ],
  ['internal sessions are not judged', leg('external', end('sip.partner.com', 5062)), FINE, 'internal', 'silent'],
];
table('port-not-expected', ports);

describe('isPublicAddress', () => {
  test.each([
    ['10.1.2.3', false],
    ['172.15.0.1', true],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.0.1', false],
    ['192.167.0.1', true],
    ['127.0.0.1', false],
    ['169.254.1.1', false],
    ['100.63.0.1', true],
    ['100.64.0.1', false],
    ['224.0.0.1', false],
    ['8.8.8.8', true],
    ['2001:db8::1', true],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::1', false],
    ['sip.partner.com', false],
  ])('%s', (host, expected) => {
    expect(isPublicAddress(host)).toBe(expected);
  });
});
