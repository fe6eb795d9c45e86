import { describe, expect, test } from 'vitest';
import { xmppStream } from '../../src/formats/xmpp-stream.ts';
import { CUTS, accountedBytes, readLog, type ReadLog } from './read-log.ts';

function read(text: string): ReadLog {
  const bytes = Buffer.from(text);
  const [first, ...others] = CUTS.map((cut) => readLog(xmppStream, bytes, { cut }));
  for (const other of others) {
    expect(other.records).toEqual(first!.records);
    expect(other.account.issues()).toEqual(first!.account.issues());
  }
  expect(accountedBytes(first!)).toBe(bytes.length);
  return first!;
}

function payloads(text: string): string[] {
  return read(text).records.map(({ payload }) => payload);
}

describe('xmpp-stream', () => {
  test('gives each element at the top level of a stream', () => {
    const parts = [
      "<stream:stream to='a' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
      '<stream:features><bind xmlns="x"/></stream:features>',
      `<message to='b'><body>a &gt; b <![CDATA[</message>]]><!-- </message> --></body></message>`,
      '<presence/>',
      "<a xmlns='urn:xmpp:sm:3' h='1'/>",
      `<iq id='">"' type="'get'"/>`,
      '</stream:stream>',
    ];
    expect(payloads("<?xml version='1.0'?>" + parts.join(''))).toEqual(parts);
    expect(payloads(parts.join('\n'))).toEqual(parts);
  });

  test('takes time and direction from the text before a stanza', () => {
    const text =
      '2020-01-02 03:04:05 RECV: <presence from="a@b"/>\n<!-- Out 03:04:06 -->\n<message to="c@d"/>\nI came in <iq/>';
    const { records } = read(text);
    expect(records.map(({ direction, time }) => [direction, time])).toEqual([
      ['in', Date.UTC(2020, 0, 2, 3, 4, 5)],
      ['out', Date.UTC(2020, 0, 2, 3, 4, 6)],
      [null, Date.UTC(2020, 0, 2, 3, 4, 6)],
    ]);
  });

  test('keeps the directions of a followed stream apart, as one connection', () => {
    const text = 'Follow: tcp,ascii\nNode 0: a:1\n11\n<presence/>\n\t12\n<presence />\n';
    expect(read(text).records.map(({ flow }) => flow)).toEqual(['followed opening', 'followed answer']);
  });

  test('ends a stanza that was cut where another begins, but not around a forwarded one', () => {
    expect(payloads('<message to="a"><body>cut\n<message to="b"><body>whole</body></message>')).toEqual([
      '<message to="a"><body>cut\n',
      '<message to="b"><body>whole</body></message>',
    ]);
    const carbon =
      '<message><sent><forwarded xmlns="urn:xmpp:forward:0"><message><body/></message></forwarded></sent></message>';
    expect(payloads(carbon)).toEqual([carbon]);
  });

  test('leaves other elements and text alone', () => {
    const text =
      "a < b, it's <b>bold</b> <message\n<success>no</success> 3 < 4 <presence xmlns='urn:ietf:params:xml:ns:pidf'/>";
    expect(payloads(text)).toEqual([]);
  });

  test('gives what is there of a stanza at the end of the file', () => {
    expect(payloads('<message to="a"><body>cut')).toEqual(['<message to="a"><body>cut']);
  });

  test('looks at no byte more than a few times, however many tags have no name’s end', () => {
    const text = '<![CDATA['.repeat(60_000) + '<presence/>';
    const began = process.cpuUsage();
    const log = readLog(xmppStream, Buffer.from(text));
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(2);
    expect(log.records.map(({ payload }) => payload)).toEqual(['<presence/>']);
    expect(accountedBytes(log)).toBe(text.length);
  });
});
