/** What happens between the texts of a chat by XMPP stands in each form, or is said to be left out. */
import { beforeAll, describe, expect, test } from 'vitest';
import { csvField } from '../../src/exports/csv-field.ts';
import { headerField } from '../../src/exports/mail.ts';
import { sessionLine } from '../../src/exports/session-line.ts';
import type { ExportFormId } from '../../src/exports/index.ts';
import type { JudgedSession } from '../../src/model.ts';
import { rankOf, runImport, summarise } from '../../src/pipeline.ts';
import { madeSession } from '../archive/made.ts';
import { fileOf, settings, TestStore } from '../pipeline/files.ts';
import { begunExport } from './exported.ts';

const ROOM = 'room@conference.gmail.com';
const MUC = 'http://jabber.org/protocol/muc#user';
const TO = "to='alice@contoso.com/pc'";
const LOG = [
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='contoso.com' version='1.0'>",
  "<message from='alice@contoso.com/pc' to='bob@gmail.com' type='chat' id='o1'><body>price is 5</body></message>",
  `<message from='bob@gmail.com/m' ${TO} type='chat' id='x1'><reactions id='o1' xmlns='urn:xmpp:reactions:0'><reaction>👍</reaction></reactions></message>`,
  `<message from='bob@gmail.com/m' ${TO} type='chat' id='i1'><x xmlns='jabber:x:conference' jid='${ROOM}' reason='come along'/></message>`,
  `<presence from='${ROOM}/bob' ${TO}><x xmlns='${MUC}'><item affiliation='member' role='participant' jid='bob@gmail.com/m'/></x></presence>`,
  `<presence from='${ROOM}/bob' ${TO}><show>away</show><x xmlns='${MUC}'><item affiliation='member' role='participant' jid='bob@gmail.com/m'/></x></presence>`,
  `<message from='${ROOM}/bob' ${TO} type='groupchat' id='s1'><subject>Prices of June</subject></message>`,
  `<message from='${ROOM}/bob' ${TO} type='groupchat' id='g1'><body>hi room</body></message>`,
].join('\n');

const WORDS = [
  'bob@gmail.com reacts with 👍',
  `bob@gmail.com invites alice@contoso.com into ${ROOM}: come along`,
  `bob@gmail.com joins ${ROOM}`,
  'bob@gmail.com sets the topic: Prices of June',
];

const sessions: JudgedSession[] = [];
beforeAll(async () => {
  const store = new TestStore();
  await runImport([fileOf(LOG, { name: 'chat.xml' })], store, settings());
  const rank = rankOf(await store.sources());
  for (const { fragment, judgement } of store.sorted(() => 0)) {
    sessions.push({ session: summarise(fragment, rank), judgement });
  }
  store.close();
});

async function written(form: ExportFormId, content = true): Promise<{ text: string; leftOut: string[] }> {
  const { run, written: files } = begunExport(form, [], { content });
  for (const session of sessions) run.session(session);
  const { leftOut } = await run.finish({ open: () => null }, async () => undefined);
  const text = [...files.values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n');
  const bodies = [...text.matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{1,76}\r\n)+)/g)].map(([, lines = '']) =>
    Buffer.from(lines.replaceAll('\r\n', ''), 'base64').toString('utf8'),
  );
  return { text: [text, ...bodies].join('\n'), leftOut: leftOut.map(({ what, count }) => `${count} ${what}`) };
}

describe('reactions, invitations, topics, and who comes', () => {
  test.each<ExportFormId>(['html', 'csv', 'eml', 'dat', 'rsmf'])('stand in %s, each once', async (form) => {
    const { text } = await written(form);
    // RSMF tells a reaction in its manifest, too, which is packed; a load file has the transcript twice.
    const times = form === 'dat' ? 2 : 1;
    for (const words of WORDS) expect([words, text.split(words).length - 1]).toEqual([words, times]);
  });

  test.each<ExportFormId>(['html', 'csv', 'eml', 'dat', 'rsmf'])(
    'say in %s no words of people where texts are left out',
    async (form) => {
      const { text } = await written(form, false);
      expect(text).not.toMatch(/👍|come along|Prices of June|price is 5/);
    },
  );

  test('are said to be left out of lines and of XML', async () => {
    const ndjson = (await written('ndjson')).leftOut;
    for (const what of ['1 reactions', '1 invitations', '1 topics', '1 joins and leaves'])
      expect(ndjson).toContain(what);
  });
});

test('a line of NDJSON has nothing in it that a terminal obeys or a program divides it by', () => {
  const { session, judgement } = madeSession(1);
  const text = 'a\u009b31mb\u0085c\u2028d\u2029e\u202ef\u2066g\u200fh\u007f';
  const said = { time: null, from: 'a@b.c', to: [], text, contentType: 'text/plain', places: [] };
  const line = sessionLine(
    { session: { ...session, texts: [said] }, judgement },
    { fileOf: () => 0, addressOf: (address) => address, content: true },
  );
  // eslint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200f]/);
  expect((JSON.parse(line) as { texts: { text: string }[] }).texts[0]?.text).toBe(text);
});

test.each(['X-RSMF-Participants', 'Subject', 'X-Fedlens-Provider-Confidence'])(
  'a line of %s with encoded words is at most 76 characters long (RFC 2047 §2)',
  (name) => {
    const field = headerField(name, '😀 jürgen@münchen.example, '.repeat(10));
    for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
    expect(field).not.toContain('=?UTF-8?B??=');
  },
);

test.each(['\u180e=1+1', '\u00ad=1+1', '\u3000@SUM(A1)', '\u200b\u00a0-2+3'])(
  'a cell is no formula behind what is not seen (%j)',
  (text) => expect(csvField(text).replace(/^"/, '').startsWith("'")).toBe(true),
);
