import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sip } from '../../src/protocols/sip.ts';
import { bytesOf, flowOf, messageOf, readRecords, recordOf, wire } from './sip-records.ts';

const texts = (records: Parameters<typeof readRecords>[0]): string[] =>
  readRecords(records).sip.flatMap(({ facts }) => facts.flatMap((fact) => (fact.kind === 'text' ? [fact.text] : [])));

const PLAIN = ['Content-Type: text/plain'];

function joined(...parts: (string | Uint8Array)[]): Uint8Array {
  const all = parts.map((part) => (typeof part === 'string' ? bytesOf(part) : part));
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

describe('sip.sniff', () => {
  test.each([
    ['INVITE sip:a@b SIP/2.0\r\n', true],
    ['\r\n\r\njaK\0SIP/2.0 200 OK\r\n', true],
    ['middle of a body\r\nBYE sip:a@b SIP/2.0\r\nVia', true],
    ['SIP/2.0 404 Not Found', true],
    ['MESSAGE 2014-06-24 started', false],
    ['GET /sip HTTP/1.1\r\nHost: x\r\n', false],
    ['HTTP/1.1 200 OK\r\n', false],
    ['OPTIONS rtsp://x/ RTSP/1.0\r\n', false],
    ['NOTIFY * HTTP/1.1\r\n', false],
    ['see INVITE sip:a@b SIP/2.0', false],
    ['Via: SIP/2.0/UDP x\r\n', false],
    ["<iq type='get'/>", false],
    ['', false],
  ])('%j is %s', (payload, expected) => {
    expect(sip.sniff(bytesOf(payload))).toBe(expected);
  });
});

describe('sip reads a record', () => {
  test('whose body ends with it, whatever Content-Length says', () => {
    const { issues } = readRecords([recordOf(messageOf({ headers: PLAIN, body: 'hello there', length: 5 }))]);
    expect(issues).toEqual(['sip-length-wrong']);
    expect(texts([recordOf(messageOf({ headers: PLAIN, body: 'hello there\n\n', length: 5 }))])).toEqual([
      'hello there',
    ]);
  });

  test('whose line breaks lost their CR', () => {
    const outcome = readRecords([recordOf(messageOf({ headers: PLAIN, body: 'a\nb\nc\n', length: 7 }))]);
    expect(outcome.issues).toEqual(['sip-length-wrong']);
    expect(outcome.sip[0]?.facts).toMatchObject([{ kind: 'text', text: 'a\nb\nc' }]);
  });

  test('whose body was cut: what is there, and that it is not all', () => {
    const { sip: messages, issues } = readRecords([recordOf(messageOf({ headers: PLAIN, body: 'hel', length: 40 }))]);
    expect(issues).toEqual(['sip-body-short']);
    expect(messages[0]?.facts).toMatchObject([
      { kind: 'text', text: 'hel' },
      { kind: 'opaque', reason: 'truncated', detail: '3 of 40 bytes' },
    ]);
  });

  test('that a mark closed: nothing was cut, so the length is wrong', () => {
    const bytes = messageOf({ headers: PLAIN, body: 'hel', length: 40 });
    const { sip: messages, issues } = readRecords([recordOf(bytes, { complete: true })]);
    expect(issues).toEqual(['sip-length-wrong']);
    expect(messages[0]?.facts).toMatchObject([{ kind: 'text', text: 'hel' }]);
    expect(messages[0]?.facts).toHaveLength(1);
    const empty = messageOf({ headers: PLAIN, body: '', length: 40 });
    expect(readRecords([recordOf(empty, { complete: true })]).sip[0]?.facts).toMatchObject([
      { reason: 'body-missing' },
    ]);
  });

  test('that was put together from several places', () => {
    const further = [{ ...recordOf('').place, offset: 900, length: 50 }];
    const { sip: messages } = readRecords([recordOf(messageOf({}), { further })]);
    expect(messages[0]?.places.map(({ offset }) => offset)).toEqual([0, 900]);
  });

  test('whose body is not there at all', () => {
    for (const body of ['', '-', '\r\n', '----****MESSAGE BODY DELETED****----']) {
      const { sip: messages } = readRecords([recordOf(messageOf({ headers: PLAIN, body, length: 12 }))]);
      expect(messages[0]?.facts).toMatchObject([{ kind: 'opaque', reason: 'body-missing' }]);
    }
    expect(readRecords([recordOf(messageOf({ headers: PLAIN, body: '', length: 0 }))]).sip[0]?.facts).toEqual([]);
  });

  test('with several messages, keep-alives between them', () => {
    const bytes = joined(
      '\r\n\r\n',
      messageOf({ headers: PLAIN, body: 'one' }),
      '\r\n\r\njaK\0',
      messageOf({ headers: PLAIN, body: 'two', cseq: 2 }),
      '\r\n',
    );
    expect(texts([recordOf(bytes)])).toEqual(['one', 'two']);
    expect(readRecords([recordOf(bytes)]).issues).toEqual([]);
  });

  test('with a first message whose Content-Length covers the second', () => {
    const bytes = joined(
      messageOf({ headers: PLAIN, body: 'one\r\n', length: 60 }),
      messageOf({ headers: PLAIN, body: 'two', cseq: 2 }),
    );
    expect(texts([recordOf(bytes)])).toEqual(['one', 'two']);
    expect(readRecords([recordOf(bytes)]).issues).toEqual(['sip-length-wrong']);
  });

  test('with a body that quotes SIP', () => {
    const body = 'SIP/2.0 200 OK\r\n';
    const bytes = messageOf({ method: 'NOTIFY', headers: ['Content-Type: message/sipfrag'], body });
    expect(readRecords([recordOf(bytes)]).sip).toHaveLength(1);
  });

  test('that is no SIP, and says so', () => {
    expect(readRecords([recordOf('GET / HTTP/1.1\r\n\r\n')])).toMatchObject({ sip: [], issues: ['sip-malformed'] });
    expect(readRecords([recordOf('\r\n\r\n')])).toMatchObject({ sip: [], issues: [] });
  });

  test.each([
    ['no Call-ID', wire('BYE sip:a@b SIP/2.0', 'CSeq: 1 BYE', '', '')],
    ['no CSeq', wire('BYE sip:a@b SIP/2.0', 'Call-ID: x', '', '')],
    ['a CSeq without a number', wire('BYE sip:a@b SIP/2.0', 'Call-ID: x', 'CSeq: BYE', '', '')],
    ['a status of ten digits', wire('SIP/2.0 4294967301 x', 'Call-ID: x', 'CSeq: 1 BYE', '', '')],
    ['a status of 700', wire('SIP/2.0 700 x', 'Call-ID: x', 'CSeq: 1 BYE', '', '')],
    ['a response whose CSeq has no method', wire('SIP/2.0 200 OK', 'Call-ID: x', 'CSeq: 1', '', '')],
  ])('with %s is refused', (_, text) => {
    expect(readRecords([recordOf(text)])).toMatchObject({ sip: [], issues: ['sip-malformed'] });
  });
});

describe('sip reads a flow', () => {
  test('with the places of all records that a message spans', () => {
    const bytes = joined(
      messageOf({ headers: PLAIN, body: 'one' }),
      messageOf({ headers: PLAIN, body: 'two', cseq: 2 }),
    );
    const half = Math.floor(bytes.length / 2) + 40;
    const { sip: messages } = readRecords(flowOf(bytes, [100, half - 100, bytes.length]));
    expect(messages.map(({ places }) => places.map(({ offset }) => offset))).toEqual([
      [0, 100],
      [100, half],
    ]);
  });

  const message = fc.record({
    body: fc.string({ maxLength: 60, unit: 'binary' }),
    response: fc.boolean(),
    before: fc.constantFrom('', '\r\n\r\n', '\r\n', 'jaK', '\0', '\r\n\r\njaK\r\n'),
  });

  test('cut anywhere: exactly the messages', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 30 }),
        (sent, sizes) => {
          const parts = sent.flatMap(({ body, response, before }, index) => [
            before,
            messageOf({
              method: 'INFO',
              headers: ['Content-Type: text/plain'],
              body,
              cseq: index + 1,
              ...(response ? { startLine: 'SIP/2.0 200 OK' } : {}),
            }),
          ]);
          const { sip: messages, issues } = readRecords(flowOf(joined(...parts), sizes));
          expect(messages.map(({ cseq, status }) => [cseq, status])).toEqual(
            sent.map(({ response }, index) => [index + 1, response ? 200 : null]),
          );
          expect(issues).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([[1], [2], [7], [65_536]])('cut every %i bytes: the same texts', (size) => {
    const bytes = joined(
      ...['one', 'zwei', 'trois'].map((body, index) => messageOf({ headers: PLAIN, body, cseq: index + 1 })),
    );
    expect(texts(flowOf(bytes, [size]))).toEqual(['one', 'zwei', 'trois']);
  });

  test('after a loss goes on at the next start line', () => {
    const sent = [1, 2, 3, 4].map((cseq) => messageOf({ headers: PLAIN, body: 'text ' + cseq, cseq }));
    const bytes = joined(...sent);
    const length = sent[0]!.length;
    fc.assert(
      fc.property(fc.integer({ min: length, max: 2 * length }), fc.integer({ min: 1, max: length }), (from, lost) => {
        const records = [
          ...flowOf(bytes.subarray(0, from), [300]),
          ...flowOf(bytes.subarray(from + lost), [170]).map((record, index) =>
            index === 0 ? { ...record, lost } : record,
          ),
        ];
        const numbers = readRecords(records).sip.map(({ cseq }) => cseq);
        expect(numbers[0]).toBe(1);
        expect(numbers.at(-1)).toBe(4);
        const whole = [1, 2, 3, 4].filter((cseq) => cseq * length <= from || (cseq - 1) * length >= from + lost);
        expect(numbers.filter((cseq) => cseq !== null && whole.includes(cseq))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  test('joined in the middle of a message reports the part once', () => {
    const bytes = joined('tail of something\r\nwith lines\r\n', messageOf({ headers: PLAIN, body: 'one' }));
    const { sip: messages, issues } = readRecords(flowOf(bytes, [5]));
    expect(messages).toHaveLength(1);
    expect(issues).toEqual(['sip-malformed']);
  });

  test('with a Content-Length that is too large finds the messages it would swallow', () => {
    const sent = [
      messageOf({ headers: PLAIN, body: 'one\r\n', length: 900 }),
      ...[2, 3, 4, 5].map((cseq) => messageOf({ headers: PLAIN, body: 'text', cseq })),
    ];
    const { sip: messages, issues } = readRecords(flowOf(joined(...sent), [200]));
    expect(messages.map(({ cseq }) => cseq)).toEqual([1, 2, 3, 4, 5]);
    expect(issues).toEqual(['sip-length-wrong']);
  });

  test('whose head is cut gives no message under half a Call-ID', () => {
    const bytes = messageOf({});
    const cut = bytes.subarray(0, new TextDecoder().decode(bytes).indexOf('call-1') + 3);
    expect(readRecords(flowOf(cut, [40])).sip).toEqual([]);
  });

  test('without Content-Length takes no body without a type, else up to the next message', () => {
    const bytes = joined(
      messageOf({ method: 'BYE', length: null }),
      messageOf({ headers: PLAIN, body: 'one\r\n', length: null, cseq: 2 }),
      messageOf({ headers: PLAIN, body: 'two', cseq: 3 }),
    );
    expect(texts(flowOf(bytes, [90]))).toEqual(['one', 'two']);
  });
});

test('a message cut at every byte never throws, in a record or a flow', () => {
  const body = wire(
    '--b',
    'Content-Type: text/plain',
    '',
    'Grüße',
    '--b',
    'Content-Type: text/html',
    '',
    '<b>x</b>',
    '--b--',
  );
  const bytes = messageOf({
    headers: ['Content-Type: multipart/alternative;boundary=b', 'Ms-Sender: <sip:x@y>'],
    body,
  });
  for (let end = 0; end <= bytes.length; end += 1) {
    readRecords([recordOf(bytes.subarray(0, end))]);
    readRecords(flowOf(bytes.subarray(0, end), [50]));
  }
});

test('any bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 400 }), (noise, at) => {
      const bytes = messageOf({
        headers: ['Content-Type: application/pidf+xml'],
        body: '<presence entity="sip:a@b"/>',
      });
      bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
      readRecords([recordOf(bytes)]);
      readRecords(flowOf(bytes, [64], { kind: null }));
      readRecords([recordOf(noise, { kind: null })]);
    }),
    { numRuns: 500 },
  );
});

/** Inputs on which a careless pattern takes quadratic time; each well under a second a megabyte (the limit is generous). */
describe('sip stays quick', () => {
  const long = 400_000;
  const heading = ['Content-Type: text/plain'];
  const html = ['Content-Type: text/html'];
  test.each<[string, Uint8Array]>([
    ['blanks in a folded header', messageOf({ headers: ['Subject: x', 'Event: ' + ' '.repeat(long) + 'a\r\n b'] })],
    ['line breaks in a text', messageOf({ headers: heading, body: 'a' + '\n'.repeat(long) + 'b' })],
    [
      'blanks in HTML',
      messageOf({ headers: html, body: '<p>' + '&nbsp;'.repeat(long / 6) + 'x' + '<br>'.repeat(long / 6) }),
    ],
    ['open tags in HTML', messageOf({ headers: html, body: '<'.repeat(20_000) + '<!--'.repeat(20_000) })],
    ['blanks in RTF', messageOf({ headers: ['Content-Type: text/rtf'], body: '{\\rtf1 ' + ' '.repeat(long) + '}' })],
    [
      'blanks in XML',
      messageOf({ method: 'NOTIFY', headers: ['c: application/pidf+xml'], body: '<a>' + ' '.repeat(long) + '</a>' }),
    ],
    [
      'quotes that never close',
      messageOf({
        headers: ['Contact: "' + '\\"'.repeat(long / 2), 'ms-diagnostics: 1;reason="' + '\\";'.repeat(long / 3)],
      }),
    ],
    ['SIP in one long line', bytesOf('x SIP/2.0 '.repeat(long / 10))],
    ['SIP in many lines', bytesOf('A b: SIP/2.0 200\r\n'.repeat(long / 20))],
    ['delimiters', messageOf({ headers: ['c: multipart/mixed;boundary=b'], body: '--b\r\n'.repeat(long / 20) })],
  ])('over %s', (_, bytes) => {
    const start = performance.now();
    readRecords([recordOf(bytes)]);
    readRecords(flowOf(bytes, [60_000]));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
