import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model.ts';
import { htmlToText } from '../../src/protocols/html-text.ts';
import { rtfToText } from '../../src/protocols/rtf-text.ts';
import { readSdp } from '../../src/protocols/sdp.ts';
import { readOne, wire } from './sip-records.ts';

const said = (contentType: string, body: string | Uint8Array, ...headers: string[]): Fact[] =>
  readOne({ headers: ['Content-Type: ' + contentType, ...headers], body }).facts;
const textOf = (contentType: string, body: string | Uint8Array): string[] =>
  said(contentType, body).flatMap((fact) => (fact.kind === 'text' ? [fact.text] : []));

describe('a MESSAGE says', () => {
  test('plain text, in the character set that fits', () => {
    expect(said('text/plain; charset=UTF-8;msgr=WAAt', 'Grüße, 世界')).toEqual([
      { kind: 'text', from: null, to: [], text: 'Grüße, 世界', contentType: 'text/plain', inInvite: false },
    ]);
    expect(textOf('text/plain; charset=iso-8859-1', Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65))).toEqual(['Grüße']);
    expect(textOf('text/plain; charset=utf-16le', Uint8Array.of(0x48, 0, 0x69, 0))).toEqual(['Hi']);
    expect(textOf('text/plain; charset=iso-8859-1', 'saved as UTF-8: é')).toEqual(['saved as UTF-8: é']);
    expect(textOf('text/plain; charset=no-such-set', 'plain')).toEqual(['plain']);
  });

  test('and reports bytes that fit no character set', () => {
    const { facts, issues } = readOne({ headers: ['Content-Type: text/plain'], body: Uint8Array.of(0x61, 0xff, 0x62) });
    expect(facts).toMatchObject([{ text: 'a\uFFFDb' }]);
    expect(issues).toEqual(['text-not-utf8']);
  });

  test('line breaks as LF and none at the end', () => {
    expect(textOf('text/plain', 'one\r\ntwo\r\n\r\n')).toEqual(['one\ntwo']);
  });

  test('HTML and RTF as text', () => {
    expect(said('text/html; charset=UTF-8', '<html><body><p>Hi&nbsp;<b>Bob</b></p>')).toMatchObject([
      { text: 'Hi Bob', contentType: 'text/html' },
    ]);
    expect(said('text/rtf', '{\\rtf1\\ansi Hi \\b Bob\\b0\\par}')).toMatchObject([{ text: 'Hi Bob' }]);
  });

  test('of alternatives the plain one, unless it is empty', () => {
    const body = (plain: string): string =>
      wire(
        '--b',
        'Content-Type: text/html',
        '',
        '<i>rich</i>',
        '--b',
        'Content-Type: text/plain',
        '',
        plain,
        '--b--',
        '',
      );
    expect(said('multipart/alternative; boundary="b"', body('plain'))).toMatchObject([{ text: 'plain' }]);
    expect(said('multipart/alternative; boundary="b"', body(''))).toMatchObject([
      { text: 'rich', contentType: 'text/html' },
    ]);
  });

  test('in nested parts, with transfer encodings, LF and a boundary that nobody named', () => {
    const inner =
      '--i\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\nR3LDvMOfZQ==\n--i--\n';
    const body = `preamble\n--o\nContent-Type: multipart/alternative; boundary=i\n\n${inner}\n--o\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A9t=\n=C3=A9 =zz\n--o--\nepilogue`;
    expect(textOf('multipart/mixed', body)).toEqual(['Grüße', 'été =zz']);
  });

  test('in CPIM, whose sender is the speaker', () => {
    const body = wire(
      'From: Winnie <im:Winnie@100akerwood.com>',
      'To: <im:piglet@x>',
      'DateTime: 2000-12-13T13:40:00-08:00',
      '',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Bother.',
    );
    expect(said('message/cpim', body)).toMatchObject([{ text: 'Bother.', from: 'winnie@100akerwood.com' }]);
  });

  test('for the speaker that a conference server names', () => {
    expect(said('text/plain', 'hi', 'Ms-Sender: <sip:Carol@contoso.com>')).toMatchObject([
      { from: 'carol@contoso.com' },
    ]);
  });

  test('nothing while someone types or when a message arrives', () => {
    const composing =
      '<?xml version="1.0"?><isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state></isComposing>';
    expect(said('application/im-iscomposing+xml', composing)).toEqual([{ kind: 'notice', notice: 'typing' }]);
    expect(said('text/x-msmsgscontrol', 'TypingUser: a@msn.com')).toEqual([{ kind: 'notice', notice: 'typing' }]);
    const imdn = (inner: string): string => `<imdn xmlns="urn:ietf:params:xml:ns:imdn">${inner}</imdn>`;
    expect(
      said('message/imdn+xml', imdn('<display-notification><status><displayed/></status></display-notification>')),
    ).toEqual([{ kind: 'notice', notice: 'displayed' }]);
    expect(said('application/ms-imdn+xml', imdn('<message-id>1</message-id>'))).toEqual([
      { kind: 'notice', notice: 'delivered', of: '1' },
    ]);
  });

  test('compressed bodies, and those that the log shows opened already', () => {
    for (const [encoding, body] of [
      ['gzip', gzipSync('hello')],
      ['deflate', deflateSync('hello')],
      ['gzip', 'hello'],
    ] as const) {
      const { facts, issues } = readOne({
        headers: ['Content-Type: text/plain', `Content-Encoding: ${encoding}`],
        body,
      });
      expect(facts).toMatchObject([{ kind: 'text', text: 'hello' }]);
      expect(issues).toEqual([]);
    }
  });

  test('what cannot be read, and why', () => {
    expect(said('application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'MII')).toEqual([
      { kind: 'opaque', reason: 'encrypted', detail: 'application/pkcs7-mime; smime-type=enveloped-data' },
    ]);
    expect(said('text/plain', '?OTR:AAMC')).toMatchObject([{ kind: 'opaque', reason: 'encrypted' }]);
    const packed = readOne({ headers: ['Content-Type: text/plain', 'Content-Encoding: br'], body: 'xx' });
    expect(packed.facts).toMatchObject([{ kind: 'opaque' }]);
    expect(packed.issues).toEqual(['sip-body-unreadable']);
    expect(readOne({ headers: ['Content-Type: application/x-thing'], body: 'xx' }).issues).toEqual([
      'sip-body-unreadable',
    ]);
    expect(readOne({ headers: ['Content-Type: multipart/mixed'], body: 'no parts' }).issues).toEqual([
      'sip-body-unreadable',
    ]);
  });

  test('nothing in an answer', () => {
    const { facts } = readOne({ startLine: 'SIP/2.0 200 OK', headers: ['Content-Type: text/plain'], body: 'hi' });
    expect(facts).toEqual([]);
  });
});

describe('an INFO', () => {
  const info = (type: string, body: string): Fact[] =>
    readOne({ method: 'INFO', headers: ['Content-Type: ' + type], body }).facts;

  test('tells of typing', () => {
    expect(
      info('application/xml', '<?xml version="1.0"?>\n<KeyboardActivity>\n<status status="type"/></KeyboardActivity>'),
    ).toEqual([{ kind: 'notice', notice: 'typing' }]);
  });

  test('carries what is said in a room, and not what was said before', () => {
    const chat =
      '<grpchat id="grpchat" chanUri="ma-chan://contoso.com/4AD" author="sip:Bob@contoso.com" ts="2014-06-24T10:00:00Z"><chat>Hi &amp; hello</chat></grpchat>';
    const xccos = (inner: string): string =>
      `<xccos ver="1" envid="1" xmlns="urn:parlano:xml:ns:xccos">${inner}</xccos>`;
    expect(info('text/plain', xccos(chat))).toEqual([
      {
        kind: 'text',
        from: 'bob@contoso.com',
        to: ['ma-chan://contoso.com/4ad'],
        text: 'Hi & hello',
        contentType: 'text/plain',
        inInvite: false,
      },
    ]);
    expect(info('text/plain', xccos(`<rpl id="rpl:bccontext" seqid="1"><data>${chat}</data></rpl>`))).toEqual([]);
    expect(info('text/plain', 'not a document')).toEqual([]);
  });
});

describe('SDP', () => {
  const invite = (body: string, startLine?: string): Fact[] =>
    readOne({
      method: 'INVITE',
      headers: ['c: application/sdp'],
      body,
      ...(startLine === undefined ? {} : { startLine }),
    }).facts;
  const sdp = wire(
    'v=0',
    'm=message 5060 sip null',
    'a=accept-types:text/plain',
    'm=audio 0 RTP/AVP 0',
    'm=video 50001/2 RTP/AVP 31',
  );

  test('gives a media line that is not refused', () => {
    const media = [
      { kind: 'media', media: 'im', port: 5060 },
      { kind: 'media', media: 'video', port: 50001 },
    ];
    expect(invite(sdp)).toEqual(media);
    expect(invite(sdp, 'SIP/2.0 200 OK')).toEqual(media);
    expect(invite(sdp, 'SIP/2.0 488 Not Acceptable Here')).toEqual([]);
    expect(readOne({ method: 'OPTIONS', headers: ['c: application/sdp'], body: sdp }).facts).toEqual([]);
  });

  test('knows the media of Lync, and lenient lines', () => {
    const facts = readSdp(
      'v=0\nm=x-ms-message 5060 sip sip:a@b\rm =applicationsharing 5000 TCP/RTP/AVP 127\r\n M=x\nm= data 6000 tcp\nm=audio x y',
    );
    expect(facts).toEqual([
      { kind: 'media', media: 'im', port: 5060 },
      { kind: 'media', media: 'sharing', port: 5000 },
      { kind: 'media', media: 'file', port: 6000 },
      { kind: 'media', media: 'audio', port: null },
    ]);
  });

  test('names a file that it offers', () => {
    expect(
      readSdp('m=message 7654 TCP/MSRP *\r\na=file-selector:name:"My %22cat%22.jpg" type:image/jpeg size:32349\r\n'),
    ).toEqual([
      { kind: 'media', media: 'im', port: 7654 },
      { kind: 'file', transfer: null, name: 'My "cat".jpg', size: 32349, accepted: null },
    ]);
  });

  test('of two versions for old and new clients counts once', () => {
    const body = wire(
      '--b',
      'Content-Type: application/sdp',
      'Content-Disposition: session; handling=optional; ms-proxy-2007fallback',
      '',
      'm=audio 1 x',
      '--b',
      'Content-Type: application/sdp',
      '',
      'm=audio 2 x',
      '--b--',
    );
    const { facts } = readOne({ method: 'INVITE', headers: ['Content-Type: multipart/alternative;boundary=b'], body });
    expect(facts).toEqual([{ kind: 'media', media: 'audio', port: 2 }]);
  });
});

describe('files', () => {
  const transfer = (inner: string): string =>
    `<request xmlns="http://schemas.microsoft.com/rtc/2009/05/filetransfer" requestId="1">${inner}</request>`;

  test('are offered, taken and withdrawn in Lync’s documents', () => {
    const info = '<fileInfo><id>{6244F934}</id><name>Plan &amp; costs.docx</name><size>4711</size></fileInfo>';
    const body = wire(
      '--b',
      'Content-Type: application/sdp',
      '',
      'm=data 6001 TCP/RTP/SAVP 127',
      '--b',
      'Content-Type: application/ms-filetransfer+xml',
      '',
      transfer(`<publishFile>${info}</publishFile>`),
      '--b--',
    );
    expect(readOne({ method: 'INVITE', headers: ['Content-Type: multipart/mixed; boundary=b'], body }).facts).toEqual([
      { kind: 'media', media: 'file', port: 6001 },
      { kind: 'file', transfer: '{6244F934}', name: 'Plan & costs.docx', size: 4711, accepted: null },
    ]);
    for (const [step, accepted] of [
      ['downloadFile', true],
      ['cancelTransfer', false],
    ] as const) {
      const { facts } = readOne({
        method: 'INFO',
        headers: ['Content-Type: application/ms-filetransfer+xml'],
        body: transfer(`<${step}><fileInfo><id>{6244F934}</id></fileInfo></${step}>`),
      });
      expect(facts).toEqual([{ kind: 'file', transfer: '{6244F934}', name: '', size: null, accepted }]);
    }
  });

  test('are offered and answered in Messenger’s invitation', () => {
    const body = wire(
      'Application-Name: File Transfer',
      'Application-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}',
      'Invitation-Command: INVITE',
      'Invitation-Cookie: 33267',
      'Application-File: Été.doc',
      'Application-FileSize: 1024',
      '',
    );
    expect(said('text/x-msmsgsinvite; charset=UTF-8', body)).toEqual([
      { kind: 'file', transfer: '33267', name: 'Été.doc', size: 1024, accepted: null },
    ]);
    expect(said('text/x-msmsgsinvite', wire('Invitation-Command: ACCEPT', 'Invitation-Cookie: 33267', ''))).toEqual([
      { kind: 'file', transfer: '33267', name: '', size: null, accepted: true },
    ]);
    expect(said('text/x-msmsgsinvite', wire('Invitation-Command: INVITE', 'Application-Name: Chess', ''))).toEqual([]);
  });
});

describe('htmlToText', () => {
  test.each([
    ['a<br>b<BR/>c', 'a\nb\nc'],
    ['<div>one</div><div>two</div>', 'one\ntwo'],
    ['<p>one</p>\n\n<p>two</p>', 'one\ntwo'],
    ['<style>p{}</style><script>alert("<b>")</script>x<!-- <b>no</b> -->y', 'xy'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2 &#8364; &#x20AC; &unknown; &Eacute;', '1 < 2 && 3 > 2 € € &unknown; É'],
    ['a < b and c', 'a < b and c'],
    ['<a title="x > y">link</a>', 'link'],
    ['<img src="x" alt=":-)"> ok', ':-) ok'],
    ['cut <b', 'cut'],
    ['&#0;&#xD800;', '\uFFFD\uFFFD'],
    ['', ''],
  ])('%j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

describe('rtfToText', () => {
  test.each([
    [
      "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Segoe UI;}}{\\colortbl;\\red0;}\\f0 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2\\par}",
      'Привет',
    ],
    ['{\\rtf1\\uc1 caf\\u233?\\line next\\tab x}', 'café\nnext\tx'],
    ['{\\rtf1{\\*\\generator Riched20;}a\\{b\\}\\\\c\\~d}', 'a{b}\\c d'],
    ['{\\rtf1 unbalanced', 'unbalanced'],
    ['{\\rtf1\\uc2\\u8364 ??x}', '€x'],
  ])('%j', (rtf, text) => {
    expect(rtfToText(rtf)).toBe(text);
  });
});
