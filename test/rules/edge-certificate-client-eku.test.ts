/** Certificates seen in handshakes; those that the organisation gives: `test/organisation/certificate.test.ts`. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SeenCertificate } from '../../src/model.ts';
import { edgeCertificates } from '../../src/organisation/index.ts';
import { at, contoso, judge, organisation, place, session, trust } from './case.ts';

const RULE = 'edge-certificate-client-eku';
const PEM = readFileSync(new URL('../fixtures/certificates/client.pem', import.meta.url), 'utf8');

function seen(parts: Partial<SeenCertificate> = {}): SeenCertificate {
  return {
    sha256: 'aa',
    subject: 'sip.contoso.com',
    names: ['sip.contoso.com'],
    issuer: 'Some CA',
    from: at('2013-01-01T00:00:00Z'),
    to: at('2015-12-31T23:59:59Z'),
    keyUsages: null,
    extendedKeyUsages: ['serverAuth'],
    isAuthority: false,
    role: 'server',
    position: 0,
    endpoint: { host: '192.0.2.1', port: 5061, transport: 'tcp' },
    peer: { host: '198.51.100.7', port: 40_000, transport: 'tcp' },
    time: at('2014-02-01T12:00:00Z'),
    places: [place(7_000)],
    count: 1,
    ...parts,
  };
}

const fine = seen({ extendedKeyUsages: ['serverAuth', 'clientAuth'] });
const edge = (fqdn: string, certificate: string | null = null) => ({ fqdn, certificate });
const aol = (edgeFqdn = 'sip.contoso.com') =>
  session({ responder: 'bob@aol.com', markers: [trust({ network: 'publiccloud', edge: edgeFqdn })] });

function flagOf(certificates: readonly SeenCertificate[], edges: unknown, judged = aol()) {
  const told = organisation(contoso({ edges }));
  const kept = edgeCertificates(told, certificates);
  return judge(judged, told, [], kept).flags.find(({ rule }) => rule === RULE) ?? null;
}

describe('edge-certificate-client-eku with certificates of handshakes', () => {
  const listed = [edge('sip.contoso.com')];
  test.each<[string, SeenCertificate[], unknown, string]>([
    ['without the usage', [seen()], listed, 'violation'],
    ['with it', [fine], listed, 'silent'],
    ['that names no usage', [seen({ extendedKeyUsages: null })], listed, 'silent'],
    ['shown by a client', [seen({ role: 'client' })], listed, 'violation'],
    [
      'by an alternative name',
      [seen({ subject: 'edge', names: ['a.example', 'sip.contoso.com'] })],
      listed,
      'violation',
    ],
    ['by a wildcard', [seen({ subject: '*.contoso.com', names: [] })], listed, 'violation'],
    ['by a wildcard of another depth', [seen({ subject: '*.com', names: [] })], listed, 'undetermined'],
    ['of another host', [seen({ subject: 'www.contoso.com', names: [] })], listed, 'undetermined'],
    ['of an issuer', [seen({ position: 1 })], listed, 'undetermined'],
    ['of an authority', [seen({ isAuthority: true })], listed, 'undetermined'],
    ['one with and one without', [seen(), seen({ ...fine, sha256: 'bb' })], listed, 'undetermined'],
    ['one with, and an older one without', [seen({ to: at('2013-12-31T00:00:00Z') }), fine], listed, 'silent'],
    ['of another time alone', [seen({ from: at('2020-01-01T00:00:00Z') })], listed, 'violation'],
    ['without, and the one that is given has it', [seen()], [edge('sip.contoso.com', PEM)], 'undetermined'],
    ['with, and the one that is given has it', [fine], [edge('sip.contoso.com', PEM)], 'silent'],
    ['no Edge is listed: by the trust header', [seen()], null, 'violation'],
    ['another Edge is listed: that of the list', [fine], [edge('edge2.contoso.com')], 'undetermined'],
    ['none', [], listed, 'undetermined'],
    ['none, and no Edge is listed', [], null, 'undetermined'],
  ])('%s', (_, certificates, edges, expected) => {
    expect(flagOf(certificates, edges)?.severity ?? 'silent').toBe(expected);
  });

  test('of the Edge that the trust header names, though it is not listed', () => {
    const told = [edge('edge2.contoso.com', PEM)];
    const flags = judge(aol(), organisation(contoso({ edges: told })), [], [seen()]).flags;
    expect(flags.find(({ rule }) => rule === RULE)?.severity).toBe('violation');
  });

  test('says where it was seen, and the place comes first', () => {
    const flag = flagOf([seen()], listed);
    expect(flag?.because).toContain('sip.contoso.com (seen in a handshake of 192.0.2.1:5061 on 2014-02-01)');
    expect(flag?.places[0]).toEqual(place(7_000));
    expect(flagOf([seen({ from: at('2020-01-01T00:00:00Z') })], listed)?.because).toContain(
      "valid from 2020-01-01 to 2016-01-01, which is not the session's time",
    );
  });
});
