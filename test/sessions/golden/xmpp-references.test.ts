/** Stanzas that speak of earlier ones, through the whole pipeline. Everything said stays; what became of it is marked. */
import { expect, test } from 'vitest';
import { chat, sessionsIn, stanza, type Line } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/phone';
const ROOM = 'tea@rooms.contoso.com';
const body = (text: string): string => `<body>${text}</body>`;
const replace = (id: string): string => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}"/>`;
const retract = (id: string): string =>
  `<retract xmlns="urn:xmpp:message-retract:1" id="${id}"/><fallback xmlns="urn:xmpp:fallback:0"/><body>took a message back</body>`;
const REFUSED = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

type Marks = Record<string, unknown>;

/** The texts of the only session, with what is marked of them. */
async function textsOf(...xml: readonly string[]): Promise<Marks[]> {
  const [session, ...none] = await sessionsIn(
    xml.map((each, index) => stanza({ xml: each, at: index * 1_000 })).join(''),
  );
  expect(none).toEqual([]);
  return marksOf(session!);
}

function marksOf({ texts }: Line): Marks[] {
  return (texts as unknown as Marks[]).map(({ time: _, from: __, to: ___, contentType: ____, ...marks }) => marks);
}

const says = (from: string, to: string, id: string, inner: string): string => chat(from, to, inner, `id="${id}"`);
const groupchat = (from: string, to: string, id: string, inner: string): string =>
  says(from, to, id, inner).replace('type="chat"', 'type="groupchat"');

test('a correction stands beside what it corrects, and both are marked (XEP-0308)', async () => {
  expect(
    await textsOf(
      says(ALICE, BOB, '1', body('helo')),
      says(BOB, ALICE, '1', body('what?')),
      says(ALICE, BOB, '2', body('hello') + replace('1')),
      says(ALICE, BOB, '3', body('hello!') + replace('2')),
    ),
  ).toEqual([
    { text: 'helo', corrected: 3 },
    { text: 'what?' },
    { text: 'hello', corrects: 0 },
    { text: 'hello!', corrects: 0 },
  ]);
});

test('nobody corrects what another said; a correction of what is not in the log is one all the same', async () => {
  expect(
    await textsOf(
      says(ALICE, BOB, '1', body('yes')),
      says(BOB, ALICE, '2', body('no') + replace('1')),
      says(BOB, ALICE, '3', body('well') + replace('0')),
    ),
  ).toEqual([{ text: 'yes' }, { text: 'no', corrects: null }, { text: 'well', corrects: null }]);
});

test('a retraction marks the text and keeps its words (XEP-0424)', async () => {
  const texts = await textsOf(
    says(ALICE, BOB, '1', body('secrt')),
    says(ALICE, BOB, '2', body('secret') + replace('1')),
    says(BOB, ALICE, '3', retract('1')),
    says(ALICE, BOB, '4', retract('1')),
  );
  const retracted = { time: '2014-06-24T09:00:03.000Z', by: 'alice@contoso.com', reason: null };
  expect(texts).toEqual([
    { text: 'secrt', corrected: 1, retracted },
    { text: 'secret', corrects: 0, retracted },
  ]);
});

test('a room’s moderator takes a text back by the id that the room gave it (XEP-0425)', async () => {
  const given = `<stanza-id xmlns="urn:xmpp:sid:0" id="s-1" by="${ROOM}"/>`;
  const moderation = `<retract xmlns="urn:xmpp:message-retract:1" id="s-1"><moderated xmlns="urn:xmpp:message-moderate:1" by="${ROOM}/boss"/><reason>spam</reason></retract>`;
  expect(
    await textsOf(
      groupchat(`${ROOM}/mallory`, ALICE, 'm1', body('buy') + given),
      groupchat(`${ROOM}/mallory`, ALICE, 'm2', moderation + body('bye')),
      groupchat(ROOM, ALICE, 'm3', moderation),
    ),
  ).toEqual([
    { text: 'buy', retracted: { time: '2014-06-24T09:00:02.000Z', by: `${ROOM}/boss`, reason: 'spam' } },
    { text: 'bye' },
  ]);
});

test('an error marks the text that it answers, no other', async () => {
  expect(
    await textsOf(
      says(ALICE, BOB, '1', body('one')),
      says(BOB, ALICE, '1', body('two')),
      says(BOB, ALICE, '1', body('one') + REFUSED).replace('"chat"', '"error"'),
      says(ALICE, BOB, '3', body('three')),
    ),
  ).toEqual([{ text: 'one', failed: true }, { text: 'two' }, { text: 'three' }]);
});

test('a room that refuses a text marks it', async () => {
  const [session, ...none] = await sessionsIn(
    stanza({ xml: groupchat(ALICE, ROOM, '1', body('hello')) }) +
      stanza({ xml: says(ROOM, ALICE, '1', REFUSED).replace('"chat"', '"error"'), at: 100, sent: false }),
  );
  expect(none).toEqual([]);
  expect(marksOf(session!)).toEqual([{ text: 'hello', failed: true }]);
  expect(session!.diagnostics).toMatchObject([{ reason: 'service-unavailable' }]);
});

test('receipts and markers are told of their text, whoever else claims to have it (XEP-0184, XEP-0333)', async () => {
  expect(
    await textsOf(
      says(ALICE, BOB, '1', body('one')),
      says(ALICE, BOB, '2', body('two')),
      says(ALICE, BOB, '3', body('three')),
      says(BOB, ALICE, '4', '<received xmlns="urn:xmpp:receipts" id="1"/>'),
      says(BOB, ALICE, '5', '<displayed xmlns="urn:xmpp:chat-markers:0" id="2"/>'),
      says(ALICE, BOB, '6', '<received xmlns="urn:xmpp:receipts" id="3"/>'),
    ),
  ).toEqual([{ text: 'one', receipt: 'delivered' }, { text: 'two', receipt: 'displayed' }, { text: 'three' }]);
});

test('what a retraction means is found whichever log came first', async () => {
  const first = stanza({ xml: says(ALICE, BOB, '1', body('secret')) });
  const later = stanza({ xml: says(ALICE, BOB, '2', retract('1')), at: 1_000 });
  const marks = async (...files: string[]): Promise<Marks[]> => (await sessionsIn(...files)).flatMap(marksOf);
  expect(await marks(first, later)).toMatchObject([{ retracted: { by: 'alice@contoso.com' } }]);
  expect(await marks(later, first)).toEqual(await marks(first, later));
});
