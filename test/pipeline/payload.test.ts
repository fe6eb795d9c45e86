/** Every format that is read as text gives the message back that its record holds. */
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import { wirePayload } from '../../src/pipeline/payload.ts';
import { readLog } from '../formats/read-log.ts';

const SIP = ['OPTIONS sip:b@b.test SIP/2.0', 'Via: SIP/2.0/TLS a.test', 'Content-Length: 4', '', 'grüß'];

describe('wirePayload', () => {
  test('gives a SIP message with CRLF, cut to its length in bytes', () => {
    const text = ['junk before', ...SIP, 'and what follows'].join('\n');
    expect(wirePayload([new TextEncoder().encode(text)], null, 'sip')).toBe(
      'OPTIONS sip:b@b.test SIP/2.0\r\nVia: SIP/2.0/TLS a.test\r\nContent-Length: 4\r\n\r\ngrü',
    );
  });

  test('finds none where there is none', () => {
    expect(wirePayload([new TextEncoder().encode('no message')], null, 'sip')).toBeNull();
    expect(wirePayload([new TextEncoder().encode('no message')], null, 'xmpp')).toBeNull();
    expect(wirePayload([], null, 'sip')).toBeNull();
  });

  const cases = FORMATS.filter(({ binary }) => !binary).flatMap((format) =>
    format.samples.flatMap((sample) => {
      const bytes = typeof sample.head === 'string' ? new TextEncoder().encode(sample.head) : sample.head;
      return readLog(format, bytes).records.map((record, at) => ({
        format,
        bytes,
        record,
        name: `${sample.title} ${at}`,
      }));
    }),
  );
  const sip = cases.filter(({ record }) => /^(?:SIP\/2\.0 \d|[A-Z]+ \S+ SIP\/2\.0\r?\n)/.test(record.payload));
  const xml = cases.filter(({ record }) => /^<(?:message|presence|iq)\b[^]*>\s*$/.test(record.payload));

  test('the formats have samples of both', () => {
    expect(sip.length).toBeGreaterThan(20);
    expect(xml.length).toBeGreaterThan(5);
  });

  test.each(sip.map((each) => [each.format.id, each.name, each] as const))('%s: %s', (_id, _name, each) => {
    const message = wirePayload([placeOf(each)], each.format, 'sip');
    const [head] = each.record.payload.split(/\r?\n\r?\n/);
    expect(message?.split('\r\n\r\n')[0]).toBe(head?.trimEnd().replace(/\r?\n/g, '\r\n'));
  });

  test.each(xml.map((each) => [each.format.id, each.name, each] as const))('%s: %s', (_id, _name, each) => {
    expect(wirePayload([placeOf(each)], each.format, 'xmpp')).toBe(each.record.payload.trim());
  });
});

type Case = { bytes: Uint8Array; record: { place: { offset: number; length: number } } };
const placeOf = ({ bytes, record: { place } }: Case): Uint8Array =>
  bytes.subarray(place.offset, place.offset + place.length);
