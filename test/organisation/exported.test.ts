import { describe, expect, test } from 'vitest';
import type { ExportsReading } from '../../src/model.ts';
import { CMDLETS, EMPTY_ORGANISATION, readExports } from '../../src/organisation/index.ts';
import { organisation } from '../rules/case.ts';

const POLICY = {
  Identity: 'Global',
  Description: null,
  EnableFederationAccess: true,
  EnableXmppAccess: false,
  EnablePublicCloudAccess: true,
  EnablePublicCloudAudioVideoAccess: false,
  EnableOutsideAccess: true,
};
const PARTNER = {
  Identity: 'gmail.com',
  Domain: 'gmail.com',
  AdditionalDomains: ['googlemail.com'],
  ConnectionLimit: 0,
  ProxyFqdn: null,
  EnableKeepAlive: false,
  PartnerType: 'PublicUnverified',
  SaslNegotiation: 'NotSupported',
  TlsNegotiation: 'NotSupported',
  SupportDialbackNegotiation: true,
};
const user = (address: string, policy: string | null = null, pool = 'pool1.contoso.com') => ({
  Identity: `CN=${address}`,
  ExternalAccessPolicy: policy,
  RegistrarPool: pool,
  Enabled: true,
  SipAddress: address === '' ? '' : `sip:${address}`,
});
const one = (text: string): ExportsReading => readExports([{ name: 'export', text }], null);
const json = (value: unknown): string => JSON.stringify(value, null, 2);
const all = (...values: unknown[]): ExportsReading =>
  readExports(
    values.map((value, index) => ({ name: `${index}.json`, text: json(value) })),
    null,
  );

test('CMDLETS are the five that tell of the deployment', () => {
  expect(CMDLETS.map(({ name }) => name)).toEqual([
    'Get-CsPublicProvider',
    'Get-CsXmppAllowedPartner',
    'Get-CsExternalAccessPolicy',
    'Get-CsAllowedDomain',
    'Get-CsUser',
  ]);
});

describe('Get-CsPublicProvider', () => {
  const CSV = [
    '"Identity","Name","ProxyFqdn","VerificationLevel","Enabled"',
    '"Yahoo!","Yahoo!","lcsap.msg.yahoo.com","UseSourceVerification","True"',
    '"AOL","AOL","sip.oscar.aol.com","UseSourceVerification","False"',
    '"Messenger","Messenger","federation.messenger.msn.com","UseSourceVerification","True"',
  ];
  const EXPECTED = [
    { id: 'yahoo', enabled: true, activated: null, domains: null },
    { id: 'aol', enabled: false, activated: null, domains: null },
    { id: 'wlm', enabled: true, activated: null, domains: null },
  ];
  test.each([
    ['Export-Csv -NoTypeInformation', CSV.join('\r\n') + '\r\n'],
    [
      'Export-Csv with the line of the type',
      ['#TYPE Microsoft.Rtc.Management.X.DisplayPublicProvider', ...CSV].join('\r\n'),
    ],
    ['Export-Csv -UseCulture', CSV.map((line) => line.replaceAll('","', '";"')).join('\r\n')],
    ['Export-Csv with a byte order mark', '\uFEFF' + CSV.join('\n')],
  ])('is read from %s', (_, text) => {
    const reading = one(text);
    expect(reading.files).toEqual([
      { name: 'export', cmdlet: 'Get-CsPublicProvider', objects: 3, errors: [], notes: [] },
    ]);
    expect(reading.organisation).toEqual({ ...EMPTY_ORGANISATION, providers: EXPECTED });
    expect(reading.parts).toEqual(['providers']);
  });
  const YAHOO = { Identity: 'Yahoo!', ProxyFqdn: 'lcsap.msg.yahoo.com', VerificationLevel: 2, Enabled: true };
  test.each([
    ['one object alone', YAHOO],
    ['a list', [YAHOO]],
    ['a list wrapped by PowerShell 5', { value: [YAHOO], Count: 1 }],
  ])('is read from ConvertTo-Json: %s', (_, value) => {
    expect(one(json(value)).organisation.providers).toEqual([EXPECTED[0]]);
  });
  test('keeps days and domains that were told before, and what is no public provider', () => {
    const before = organisation({
      providers: [
        { id: 'yahoo', enabled: false, activated: '2011-05-01', domains: ['contoso.com'] },
        { id: 'aol', enabled: true, activated: '2011-05-01', domains: null },
        { id: 'gtalk', enabled: true, activated: null, domains: null },
      ],
    });
    expect(readExports([{ name: 'a', text: json(YAHOO) }], before).organisation.providers).toEqual([
      { id: 'yahoo', enabled: true, activated: '2011-05-01', domains: ['contoso.com'] },
      { id: 'gtalk', enabled: true, activated: null, domains: null },
    ]);
  });
  test('says which row, property and value is wrong, and takes nothing of the file', () => {
    const reading = one(['#TYPE X', ...CSV.slice(0, 2), CSV[2]?.replace('False', 'Nein')].join('\n'));
    expect(reading.files[0]?.errors).toEqual(['Row 4, Enabled: expected True or False, found “Nein”']);
    expect(reading.organisation.providers).toBeNull();
    expect(reading.parts).toEqual([]);
    expect(one(json({ ...YAHOO, Enabled: 'maybe' })).files[0]?.errors).toEqual([
      'Object 1, Enabled: expected True or False, found “maybe”',
    ]);
  });
  test('names a provider that the catalogue does not know', () => {
    const reading = one(json([YAHOO, { ...YAHOO, Identity: 'Fabrikam' }]));
    expect(reading.files[0]?.notes).toEqual([
      'Object 2, Identity: is no provider of the catalogue and is left out, found “Fabrikam”',
    ]);
  });
});

describe('Get-CsXmppAllowedPartner', () => {
  test('is read from ConvertTo-Json, names and numbers', () => {
    expect(all([PARTNER]).organisation.xmppPartners).toEqual([
      {
        domain: 'gmail.com',
        additionalDomains: ['googlemail.com'],
        partnerType: 'PublicUnverified',
        tlsNegotiation: 'NotSupported',
        saslNegotiation: 'NotSupported',
        supportDialbackNegotiation: true,
      },
    ]);
    const numbers = all({ ...PARTNER, PartnerType: 2, SaslNegotiation: 1, TlsNegotiation: 0 });
    expect(numbers.organisation.xmppPartners?.[0]).toMatchObject({
      partnerType: 'PublicUnverified',
      saslNegotiation: 'Optional',
      tlsNegotiation: 'Required',
    });
    expect(numbers.files[0]?.notes).toHaveLength(3);
    expect(numbers.files[0]?.notes).toContain(
      'Object 1, PartnerType: 2 is read as PublicUnverified, by the order in which the documentation names the values',
    );
  });
  test('from Export-Csv tells that the additional domains are not in it', () => {
    const header =
      'Identity,Domain,AdditionalDomains,PartnerType,SaslNegotiation,TlsNegotiation,SupportDialbackNegotiation';
    const reading = one(
      `${header}\ngmail.com,gmail.com,System.Collections.Generic.List\`1[System.String],PublicUnverified,NotSupported,Optional,True`,
    );
    expect(reading.organisation.xmppPartners?.[0]).toMatchObject({ domain: 'gmail.com', additionalDomains: [] });
    expect(reading.files[0]?.notes[0]).toContain('Row 2, AdditionalDomains: Export-Csv writes no lists');
  });
  test.each([
    [
      { SupportDialbackNegotiation: false, SaslNegotiation: 'NotSupported', TlsNegotiation: 'Required' },
      'SupportDialbackNegotiation',
    ],
    [
      { SupportDialbackNegotiation: false, SaslNegotiation: 'Required', TlsNegotiation: 'NotSupported' },
      'TlsNegotiation',
    ],
  ])('refuses a negotiation that cannot work: %j', (settings, property) => {
    const reading = all({ ...PARTNER, ...settings });
    expect(reading.organisation.xmppPartners).toBeNull();
    expect(reading.files[0]?.errors).toHaveLength(1);
    expect(reading.files[0]?.errors[0]).toContain(`Object 1, ${property}:`);
  });
  test('names a value that is none', () => {
    expect(all({ ...PARTNER, PartnerType: 'Friend' }).files[0]?.errors).toEqual([
      'Object 1, PartnerType: expected Federated, PublicVerified, PublicUnverified, found “Friend”',
    ]);
    expect(all({ ...PARTNER, Domain: 'no domain' }).files[0]?.errors).toEqual([
      'Object 1, Domain: not a domain name, found “no domain”',
    ]);
  });
});

test('Get-CsAllowedDomain is read, each domain once, lower case', () => {
  const row = (domain: string) => ({
    Identity: domain,
    Domain: domain,
    ProxyFqdn: '',
    MarkForMonitoring: false,
    Comment: null,
  });
  expect(all([row('Partner.com'), row('fabrikam.com'), row('partner.com')]).organisation.allowedDomains).toEqual([
    'partner.com',
    'fabrikam.com',
  ]);
  expect(all([row('bad domain')]).files[0]?.errors).toEqual([
    'Object 1, Domain: not a domain name, found “bad domain”',
  ]);
});

describe('Get-CsExternalAccessPolicy and Get-CsUser', () => {
  const tag = { ...POLICY, Identity: 'Tag:NoPublic', EnablePublicCloudAccess: false };
  const site = { ...POLICY, Identity: 'Site:Redmond', EnableXmppAccess: true };
  const BASE = { users: 'all', federation: true, publicCloud: true, publicCloudAudioVideo: false, xmpp: false };

  test('the global policy alone is for all', () => {
    expect(all(POLICY).organisation.access).toEqual({ ...BASE, exceptions: [] });
  });
  test('a user’s own policy stands over that of the site, that over the global one', () => {
    const users = [
      user('alice@contoso.com', 'NoPublic'),
      user('Bob@Contoso.com'),
      user('carol@contoso.com', null, 'pool2.contoso.com'),
      user('dave@contoso.com', 'Tag:NoPublic', 'pool2.contoso.com'),
    ];
    const reading = readExports(
      [
        { name: 'policies', text: json([POLICY, site, tag]) },
        { name: 'users', text: json(users) },
      ],
      null,
      { 'Pool2.contoso.com': 'Redmond', 'pool1.contoso.com': 'Berlin' },
    );
    expect(reading.organisation.access).toEqual({
      ...BASE,
      exceptions: [
        { user: 'alice@contoso.com', publicCloud: false },
        { user: 'carol@contoso.com', xmpp: true },
        { user: 'dave@contoso.com', publicCloud: false },
      ],
    });
    expect(reading).toMatchObject({ openPools: [], sites: ['Redmond'] });
  });
  test('asks for the sites of pools where a site has a policy that differs', () => {
    const reading = all(
      [POLICY, site],
      [user('alice@contoso.com'), user('bob@contoso.com', null, 'Pool2.contoso.com')],
    );
    expect(reading.organisation.access).toBeNull();
    expect(reading.openPools).toEqual(['pool1.contoso.com', 'pool2.contoso.com']);
    expect(reading.files[0]?.notes[0]).toContain('at which site these pools are is not told');
    expect(all([POLICY, { ...POLICY, Identity: 'Site:Redmond' }], [user('a@contoso.com')]).organisation.access).toEqual(
      {
        ...BASE,
        exceptions: [],
      },
    );
  });
  test('leaves access as it was while it is not told who has a policy', () => {
    const reading = all([POLICY, tag]);
    expect(reading.organisation.access).toBeNull();
    expect(reading.files[0]?.notes).toEqual([
      'Who has Tag:NoPublic is told by Get-CsUser: until that file is there too, access is left as it was.',
    ]);
    expect(all([tag], [user('a@contoso.com')]).files[0]?.notes[0]).toContain('no Global policy');
  });
  test('a policy that is not among those exported is an error of the user’s row', () => {
    const reading = all([POLICY, tag], [user('alice@contoso.com', 'Gone')]);
    expect(reading.organisation.access).toBeNull();
    expect(reading.files[1]?.errors).toEqual([
      'Object 1, ExternalAccessPolicy: is no policy of Get-CsExternalAccessPolicy, found “Gone”',
    ]);
  });
  test('the policy of a user may be an object with a name', () => {
    const alice = { ...user('alice@contoso.com'), ExternalAccessPolicy: { Authority: 0, Name: 'NoPublic' } };
    expect(all([POLICY, tag], alice).organisation.access?.exceptions).toEqual([
      { user: 'alice@contoso.com', publicCloud: false },
    ]);
  });
  test('users without an address are not enabled', () => {
    const reading = all([POLICY], [user('')]);
    expect(reading.files[1]?.notes).toEqual([
      'Object 1, SipAddress: is empty: the user is not enabled and is left out',
    ]);
  });
  test('a policy of Lync Server 2010 knows no XMPP', () => {
    const { EnableXmppAccess: _, ...old } = POLICY;
    expect(all(old).organisation.access?.xmpp).toBe(false);
  });
});

describe('what is none of them', () => {
  test.each([
    ['', 'The file is empty: the cmdlet found nothing, and which one it was is not told'],
    ['[]', 'The list is empty: which cmdlet it is from is not told'],
    [
      '{"a": 1}',
      'Not from a cmdlet that can be read: Get-CsPublicProvider, Get-CsXmppAllowedPartner, Get-CsExternalAccessPolicy, Get-CsAllowedDomain, Get-CsUser',
    ],
    ['[1]', 'Object 1: expected an object, found 1'],
    [
      'Identity,ProxyFqdn,VerificationLevel,Enabled\na,b,c,d,e',
      'Row 2: more cells than the 4 columns of the header, found “e”',
    ],
  ])('%j', (text, error) => {
    expect(one(text).files[0]?.errors).toEqual([error]);
  });
  test('broken JSON says where', () => {
    expect(one('[{').files[0]?.errors[0]).toMatch(/^Not JSON: /);
  });
});
