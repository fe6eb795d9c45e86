/** A room in which are no more than two. */
import { expect, test } from 'vitest';
import { said, sessionsIn, stanza } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/x';
const ROOM = 'room@conference.contoso.com';
const USER = 'http://jabber.org/protocol/muc#user';
const occupant = (nick: string, jid: string, more = ''): string =>
  `<presence xmlns="jabber:client" from="${ROOM}/${nick}" to="${ALICE}"${more}><x xmlns="${USER}"><item affiliation="none" role="participant" jid="${jid}"/></x></presence>`;
const inRoom = (from: string, to: string, text: string, id: string): string =>
  `<message xmlns="jabber:client" type="groupchat" from="${from}" to="${to}" id="${id}"><body>${text}</body></message>`;

test('its sides are the organisation’s user and the room; who is in it takes part; it is not multiparty', async () => {
  const log = [
    [
      `<presence xmlns="jabber:client" from="${ALICE}" to="${ROOM}/al"><x xmlns="http://jabber.org/protocol/muc"/></presence>`,
      true,
    ],
    [occupant('bo', BOB), false],
    [occupant('al', ALICE), false],
    [inRoom(ALICE, ROOM, 'hello', 'g1'), true],
    [inRoom(`${ROOM}/al`, ALICE, 'hello', 'g1'), false],
    [inRoom(`${ROOM}/bo`, ALICE, 'hi', 'g2'), false],
    [occupant('bo', BOB, ' type="unavailable"'), false],
  ] as const;
  const [session, ...none] = await sessionsIn(
    log.map(([xml, sent], at) => stanza({ xml, sent, at: at * 500 })).join(''),
  );
  expect(none).toEqual([]);
  expect(said(session!)).toEqual(['alice: hello', 'bob: hi']);
  expect(session).toMatchObject({
    local: 'alice@contoso.com',
    remote: ROOM,
    participants: ['alice@contoso.com', 'bob@gmail.com', ROOM],
    modalities: ['im', 'presence'],
  });
});
