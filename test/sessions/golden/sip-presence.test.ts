/** Presence in SIP, case by case: who watches, who is watched, and what changes [MS-PRES], RFC 3856, 3863, 4480, 4662. */
import { expect, test } from 'vitest';
import { ALICE, BOB, sessionsIn, sip, type Line, type SipLine } from './traffic.ts';

const OK = 'SIP/2.0 200 OK';
const EVENT = ['Event: presence'];
const WATCHER = `${ALICE};tag=a1`;

async function only(...files: readonly string[]): Promise<Line> {
  const sessions = await sessionsIn(...files);
  expect(sessions).toHaveLength(1);
  return sessions[0]!;
}
const shown = ({ presence }: Line): string[] =>
  presence.map(({ who, state, activity, note }) =>
    [who.split('@')[0], state, activity, note].filter((x) => x).join('; '),
  );

const SCHEMA = 'http://www.w3.org/2001/XMLSchema-instance';
const state = (type: string, availability: number, inner = ''): string =>
  `<state xmlns:xsi="${SCHEMA}" xsi:type="${type}"><availability>${availability}</availability>${inner}</state>`;
const category = (name: string, body: string, instance = 0): string =>
  `<category name="${name}" instance="${instance}" publishTime="2014-06-24T09:00:00.000" container="200" version="1" expireType="user">${body}</category>`;
const categories = (who: string, ...list: string[]): string =>
  `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:${who}">${list.join('')}</categories>`;
const CATEGORIES = 'application/msrtc-event-categories+xml';
const note = (text: string): string =>
  category(
    'note',
    `<note xmlns="http://schemas.microsoft.com/2006/09/sip/note"><body type="personal" uri="">${text}</body></note>`,
  );
const CARD = category(
  'contactCard',
  '<contactCard xmlns="http://schemas.microsoft.com/2006/09/sip/contactcard"><identity><name><displayName>Bob Example</displayName></name><email>bob@fabrikam.com</email></identity></contactCard>',
);

function notify(body: string, over: Partial<SipLine> = {}): string {
  const start = 'BENOTIFY sip:alice@contoso.com SIP/2.0';
  return sip({ start, from: `${BOB};tag=b1`, to: WATCHER, headers: EVENT, type: CATEGORIES, body, ...over });
}

test('categories: the aggregate state, a note and a contact card are one change', async () => {
  const session = await only(
    notify(
      categories(
        'bob@fabrikam.com',
        category('state', state('userState', 3500), 1),
        category('state', state('aggregateState', 6500, '<activity token="on-the-phone" minAvailability="6500"/>')),
        note('in Berlin until Friday'),
        CARD,
      ),
    ),
  );
  expect(shown(session)).toEqual(['bob; Busy; on-the-phone; in Berlin until Friday']);
  expect(session).toMatchObject({ kind: 'presence', participants: ['alice@contoso.com', 'bob@fabrikam.com'] });
});

test('categories: a contact card alone is no change', async () => {
  expect((await only(notify(categories('bob@fabrikam.com', CARD)))).presence).toEqual([]);
});

test('categories: a custom state by language', async () => {
  const activity =
    '<activity><custom LCID="1033">With a customer</custom><custom LCID="1031">Beim Kunden</custom></activity>';
  const body = categories('bob@fabrikam.com', category('state', state('aggregateState', 9500, activity)));
  expect(shown(await only(notify(body)))).toEqual(['bob; Do Not Disturb; With a customer']);
});

test.each([
  [0, 'unknown'],
  [3000, 'Available'],
  [4500, 'Available, idle'],
  [6000, 'Busy'],
  [7500, 'Busy, idle'],
  [9000, 'Do Not Disturb'],
  [12_000, 'Be Right Back'],
  [15_000, 'Away'],
  [18_000, 'Offline'],
])('availability %i is %s', async (availability, name) => {
  const body = categories('bob@fabrikam.com', category('state', state('aggregateState', availability)));
  expect(shown(await only(notify(body)))).toEqual([`bob; ${name}`]);
});

test('SERVICE: a person publishes the own state; the answer repeats it', async () => {
  const self = { from: WATCHER, to: ALICE } as const;
  const publication = `<publication categoryName="state" instance="1" container="2" version="4" expireType="static">${state('userState', 12_500)}</publication>`;
  const session = await only(
    sip({
      start: 'SERVICE sip:alice@contoso.com SIP/2.0',
      ...self,
      type: 'application/msrtc-category-publish+xml',
      body: `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="sip:alice@contoso.com">${publication}</publications></publish>`,
    }) + sip({ start: OK, ...self, to: `${ALICE};tag=s1`, cseq: '1 SERVICE', at: 50, direction: 'incoming' }),
  );
  expect(shown(session)).toEqual(['alice; Be Right Back']);
  expect(session).toMatchObject({ kind: 'presence', outcome: 'established', status: 200, modalities: ['presence'] });
});

test('PUBLISH with PIDF and RPID', async () => {
  const body = `<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:bob@fabrikam.com"><tuple id="t"><status><basic>open</basic></status></tuple><dm:person id="p"><rpid:activities><rpid:meeting/></rpid:activities><dm:note>room 4</dm:note></dm:person></presence>`;
  const session = await only(
    sip({
      start: 'PUBLISH sip:bob@fabrikam.com SIP/2.0',
      from: `${BOB};tag=b1`,
      to: BOB,
      headers: EVENT,
      type: 'application/pidf+xml',
      body,
    }),
  );
  expect(shown(session)).toEqual(['bob; Busy; meeting; room 4']);
  expect(session.kind).toBe('presence');
});

const rlmi = (...parts: readonly [type: string, body: string][]): Pick<SipLine, 'type' | 'body'> => ({
  type: 'multipart/related; type="application/rlmi+xml"; start=resourceList; boundary=50UBfW7LSCVLtggUPe5z',
  body: [
    [
      'application/rlmi+xml',
      '<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:alice@contoso.com" version="0" fullState="false"/>',
    ],
    ...parts,
  ]
    .map(
      ([type, body]) =>
        `--50UBfW7LSCVLtggUPe5z\r\nContent-Transfer-Encoding: binary\r\nContent-ID: x\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`,
    )
    .join('')
    .concat('--50UBfW7LSCVLtggUPe5z--\r\n'),
});
const of = (who: string, availability: number): [string, string] => [
  CATEGORIES,
  categories(who, category('state', state('aggregateState', availability))),
];

test('batched SUBSCRIBE: the answer carries the states of all on the list, later ones come by BENOTIFY', async () => {
  const self = { callId: 'batch', from: WATCHER, to: ALICE } as const;
  const adhoc = ['bob@fabrikam.com', 'carol@yahoo.com'].map((who) => `<resource uri="sip:${who}"/>`).join('');
  const session = await only(
    sip({
      start: 'SUBSCRIBE sip:alice@contoso.com SIP/2.0',
      ...self,
      headers: [...EVENT, 'Supported: ms-piggyback-first-notify', 'Require: adhoclist, categoryList'],
      type: 'application/msrtc-adrl-categorylist+xml',
      body: `<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="sip:alice@contoso.com" name=""><action name="subscribe" id="63792024"><adhocList>${adhoc}</adhocList><categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/></categoryList></action></batchSub>`,
    }) +
      sip({
        start: OK,
        ...self,
        to: `${ALICE};tag=s1`,
        cseq: '1 SUBSCRIBE',
        headers: [...EVENT, 'ms-piggyback-cseq: 1'],
        ...rlmi(of('bob@fabrikam.com', 3500)),
        at: 80,
        direction: 'incoming',
      }) +
      sip({
        start: 'BENOTIFY sip:alice@contoso.com SIP/2.0',
        callId: 'batch',
        from: `${ALICE};tag=s1`,
        to: WATCHER,
        cseq: '2 BENOTIFY',
        headers: EVENT,
        ...rlmi(of('bob@fabrikam.com', 18_500), of('carol@yahoo.com', 6500)),
        at: 5_000,
        direction: 'incoming',
      }),
  );
  expect(shown(session)).toEqual(['bob; Available', 'bob; Offline', 'carol; Busy']);
  expect(session.participants).toEqual(['alice@contoso.com', 'bob@fabrikam.com', 'carol@yahoo.com']);
  expect(session).toMatchObject({ kind: 'presence', status: 200, modalities: ['presence'] });
});

test('batched SUBSCRIBE: those who are watched take part even where no state of them is seen', async () => {
  const session = await only(
    sip({
      start: 'SUBSCRIBE sip:alice@contoso.com SIP/2.0',
      from: WATCHER,
      to: ALICE,
      headers: EVENT,
      type: 'application/msrtc-adrl-categorylist+xml',
      body: '<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe"><action name="subscribe"><adhocList><resource uri="sip:Bob@fabrikam.com"/></adhocList></action></batchSub>',
    }),
  );
  expect(session.participants).toEqual(['alice@contoso.com', 'bob@fabrikam.com']);
  expect(session.presence).toEqual([]);
});

test('a NOTIFY that ends the subscription says no state', async () => {
  const session = await only(
    sip({ start: 'SUBSCRIBE sip:bob@fabrikam.com SIP/2.0', headers: EVENT }) +
      sip({
        start: 'NOTIFY sip:alice@contoso.com SIP/2.0',
        from: `${BOB};tag=b1`,
        to: WATCHER,
        headers: [...EVENT, 'Subscription-State: terminated;reason=rejected'],
        at: 900,
        direction: 'incoming',
      }),
  );
  expect(session).toMatchObject({ kind: 'presence', presence: [] });
});

test('a subscription that is refused has failed', async () => {
  const session = await only(
    sip({ start: 'SUBSCRIBE sip:bob@fabrikam.com SIP/2.0', headers: EVENT }) +
      sip({
        start: 'SIP/2.0 403 Forbidden',
        to: `${BOB};tag=b1`,
        cseq: '1 SUBSCRIBE',
        headers: [
          'ms-diagnostics: 1002;reason="From URI not authorized to communicate with federated partners";source="edge.contoso.com"',
        ],
        at: 100,
        direction: 'incoming',
      }),
  );
  expect(session).toMatchObject({ kind: 'presence', outcome: 'failed', status: 403, diagnostics: [{ id: 1002 }] });
});

test('the roaming data of one’s own, and the presence of Communicator 2005', async () => {
  const old =
    '<presentity uri="bob@fabrikam.com"><availability aggregate="300"/><activity aggregate="600"/></presentity>';
  const session = await only(notify(old, { type: 'text/xml+msrtc.pidf' }));
  expect(shown(session)).toEqual(['bob; Busy']);
  const own = `<roamingData xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self">${categories('alice@contoso.com', category('state', state('aggregateState', 15_500)))}</roamingData>`;
  const self = await only(
    notify(own, {
      type: 'application/vnd-microsoft-roaming-self+xml',
      headers: ['Event: vnd-microsoft-roaming-self'],
      from: `${ALICE};tag=s1`,
    }),
  );
  expect(shown(self)).toEqual(['alice; Away']);
});
