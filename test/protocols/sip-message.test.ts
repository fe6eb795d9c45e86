import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model.ts';
import { messageOf, readOne, readRecords, recordOf, wire } from './sip-records.ts';

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

describe('sip gives of a message', () => {
  test('a request’s keys', () => {
    const { message } = readOne({
      method: 'INVITE',
      headers: ['Ms-Conversation-ID: AcxyZ=', 'User-Agent: UCCAPI/4.0 OC/4.0', 'Event: Presence;id=1'],
    });
    expect(message).toMatchObject({
      protocol: 'sip',
      method: 'INVITE',
      status: null,
      callId: 'call-1',
      cseq: 1,
      fromTag: 'a1',
      toTag: null,
      from: 'alice@contoso.com',
      to: 'bob@yahoo.com',
      conversation: 'AcxyZ=',
      event: 'presence',
      title: 'INVITE sip:bob@yahoo.com SIP/2.0',
      time: 1000,
    });
    expect(message.markers).toMatchObject([{ kind: 'agent', value: 'UCCAPI/4.0 OC/4.0' }]);
  });

  test('a response’s status and the method of its CSeq', () => {
    const { message } = readOne({ method: 'INVITE', startLine: 'SIP/2.0 488 Not Acceptable Here' });
    expect(message).toMatchObject({ method: 'INVITE', status: 488, title: 'SIP/2.0 488 Not Acceptable Here' });
  });

  test('at most 200 characters of the start line', () => {
    const { message } = readOne({ method: 'BYE', startLine: `BYE sip:${'x'.repeat(5000)}@y SIP/2.0` });
    expect(message.title).toHaveLength(200);
  });

  test('the method that keep-alive bytes are glued to', () => {
    const { message } = readOne({ method: 'BYE', startLine: 'LLOHELLOHELLOBYE sip:bob@yahoo.com SIP/2.0' });
    expect(message.method).toBe('BYE');
  });

  test.each([
    ['SSAGE', 'MESSAGE', 'MESSAGE'],
    ['E', 'INVITE', 'INVITE'],
    ['ACK', 'PRACK', 'ACK'],
    ['OPTIONS', 'INVITE', 'OPTIONS'],
  ])('the method %s beside a CSeq of %s as %s', (method, inSequence, expected) => {
    const { message } = readOne({ method: inSequence, startLine: `${method} sip:bob@yahoo.com SIP/2.0` });
    expect(message.method).toBe(expected);
  });

  test('a CSeq too great to be exact as no number', () => {
    const { message } = readOne({ method: 'BYE', cseq: 36893488147419103232 });
    expect(message.cseq).toBeNull();
  });
});

describe('sip markers', () => {
  const trustOf = (value: string): unknown =>
    readOne({ method: 'BYE', headers: ['ms-edge-proxy-message-trust: ' + value] }).message.markers[0];

  test('read the Edge’s word on a message', () => {
    expect(
      trustOf(
        'ms-source-type=EdgeProxyGenerated;ms-ep-fqdn=Edge.Contoso.com;ms-source-verified-user=verified;' +
          'ms-source-network=publiccloud;ms-remote-fqdn=federation.messenger.msn.com',
      ),
    ).toMatchObject({
      kind: 'trust',
      sourceType: 'EdgeProxyGenerated',
      network: 'publiccloud',
      verified: true,
      remoteFqdn: 'federation.messenger.msn.com',
      edgeFqdn: 'edge.contoso.com',
    });
    expect(trustOf(' ms-source-network = FEDERATION ; ms-source-verified-user=unverified')).toMatchObject({
      network: 'federation',
      verified: false,
      sourceType: null,
      remoteFqdn: null,
    });
    expect(trustOf('nothing known')).toBeUndefined();
  });

  test('read the public cloud’s mark on an outbound leg', () => {
    const { message } = readOne({ method: 'BYE', headers: ['ms-user-data: ms-publiccloud=true;ms-federation=true'] });
    expect(message.markers).toMatchObject([{ kind: 'user-data', publicCloud: true, federation: true }]);
  });

  test('name the peer with side and direction', () => {
    const remote = { host: 'lcsap.msg.yahoo.com', port: 5061, transport: 'tls' } as const;
    const { sip } = readRecords([recordOf(messageOf({}), { remote, side: 'external', direction: 'out' })]);
    expect(sip[0]?.markers).toMatchObject([{ kind: 'peer', endpoint: remote, side: 'external', direction: 'out' }]);
  });
});

describe('sip links', () => {
  const linksOf = (method: string, ...headers: string[]): string[] => readOne({ method, headers }).message.links;

  test.each([
    ['Replaces: other@x;to-tag=1;from-tag=2', ['call:other@x']],
    ['Replaces: call-1;to-tag=1;from-tag=2', []],
    ['r: <sip:bob@x?Replaces=o%40y%3Bto-tag%3D1%3Bfrom-tag%3D2>', ['call:o@y']],
    ['Join: j;to-tag=1', ['call:j']],
    ['Target-Dialog: t;local-tag=1;remote-tag=2', ['call:t']],
    [
      'Session-ID: AB30317F1A784DC48FF824D0D3715D86;remote=00000000000000000000000000000000',
      ['session-id:ab30317f1a784dc48ff824d0d3715d86'],
    ],
  ])('%s', (header, links) => {
    expect(linksOf('INVITE', header)).toEqual(links);
  });

  test('name the conference of a focus or a media server', () => {
    const uri = (kind: string): string => `<sip:alice@contoso.com;gruu;opaque=app:conf:${kind}:id:4F2A>`;
    for (const kind of ['focus', 'chat', 'audio-video']) {
      const message = wire(
        'INVITE sip:x SIP/2.0',
        'From: <sip:bob@contoso.com>;tag=1',
        'To: ' + uri(kind),
        'Call-ID: c',
        'CSeq: 1 INVITE',
        '',
        '',
      );
      expect(readRecords([recordOf(message)]).sip[0]?.links).toEqual(['conference:alice@contoso.com;4f2a']);
    }
    const body = `<Conferencing version="2.0"><focus-uri>${uri('focus').slice(1, -1)}</focus-uri><im available="true"/></Conferencing>`;
    const { message, facts } = readOne({
      method: 'INVITE',
      headers: ['Content-Type: application/ms-conf-invite+xml'],
      body,
    });
    expect(message.links).toEqual(['conference:alice@contoso.com;4f2a']);
    expect(facts).toMatchObject([{ kind: 'media', media: 'im' }]);
  });
});

describe('sip diagnostics', () => {
  const factsOf = (...headers: string[]): Fact[] =>
    readOne({ startLine: 'SIP/2.0 504 x', method: 'INVITE', headers }).facts;

  test('read id, reason and source of each header', () => {
    expect(
      factsOf(
        'ms-diagnostics: 1034;reason="Previous hop; federated";Domain="colima.local";source="federation.messenger.msn.com"',
        'ms-diagnostics: 10003;source="AMS0S00MED02";reason="Proxy returned a SIP failure code"',
        'ms-diagnostics-public: 1034;reason="Previous hop; federated"',
      ),
    ).toEqual([
      {
        kind: 'diagnostic',
        id: 1034,
        reason: 'Previous hop; federated',
        source: 'federation.messenger.msn.com',
      },
      { kind: 'diagnostic', id: 10003, reason: 'Proxy returned a SIP failure code', source: 'AMS0S00MED02' },
    ]);
    expect(factsOf('ms-client-diagnostics: 52001; reason="Client side general processing."')).toMatchObject([
      { id: 52001 },
    ]);
    expect(factsOf('ms-diagnostics: ')).toEqual([]);
  });
});

describe('sip first text in an INVITE', () => {
  test('prefers plain text, without padding or with', () => {
    const { facts } = readOne({
      method: 'INVITE',
      headers: [
        'ms-im-format: text/html; charset=UTF-8; ms-body=' + base64('<b>Grüße</b>'),
        'ms-text-format: text/plain; charset=UTF-8;msgr=WAAtAE0A;ms-body=' +
          base64('Grüße an alle\r\n').replace(/=+$/, ''),
      ],
    });
    expect(facts).toEqual([
      { kind: 'text', from: null, to: [], text: 'Grüße an alle', contentType: 'text/plain', inInvite: true },
    ]);
  });

  test('takes HTML where there is no plain text, and nothing from a format alone', () => {
    expect(
      readOne({
        method: 'INVITE',
        headers: ['Ms-IM-Format: text/html; charset=UTF-8; ms-body=' + base64('<p>Hi &amp; bye')],
      }).facts,
    ).toMatchObject([{ text: 'Hi & bye', contentType: 'text/html', inInvite: true }]);
    expect(readOne({ method: 'INVITE', headers: ['ms-text-format: text/plain; charset=UTF-8'] }).facts).toEqual([]);
  });

  test('is not read from other requests or answers', () => {
    const header = 'ms-text-format: text/plain; ms-body=' + base64('x');
    expect(readOne({ method: 'ACK', headers: [header] }).facts).toEqual([]);
    expect(readOne({ method: 'INVITE', startLine: 'SIP/2.0 200 OK', headers: [header] }).facts).toEqual([]);
  });
});

test('sip names further parties of an older multiparty invitation', () => {
  const { facts } = readOne({
    method: 'INVITE',
    headers: ['EndPoints: "Alice" <sip:alice@contoso.com>, <sip:bob@yahoo.com>, "C, D" <sip:carol@contoso.com>'],
  });
  expect(facts).toEqual([{ kind: 'member', who: 'carol@contoso.com', change: 'join', room: null }]);
});
