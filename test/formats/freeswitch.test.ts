import { expect, test } from 'vitest';
import { freeswitch } from '../../src/formats/freeswitch.ts';
import { OK, describeSipLog, fixture, readSipLog, texts } from './sip-log-cases.ts';

const RULE = `   ${'-'.repeat(72)}\n`;

function write(message: string, head: string): string {
  const lines = message.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  return `${head}\n${RULE}${lines.map((line) => `   ${line}\n`).join('')}${RULE}`;
}

describeSipLog(freeswitch, {
  write: (message, direction, second) =>
    write(
      message,
      `${direction === 'in' ? 'recv' : 'send'} ${Buffer.byteLength(message)} bytes ${direction === 'in' ? 'from' : 'to'} udp/[192.0.2.50]:5060 at 02:05:5${second}.220956:`,
    ),
  noise: '2026-11-21 02:05:50.100000 [DEBUG] sofia.c:1 state',
});

test('freeswitch reads what Sofia wrote', () => {
  const { records } = readSipLog(freeswitch, fixture('freeswitch/sofia.log'));
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({
    direction: 'out',
    complete: true,
    remote: { host: '127.0.0.1', port: 15075, transport: 'udp' },
  });
  expect(records[1]?.payload).toContain('\r\n\r\nTwo lines,\r\nthe second.');
});

test('freeswitch takes the date from the lines of its log', () => {
  const text = `2019-12-31 23:59:59.900000 [DEBUG] x\n${write(OK, 'recv 66 bytes from tls/[2001:db8::1]:5061 at 00:00:00.100000:')}`;
  expect(readSipLog(freeswitch, text).records[0]).toMatchObject({
    time: Date.UTC(2020, 0, 1, 0, 0, 0, 100),
    remote: { host: '2001:db8::1', port: 5061, transport: 'tls' },
  });
});

test('freeswitch reads messages behind a session’s id on every line', () => {
  const text = write(OK, 'send 66 bytes to tcp/[192.0.2.1]:5060 at 10:00:00.100000:')
    .split('\n')
    .map((line) => `e2c5b1a8-7a1f-4a6e-9b0e-1d2f3a4b5c6d ${line}`)
    .join('\n');
  expect(texts(readSipLog(freeswitch, text))).toHaveLength(1);
});
