/** Archives of others as sources: mails, Persistent Chat's compliance XML, portable data of XMPP servers. */
import { describe, expect, test } from 'vitest';
import { fileOf, imported } from '../pipeline/files.ts';

interface Line {
  protocol: string;
  start: string;
  end: string;
  participants: string[];
  remote: string | null;
  texts: { time: string; from: string; to: string[]; text: string; contentType: string }[];
  files: { name: string; accepted: boolean | null }[];
  modalities: string[];
}

async function sessionsIn(...contents: (string | Uint8Array)[]): Promise<Line[]> {
  const whole = await imported(contents.map((content, index) => fileOf(content, { name: `file ${index}` })));
  const cut = await imported(contents.map((content, index) => fileOf(content, { name: `file ${index}`, chunk: 7 })));
  expect(cut.lines).toEqual(whole.lines);
  for (const { report } of whole.result.files) {
    expect((report?.explainedBytes ?? 0) + (report?.skippedBytes ?? 0)).toBe(report?.bytes);
  }
  return whole.lines.map((line) => JSON.parse(line) as Line);
}

const mail = (head: string, body: string): string => `${head}\r\n\r\n${body}`.replace(/\r?\n/g, '\r\n');

describe('eml', () => {
  test('reads encoded words, quoted-printable and another character set', async () => {
    const [session] = await sessionsIn(
      Buffer.from(
        mail(
          `From: =?iso-8859-1?Q?J=FCrgen?= <sip:Juergen@Contoso.com>
To: "Bob, the other" <bob@yahoo.com>, Carol: dan@aol.com;
Subject: =?utf-8?B?R3LDvMOfZQ==?=
 =?utf-8?Q?_und_mehr?=
Date: Tue, 24 Jun 2014 09:12:01 +0200
Message-ID: <1@contoso.com>
MIME-Version: 1.0
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable`,
          'Sch=F6ne Gr=FC=\r\n=DFe\r\n',
        ),
      ),
    );
    expect(session).toMatchObject({
      protocol: 'sip',
      start: '2014-06-24T07:12:01.000Z',
      participants: ['bob@yahoo.com', 'dan@aol.com', 'juergen@contoso.com'],
      texts: [
        {
          from: 'juergen@contoso.com',
          to: ['bob@yahoo.com', 'dan@aol.com'],
          text: 'Schöne Grüße',
          contentType: 'text/plain',
        },
      ],
    });
    expect(session?.texts[0]).toMatchObject({ subject: 'Grüße und mehr' });
  });

  test('takes the plain part of an alternative, the text of HTML, and files by their names', async () => {
    const [session] = await sessionsIn(
      mail(
        `From: alice@contoso.com
To: bob@yahoo.com
Date: Tue, 24 Jun 2014 09:12:01 GMT
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x`,
        `--x
Content-Type: text/html

<p>Is this <b>bold</b>?</p><script>no()</script>
--x
Content-Type: application/pdf; name="plan.pdf"
Content-Disposition: attachment; filename="plan.pdf"
Content-Transfer-Encoding: base64

AAAA
--x--
`,
      ),
    );
    expect(session?.texts.map(({ text, contentType }) => [text, contentType])).toEqual([
      ['Is this bold?', 'text/html'],
    ]);
    expect(session?.files).toMatchObject([{ name: 'plan.pdf' }]);
  });

  test('joins mails that answer each other, in any order, and no others', async () => {
    const one = (id: string, more: string, at: string): string =>
      mail(
        `From: alice@contoso.com\nTo: bob@yahoo.com\nDate: Tue, 24 Jun 2014 09:${at}:00 +0000\nMessage-ID: <${id}>${more}`,
        id,
      );
    const first = one('a', '', '00');
    const answer = one('b', '\nIn-Reply-To: <a>', '01');
    const other = one('c', '', '02');
    const texts = (sessions: Line[]): string[][] => sessions.map((session) => session.texts.map(({ text }) => text));
    expect(texts(await sessionsIn(first, answer, other))).toEqual([['a', 'b'], ['c']]);
    expect(texts(await sessionsIn(other, answer, first))).toEqual([['a', 'b'], ['c']]);
  });
});

const HEAD = `From: Alice <alice@contoso.com>
To: bob@yahoo.com
Date: Tue, 24 Jun 2014 09:12:01 +0200
Message-ID: <1@contoso.com>
MIME-Version: 1.0`;
const multipart = (kind: string, ...parts: string[]): string =>
  mail(
    `${HEAD}\nContent-Type: multipart/${kind}; boundary=b`,
    parts.map((part) => `--b\n${part}\n`).join('') + '--b--\n',
  );
const textsIn = (lines: readonly Line[]): string[] => lines.flatMap(({ texts }) => texts.map(({ text }) => text));

describe('the parts of a mail', () => {
  test('that are shown one after the other are all of its text; files have their names in any spelling', async () => {
    const [session] = await sessionsIn(
      multipart(
        'mixed',
        'Content-Type: text/plain\n\nfirst',
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''%e2%82%ac%20rates.pdf\n\nx",
        'Content-Type: image/png\nContent-Disposition: attachment; filename*0="long-"; filename*1="name.png"\n\nx',
        'Content-Type: text/calendar\n\nBEGIN:VCALENDAR',
        'Content-Type: text/plain\n\nsecond',
      ),
    );
    expect(session?.texts.map(({ text }) => text)).toEqual(['first\nsecond']);
    expect(session?.files.map(({ name }) => name)).toEqual(['€ rates.pdf', 'long-name.png', 'unnamed (text/calendar)']);
  });

  test('are read as RTF, as lines that flow, and in a code page of Windows', async () => {
    const plain = (type: string, body: string): string =>
      mail(`${HEAD.replace('<1', `<${type.length}`)}\nContent-Type: ${type}`, body);
    const lines = await sessionsIn(
      plain('text/rtf', '{\\rtf1 hello rtf}\n'),
      plain('text/plain; format=flowed', 'one \nline\n two\n'),
      Buffer.from(plain('text/plain; charset=windows-1252', 'a \x96 b\n'), 'latin1'),
    );
    expect(textsIn(lines).sort()).toEqual(['a – b', 'hello rtf', 'one line\ntwo']);
  });

  test('that are mails are mails of their own; around one in a journal stands only who got it', async () => {
    const inner =
      HEAD.replace('<1', '<inner').replace('Alice <alice@contoso.com>', 'carol@contoso.com') + '\n\nenclosed\n';
    const forwarded = await sessionsIn(
      multipart('mixed', 'Content-Type: text/plain\n\nsee below', `Content-Type: message/rfc822\n\n${inner}`),
    );
    expect(forwarded.map(({ participants, texts }) => [participants, texts[0]?.text])).toEqual(
      expect.arrayContaining([
        [['alice@contoso.com', 'bob@yahoo.com'], 'see below'],
        [['bob@yahoo.com', 'carol@contoso.com'], 'enclosed'],
      ]),
    );
    const journal = multipart(
      'mixed',
      'Content-Type: text/plain\n\nSender: carol@contoso.com\nTo: bob@yahoo.com\nBcc: dan@aol.com, Expanded: all@contoso.com',
      `Content-Type: message/rfc822\n\n${inner}`,
    ).replace('MIME-Version', 'X-MS-Journal-Report:\r\nMIME-Version');
    const lines = await sessionsIn(journal);
    expect(lines.map(({ participants, texts }) => [participants, texts[0]?.text])).toEqual([
      [['bob@yahoo.com', 'carol@contoso.com', 'dan@aol.com'], 'enclosed'],
    ]);
  });

  test('that cannot be read are told: encrypted ones, missing ends, letters of no known character set', async () => {
    const issuesOf = async (content: string | Uint8Array): Promise<string[]> => {
      const { result } = await imported([fileOf(content, { name: 'x.eml' })]);
      return Object.keys(result.files[0]?.report?.issues ?? {});
    };
    const whole = multipart('mixed', 'Content-Type: text/plain\n\ncut off');
    expect(await issuesOf(whole)).toEqual([]);
    expect(await issuesOf(whole.slice(0, -8))).toEqual(['record-truncated']);
    const klingon = mail(`${HEAD}\nContent-Type: text/plain; charset=x-klingon`, 'caf\xe9\n');
    expect(await issuesOf(Buffer.from(klingon, 'latin1'))).toEqual(['text-not-utf8']);
    const nested = Array.from(
      { length: 30 },
      (_, n) => `Content-Type: multipart/mixed; boundary=n${n}\n\n--n${n}\n`,
    ).join('');
    expect(await issuesOf(mail(HEAD, '').trimEnd() + '\r\n' + nested + '\ndeep')).toContain('record-damaged');
    const { lines } = await imported([
      fileOf(mail(`${HEAD}\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data`, 'MIIB\n'), { name: 'x' }),
    ]);
    expect(lines[0]).toContain('archiving-gap');
  });

  test('stand in lines that end in CR alone, and behind lists of receivers with semicolons', async () => {
    const lines = await sessionsIn(
      (HEAD + '\n\ncr only\n').replaceAll('\n', '\r'),
      mail(
        HEAD.replace('<1', '<2').replace('To: bob@yahoo.com', 'To: sip:bob@yahoo.com; sip:carol@contoso.com'),
        'two\n',
      ),
    );
    expect(textsIn(lines).sort()).toEqual(['cr only', 'two']);
    expect(lines.flatMap(({ participants }) => participants)).toContain('carol@contoso.com');
  });
});

describe('mbox', () => {
  const box = [1, 2, 3]
    .map(
      (n) =>
        `From alice@contoso.com Tue Jun 24 09:12:0${n} 2014\n${HEAD.replace('<1', `<${n}`)}\n\ntext ${n}\n>From here\n\n`,
    )
    .join('');

  test.each(['\n', '\r\n'])('is as many mails as it holds, with their own lines (%j)', async (lineEnd) => {
    const lines = await sessionsIn(box.replaceAll('\n', lineEnd));
    expect(textsIn(lines).sort()).toEqual([1, 2, 3].map((n) => `text ${n}\nFrom here`));
  });
});

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
