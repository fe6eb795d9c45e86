import { describe, expect, it } from 'vitest';
import { flows, pcapFile, read } from './captures.ts';
import { conversation } from './conversation.ts';
import * as f from './frames.ts';

const CLIENT_STREAM = `<?xml version='1.0'?><stream:stream to='example.com' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
const SERVER_STREAM = `<?xml version='1.0'?><stream:stream from='example.com' id='1' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

/** A TLS record (RFC 5246 §6.2.1). */
function tls(type: number, content: Uint8Array): Uint8Array {
  return f.join(f.be(1, type), f.hex('0303'), f.be(2, content.length), content);
}

function handshake(type: number, content: Uint8Array): Uint8Array {
  return f.join(f.be(1, type), f.be(1, 0), f.be(2, content.length), content);
}

const CLIENT_HELLO = tls(22, handshake(1, new Uint8Array(60)));
const SERVER_HELLO = handshake(2, new Uint8Array(40));
const DER = [f.join(f.hex('30820200'), new Uint8Array(512)), f.join(f.hex('30820100'), new Uint8Array(256).fill(7))];
const chain = f.join(...DER.map((der) => f.join(f.be(1, 0), f.be(2, der.length), der)));
const CERTIFICATE = handshake(11, f.join(f.be(1, 0), f.be(2, chain.length), chain));

describe('tcp-stream recognises', () => {
  it.each<[string, string, 'sip' | 'xmpp']>([
    ['a SIP request', f.sipMessage(1), 'sip'],
    ['a SIP response', 'SIP/2.0 200 OK\r\nCall-ID: 1\r\n\r\n', 'sip'],
    ['SIP behind keep-alives', `\r\n\r\n${f.sipMessage(1)}`, 'sip'],
    ['an XMPP stream', CLIENT_STREAM, 'xmpp'],
    ['an XMPP stream under another prefix', `<s:stream xmlns:s='http://etherx.jabber.org/streams'>`, 'xmpp'],
    ['a stanza in mid-stream', `<message to='a@example.com'><body>x</body></message>`, 'xmpp'],
    ['presence without attributes', '<presence/>', 'xmpp'],
    ['a SIP presence document as SIP', f.sipMessage(1, '<presence xmlns="urn:ietf:params:xml:ns:pidf"/>'), 'sip'],
  ])('%s, also byte by byte', (_name, said, kind) => {
    const whole = read(pcapFile(conversation(['>', said])));
    const single = read(pcapFile(conversation(...[...said].map((c): ['>', string] => ['>', c]))));
    for (const { records } of [whole, single]) {
      expect(flows(records)).toEqual([said]);
      expect(new Set(records.map((record) => record.kind))).toEqual(new Set([kind]));
    }
  });

  it.each([
    ['HTTP', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['HTTP with SIP text in it', 'HTTP/1.1 200 OK\r\n\r\nINVITE sip:a@example.com SIP/2.0\r\n\r\n'],
    ['a presence document', '<presence xmlns="urn:ietf:params:xml:ns:pidf"></presence>'],
    [
      'other XML',
      '<?xml version="1.0"?><messages><message>x</message></messages>'.replace('<message>', '<message kind="1">'),
    ],
    ['SSH', 'SSH-2.0-OpenSSH_9\r\n'],
  ])('nothing in %s, and counts the connection once', (_name, said) => {
    const { records, issues } = read(pcapFile(conversation(['>', said], ['<', said], ['>', said])));
    expect(records).toEqual([]);
    expect(issues).toEqual({ 'stream-other': 1, 'packet-other': 4 });
  });

  it('the answers in an XMPP connection by the other side', () => {
    const { records } = read(pcapFile(conversation(['>', CLIENT_STREAM], ['<', "<r xmlns='urn:xmpp:sm:3'/>"])));
    expect(flows(records)).toEqual([CLIENT_STREAM, "<r xmlns='urn:xmpp:sm:3'/>"]);
  });

  it('keep-alives of a SIP connection as part of it', () => {
    const { issues } = read(pcapFile(conversation(['>', f.sipMessage(1)], ['<', '\r\n'])));
    expect(issues).toEqual({ 'packet-other': 2 });
  });
});

describe('tcp-stream and TLS', () => {
  it('keeps the certificates of a handshake and says once that the connection is encrypted', () => {
    const answer = tls(22, f.join(SERVER_HELLO, CERTIFICATE));
    const frames = conversation(
      ['>', CLIENT_HELLO],
      ['<', answer.subarray(0, 100)],
      ['<', answer.subarray(100)],
      ['>', tls(20, f.hex('01'))],
      ['>', tls(23, new Uint8Array(99))],
      ['<', tls(23, new Uint8Array(99))],
    );
    const { records, issues } = read(pcapFile(frames));
    expect(records.map(({ payload }) => payload)).toEqual(DER);
    expect(records[0]).toMatchObject({ kind: 'certificate', flow: '', ends: false });
    expect(records[0]?.local).toEqual({ host: '198.51.100.2', port: 7400, transport: 'tcp' });
    expect(issues).toEqual({ 'packet-other': 5, 'stream-encrypted': 1 });
  });

  it('reads a certificate message that spans records', () => {
    const messages = f.join(SERVER_HELLO, CERTIFICATE);
    const answer = f.join(tls(22, messages.subarray(0, 200)), tls(22, messages.subarray(200)));
    const { records } = read(pcapFile(conversation(['<', answer])));
    expect(records.map(({ payload }) => payload)).toEqual(DER);
  });

  it('sees STARTTLS in an XMPP connection', () => {
    const proceed = `<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`;
    const frames = conversation(
      ['>', CLIENT_STREAM],
      ['<', SERVER_STREAM],
      ['<', proceed],
      ['>', CLIENT_HELLO],
      ['<', tls(22, f.join(SERVER_HELLO, CERTIFICATE))],
      ['>', tls(23, new Uint8Array(99))],
    );
    const { records, issues } = read(pcapFile(frames));
    const xmpp = records.filter(({ kind }) => kind === 'xmpp');
    expect(flows(xmpp)).toEqual([CLIENT_STREAM, SERVER_STREAM + proceed]);
    expect(xmpp.filter(({ ends }) => ends)).toHaveLength(2);
    expect(records.filter(({ kind }) => kind === 'certificate')).toHaveLength(2);
    expect(issues['stream-encrypted']).toBe(1);
  });

  it('knows an encrypted connection joined in the middle', () => {
    const { records, issues } = read(pcapFile(conversation(['>', tls(23, new Uint8Array(99))]).slice(2)));
    expect(records).toEqual([]);
    expect(issues).toEqual({ 'stream-encrypted': 1 });
  });
});
