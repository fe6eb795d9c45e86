import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model.ts';
import { stateOfAvailability } from '../../src/protocols/presence-state.ts';
import { messageOf, readOne, readRecords, recordOf, wire } from './sip-records.ts';

const notified = (type: string, body: string, method = 'NOTIFY', startLine?: string): Fact[] =>
  readOne({ method, headers: ['Content-Type: ' + type], body, ...(startLine === undefined ? {} : { startLine }) })
    .facts;

test.each([
  [0, 'unknown'],
  [2999, 'unknown'],
  [3000, 'Available'],
  [4500, 'Available, idle'],
  [6000, 'Busy'],
  [7499, 'Busy'],
  [7500, 'Busy, idle'],
  [9000, 'Do Not Disturb'],
  [12000, 'Be Right Back'],
  [15000, 'Away'],
  [18000, 'Offline'],
  [18500, 'Offline'],
])('stateOfAvailability(%i) is %s', (availability, state) => {
  expect(stateOfAvailability(availability)).toBe(state);
});

describe('PIDF', () => {
  const pidf = (inner: string): string =>
    `<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:ep="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:Bob@yahoo.com">${inner}</presence>`;
  const of = (inner: string): Fact[] => notified('application/pidf+xml', pidf(inner));

  test.each([
    ['<tuple id="1"><status><basic>open</basic></status></tuple>', 'Available', null, null],
    ['<tuple id="1"><status><basic>closed</basic></status></tuple>', 'Offline', null, null],
    [
      '<tuple id="1"><status><basic>closed</basic></status></tuple><tuple id="2"><status><basic>open</basic></status></tuple>',
      'Available',
      null,
      null,
    ],
    [
      '<tuple id="1"><status><basic>open</basic><ep:activities><ep:activity>away</ep:activity></ep:activities></status></tuple>',
      'Away',
      null,
      null,
    ],
    [
      '<tuple id="1"><status><basic>open</basic></status></tuple><person><ep:activities><ep:on-the-phone/></ep:activities><note>call me</note></person>',
      'Busy',
      'on-the-phone',
      'call me',
    ],
    ['<tuple id="1"><status><basic>open</basic></status><note>lunch</note></tuple>', 'Available', null, 'lunch'],
  ])('%s', (inner, state, activity, note) => {
    expect(of(inner)).toEqual([{ kind: 'presence', who: 'bob@yahoo.com', state, activity, note }]);
  });

  test('says nothing when it is empty', () => {
    expect(of('')).toEqual([]);
  });

  test('in the older form of public providers', () => {
    const body =
      '<?xml version="1.0"?><presence><presentity uri="sip:bob@msn.com;method=SUBSCRIBE"/><atom id="1"><address uri="sip:bob@msn.com"><status status="open"/><msnsubstatus substatus="onthephone"/></address></atom></presence>';
    expect(notified('application/xpidf+xml', body)).toEqual([
      { kind: 'presence', who: 'bob@msn.com', state: 'Busy', activity: 'onthephone', note: null },
    ]);
  });
});

describe('categories', () => {
  const category = (name: string, container: number, inner: string): string =>
    `<category name="${name}" instance="1" publishTime="2016-09-28T14:46:06.940" container="${container}" version="2">${inner}</category>`;
  const state = (availability: number, inner = ''): string =>
    `<state xsi:type="aggregateState" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/2006/09/sip/state"><availability>${availability}</availability>${inner}</state>`;
  const list = (uri: string, inner: string): string =>
    `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="${uri}">${inner}</categories>`;
  const TYPE = 'application/msrtc-event-categories+xml';

  test('give state, activity and note, as closer contacts see them', () => {
    const body = list(
      'sip:Bob@contoso.com',
      category('state', 100, state(6500)) +
        category('state', 200, state(6500, '<activity token="on-the-phone"/>')) +
        category('state', 32000, state(18500)) +
        category('note', 200, '<note><body type="personal" uri="">back at 5</body></note>'),
    );
    expect(notified(TYPE, body, 'BENOTIFY')).toEqual([
      { kind: 'presence', who: 'bob@contoso.com', state: 'Busy', activity: 'on-the-phone', note: 'back at 5' },
    ]);
  });

  test('give a custom state’s text', () => {
    const body = list(
      'sip:b@c',
      category('state', 0, state(3500, '<activity><custom LCID="1033">Gone fishing</custom></activity>')),
    );
    expect(notified(TYPE, body)).toMatchObject([{ state: 'Available', activity: 'Gone fishing' }]);
  });

  test('piggybacked on the answer are about the one who was asked', () => {
    const body = list('', category('state', 0, state(15500)));
    expect(notified(TYPE, body, 'SUBSCRIBE', 'SIP/2.0 200 OK')).toEqual([
      { kind: 'presence', who: 'bob@yahoo.com', state: 'Away', activity: null, note: null },
    ]);
  });

  test('of several people in one list', () => {
    const body = wire(
      '--x',
      'Content-Type: application/rlmi+xml;charset="utf-8"',
      '',
      '<list xmlns="urn:ietf:params:xml:ns:rlmi"><resource uri="sip:a@c"/></list>',
      '--x',
      'Content-Type: ' + TYPE,
      '',
      list('sip:a@c', category('state', 0, state(3500))),
      '--x',
      'Content-Type: application/pidf+xml',
      '',
      '<presence entity="pres:b@y"><tuple><status><basic>closed</basic></status></tuple></presence>',
      '--x--',
    );
    expect(notified('multipart/related; type="application/rlmi+xml"; boundary=x', body)).toMatchObject([
      { who: 'a@c', state: 'Available' },
      { who: 'b@y', state: 'Offline' },
    ]);
  });

  test('that a client publishes', () => {
    const body = `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="sip:alice@contoso.com"><publication categoryName="state" instance="1" container="2" version="0" expireType="static"><state xmlns="http://schemas.microsoft.com/2006/09/sip/state" manual="true" xsi:type="userState"><availability>9500</availability></state></publication></publications></publish>`;
    expect(notified('application/msrtc-category-publish+xml', body, 'SERVICE')).toMatchObject([
      { who: 'alice@contoso.com', state: 'Do Not Disturb' },
    ]);
  });

  test('of Live Communications Server', () => {
    const body =
      '<presentity uri="bob@contoso.com"><availability aggregate="300" description=""/><activity aggregate="600" description=""/></presentity>';
    expect(notified('text/xml+msrtc.pidf', body)).toMatchObject([{ who: 'bob@contoso.com', state: 'Busy' }]);
  });
});

test('a damaged or forbidden document is reported, and the message stays', () => {
  const read = (body: string): string[] => {
    const { message, issues } = readOne({ method: 'NOTIFY', headers: ['Content-Type: application/pidf+xml'], body });
    expect(message.facts).toEqual([]);
    return issues;
  };
  expect(read('<presence><tuple></presence>')).toEqual(['sip-body-unreadable']);
  expect(read('<!DOCTYPE presence [<!ENTITY a "b">]><presence/>')).toEqual(['xml-refused']);
  expect(read('<presence>' + '<a>'.repeat(80))).toEqual(['xml-too-deep']);
});

test('a roster tells who joined and who left', () => {
  const body =
    '<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:alice@contoso.com;gruu;opaque=app:conf:focus:id:AB" state="partial"><users>' +
    '<user entity="sip:Carol@contoso.com" state="full"><endpoint entity="x"><status>connected</status></endpoint></user>' +
    '<user entity="sip:dave@contoso.com" state="deleted"/>' +
    '<user entity="sip:erin@contoso.com"><display-text>Erin</display-text></user></users></conference-info>';
  const { message } = readOne({ method: 'NOTIFY', headers: ['Content-Type: application/conference-info+xml'], body });
  expect(message.facts).toEqual([
    { kind: 'member', who: 'carol@contoso.com', change: 'join', room: null },
    { kind: 'member', who: 'dave@contoso.com', change: 'leave', room: null },
  ]);
  expect(message.links).toEqual(['conference:alice@contoso.com;ab']);
});

test('sip tells whose presence it is that names nobody, though another said the same before', () => {
  const body =
    '<presence xmlns="urn:ietf:params:xml:ns:pidf"><tuple id="t"><status><basic>open</basic></status></tuple></presence>';
  const bytes = messageOf({ method: 'NOTIFY', headers: ['Content-Type: application/pidf+xml'], body });
  const ofCarol = new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll('alice@', 'carol@'));
  const { sip } = readRecords([recordOf(bytes), recordOf(ofCarol), recordOf(bytes)]);
  expect(sip.flatMap(({ facts }) => facts).map((fact) => (fact.kind === 'presence' ? fact.who : fact.kind))).toEqual([
    'alice@contoso.com',
    'carol@contoso.com',
    'alice@contoso.com',
  ]);
});
