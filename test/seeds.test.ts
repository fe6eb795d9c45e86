/**
 * The statements of the seed documents, one by one, in the order of the domain facts: each row and each bullet that says
 * something of sessions is a case. The sessions are judged as the pipeline judges them.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Modality } from '../src/model.ts';
import { picUslCredit } from '../src/organisation/index.ts';
import { CATALOGUE } from '../src/providers/index.ts';
import { ALICE, contoso, FINE, judge, organisation, session, trust, agent, type Told } from './rules/case.ts';

const PROXIES: Record<string, string> = {
  skype: 'federation.messenger.msn.com',
  wlm: 'federation.messenger.msn.com',
  aol: 'sip.oscar.aol.com',
  yahoo: 'lcsap.msg.yahoo.com',
};
const CONTACTS: Record<string, string> = {
  skype: 'bob@live.com',
  wlm: 'bob@live.com',
  aol: 'bob@aol.com',
  yahoo: 'bob@yahoo.com',
};
const CERTIFICATE = readFileSync(new URL('./fixtures/certificates/client.pem', import.meta.url), 'utf8');

/** Everything licensed, activated and allowed, and the Edge's certificate given. */
const READY = contoso({ edges: [{ fqdn: 'sip.contoso.com', certificate: CERTIFICATE }] });

/** A session over the provider's own proxy, as the Edge marks it. */
function publicIm(provider: keyof typeof PROXIES, start: string, told: Told = {}): Told {
  const fqdn = PROXIES[provider] ?? '';
  const markers = [trust({ type: 'AuthorizedServer', network: 'publiccloud', fqdn })];
  return { start, responder: CONTACTS[provider] ?? null, markers, ...told };
}
function rules(told: Told, parts: Record<string, unknown> = READY): string[] {
  return judge(session(told), organisation(parts))
    .flags.filter(({ severity }) => severity === 'violation' || severity === 'undetermined')
    .map(({ rule, severity }) => (severity === 'undetermined' ? rule + '?' : rule));
}
const providerOf = (told: Told): string => judge(session(told), organisation(READY)).verdict.id;

describe('Providers and licences: the table', () => {
  describe('Skype', () => {
    const on = (...modalities: Modality[]): Told => publicIm('skype', '2014-11-03T10:00:00Z', { modalities });
    test('federates IM, presence and audio', () => {
      expect(providerOf(on('im'))).toBe('skype');
      expect(rules(on('audio', 'im', 'presence'))).toEqual([]);
    });
    test('federates no video by the pages of 2013, and no sharing', () => {
      expect(rules(on('video'))).toEqual(['capability-not-federated']);
      expect(rules(on('sharing'))).toEqual(['capability-not-federated']);
    });
    test.each(['lync-cal', 'lync-online-plan-1', 'lync-online-plan-2', 'lync-online-plan-3'])(
      'is licensed by %s',
      (sku) => {
        expect(rules(on('im'), { ...READY, licences: [{ sku, users: 'all', from: '2011-01-01' }] })).toEqual([]);
      },
    );
    test('is not licensed by the public IM licence (PIC USL) alone', () => {
      const licences = [{ sku: 'pic-usl', users: 'all', purchased: '2011-01-01', from: '2011-01-01' }];
      expect(rules(on('im'), { ...READY, licences })).toEqual(['licence-cal-missing']);
    });
    test('is there from May 2013', () => {
      expect(providerOf(publicIm('skype', '2013-04-30T10:00:00Z'))).toBe('wlm');
      expect(providerOf(publicIm('skype', '2013-05-01T10:00:00Z'))).toBe('msn-or-skype');
    });
    test('has no end in the pages: years later it goes on', () => {
      expect(rules(publicIm('skype', '2018-01-01T10:00:00Z'))).toEqual([]);
    });
  });

  describe('Windows Live Messenger', () => {
    const on = (...modalities: Modality[]): Told => publicIm('wlm', '2012-11-05T10:00:00Z', { modalities });
    test('federates IM, presence, audio and video', () => {
      expect(providerOf(on('im'))).toBe('wlm');
      expect(rules(on('audio', 'im', 'presence', 'video'))).toEqual([]);
    });
    test('is licensed by the CAL, with no further licence', () => {
      expect(rules(on('im'), { ...READY, licences: [{ sku: 'lync-cal', users: 'all', from: '2011-01-01' }] })).toEqual(
        [],
      );
      expect(rules(on('im'), { ...READY, licences: [] })).toEqual(['licence-cal-missing']);
    });
    test('is not licensed by a Lync Online plan', () => {
      const licences = [{ sku: 'lync-online-plan-2', users: 'all', from: '2011-01-01' }];
      expect(rules(on('im'), { ...READY, licences })).toEqual(['licence-cal-missing']);
    });
    test('moved its users to Skype in April 2013; federation with them goes on, with nothing to do', () => {
      const later = session(publicIm('wlm', '2013-06-03T10:00:00Z'));
      const flags = judge(later, organisation(READY)).flags.map(({ rule, severity }) => [rule, severity]);
      expect(flags).toEqual([['user-migrated', 'info']]);
    });
  });

  describe('AOL', () => {
    const on = (start = '2014-03-03T10:00:00Z', told: Told = {}): Told => publicIm('aol', start, told);
    test('federates IM and presence', () => {
      expect(rules(on(undefined, { modalities: ['im', 'presence'] }))).toEqual([]);
    });
    test.each(['audio', 'video', 'sharing'] as const)('federates no %s', (modality) => {
      expect(rules(on(undefined, { modalities: [modality] }))).toContain('capability-not-federated');
    });
    test('is licensed by the CAL', () => {
      expect(rules(on(), { ...READY, licences: [{ sku: 'lync-cal', users: 'all', from: '2011-01-01' }] })).toEqual([]);
      expect(rules(on(), { ...READY, licences: [] })).toEqual(['licence-cal-missing']);
    });
    test('is for existing customers: no further customer domains are provisioned', () => {
      const providers = [{ id: 'aol', enabled: true, activated: '2011-01-01', domains: ['fabrikam.com'] }];
      expect(rules(on(), { ...READY, providers })).toEqual(['aol-domain-not-provisioned']);
    });
    test('ends with 30 June 2014', () => {
      expect(rules(on('2014-06-30T10:00:00Z'))).toEqual([]);
      expect(rules(on('2014-07-01T10:00:00Z'))).toEqual(['service-ended']);
    });
    test('is reached after that by direct federation only, which is no public IM', () => {
      const markers = [trust({ type: 'DirectPartner', network: 'federation', fqdn: 'sip.aol.com' })];
      const direct = on('2014-07-01T10:00:00Z', { markers });
      expect(providerOf(direct)).toBe('federated');
      expect(rules(direct)).toEqual([]);
    });
  });

  describe('Yahoo!', () => {
    const on = (start = '2014-03-03T10:00:00Z', told: Told = {}): Told => publicIm('yahoo', start, told);
    const cal = { sku: 'lync-cal', users: 'all', from: '2011-01-01' };
    const usl = (to: string | null) => ({
      sku: 'pic-usl',
      users: [ALICE],
      purchased: '2012-03-01',
      from: '2012-03-01',
      to,
    });
    test('federates IM and presence', () => {
      expect(rules(on(undefined, { modalities: ['im', 'presence'] }))).toEqual([]);
    });
    test.each(['audio', 'video', 'sharing'] as const)('federates no %s', (modality) => {
      expect(rules(on(undefined, { modalities: [modality] }))).toContain('capability-not-federated');
    });
    test('needs the CAL and the public IM licence (PIC USL)', () => {
      expect(rules(on(), { ...READY, licences: [cal, usl(null)] })).toEqual([]);
      expect(rules(on(), { ...READY, licences: [cal] })).toEqual(['licence-pic-usl-missing']);
      expect(rules(on(), { ...READY, licences: [usl(null)] })).toEqual(['licence-cal-missing']);
    });
    test('needs it for each user', () => {
      const carol = on(undefined, { initiator: 'carol@contoso.com' });
      expect(rules(carol, { ...READY, licences: [cal, usl(null)] })).toEqual(['licence-pic-usl-missing']);
    });
    test('ends with 30 June 2014 where the licence runs longer', () => {
      expect(rules(on('2014-06-30T10:00:00Z'), { ...READY, licences: [cal, usl('2014-12-31')] })).toEqual([]);
      expect(rules(on('2014-07-01T10:00:00Z'), { ...READY, licences: [cal, usl('2014-12-31')] })).toEqual([
        'service-ended',
      ]);
    });
    test('ends with the licence where that ends before', () => {
      const licences = [cal, usl('2013-12-31')];
      expect(rules(on('2013-12-31T10:00:00Z'), { ...READY, licences })).toEqual([]);
      expect(rules(on('2014-01-01T10:00:00Z'), { ...READY, licences })).toEqual(['licence-pic-usl-expired']);
    });
  });

  describe('an XMPP partner (for example Google Talk)', () => {
    const gtalk: Told = { start: '2014-03-03T10:00:00Z', responder: 'g@gmail.com', markers: [agent('XmppTGW')] };
    test('federates IM and presence between two', () => {
      expect(providerOf(gtalk)).toBe('gtalk');
      expect(rules({ ...gtalk, modalities: ['im', 'presence'] })).toEqual([]);
      expect(rules({ ...gtalk, modalities: ['audio'] })).toEqual(['capability-not-federated']);
    });
    test('states no licence', () => {
      expect(rules(gtalk, { ...READY, licences: [] })).toEqual([]);
    });
    test('must be configured, each domain', () => {
      expect(rules({ ...gtalk, responder: 'j@jabber.org' })).toEqual(['xmpp-partner-not-configured']);
    });
    test('states no end', () => {
      expect(CATALOGUE.providers.find(({ id }) => id === 'xmpp')?.end).toBeNull();
    });
  });
});

describe('Providers and licences: the bullets', () => {
  test('the PIC USL is not sold for new or renewing agreements since 2012-09-01; one bought then is not valid', () => {
    const licences = (purchased: string) => [
      { sku: 'lync-cal', users: 'all', from: '2011-01-01' },
      { sku: 'pic-usl', users: 'all', purchased, from: purchased },
    ];
    const yahoo = publicIm('yahoo', '2014-03-03T10:00:00Z');
    expect(rules(yahoo, { ...READY, licences: licences('2012-08-31') })).toEqual([]);
    expect(rules(yahoo, { ...READY, licences: licences('2012-09-01') })).toEqual(['licence-pic-usl-not-sold']);
    expect(CATALOGUE.saleEnds).toMatchObject([{ sku: 'pic-usl', day: '2012-09-01' }]);
  });
  test('agreements that extend past 2014-06-30 get a credit in proportion to the payments that cover the time after it', () => {
    const lastDay = CATALOGUE.providers.find(({ id }) => id === 'yahoo')?.end?.day;
    if (lastDay === undefined) throw new Error('The catalogue tells no end of Yahoo!');
    const usl = (to: string) => ({
      sku: 'pic-usl',
      users: 'all',
      purchased: '2012-03-01',
      from: '2014-06-21',
      to,
      payment: { amount: '100.00', currency: 'EUR' },
    });
    const licences = ['2014-06-30', '2014-07-01', '2014-07-10'].map(usl);
    const { lines } = picUslCredit(organisation({ licences }), { lastDay, source: 'pic-support', saleEnd: null });
    // Ten days until the last good one: one day more is one of eleven, ten more are half.
    expect(lines.map(({ to, credit }) => [to, credit])).toEqual([
      ['2014-07-01', '9.09'],
      ['2014-07-10', '50.00'],
    ]);
  });
  test.each(['skype', 'wlm', 'aol', 'yahoo'])(
    'each public provider must be activated by the customer before use: %s',
    (provider) => {
      const start = provider === 'skype' ? '2014-11-03T10:00:00Z' : '2012-11-05T10:00:00Z';
      const told = publicIm(provider, start);
      expect(rules(told)).toEqual([]);
      const others = FINE.providers.filter(({ id }) => id !== provider);
      // Listed alone, one of Messenger and Skype labels the proxy that they share: so neither is.
      const providers =
        provider === 'skype' || provider === 'wlm' ? others.filter(({ id }) => id === 'aol' || id === 'yahoo') : others;
      expect(rules(told, { ...READY, providers })).toContain('provider-not-activated');
    },
  );
  test('AOL needs the client EKU on the certificate of the Access Edge service', () => {
    const server = readFileSync(new URL('./fixtures/certificates/server.pem', import.meta.url), 'utf8');
    const edges = [{ fqdn: 'sip.contoso.com', certificate: server }];
    expect(rules(publicIm('aol', '2014-03-03T10:00:00Z'), { ...READY, edges })).toEqual([
      'edge-certificate-client-eku',
    ]);
  });
  test('Yahoo! has no special Edge requirement', () => {
    expect(rules(publicIm('yahoo', '2014-03-03T10:00:00Z'), { ...READY, edges: null })).toEqual([]);
  });
  describe('"through June 2014" is inclusive, in the organisation’s time zone', () => {
    test.each([
      ['Europe/Berlin', '+02:00'],
      ['Pacific/Auckland', '+12:00'],
      ['America/Los_Angeles', '-07:00'],
    ])('%s', (timeZone, offset) => {
      for (const provider of ['aol', 'yahoo']) {
        const last = publicIm(provider, `2014-06-30T23:59:59.999${offset}`);
        const next = publicIm(provider, `2014-07-01T00:00:00.000${offset}`);
        expect(rules(last, { ...READY, timeZone })).toEqual([]);
        expect(rules(next, { ...READY, timeZone })).toEqual(['service-ended']);
      }
    });
  });
});

describe('Presence, history, archiving', () => {
  const lost: Told = { opaque: [{ time: null, reason: 'truncated', detail: '', places: [] }] };
  test('archiving is of all users', () => {
    expect(rules(lost, { ...READY, archiving: { users: 'all', content: 'full' } })).toEqual(['archiving-gap']);
  });
  test('or of certain users you name', () => {
    expect(rules(lost, { ...READY, archiving: { users: [ALICE], content: 'full' } })).toEqual(['archiving-gap']);
    expect(rules(lost, { ...READY, archiving: { users: ['carol@contoso.com'], content: 'full' } })).toEqual([]);
  });
});

describe('Where the seeds disagree: dated claims, each with its source', () => {
  const entry = (id: string) => CATALOGUE.providers.find((one) => one.id === id);
  test('Skype media: audio by the pages of 2013, video from 2014-11-26 by the provisioning guide', () => {
    const capabilities = entry('skype')?.capabilities ?? [];
    expect(capabilities.find(({ modality }) => modality === 'audio')?.sources).toContain('pic-support');
    expect(capabilities.find(({ modality }) => modality === 'video')).toMatchObject({
      from: '2014-11-26',
      sources: ['provisioning-guide'],
    });
    expect(rules(publicIm('skype', '2014-11-25T10:00:00Z', { modalities: ['video'] }))).toEqual([
      'capability-not-federated',
    ]);
    expect(rules(publicIm('skype', '2014-11-26T10:00:00Z', { modalities: ['video'] }))).toEqual([]);
  });
  test('Messenger’s end: the move in April 2013, the end on 2013-03-15 except China, China on 2014-10-31', () => {
    expect(entry('wlm')?.moved).toMatchObject({ to: 'skype', day: '2013-04-30' });
    expect(entry('wlm')?.end).toMatchObject({ day: '2014-10-31', confidence: 'unsourced' });
    const ends = CATALOGUE.events.filter(({ provider, end }) => provider === 'wlm' && end);
    expect(ends.map(({ day, sources }) => [day, ...sources])).toEqual([
      ['2013-03-15', 'port-summary'],
      ['2014-10-31', 'known'],
    ]);
  });
  test('Messenger’s licence: the CAL is enough', () => {
    expect(entry('wlm')?.licences.map(({ anyOf }) => anyOf)).toEqual([['lync-cal']]);
  });
});

describe('Dates: the table', () => {
  test.each([
    ['2012-09-01', 'pic-support'],
    ['2013-03-15', 'port-summary'],
    ['2013-04-01', 'pic-support'],
    ['2013-05-01', 'pic-support'],
    ['2014-06-30', 'pic-support'],
    ['2014-10-31', 'known'],
    ['2014-11-26', 'provisioning-guide'],
    ['2017-06-26', 'known'],
    ['2017-12-15', 'known'],
    ['2018-07-17', 'known'],
    ['2019-08-15', 'provisioning-guide'],
    ['2022-06-16', 'known'],
    ['2024-06-26', 'known'],
    ['2025-05-05', 'known'],
    ['2016-04-12', 'lifecycle'],
    ['2021-04-13', 'lifecycle'],
    ['2018-04-10', 'lifecycle'],
    ['2023-04-11', 'lifecycle'],
    ['2020-10-13', 'lifecycle'],
    ['2025-10-14', 'lifecycle'],
    ['2024-01-09', 'lifecycle'],
    ['2021-07-31', 'lifecycle'],
    ['2015-04-14', 'lifecycle'],
    ['2018-01-09', 'lifecycle'],
  ])('%s by %s', (day, source) => {
    expect(CATALOGUE.events.filter((event) => event.day === day).flatMap(({ sources }) => sources)).toContain(source);
  });
});
