/** XMPP sessions, case by case, through the whole pipeline. */
import { expect, test } from 'vitest';
import { chat, said, sessionsIn, stanza, type Line } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/phone';
const MINUTE = 60_000;
const body = (text: string): string => `<body>${text}</body>`;

async function only(...files: readonly string[]): Promise<Line> {
  const sessions = await sessionsIn(...files);
  expect(sessions).toHaveLength(1);
  return sessions[0]!;
}

test('a chat is one in both directions; a stanza without a thread joins the running session of its pair', async () => {
  const session = await only(
    stanza({ xml: chat(ALICE, BOB, body('hello') + '<thread>t1</thread>', 'id="1"') }) +
      stanza({ xml: chat(BOB, ALICE, body('hi'), 'id="2"'), at: 1_000, sent: false }),
  );
  expect(said(session)).toEqual(['alice: hello', 'bob: hi']);
  expect(session.keys.thread).toBe('t1');
});

test('half an hour of silence ends a chat', async () => {
  const line = (at: number): string => stanza({ xml: chat(ALICE, BOB, body(`at ${at}`), `id="${at}"`), at });
  expect(await sessionsIn(line(0) + line(30 * MINUTE))).toHaveLength(1);
  expect(await sessionsIn(line(0) + line(30 * MINUTE + 1))).toHaveLength(2);
  expect(await sessionsIn(line(0) + line(50 * MINUTE), line(25 * MINUTE))).toHaveLength(1);
});

test('the same stanza seen on both sides of a server and in two logs is one', async () => {
  const xml = chat(ALICE, BOB, body('once'), 'id="m1"');
  const session = await only(stanza({ xml }) + stanza({ xml, at: 20, sent: false }), stanza({ xml, at: 40 }));
  expect(said(session)).toEqual(['alice: once']);
  expect(session.counts.messages).toBe(1);
});

test('a carbon copy and its original are one; a forged one is none', async () => {
  const inner = chat(ALICE, BOB, body('once'), 'id="m1"');
  const carbon = (from: string): string =>
    `<message xmlns="jabber:client" from="${from}" to="alice@contoso.com/phone"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${inner}</forwarded></sent></message>`;
  const session = await only(
    stanza({ xml: inner }) + stanza({ xml: carbon('alice@contoso.com'), at: 30, sent: false }),
  );
  expect(said(session)).toEqual(['alice: once']);
  const forged = await sessionsIn(stanza({ xml: carbon('mallory@evil.example'), sent: false }));
  expect(forged.flatMap(said)).toEqual([]);
});

test('history of an archive says nothing twice', async () => {
  const inner = chat(ALICE, BOB, body('once'), 'id="m1"');
  const result = `<message xmlns="jabber:client" from="alice@contoso.com" to="${ALICE}"><result xmlns="urn:xmpp:mam:2" queryid="q" id="28"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2014-06-24T09:00:00Z"/>${inner}</forwarded></result></message>`;
  const sessions = await sessionsIn(stanza({ xml: inner }) + stanza({ xml: result, at: MINUTE, sent: false }));
  expect(sessions.flatMap(said)).toEqual(['alice: once']);
});

test('receipts, chat states and markers are no texts', async () => {
  const session = await only(
    [
      body('hello') + '<request xmlns="urn:xmpp:receipts"/>',
      '<composing xmlns="http://jabber.org/protocol/chatstates"/>',
      '<received xmlns="urn:xmpp:receipts" id="0"/>',
      '<displayed xmlns="urn:xmpp:chat-markers:0" id="0"/>',
    ]
      .map((inner, index) => stanza({ xml: chat(ALICE, BOB, inner, `id="${index}"`), at: index * 1_000 }))
      .join(''),
  );
  expect(said(session)).toEqual(['alice: hello']);
  expect(session.counts.messages).toBe(4);
});

test('XHTML-IM alone is read as text', async () => {
  const html =
    '<html xmlns="http://jabber.org/protocol/xhtml-im"><body xmlns="http://www.w3.org/1999/xhtml"><p>one <b>two</b></p><p>three</p></body></html>';
  expect(said(await only(stanza({ xml: chat(ALICE, BOB, html, 'id="1"') })))).toEqual(['alice: one two\nthree']);
});

test.each([
  ['<encrypted xmlns="eu.siacs.conversations.axolotl"><header sid="1"/><payload>AAAA</payload></encrypted>'],
  ['<x xmlns="jabber:x:encrypted">AAAA</x>'],
  ['<openpgp xmlns="urn:xmpp:openpgp:0">AAAA</openpgp>'],
])('an encrypted body is no text: %s', async (inner) => {
  const fallback = body('This message is encrypted.');
  const session = await only(stanza({ xml: chat(ALICE, BOB, inner + fallback, 'id="1"') }));
  expect(session).toMatchObject({ kind: 'im', texts: [] });
});

test('off-the-record is no text', async () => {
  const session = await only(stanza({ xml: chat(ALICE, BOB, body('?OTR:AAMC.'), 'id="1"') }));
  expect(session).toMatchObject({ kind: 'im', texts: [] });
});

test('a file by its address', async () => {
  const url = 'https://files.contoso.com/x/plan.pdf';
  const inner = body(url) + `<x xmlns="jabber:x:oob"><url>${url}</url></x>`;
  const session = await only(stanza({ xml: chat(ALICE, BOB, inner, 'id="1"') }));
  expect(session.files).toMatchObject([{ name: 'plan.pdf' }]);
  expect(session.modalities).toContain('file');
});

test('a Jingle call with sound and picture', async () => {
  const content = (media: string): string =>
    `<content creator="initiator" name="${media}"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="${media}"/></content>`;
  const iq = `<iq xmlns="jabber:client" type="set" id="j1" from="${ALICE}" to="${BOB}"><jingle xmlns="urn:xmpp:jingle:1" action="session-initiate" sid="s1" initiator="${ALICE}">${content('audio')}${content('video')}</jingle></iq>`;
  expect(await only(stanza({ xml: iq }))).toMatchObject({ kind: 'av', modalities: ['audio', 'video'] });
});

test('a room: joins, leaves, texts and its subject are one session, a private message another', async () => {
  const room = 'tea@rooms.contoso.com';
  const presence = (nick: string, jid: string, gone = false): string =>
    `<presence xmlns="jabber:client" from="${room}/${nick}" to="${ALICE}"${gone ? ' type="unavailable"' : ''}><x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="member" role="${gone ? 'none' : 'participant'}" jid="${jid}"/></x></presence>`;
  const groupchat = (nick: string, inner: string, id: string): string =>
    `<message xmlns="jabber:client" type="groupchat" from="${room}/${nick}" to="${ALICE}" id="${id}">${inner}</message>`;
  const lines = [
    presence('ally', ALICE),
    presence('bobby', BOB),
    groupchat('bobby', '<subject>Tea</subject>', '1'),
    groupchat('bobby', body('hello all'), '2'),
    presence('bobby', BOB, true),
  ];
  const sessions = await sessionsIn(
    lines.map((xml, index) => stanza({ xml, at: index * 1_000, sent: false })).join('') +
      stanza({ xml: chat(`${room}/bobby`, ALICE, body('psst'), 'id="9"'), at: 9_000, sent: false }),
  );
  const [tea] = sessions.filter(({ texts }) => texts.some(({ text }) => text === 'hello all'));
  expect(tea).toBeDefined();
  expect(tea!.participants).toContain(room);
  expect(tea!.texts.map(({ text }) => text)).not.toContain('Tea');
  expect(sessions.flatMap(({ texts }) => texts.map(({ text }) => text)).sort()).toEqual(['hello all', 'psst']);
});

test('presence: the handshake, then changes with show and status', async () => {
  const presence = (from: string, to: string, attributes: string, inner = ''): string =>
    `<presence xmlns="jabber:client" from="${from}" to="${to}" ${attributes}>${inner}</presence>`;
  const bare = 'alice@contoso.com';
  const session = await only(
    stanza({ xml: presence(bare, 'bob@gmail.com', 'type="subscribe" id="1"') }) +
      stanza({ xml: presence('bob@gmail.com', bare, 'type="subscribed" id="2"'), at: 1_000, sent: false }) +
      stanza({
        xml: presence(BOB, bare, 'id="3"', '<show>away</show><status>lunch</status><priority>5</priority>'),
        at: 2_000,
        sent: false,
      }) +
      stanza({ xml: presence(BOB, bare, 'type="unavailable" id="4"'), at: 3_000, sent: false }),
  );
  expect(session).toMatchObject({ kind: 'presence', outcome: 'established' });
  expect(session.presence.map(({ state, note }) => [state, note])).toEqual([
    ['Away', 'lunch'],
    ['Offline', null],
  ]);
});

test('a text that came back as an error keeps its words and the reason', async () => {
  const error =
    '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>' + body('hello');
  const session = await only(
    stanza({ xml: chat(ALICE, BOB, body('hello'), 'id="1"') }) +
      stanza({ xml: chat(BOB, ALICE, error, 'id="1"').replace('"chat"', '"error"'), at: 500, sent: false }),
  );
  expect(said(session)).toEqual(['alice: hello']);
  expect(session.diagnostics).toMatchObject([{ reason: 'service-unavailable' }]);
});

test('an address is the same however its domain, its case and its resource are written', async () => {
  const session = await only(
    stanza({ xml: chat('Alice@Contoso.COM/Desk', 'bob@xn--bcher-kva.example', body('a'), 'id="1"') }) +
      stanza({
        xml: chat('BOB@b\u00fccher.example/x', 'alice@contoso.com', body('b'), 'id="2"'),
        at: 1_000,
        sent: false,
      }),
  );
  expect(said(session)).toEqual(['alice: a', 'bob: b']);
  expect(session.participants).toEqual(['alice@contoso.com', 'bob@bücher.example']);
});

test('a private message to a nickname is with that nickname where the room tells no more', async () => {
  const room = 'tea@rooms.contoso.com';
  const groupchat = chat(`${room}/bobby`, ALICE, body('hello all'), 'id="1"').replace(
    'type="chat"',
    'type="groupchat"',
  );
  const sessions = await sessionsIn(
    stanza({ xml: groupchat, sent: false }) +
      stanza({ xml: chat(`${room}/bobby`, ALICE, body('psst'), 'id="2"'), at: 1_000, sent: false }) +
      stanza({ xml: chat(ALICE, `${room}/bobby`, body('what?'), 'id="3"'), at: 2_000 }),
  );
  expect(sessions.map(({ participants }) => participants)).toEqual([
    ['alice@contoso.com', room, `${room}/bobby`],
    ['alice@contoso.com', `${room}/bobby`],
  ]);
});

test('a room that gives ids of its own sends back what was said, it is not said twice', async () => {
  const room = 'tea@rooms.contoso.com';
  const groupchat = (from: string, to: string, id: string): string =>
    chat(from, to, body('hi'), `id="${id}"`).replace('type="chat"', 'type="groupchat"');
  const session = await only(
    stanza({ xml: groupchat(ALICE, room, '1') }) +
      stanza({ xml: groupchat(`${room}/ally`, ALICE, 'srv-9'), at: 20, sent: false }) +
      stanza({ xml: groupchat(ALICE, room, '2'), at: 9_000 }),
  );
  expect(said(session)).toEqual(['alice: hi', 'alice: hi']);
});

test('what a server held up is said when it was said; what a room repeats is not said again', async () => {
  const room = 'tea@rooms.contoso.com';
  const delayed = (text: string, by: string, stamp: string): string =>
    `<message xmlns="jabber:client" type="groupchat" from="${room}/bobby" to="${ALICE}">${body(text)}<delay xmlns="urn:xmpp:delay" from="${by}" stamp="${stamp}"/></message>`;
  const session = await only(
    stanza({ xml: delayed('old', room, '2014-06-24T08:00:00Z'), sent: false }) +
      stanza({ xml: delayed('queued', 'contoso.com', '2014-06-24T08:59:50Z'), at: 100, sent: false }),
  );
  expect(session.texts).toMatchObject([{ text: 'queued', time: '2014-06-24T08:59:50.000Z' }]);
});

test('events of nodes are no chat', async () => {
  const event =
    '<event xmlns="http://jabber.org/protocol/pubsub#event"><items node="eu.siacs.conversations.axolotl.devicelist"/></event>';
  const xml = `<message xmlns="jabber:client" type="headline" from="bob@gmail.com" to="${ALICE}">${event}</message>`;
  expect(await sessionsIn(stanza({ xml, sent: false }))).toEqual([]);
});
