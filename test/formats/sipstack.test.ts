import { describe, expect, test } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import type { HeaderLines, SourceId } from '../../src/model.ts';
import { sipstack } from '../../src/formats/sipstack.ts';
import { CUTS, accountedBytes, readLog, type KeptRecord, type ReadLog } from './read-log.ts';

const HEAD =
  'TL_INFO(TF_PROTOCOL) [0]06E4.0EB4::01/18/2012-05:00:43.101.00005386 (SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125))$$begin_record';
const FIELDS = [
  'Trace-Correlation-Id: 2003888399',
  'Instance-Id: 0000C23F',
  'Direction: incoming;source="external edge";destination="internal edge"',
  'Peer: Edge.Contoso.com:5061',
  'Message-Type: request',
];

/** A record with a body; `body` null = the log's dash. */
function record(body: string | null, length = Buffer.byteLength(body ?? ''), callId = 'a1'): string {
  const lines = [
    HEAD,
    ...FIELDS,
    'Start-Line: MESSAGE sip:bob@contoso.com SIP/2.0',
    'CONTENT-LENGTH: ' + String(length),
    'From: <sip:alice@yahoo.com>;tag=1',
    `call-id: ${callId}`,
    'CSeq: 1 MESSAGE',
    `Message-Body: ${body ?? '-'}`,
    '$$end_record',
    '',
  ];
  return lines.join('\r\n');
}

function bodyOf(kept: KeptRecord | undefined): string {
  return kept?.payload.split('\r\n\r\n').slice(1).join('\r\n\r\n') ?? 'no record';
}

/** Reads in every cut, sees that all agree and every byte is accounted for. */
function read(text: string): ReadLog {
  const bytes = Buffer.from(text);
  const [first, ...others] = CUTS.map((cut) => readLog(sipstack, bytes, { cut }));
  for (const other of others) {
    expect(other.records).toEqual(first!.records);
    expect(other.account.issues()).toEqual(first!.account.issues());
  }
  for (const each of [first!, ...others]) expect(accountedBytes(each)).toBe(bytes.length);
  return first!;
}

describe('sipstack', () => {
  test('gives the SIP message, its time, direction, peer, side and place', () => {
    const text = record('hello');
    const { records, account } = read('text\r\n' + text + record(null));
    expect(records).toHaveLength(2);
    expect(records[0]).toEqual({
      place: { source: 0, offset: 6, length: text.length },
      time: Date.UTC(2012, 0, 18, 5, 0, 43, 101),
      timeSource: 'log',
      direction: 'in',
      local: null,
      remote: { host: 'edge.contoso.com', port: 5061, transport: null },
      side: 'external',
      complete: true,
      kind: 'sip',
      flow: '',
      lost: 0,
      ends: false,
      payload:
        'MESSAGE sip:bob@contoso.com SIP/2.0\r\nCONTENT-LENGTH: 5\r\nFrom: <sip:alice@yahoo.com>;tag=1\r\n' +
        'call-id: a1\r\nCSeq: 1 MESSAGE\r\n\r\nhello',
    });
    expect(bodyOf(records[1])).toBe('');
    expect(account.issues()).toEqual({
      'text-between-records': { severity: 'info', count: 1, places: [{ source: 0, offset: 0, length: 6 }] },
    });
  });

  test('an outgoing record is taken at the side of its destination', () => {
    const out = record(null).replace('incoming;source="external', 'outgoing;source="external');
    expect(read(out).records[0]).toMatchObject({ direction: 'out', side: 'internal' });
  });

  test('reads a body that holds marker text', () => {
    const bodies = [
      '$$end_record',
      'see:\r\n$$end_record\r\nand more',
      record('inner'),
      `${HEAD}\r\nStart-Line: x`,
      `a\r\n$$end_record\r\n${HEAD}\r\n$$end_record\r\n$$end_record`,
      'Message-Body: -\r\n$$begin_record',
    ];
    for (const body of bodies) {
      const { records, issues } = read(record(body) + record('next', 4, 'b2'));
      expect(records.map(bodyOf)).toEqual([body, 'next']);
      expect(issues).toEqual({});
    }
  });

  test('ends a body at its mark where Content-Length is wrong', () => {
    for (const length of [3, 17, 100, 5000]) {
      const { records, issues } = read(record('hello', length) + record('next', 4, 'b2'));
      expect(records.map(bodyOf)).toEqual(['hello', 'next']);
      expect(issues).toEqual({});
    }
  });

  test('leaves line breaks at the end to the body that Content-Length counts them for', () => {
    expect(bodyOf(read(record('v=0\r\ns=-\r\n')).records[0])).toBe('v=0\r\ns=-\r\n');
    expect(bodyOf(read(record('v=0\r\ns=-\r\n', 8)).records[0])).toBe('v=0\r\ns=-');
    expect(bodyOf(read(record('hello\r\n\r\n', 99)).records[0])).toBe('hello');
    const glued = record('v=0\r\n', 5).replace('v=0\r\n\r\n', 'v=0\r\n');
    expect(bodyOf(read(glued).records[0])).toBe('v=0\r\n');
  });

  test('gives a body back its CR LF where the file lost them', () => {
    const text = record('v=0\r\ns=-\r\n').replaceAll('\r\n', '\n');
    const { records, issues } = read(text);
    expect(records[0]?.payload).toBe(
      'MESSAGE sip:bob@contoso.com SIP/2.0\nCONTENT-LENGTH: 10\nFrom: <sip:alice@yahoo.com>;tag=1\n' +
        'call-id: a1\nCSeq: 1 MESSAGE\n\r\nv=0\r\ns=-\r\n',
    );
    expect(issues).toEqual({});
  });

  test('a dash is an empty body, unless it is the body', () => {
    expect(bodyOf(read(record(null)).records[0])).toBe('');
    expect(bodyOf(read(record('-', 1)).records[0])).toBe('-');
    expect(bodyOf(read(record(null, 120)).records[0])).toBe('');
  });

  test('joins without a blank what was wrapped inside a URI or a Call-ID', () => {
    const text = [
      HEAD,
      'Direction: outgoing',
      'Start-Line: OPTIONS sip:bob@contoso.com SIP/2.0',
      'From: "Bob',
      'Smith" <sip:bob@con',
      'toso.com>;tag=1',
      'Call-ID: w',
      '2@host',
      'Message-Body: -',
      '$$end_record',
      '',
    ].join('\r\n');
    const payload = read(text).records[0]?.payload;
    expect(payload).toContain('\r\nFrom: "Bob Smith" <sip:bob@contoso.com>;tag=1\r\nCall-ID: w2@host\r\n');
  });

  test('mends headers that were wrapped, doubled by empty lines, or stand before the start line', () => {
    const text = [
      HEAD,
      'Direction: outgoing',
      'Peer: 10.0.0.1',
      'To: <sip:bob@contoso.com>',
      'Start-Line: SUBSCRIBE sip:bob@contoso.com SIP/2.0',
      'From: "PIC Test (pic1)',
      'lcsent01"<sip:pic1@contoso.com>;tag=1',
      'Via: SIP/2.0/TLS 10.55.55.33:47696;ms-',
      'received-port=47696;',
      '    ms-received-cid=200',
      '',
      'Contact:',
      '<sip:pic1@contoso.com>',
      'Accept: application/pidf+xml, text/',
      'xml+msrtc.pidf',
      'Route:',
      'sip:edge.contoso.com',
      'Call-ID: w1',
      'Message-Body: -',
      '$$end_record',
      '',
    ].join('\r\n');
    expect(read(text).records[0]?.payload).toBe(
      [
        'SUBSCRIBE sip:bob@contoso.com SIP/2.0',
        'To: <sip:bob@contoso.com>',
        'From: "PIC Test (pic1) lcsent01"<sip:pic1@contoso.com>;tag=1',
        'Via: SIP/2.0/TLS 10.55.55.33:47696;ms-received-port=47696;',
        '    ms-received-cid=200',
        'Contact:<sip:pic1@contoso.com>',
        'Accept: application/pidf+xml, text/xml+msrtc.pidf',
        'Route:sip:edge.contoso.com',
        'Call-ID: w1',
        '',
        '',
      ].join('\r\n'),
    );
  });

  test('reads a body behind an empty line where the field Message-Body is missing', () => {
    const text = record('hello').replace('Message-Body: ', '\r\n');
    expect(bodyOf(read(text).records[0])).toBe('hello');
  });

  test('gives TF_DIAG records, with a begin mark and without', () => {
    const diagnostic = [
      'LogType: diagnostic',
      'Severity: warning',
      'SIP-Call-ID: c1',
      'Peer: vcse.example.com:25002',
      'Data: domain="x"',
      '',
    ].join('\r\n');
    const head = String.raw`TL_WARN(TF_DIAG) [pool\edge]0584.0A44::03/02/2017-07:10:46.230.0000773E (SIPStack,f:g.cpp(830)) [156659184] `;
    const free =
      'TL_ERROR(TF_COMPONENT) [0]0860.0CDC::01/18/2012-05:07:42.622.000d0b31 (SIPStack,f:g.cpp(1))( 00F ) Exit\r\n';
    const { records, issues } = read(
      `${head}$$begin_record\r\n${diagnostic}$$end_record\r\n${free}${diagnostic}$$end_record\r\n${free}`,
    );
    expect(records.map(({ kind, payload }) => [kind, payload])).toEqual([
      ['trace-diagnostic', diagnostic],
      ['trace-diagnostic', diagnostic],
    ]);
    expect(records[0]?.time).toBe(Date.UTC(2017, 2, 2, 7, 10, 46, 230));
    expect(records[0]?.remote?.host).toBe('vcse.example.com');
    expect(issues).toEqual({ 'other-record': 1 });
  });

  test('gives stanzas of the XMPP gateway', () => {
    const head = 'TL_INFO(TF_PROTOCOL) [1]0B1C.0D24::04/02/2013-10:11:12.130.0001 (XmppTGW,Stream::Send:Stream.cpp(1))';
    const { records } = read(`${head}Outgoing stanza\r\n<message to='a@b'>\r\n<body>hi</body></message>\r\n`);
    expect(records[0]).toMatchObject({
      kind: 'xmpp',
      direction: 'out',
      payload: "<message to='a@b'>\r\n<body>hi</body></message>",
    });
  });

  test('finds the gateway’s stanzas in the head’s line, behind fields, and cut off; and takes other markup for none', () => {
    const head = (component: string): string =>
      `TL_INFO(TF_PROTOCOL) [1]0B1C.0D24::04/02/2013-10:11:12.130.0001 (${component},Stream::Send:Stream.cpp(1))`;
    const stanza = "<message to='a@b'><body>hi\r\nyou</body></message>";
    const cases: [text: string, payload: string | null, direction: string | null][] = [
      [`${head('XmppTGW')}( 00000000028FDD70 ) Received map<int>: ${stanza} (52 bytes)\r\n`, stanza, 'in'],
      [`${head('TranslatingGateway')} Sending: ${stanza}\r\n`, stanza, 'out'],
      [
        `${head('XmppTGW')}$$begin_record\r\nDirection: outgoing\r\nPeer: a.test:5269\r\n${stanza}<presence/>\r\n$$end_record\r\n`,
        stanza + '<presence/>',
        'out',
      ],
      [`${head('XmppTGW')} Sent <message to='a@b'><body>hi</bo\r\n`, "<message to='a@b'><body>hi</bo", 'out'],
      [`${head('XmppTGW')} Sent <presence xmlns='urn:ietf:params:xml:ns:pidf'/>\r\n`, null, null],
      [`${head('XmppTGW')} Sent </message> map<int>\r\n`, null, null],
      [`${head('SIPStack')} Sent ${stanza}\r\n`, null, null],
    ];
    for (const [text, payload, direction] of cases) {
      const { records } = read(text);
      expect([text, records[0]?.payload ?? null, records[0]?.direction ?? null]).toEqual([text, payload, direction]);
    }
  });

  test('reads a body that quotes a head in a record without a begin mark', () => {
    const free = HEAD.replace('$$begin_record', '');
    const body = `one\r\n${free}\r\nDirection: incoming\r\nend`;
    const { records } = read(record(body).replace(HEAD, free) + record('two', 3, 'a2'));
    expect(records.map(bodyOf)).toEqual([body, 'two']);
  });

  test('ends a record without a begin mark at the next head when no end mark fits its body', () => {
    const free = HEAD.replace('$$begin_record', '');
    const cut = record('one', 400).replace(HEAD, free).replace('$$end_record\r\n', '');
    expect(
      read(cut + record('two', 3, 'a2'))
        .records.map(bodyOf)
        .at(-1),
    ).toBe('two');
  });

  test('says of a record without an end that it was cut, and goes on at the next head', () => {
    const cutInHeaders = record('hello').split('CSeq')[0]!;
    const cutInBody = record('hello world').split(' world')[0]! + '\r\n';
    for (const start of [cutInHeaders, cutInBody]) {
      const { records, issues } = read(start + record('next', 4, 'b2') + start);
      expect(records).toHaveLength(3);
      expect(bodyOf(records[1])).toBe('next');
      expect(issues).toEqual({ 'record-truncated': 2 });
    }
  });

  test('leaves half a header line of a record that was cut out', () => {
    const { records } = read(record('hello').split('Seq')[0]!);
    expect(records[0]?.payload).toMatch(/call-id: a1\r\n\r\n$/);
  });

  test('a cut at any byte loses nothing silently', () => {
    const text = Buffer.from(record('hello') + record(null, 0, 'b2') + 'TL_INFO(TF_COMPONENT) nothing\r\n');
    for (let length = 0; length <= text.length; length += 1) {
      const log = readLog(sipstack, text.subarray(0, length));
      expect(accountedBytes(log)).toBe(length);
      if (length >= record('hello').length) expect(log.records.length).toBeGreaterThan(0);
    }
  });

  test('reads Avaya Contact Center records: day first, local time', () => {
    const text = [
      '13/08/2022-11:36:14.354 [0x000021ac] - --> Message to Send (Dest Address IP:  10.50.14.2:4165):$$begin_record',
      'Direction: outgoing',
      'Start-Line: SIP/2.0 100 Trying',
      'Call-ID: x',
      '$$end_record',
      '',
    ].join('\n');
    const log = readLog(sipstack, text, { timeZone: 'Europe/Berlin' });
    expect(log.records[0]).toMatchObject({ time: Date.UTC(2022, 7, 13, 9, 36, 14, 354), timeSource: 'assumed-zone' });
  });

  test('reads a body of 5 MB', () => {
    const body = 'x'.repeat(5_000_000);
    const log = readLog(sipstack, record(body) + record('next', 4, 'b2'));
    expect(log.records.map((kept) => bodyOf(kept).length)).toEqual([5_000_000, 4]);
  });

  test.each([
    ['none at all', ''],
    ['one far behind', '$$end_record\r\n'],
  ])('looks at no byte more than a few times where end marks are missing: %s', (_, end) => {
    const open = record('x').replace('$$end_record\r\n', '');
    const text = open.repeat(4000) + end;
    const began = process.cpuUsage();
    const log = readLog(sipstack, text);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(1.5);
    expect(log.records).toHaveLength(4000);
    expect(accountedBytes(log)).toBe(text.length);
  });

  test('passes over the rest of a record that is longer than 16 MiB', () => {
    const text = record('x'.repeat(17 * 1024 * 1024)) + record('next', 4, 'b2');
    const log = readLog(sipstack, text);
    expect(log.records).toHaveLength(2);
    expect(bodyOf(log.records[1])).toBe('next');
    expect(log.issues['record-too-long']).toBe(2);
    expect(accountedBytes(log)).toBe(text.length);
  });

  test('gives the same records of UTF-16LE as of UTF-8, with places in the file', () => {
    const text = record('Grüße 你好');
    const wide = Buffer.from('\uFEFF' + text + text, 'utf16le');
    const log = readLog(sipstack, wide, { encoding: { name: 'utf-16le', bom: 2 } });
    const narrow = readLog(sipstack, text + text);
    expect(log.records.map(({ payload }) => payload)).toEqual(narrow.records.map(({ payload }) => payload));
    expect(log.records[1]?.place).toEqual({ source: 0, offset: 2 + text.length * 2, length: text.length * 2 });
    expect(accountedBytes(log)).toBe(wide.length);
  });

  test('tells where the header lines are, folded ones too, unless they must be mended', () => {
    const told = (text: string): (HeaderLines | undefined)[] => {
      const lines: (HeaderLines | undefined)[] = [];
      const account = new FileAccount(0 as SourceId);
      const writer = sipstack.open({ account, timeZone: 'UTC', modified: null }, ({ headers }) => lines.push(headers));
      writer.write(Buffer.from(text));
      writer.end();
      return lines;
    };
    const folded = record('hello').replace('CSeq: 1 MESSAGE', 'CSeq: 1\r\n MESSAGE');
    const wrapped = record('hello').replace('CSeq: 1 MESSAGE', 'CSeq: 1\r\nMESSAGE');
    expect(told(record('hello'))[0]).toMatchObject({ count: 4 });
    expect(told(folded)[0]).toMatchObject({ count: 5 });
    expect(told(wrapped)).toEqual([undefined]);
    // In every cut the lines are those that a reader of the payload finds: see `readLog`.
    for (const text of [record('hello'), record(null), folded, wrapped]) expect(read(text).records).toHaveLength(1);
  });
});
