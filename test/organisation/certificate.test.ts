import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientUsageOf } from '../../src/organisation/index.ts';
import { FINE, answer, contoso, session, trust } from '../rules/case.ts';

/** Self-signed, made with openssl: `-addext extendedKeyUsage=…`. */
function pem(name: string): string {
  return readFileSync(new URL(`../fixtures/certificates/${name}.pem`, import.meta.url), 'utf8');
}

describe('clientUsageOf', () => {
  test.each([
    ['client', 'named'],
    ['server', 'none'],
    ['server-rsa', 'none'],
    ['any', 'any'],
    ['none', 'any'],
  ])('reads the certificate %s', (name, expected) => {
    expect(clientUsageOf(pem(name))).toBe(expected);
  });
  test('takes the first of a chain, with text around it and CRLF', () => {
    expect(clientUsageOf(`subject=CN\r\n${pem('client')}\n${pem('server')}`.replace(/\n/g, '\r\n'))).toBe('named');
  });
  test.each([
    ['nothing', ''],
    ['no PEM', 'hello'],
    ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['no base64', '-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----'],
    ['an empty one', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
    ['an elided one', '-----BEGIN CERTIFICATE-----…'],
  ])('says that %s is unreadable', (_, text) => {
    expect(clientUsageOf(text)).toBe('unreadable');
  });
  test('never throws on damaged bytes', () => {
    const base64 = pem('client').replace(/-----[^-]+-----|\s/g, '');
    const der = Uint8Array.from(Buffer.from(base64, 'base64'));
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, byte, length) => {
        const damaged = der.slice(0, length);
        if (at < length) damaged[at] = byte;
        const text = `-----BEGIN CERTIFICATE-----\n${Buffer.from(damaged).toString('base64')}\n-----END CERTIFICATE-----`;
        expect(['named', 'any', 'none', 'unreadable']).toContain(clientUsageOf(text));
      }),
    );
  });
});

describe('edge-certificate-client-eku with a certificate', () => {
  const edge = (fqdn: string, certificate: string | null) => ({ fqdn, certificate });
  const good = edge('sip.contoso.com', pem('client'));
  const bad = edge('edge2.contoso.com', pem('server'));
  const through = (fqdn: string) => ({ markers: [trust({ network: 'publiccloud', edge: fqdn })] });
  test.each([
    ['client named', {}, [good], 'silent'],
    ['no usage named: all allowed', {}, [edge('sip.contoso.com', pem('none'))], 'silent'],
    ['any usage named', {}, [edge('sip.contoso.com', pem('any'))], 'silent'],
    ['server alone', {}, [bad], 'violation'],
    ['one of two, the log does not tell which', {}, [good, bad], 'undetermined'],
    ['one of two, through the good one', through('sip.contoso.com'), [good, bad], 'silent'],
    ['one of two, through the bad one', through('edge2.contoso.com'), [good, bad], 'violation'],
    ['through an Edge that is not listed', through('other.contoso.com'), [bad], 'violation'],
    ['good, and one not given', {}, [good, edge('edge2.contoso.com', null)], 'undetermined'],
    ['no time is needed', { start: null }, [bad], 'violation'],
  ])('%s', (_, told, edges, expected) => {
    expect(answer('edge-certificate-client-eku', session(told), contoso({ edges }), 'aol')).toBe(expected);
  });
  test('asks nothing of another provider', () => {
    expect(answer('edge-certificate-client-eku', session(), { ...FINE, edges: [bad] }, 'yahoo')).toBe('silent');
  });
});
