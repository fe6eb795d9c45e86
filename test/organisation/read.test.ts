import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_ORGANISATION, readOrganisation } from '../../src/organisation/index.ts';
import { FINE } from '../rules/case.ts';

/** The document's own example, with one value for each "|". */
const DOCUMENTED = {
  v: 1,
  name: 'Contoso',
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com'],
  licences: [
    {
      sku: 'pic-usl',
      users: ['alice@contoso.com'],
      purchased: '2012-03-01',
      from: '2012-03-01',
      to: '2014-12-31',
      agreement: 'E-123',
      payment: { amount: '1200.00', currency: 'EUR' },
    },
  ],
  providers: [{ id: 'yahoo', enabled: true, activated: '2011-05-01', domains: ['contoso.com'] }],
  xmppPartners: [{ domain: 'gmail.com', additionalDomains: [], partnerType: 'PublicUnverified' }],
  allowedDomains: ['partner.com'],
  access: {
    users: 'all',
    publicCloud: true,
    publicCloudAudioVideo: false,
    xmpp: true,
    federation: true,
    exceptions: [{ user: 'bob@contoso.com', publicCloud: false }],
  },
  edges: [{ fqdn: 'sip.contoso.com', certificate: null }],
  archiving: { users: 'all', content: 'full' },
  retentionDays: 2190,
};

function errorsOf(value: unknown): { path: string; value: string; message: string }[] {
  const reading = readOrganisation(value);
  if (reading.ok) return [];
  // What stands beside a field has a code, by which the page says it in its own language.
  for (const { path, code } of reading.errors) expect(code !== null, path).toBe(path !== '');
  return reading.errors.map(({ code: _, ...error }) => error);
}
/** The documented example with one value changed; `path` as errors name it. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(DOCUMENTED) as Record<string, unknown>;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  let at: Record<string, unknown> = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) ?? ''] = value;
  return copy;
}

describe('readOrganisation', () => {
  test('reads the documented example, parsed or as text, with a byte order mark too', () => {
    for (const json of [DOCUMENTED, JSON.stringify(DOCUMENTED), '\uFEFF' + JSON.stringify(DOCUMENTED)]) {
      expect(readOrganisation(json)).toEqual({ ok: true, organisation: DOCUMENTED });
    }
  });
  test('keeps the silence that ends a chat, where it is chosen', () => {
    expect(readOrganisation({ v: 1, idleMinutes: 45 })).toEqual({
      ok: true,
      organisation: { ...EMPTY_ORGANISATION, idleMinutes: 45 },
    });
  });
  test('gives null for every part that is absent', () => {
    expect(readOrganisation({ v: 1 })).toEqual({ ok: true, organisation: EMPTY_ORGANISATION });
    expect(readOrganisation('{}')).toEqual({ ok: true, organisation: EMPTY_ORGANISATION });
  });
  test('reads what it gave out', () => {
    const reading = readOrganisation(FINE);
    if (!reading.ok) throw new Error('not read');
    expect(readOrganisation(JSON.stringify(reading.organisation))).toEqual(reading);
  });
  test('lower-cases domains and addresses, and takes addresses as SIP URIs', () => {
    const reading = readOrganisation({
      domains: ['Contoso.COM'],
      archiving: { users: ['sip:Alice@Contoso.com', ' bob@contoso.com '], content: 'full' },
    });
    expect(reading.ok && reading.organisation.domains).toEqual(['contoso.com']);
    expect(reading.ok && reading.organisation.archiving?.users).toEqual(['alice@contoso.com', 'bob@contoso.com']);
  });
  test.each([
    ['v', 2],
    ['timeZone', 'Europe/Atlantis'],
    ['timeZone', '+02:00'],
    ['domains', 'contoso.com'],
    ['domains[0]', 'not a domain'],
    ['licences[0].sku', 'cal'],
    ['licences[0].users', 'everyone'],
    ['licences[0].users[0]', 'alice'],
    ['licences[0].from', '2012-02-30'],
    ['licences[0].from', null],
    ['licences[0].to', '2012-02-29'],
    ['licences[0].purchased', '01.03.2012'],
    ['licences[0].payment.amount', 1200],
    ['licences[0].payment.amount', '1,200.00'],
    ['licences[0].payment.amount', '1e3'],
    ['licences[0].payment.currency', 'Euro'],
    ['providers[0].id', 'yaho'],
    ['providers[0].enabled', 'yes'],
    ['xmppPartners[0].partnerType', 'public'],
    ['access.publicCloud', null],
    ['access.exceptions[0].user', 'bob'],
    ['access.exceptions[0].xmpp', 'no'],
    ['archiving.content', 'all'],
    ['retentionDays', 0],
    ['retentionDays', 1.5],
    ['idleMinutes', 0],
    ['idleMinutes', '30'],
    ['idleMinutes', 1441],
  ])('names the path of a fault: %s = %j', (path, value) => {
    expect(errorsOf(changed(path, value)).map((error) => error.path)).toEqual([path]);
  });
  test.each([['colour'], ['licences[0].price'], ['access.audio'], ['xmppPartners[0].domian']])(
    'reports a key that is not known: %s',
    (path) => {
      expect(errorsOf(changed(path, 'x'))).toEqual([{ path, value: 'x', message: 'not a key of this shape' }]);
    },
  );
  test('reports every fault, with the value found', () => {
    const faults = errorsOf({ retentionDays: -1, domains: ['a b'], licences: [{ sku: 'pic-usl', users: 'all' }] });
    expect(faults.map(({ path, value }) => [path, value])).toEqual([
      ['domains[0]', 'a b'],
      ['licences[0].from', ''],
      ['retentionDays', '-1'],
    ]);
  });
  test.each([[null], [[]], ['[]'], ['"text"'], ['{'], [''], [3], [undefined]])('refuses %j', (value) => {
    const errors = errorsOf(value);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.path).toBe('');
  });
  test('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readOrganisation(value).ok === 'boolean'));
    fc.assert(fc.property(fc.string(), (text) => typeof readOrganisation(text).ok === 'boolean'));
  });
});
