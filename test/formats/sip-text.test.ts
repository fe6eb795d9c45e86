import { describe, expect, test } from 'vitest';
import { sipText } from '../../src/formats/sip-text.ts';
import { CUTS, accountedBytes, readLog, type ReadLog, type Reading } from './read-log.ts';

function message(body: string, extra = '', length: number | string = Buffer.byteLength(body)): string {
  const type = body === '' ? '' : 'Content-Type: text/plain\r\n';
  return (
    'MESSAGE sip:bob@example.com SIP/2.0\r\nCall-ID: 1@x\r\nCSeq: 1 MESSAGE\r\n' +
    `${type}${extra}Content-Length: ${length}\r\n\r\n${body}`
  );
}

const OK = 'SIP/2.0 200 OK\r\nCall-ID: 1@x\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n';

function read(text: string, reading: Reading = {}): ReadLog {
  const bytes = Buffer.from(text, 'latin1');
  const [first, ...others] = CUTS.map((cut) => readLog(sipText, bytes, { ...reading, cut }));
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

describe('sip-text', () => {
  test('frames messages by Content-Length, with and without anything between them', () => {
    expect(payloads(message('hello') + OK + message('x\r\n') + OK)).toEqual([
      message('hello'),
      OK,
      message('x\r\n'),
      OK,
    ]);
    expect(payloads('\r\n\r\njaK' + OK + '\0\0' + OK)).toEqual([OK, OK]);
  });

  test('reads a body that holds a start line when Content-Length counts it', () => {
    const body = 'see\r\n' + OK + 'that was it';
    expect(payloads(message(body) + OK)).toEqual([message(body), OK]);
  });

  test('ends a body before the next start line where Content-Length is wrong', () => {
    for (const wrong of ['99999', '2', 'x', '-1']) {
      expect(payloads(message('hello', '', wrong) + '\r\n' + OK)).toEqual([message('hello', '', wrong), OK]);
    }
  });

  test('ends a body before a stamped line behind an empty one', () => {
    const text = message('hello', '', 77) + '\r\n\r\n2014-05-03 10:00:01 next\r\n' + OK;
    expect(payloads(text)).toEqual([message('hello', '', 77), OK]);
  });

  test('knows bodies that lost their CR', () => {
    const sdp = 'v=0\r\no=-\r\ns=-\r\n';
    const lost = message(sdp).replaceAll('\r\n', '\n');
    expect(payloads(`${lost}\nsome text\n${OK}`)).toEqual([lost, OK]);
  });

  test('takes the nearest stamp before a message, in the zone that was named', () => {
    const text = `2014-05-03 10:00:00.250 trace\r\n\r\n${OK}${OK}\r\nno stamp\r\n${OK}2014-05-03T12:00:00Z x\n${OK}`;
    const { records, issues } = read(text, { timeZone: 'Europe/Berlin' });
    expect(records.map(({ time, timeSource }) => [time, timeSource])).toEqual([
      [Date.UTC(2014, 4, 3, 8, 0, 0, 250), 'assumed-zone'],
      [Date.UTC(2014, 4, 3, 8, 0, 0, 250), 'assumed-zone'],
      [null, 'none'],
      [Date.UTC(2014, 4, 3, 12), 'log'],
    ]);
    expect(issues).toEqual({ 'text-between-records': 3, 'time-assumed': 2, 'time-missing': 1 });
  });

  test('a start line without headers is text', () => {
    expect(payloads('INVITE sip:a@b SIP/2.0\n\nfoo\n')).toEqual([]);
    expect(payloads('INVITE sip:a@b SIP/2.0\n10:00:00 foo\n' + OK)).toEqual([OK]);
  });

  test('reads a message without a length', () => {
    const bare = 'ACK sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\n';
    const typed = 'INFO sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Type: text/plain\r\n\r\nDTMF';
    expect(payloads(bare + OK + typed + '\r\n' + OK + typed)).toEqual([bare, OK, typed, OK, typed]);
  });

  test('reads a line of 5 MB in a header and in a body', () => {
    const long = 'y'.repeat(5_000_000);
    const text = message('', `X-Long: ${long}\r\n`) + message(long) + OK + long + '\n' + OK;
    const log = readLog(sipText, text);
    expect(log.records.map(({ payload }) => payload.length > 5_000_000)).toEqual([true, true, false, false]);
    expect(accountedBytes(log)).toBe(text.length);
  });

  test('keeps binary bodies as they are', () => {
    const body = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    expect(payloads(message(body, '', 256) + OK)).toEqual([message(body, '', 256), OK]);
  });
});
