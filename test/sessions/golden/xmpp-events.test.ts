/** What happens between the texts of XMPP: reactions, invitations, renamings, errors without an id; through the whole pipeline. */
import { expect, test } from 'vitest';
import { chat, said, sessionsIn, stanza } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/phone';
const ROOM = 'tea@rooms.contoso.com';
const USER = 'http://jabber.org/protocol/muc#user';
const body = (text: string): string => `<body>${text}</body>`;
const log = (...xml: readonly string[]): string =>
  xml.map((each, index) => stanza({ xml: each, at: index * 1_000, sent: false })).join('');
const REFUSED = `<message xmlns="jabber:client" type="error" from="${BOB}" to="${ALICE}"><error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`;

test('a reaction is no text, with or without words for older clients (XEP-0444)', async () => {
  const reactions = '<reactions xmlns="urn:xmpp:reactions:0" id="1"><reaction>👍</reaction></reactions>';
  const fallback = '<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:reactions:0"><body/></fallback>';
  const [session, ...none] = await sessionsIn(
    log(
      chat(ALICE, BOB, body('lunch?'), 'id="1"'),
      chat(BOB, ALICE, reactions, 'id="2"'),
      chat(BOB, ALICE, reactions + fallback + body('👍'), 'id="3"'),
    ),
  );
  expect(none).toEqual([]);
  expect(said(session!)).toEqual(['alice: lunch?']);
  expect(session!.counts.messages).toBe(3);
});

test('a mediated invitation is between who invites and who is invited; the room’s words are no text', async () => {
  const asks = `<message xmlns="jabber:client" id="i1" from="${ALICE}" to="${ROOM}"><x xmlns="${USER}"><invite to="bob@gmail.com"><reason>tea</reason></invite></x></message>`;
  const passes = `<message xmlns="jabber:client" id="i2" from="${ROOM}" to="bob@gmail.com"><body>alice invites you</body><x xmlns="${USER}"><invite from="${ALICE}"><reason>tea</reason></invite></x></message>`;
  const [session, ...none] = await sessionsIn(log(asks, passes));
  expect(none).toEqual([]);
  expect(session).toMatchObject({
    participants: ['alice@contoso.com', 'bob@gmail.com'],
    texts: [],
    modalities: ['im'],
  });
});

test('a direct invitation (XEP-0249) belongs to the chat of the two', async () => {
  const invites = `<x xmlns="jabber:x:conference" jid="${ROOM}" reason="tea"/>`;
  const [session, ...none] = await sessionsIn(
    log(chat(ALICE, BOB, body('come'), 'id="1"'), chat(ALICE, BOB, invites, 'id="2"')),
  );
  expect(none).toEqual([]);
  expect(said(session!)).toEqual(['alice: come']);
  expect(session!.participants).toEqual(['alice@contoso.com', 'bob@gmail.com']);
});

test('an error without an id marks the only text that it can mean', async () => {
  const [session] = await sessionsIn(log(chat(ALICE, BOB, body('hello')), REFUSED));
  expect(session!.texts).toMatchObject([{ text: 'hello', failed: true }]);
});

test('an error without an id marks nothing where it could mean several, or long after', async () => {
  const two = log(chat(ALICE, BOB, body('one')), chat(ALICE, BOB, body('two')), REFUSED);
  const late = stanza({ xml: chat(ALICE, BOB, body('one')) }) + stanza({ xml: REFUSED, at: 11_000, sent: false });
  for (const file of [two, late]) {
    const [session] = await sessionsIn(file);
    expect(session!.texts.map(({ failed }) => failed)).not.toContain(true);
  }
});

const presence = (nick: string, inner: string, gone = ''): string =>
  `<presence xmlns="jabber:client" from="${ROOM}/${nick}" to="${ALICE}"${gone}><x xmlns="${USER}">${inner}</x></presence>`;
const ITEM = '<item affiliation="none" role="participant"/>';
const groupchat = (nick: string, text: string, id: string): string =>
  `<message xmlns="jabber:client" type="groupchat" from="${ROOM}/${nick}" to="${ALICE}" id="${id}">${body(text)}</message>`;
const RENAMED = presence(
  'bobby',
  '<item nick="robert" role="participant"/><status code="303"/>',
  ' type="unavailable"',
);

test('a new nickname in an anonymous room is no further party', async () => {
  const [session, ...none] = await sessionsIn(
    log(
      presence('ally', ITEM + '<status code="110"/>'),
      presence('bobby', ITEM),
      groupchat('bobby', 'hello', '1'),
      RENAMED,
      presence('robert', ITEM),
      groupchat('robert', 'it is me', '2'),
    ),
  );
  expect(none).toEqual([]);
  expect(session!.modalities).not.toContain('multiparty');
  expect(session!.participants).toEqual(['alice@contoso.com', ROOM, `${ROOM}/bobby`]);
});

test('who takes a nickname that was given up is somebody else', async () => {
  const [session] = await sessionsIn(
    log(
      presence('ally', ITEM + '<status code="110"/>'),
      presence('bobby', ITEM),
      RENAMED,
      presence('robert', ITEM),
      presence('bobby', ITEM),
      groupchat('bobby', 'new here', '1'),
      groupchat('robert', 'welcome', '2'),
    ),
  );
  expect(session!.modalities).toContain('multiparty');
});

test('who comes and goes without a word of the room’s extension comes and goes all the same', async () => {
  const entered = `<presence xmlns="jabber:client" from="${ROOM}/bob" to="${ALICE}"><x xmlns="${USER}"><item jid="${BOB}" role="participant"/></x></presence>`;
  const left = `<presence xmlns="jabber:client" from="${ROOM}/bob" to="${ALICE}" type="unavailable"/>`;
  const [session, ...none] = await sessionsIn(log(entered, left));
  expect(none).toEqual([]);
  expect(session).toMatchObject({ presence: [], participants: ['alice@contoso.com', 'bob@gmail.com', ROOM] });
});
