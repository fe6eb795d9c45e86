/** Mails and mailboxes as sources: what their parts say, what they enclose, what is missing. */
import { describe, expect, test } from 'vitest';
import { fileOf, imported } from '../pipeline/files.ts';
import { mail, sessionsIn, textsIn, type Line } from './archive-lines.ts';

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
