import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/bytes/certificate.ts';
import { pcapFile, read, type Read } from './captures.ts';
import { conversation } from './conversation.ts';
import * as f from './frames.ts';

/** Made by `test/fixtures/make-tls.sh`. */
function capture(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/tls/${name}.pcap`, import.meta.url));
}

function certificates({ records }: Read) {
  return records
    .filter(({ kind }) => kind === 'certificate')
    .map(({ payload, handshake, local }) => {
      const { subject, issuer } = readCertificate(payload) ?? { subject: null, issuer: null };
      return { subject, issuer, ...handshake, server: local?.port === 5061 || local?.port === 5269 };
    });
}

const ISSUER = 'Contoso Root CA';
const MUTUAL = [
  { subject: 'edge.contoso.com', issuer: ISSUER, role: 'server', position: 0, server: true },
  { subject: ISSUER, issuer: ISSUER, role: 'server', position: 1, server: true },
  { subject: 'client.contoso.com', issuer: ISSUER, role: 'client', position: 0, server: false },
];

/** What the TCP segments of a capture carry, in order, with who sent it; link type Ethernet, no options in IP. */
function turnsOf(name: string): ['>' | '<', Uint8Array][] {
  const file = capture(name);
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const turns: ['>' | '<', Uint8Array][] = [];
  for (let at = 24; at < file.length;) {
    const length = view.getUint32(at + 8, true);
    const frame = file.subarray(at + 16, at + 16 + length);
    const payload = frame.subarray(34 + (frame[46]! >> 4) * 4);
    const fromServer = view.getUint16(at + 16 + 34) < 6000;
    if (payload.length > 0) turns.push([fromServer ? '<' : '>', payload]);
    at += 16 + length;
  }
  return turns;
}

describe('certificates of real handshakes', () => {
  it.each(['tls12', 'records'])('%s: both sides show theirs, in clear', (name) => {
    const result = read(capture(name));
    expect(certificates(result)).toEqual(MUTUAL);
    expect(result.issues['stream-encrypted']).toBe(1);
    expect(result.issues['stream-other']).toBeUndefined();
  });

  it('tls13: there are none to see, and the connection is said to be encrypted', () => {
    const result = read(capture('tls13'));
    expect(certificates(result)).toEqual([]);
    expect(result.issues['stream-encrypted']).toBe(1);
  });

  it('starttls: behind <proceed/>, and the stream before it is read', () => {
    const result = read(capture('starttls'));
    expect(certificates(result)).toEqual([
      { subject: 'chat.contoso.com', issuer: ISSUER, role: 'server', position: 0, server: true },
      { subject: ISSUER, issuer: ISSUER, role: 'server', position: 1, server: true },
    ]);
    expect(result.records.filter(({ kind, ends }) => kind === 'xmpp' && !ends)).toHaveLength(4);
  });

  it('places are the packets that the bytes lie in', () => {
    for (const { place, payload, kind } of read(capture('tls12')).records) {
      if (kind !== 'certificate') continue;
      const bytes = Buffer.from(capture('tls12')).subarray(place.offset, place.offset + place.length);
      expect(bytes.includes(Buffer.from(payload))).toBe(true);
    }
  });
});

describe('tls-handshake reads', () => {
  it.each(['tls12', 'records'])('%s the same however it is cut into segments, and places hold every byte', (name) => {
    const turns = turnsOf(name);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }), (steps) => {
        const cut: typeof turns = [];
        for (const [side, said] of turns) {
          for (let at = 0, i = 0; at < said.length; i++) {
            const step = steps[i % steps.length]!;
            cut.push([side, said.subarray(at, at + step)]);
            at += step;
          }
        }
        const file = pcapFile(conversation(...cut));
        const found = read(file).records.filter(({ kind }) => kind === 'certificate');
        expect(found.map(({ payload }) => readCertificate(payload)?.subject)).toEqual(MUTUAL.map((one) => one.subject));
        for (const { place, further = [], payload } of found) {
          // Ethernet, IPv4 and TCP headers stand in between.
          const carried = [place, ...further].map(({ offset, length }) =>
            file.subarray(offset + 16 + 54, offset + length),
          );
          const bytes = f.join(...carried);
          // A certificate that spans records has their heads in it.
          if (name === 'tls12') expect(Buffer.from(bytes).includes(Buffer.from(payload))).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('segments out of order', () => {
    const frames = conversation(
      ...turnsOf('tls12').flatMap(([side, said]): ['>' | '<', Uint8Array][] => [
        [side, said.subarray(0, 300)],
        [side, said.subarray(300)],
      ]),
    );
    for (let i = 2; i + 1 < frames.length; i += 2) [frames[i], frames[i + 1]] = [frames[i + 1]!, frames[i]!];
    const found = read(pcapFile(frames)).records.filter(({ kind }) => kind === 'certificate');
    expect(found).toHaveLength(3);
  });

  it('nothing of a certificate of which bytes are lost, and goes on with the other side', () => {
    const turns = turnsOf('tls12').flatMap(([side, said]): ['>' | '<', Uint8Array][] => [
      [side, said.subarray(0, 300)],
      [side, said.subarray(300)],
    ]);
    const frames = conversation(...turns);
    const lost = turns.findIndex(([side, said]) => side === '<' && said.length > 500);
    const result = read(pcapFile(frames.filter((_, index) => index !== lost + 2)));
    const found = result.records.filter(({ kind }) => kind === 'certificate');
    expect(found.map(({ payload }) => readCertificate(payload)?.subject)).toEqual(['client.contoso.com']);
  });

  it('the server in answer to a hello in the form of SSL 2, behind a warning', () => {
    const [, answer] = turnsOf('tls12');
    const hello = f.hex('801c 01 0303 0003 0000 0010 00002f 00112233445566778899aabbccddeeff');
    const warning = f.hex('15 0303 0002 01 70');
    const result = read(pcapFile(conversation(['>', hello], ['<', f.join(warning, answer![1])])));
    expect(certificates(result).map(({ subject, role }) => [subject, role])).toEqual([
      ['edge.contoso.com', 'server'],
      [ISSUER, 'server'],
    ]);
    expect(result.issues['stream-other']).toBeUndefined();
  });
});
