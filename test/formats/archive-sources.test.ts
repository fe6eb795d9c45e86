/** Archives of others as sources: Persistent Chat's compliance XML, portable data of XMPP servers, lines of an earlier export. */
import { describe, expect, test } from 'vitest';
import { fileOf, imported } from '../pipeline/files.ts';
import { sessionsIn, textsIn } from './archive-lines.ts';

describe('chat-compliance', () => {
  const event = (type: string, content: string, id: number, since: number): string =>
    `<Message type="${type}" content="${content}" id="${id}"><Sender UserName="Alice" id="10" email="alice@contoso.com" internal="true" uri="sip:Alice@Contoso.com" /><DateTimeUTC since1970="${since}" /></Message>`;
  const conversation = (uri: string, events: string): string =>
    `<Conversation><Channel uri="${uri}" name="Traders" islogged="" />${events.replace(/^<Message(.*?)<\/Message>/s, '<FirstMessage$1</FirstMessage><Messages><Message$1</Message>')}</Messages><StartTimeUTC since1970="1212610540000" /><EndTimeUTC since1970="1212610609000" /></Conversation>`;
  const file = (...conversations: string[]): string =>
    `<?xml version="1.0" encoding="utf-8" ?>\n<Conversations>\n${conversations.join('\n')}\n</Conversations>\n`;

  test('reads what was said and done in a room, the first event once', async () => {
    const events = [
      event('JOIN', '', 0, 1_212_610_540_000),
      event('CHAT', 'hello &lt;all&gt; &amp; &#x4f60;', 1, 1_212_610_541_500),
      event('BACKCHAT', '', 2, 1_212_610_542_000),
      event('FILEUPLOAD', 'plan.doc', 3, 1_212_610_543_000),
      event('FILEDOWNLOAD', 'plan.doc', 4, 1_212_610_544_000),
      event('PART', '', 5, 1_212_610_609_000),
    ];
    const [session, ...others] = await sessionsIn(file(conversation('ma-chan://Contoso.com/300', events.join(''))));
    expect(others).toEqual([]);
    expect(session).toMatchObject({
      protocol: 'sip',
      start: '2008-06-04T20:15:40.000Z',
      end: '2008-06-04T20:16:49.000Z',
      remote: 'ma-chan://contoso.com/300',
      participants: ['alice@contoso.com', 'ma-chan://contoso.com/300'],
      texts: [{ time: '2008-06-04T20:15:41.500Z', from: 'alice@contoso.com', text: 'hello <all> & 你' }],
      files: [{ name: 'plan.doc', accepted: true }],
    });
  });

  test('keeps conversations apart, and reads on behind one that is damaged', async () => {
    const said = (text: string, since: number): string => event('CHAT', text, 1, since);
    const sessions = await sessionsIn(
      file(
        conversation('ma-chan://contoso.com/1', said('one', 1_212_610_541_000)),
        '<Conversation><Channel uri="x" name=</Conversation>',
        conversation('ma-chan://contoso.com/2', said('two', 1_212_610_542_000)),
      ),
    );
    expect(sessions.map(({ texts }) => texts.map(({ text }) => text))).toEqual([['one'], ['two']]);
  });
});

describe('xep-0227', () => {
  const said = (from: string, to: string, id: string, stamp: string, text: string): string =>
    `<result xmlns='urn:xmpp:mam:2' id='${id}'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='${stamp}'/><message xmlns='jabber:client' from='${from}/x' to='${to}' type='chat' id='${id}'><body>${text}</body></message></forwarded></result>`;
  const archive = (...results: string[]): string => `<archive xmlns='urn:xmpp:pie:0#mam'>${results.join('')}</archive>`;
  const user = (name: string, inner: string): string => `<user name='${name}' password='secret'>${inner}</user>`;
  const data = (...users: string[]): string =>
    `<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'><host jid='contoso.com'>${users.join('')}</host></server-data>`;

  test('reads users’ archives by their stamps, and what both hold once', async () => {
    const first = said('alice@contoso.com', 'bob@contoso.com', 'm1', '2014-06-24T09:12:01Z', 'hi');
    const second = said(
      'bob@contoso.com',
      'alice@contoso.com',
      'm2',
      '2014-06-24T09:12:05.250Z',
      'hello &amp; goodbye',
    );
    const sessions = await sessionsIn(data(user('alice', archive(first, second)), user('bob', archive(first, second))));
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      protocol: 'xmpp',
      start: '2014-06-24T09:12:01.000Z',
      texts: [
        { time: '2014-06-24T09:12:01.000Z', from: 'alice@contoso.com', text: 'hi' },
        { time: '2014-06-24T09:12:05.250Z', from: 'bob@contoso.com', text: 'hello & goodbye' },
      ],
    });
  });

  test('reads messages that wait offline by their own delay, and no password', async () => {
    const waiting = `<offline-messages><message xmlns='jabber:client' from='bob@gmail.com/x' to='alice@contoso.com' id='m3'><body>still there?</body><delay xmlns='urn:xmpp:delay' stamp='2014-06-24T10:00:00Z'/></message></offline-messages>`;
    const sessions = await sessionsIn(data(user('alice', waiting)));
    expect(sessions[0]?.texts).toMatchObject([{ time: '2014-06-24T10:00:00.000Z', text: 'still there?' }]);
    expect(JSON.stringify(sessions)).not.toContain('secret');
  });
});

describe('archives that others write', () => {
  const RESULT = (id: number, message: string): string =>
    `<mam:result xmlns:mam='urn:xmpp:mam:2' id='${id}'><f:forwarded xmlns:f='urn:xmpp:forward:0'>${message}</f:forwarded></mam:result>`;
  const DELAY = "<d:delay xmlns:d='urn:xmpp:delay' stamp='2014-06-24T09:12:01Z'/>";

  test('xep-0227 reads names with prefixes, a stamp behind its message, and no element that is only called message', async () => {
    const lines = await sessionsIn(
      `<pie:server-data xmlns:pie='urn:xmpp:pie:0' xmlns:c='jabber:client'><pie:host jid='contoso.com'><pie:user name='alice'>` +
        `<item><message xmlns='custom'>none</message></item>` +
        RESULT(
          1,
          `${DELAY}<c:message from='bob@gmail.com/x' to='alice@contoso.com' type='chat' id='1'><c:body>before</c:body></c:message>`,
        ) +
        RESULT(
          2,
          `<c:message from='bob@gmail.com/x' to='alice@contoso.com' type='chat' id='2'><c:body>behind</c:body></c:message>${DELAY}`,
        ) +
        `</pie:user></pie:host></pie:server-data>`,
    );
    expect(lines.flatMap(({ texts }) => texts.map(({ time, text }) => [time, text]))).toEqual([
      ['2014-06-24T09:12:01.000Z', 'before'],
      ['2014-06-24T09:12:01.000Z', 'behind'],
    ]);
  });

  test('xep-0227 says that the end of a document is missing', async () => {
    const { result } = await imported([
      fileOf("<server-data xmlns='urn:xmpp:pie:0'><host jid='contoso.com'><user name='alice'/>", { name: 'x' }),
    ]);
    expect(Object.keys(result.files[0]?.report?.issues ?? {})).toEqual(['record-truncated']);
  });

  const EVENT = (type: string, content: string): string =>
    `<Message type="${type}" content="${content}" id="1"><Sender UserName="A" id="1" uri="a@contoso.com" /><DateTimeUTC since1970="1212610541000" /></Message>`;
  const COMPLIANCE = `<Conversations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<Conversation xsi:type="Conversation" ><Messages>${EVENT('CHAT', 'one')}${EVENT('BACKCHAT', 'earlier')}${EVENT('MODERATE', 'x')}${EVENT('CHAT', 'two')}</Messages>
</Conversation ></Conversations>`;

  test('chat-compliance reads conversations with attributes and without a channel, and tells of what it does not take', async () => {
    expect(textsIn(await sessionsIn(COMPLIANCE))).toEqual(['one', 'two']);
    const { result } = await imported([fileOf(COMPLIANCE, { name: 'x' })]);
    expect(Object.keys(result.files[0]?.report?.issues ?? {}).sort()).toEqual(['record-damaged', 'xmpp-history']);
  });

  test('chat-compliance reads what stands before a cut', async () => {
    const cut = COMPLIANCE.slice(0, COMPLIANCE.indexOf('"two"'));
    expect(textsIn(await sessionsIn(cut))).toEqual(['one']);
  });

  test('chat-compliance knows a document of no conversations', async () => {
    const { result } = await imported([fileOf('<?xml version="1.0"?>\n<Conversations />\n', { name: 'x' })]);
    expect(result.files[0]?.report).toMatchObject({ format: 'chat-compliance', skippedBytes: 0 });
  });
});

test('session-lines reads lines that another program wrote anew, with blanks between their keys', async () => {
  const line = {
    type: 'session',
    v: 1,
    id: '0ee1a2d81d8be67fa8d1',
    protocol: 'sip',
    start: '2014-06-24T09:12:01.123Z',
  };
  const said = {
    time: line.start,
    from: 'alice@contoso.com',
    to: ['bob@yahoo.com'],
    text: 'hi',
    contentType: 'text/plain',
  };
  const written = JSON.stringify({ ...line, keys: {}, texts: [said] }, null, 1).replaceAll(/\n */g, ' ');
  expect(textsIn(await sessionsIn(written + '\n'))).toEqual(['hi']);
});
