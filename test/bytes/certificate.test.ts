import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCertificate } from '../../src/bytes/certificate.ts';
import { textOf, timeOf } from '../../src/bytes/der.ts';
import { read } from '../packets/captures.ts';

const capture = readFileSync(new URL('../fixtures/tls/tls12.pcap', import.meta.url));
const ders = read(capture).records.flatMap(({ kind, payload }) => (kind === 'certificate' ? [payload] : []));
const [edge = new Uint8Array(0), authority = new Uint8Array(0), client = new Uint8Array(0)] = ders;
const DAY = 86_400_000;

describe('readCertificate', () => {
  test('reads names, issuer, days and usages', () => {
    const read = readCertificate(edge);
    expect(read).toMatchObject({
      subject: 'edge.contoso.com',
      issuer: 'Contoso Root CA',
      names: ['edge.contoso.com', 'sip.contoso.com', '192.0.2.1', '2001:db8::1'],
      keyUsages: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsages: ['serverAuth'],
      isAuthority: false,
    });
    expect((read?.to ?? 0) - (read?.from ?? 0)).toBe(3650 * DAY);
  });
  test('tells an authority, and usages that are not named', () => {
    expect(readCertificate(authority)).toMatchObject({
      keyUsages: ['keyCertSign', 'cRLSign'],
      extendedKeyUsages: null,
      isAuthority: true,
    });
    expect(readCertificate(client)).toMatchObject({ keyUsages: null, extendedKeyUsages: ['clientAuth', 'serverAuth'] });
  });
  test('never throws on damaged bytes', () => {
    fc.assert(
      fc.property(fc.nat(edge.length - 1), fc.nat(255), fc.nat(edge.length), (at, byte, length) => {
        const damaged = edge.slice(0, length);
        if (at < length) damaged[at] = byte;
        readCertificate(damaged);
      }),
    );
  });
});

const element = (tag: number, bytes: Uint8Array) => ({ tag, start: 0, end: bytes.length });
const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test.each([
  [0x17, '991231235959Z', '1999-12-31T23:59:59Z'],
  [0x17, '500101000000Z', '1950-01-01T00:00:00Z'],
  [0x17, '490101000000Z', '2049-01-01T00:00:00Z'],
  [0x18, '20501231235959Z', '2050-12-31T23:59:59Z'],
  [0x18, '99991231235959Z', '9999-12-31T23:59:59Z'],
  [0x17, '20501231235959Z', null],
  [0x18, '501231235959Z', null],
  [0x18, '20511331235959Z', null],
  [0x0c, '991231235959Z', null],
])('timeOf reads tag %i, %s', (tag, text, expected) => {
  const bytes = ascii(text);
  expect(timeOf(bytes, element(tag, bytes))).toBe(expected === null ? null : Date.parse(expected));
});

test.each([
  [0x1e, Uint8Array.of(0, 0x4d, 0, 0xfc), 'Mü'],
  [0x1c, Uint8Array.of(0, 0, 0, 0x4d, 0, 1, 0xf6, 0), 'M😀'],
  [0x14, Uint8Array.of(0x4d, 0xfc), 'Mü'],
  [0x0c, Uint8Array.of(0x4d, 0xc3, 0xbc), 'Mü'],
])('textOf reads a string of tag %i', (tag, bytes, expected) => {
  expect(textOf(bytes, element(tag, bytes))).toBe(expected);
});
