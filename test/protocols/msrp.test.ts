/** MSRP beside the SIP that agreed on it, from packets to the texts of the session. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversation } from '../packets/conversation.ts';
import { pcapFile } from '../packets/captures.ts';
import * as f from '../packets/frames.ts';
import { fileOf, imported } from '../pipeline/files.ts';
import { MOST_PIECES, msrpSend, placesIn, readMsrp } from './msrp-records.ts';

const A = 'msrp://192.0.2.1:40000/ja6Q;tcp';
const B = 'msrp://198.51.100.2:7400/9di4;tcp';

function invite(status: number | null, path: string): Uint8Array {
  const sdp = `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=message 40000 TCP/MSRP *\r\na=accept-types:message/cpim text/plain\r\na=path:${path}\r\n`;
  const start = status === null ? 'INVITE sip:bob@example.org SIP/2.0' : `SIP/2.0 ${status} OK`;
  return f.text(
    `${start}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:alice@example.com>;tag=a\r\nTo: <sip:bob@example.org>${status === null ? '' : ';tag=b'}\r\n` +
      `Call-ID: call-1\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`,
  );
}

const signalling = [f.datagram(invite(null, A)), f.datagram(invite(200, B))];

async function sessionsOf(frames: Uint8Array[]) {
  const { lines, result } = await imported([fileOf(pcapFile(frames), { name: 'a.pcap' })]);
  const sessions = lines.map(
    (line) => JSON.parse(line) as { keys: { callIds: string[] }; texts: { from: string | null; text: string }[] },
  );
  return { sessions, issues: Object.keys(result.files[0]?.report?.issues ?? {}), report: result.files[0]?.report };
}

describe('msrp', () => {
  test('puts what is said on the connection into the session of the SDP that named its paths', async () => {
    const cpim =
      'From: <sip:alice@example.com>\r\nTo: <sip:bob@example.org>\r\n\r\nContent-Type: text/plain\r\n\r\nsigned Grüße';
    const frames = conversation(
      ['>', msrpSend({ to: B, from: A, id: '1', body: 'hello' })],
      ['<', `MSRP d93kswow 200 OK\r\nTo-Path: ${A}\r\nFrom-Path: ${B}\r\n-------d93kswow$\r\n`],
      ['<', msrpSend({ to: A, from: B, id: '2', body: '-------d93 is no end\r\n\r\nMSRP abcd SEND' })],
      ['>', msrpSend({ to: B, from: A, id: '3', body: cpim, type: 'message/cpim' })],
    );
    const { sessions, issues, report } = await sessionsOf([...signalling, ...frames]);
    expect(sessions.map(({ keys, texts }) => [keys.callIds, texts.map(({ from, text }) => [from, text])])).toEqual([
      [
        ['call-1'],
        [
          ['alice@example.com', 'hello'],
          ['bob@example.org', '-------d93 is no end\n\nMSRP abcd SEND'],
          ['alice@example.com', 'signed Grüße'],
        ],
      ],
    ]);
    expect(issues).toEqual(['packet-other']);
    expect(report).toMatchObject({ sipRequests: 1, sipResponses: 1, methods: { INVITE: 1 } });
  });

  test('puts a message together that comes in several requests, and says what of it is missing', () => {
    const pieces = (...parts: [first: number, body: string, flag: string][]): string =>
      parts.map(([first, body, flag]) => msrpSend({ to: B, from: A, id: 'long', body, first, flag })).join('');
    expect(readMsrp(pieces([1, 'one ', '+'], [5, 'two ', '+'], [9, 'three', '$']))).toEqual({
      said: ['one two three'],
      issues: [],
    });
    expect(placesIn(pieces([1, 'one ', '+'], [5, 'two ', '+'], [9, 'three', '$']))).toEqual([0]);
    expect(readMsrp(pieces([1, 'one ', '+'], [1, 'one ', '+'], [5, 'two', '$'])).said).toEqual(['one two']);
    expect(readMsrp(pieces([5, 'two', '$']))).toEqual({ said: ['two', 'truncated'], issues: ['record-truncated'] });
    expect(readMsrp(pieces([1, 'one ', '+']))).toEqual({ said: ['one ', 'truncated'], issues: ['record-truncated'] });
  });

  test('gives the same however the connection is cut, and never throws', () => {
    const stream = Array.from({ length: 6 }, (_, index) =>
      msrpSend({
        to: B,
        from: A,
        id: `${index}`,
        body: `text ${index} -------tid${index} é`,
        transaction: `tid${index}`,
      }),
    ).join('');
    const whole = readMsrp(stream);
    expect(whole.said).toHaveLength(6);
    for (const size of [1, 2, 7, 100]) expect(readMsrp(stream, size)).toEqual(whole);
    fc.assert(
      fc.property(
        fc.nat(stream.length),
        fc.nat(stream.length),
        fc.integer({ min: 1, max: MOST_PIECES }),
        (a, b, size) => {
          const damaged = stream.slice(0, Math.min(a, b)) + stream.slice(Math.max(a, b));
          expect(readMsrp(damaged, size)).toEqual(readMsrp(damaged));
        },
      ),
    );
  });
});
