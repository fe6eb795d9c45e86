import { expect, test } from 'vitest';
import { sippMessages } from '../../src/formats/sipp-messages.ts';
import { OK, describeSipLog, fixture, readSipLog, texts } from './sip-log-cases.ts';

describeSipLog(sippMessages, {
  write(message, direction, second) {
    const size = Buffer.byteLength(message);
    const rule = `----------------------------------------------- 2026-11-21 03:17:0${second}.139462\n`;
    return `${rule}UDP message ${direction === 'in' ? `received [${size}] bytes :` : `sent (${size} bytes):`}\n\n${message}\n`;
  },
  noise: '',
});

test.each(['udp-out', 'udp-in', 'tcp-in'])('sipp-messages reads %s as SIPp 3.6 wrote it', (name) => {
  const { records, issues } = readSipLog(sippMessages, fixture(`sipp-messages/${name}.log`));
  expect(records.map(({ direction }) => direction)).toEqual(name === 'udp-out' ? ['out', 'in'] : ['in', 'out']);
  expect(records[0]?.payload.endsWith('\r\n\r\nHello Bob, two lines:\r\nthe second.')).toBe(true);
  expect(records[1]?.payload.endsWith('Content-Length: 0\r\n\r\n')).toBe(true);
  expect(issues).toEqual({ 'time-assumed': 2 });
});

test('sipp-messages passes over a message that is no SIP', () => {
  const rule = '----------------------------------------------- 2026-11-21 03:17:43.139462\n';
  const text = `${rule}UDP message received [4] bytes :\n\n\r\n\r\n\n${rule}UDP message sent (70 bytes):\n\nSIP/2.0 200 OK\r\nCall-ID: a1\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n`;
  const log = readSipLog(sippMessages, text, { timeZone: 'Europe/Paris' });
  expect(texts(log)).toHaveLength(1);
  expect(log.issues).toEqual({ 'other-record': 1, 'time-assumed': 1 });
  expect(log.records[0]?.time).toBeCloseTo(Date.UTC(2026, 10, 21, 2, 17, 43, 139), -1);
});

test('sipp-messages knows heads of SIPp before 3.4, without sizes of what was sent', () => {
  const rule = '----------------------------------------------- 2012-05-15\t10:15:30:123.456\t1337069730.123456\n';
  const log = readSipLog(
    sippMessages,
    `${rule}UDP message sent:\n\n${OK}\n${rule}UDP message received [66] bytes :\n\n${OK}\n`,
  );
  expect(log.records.map(({ direction, time }) => [direction, time])).toEqual([
    ['out', Date.UTC(2012, 4, 15, 10, 15, 30, 123)],
    ['in', Date.UTC(2012, 4, 15, 10, 15, 30, 123)],
  ]);
});
