import { expect, test } from 'vitest';
import { linphone } from '../../src/formats/linphone.ts';
import { OK, describeSipLog, plain, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

function head(message: string, direction: string, second: number): string {
  const size = Buffer.byteLength(message);
  const start = `2020-11-18 12:57:4${second}:232 [linphone/belle-sip] MESSAGE channel [0x42cb120]: `;
  return direction === 'in'
    ? `${start}received [${size}] new bytes from [UDP://pbx.example.com:5060]:`
    : `${start}message sent to [UDP://pbx.example.com:5060], size: [${size}] bytes`;
}

describeSipLog(linphone, {
  write: (message, direction, second) => `${head(message, direction, second)}\n${message}\n`,
  noise: '2020-11-18 12:57:43:235 [linphone/belle-sip] MESSAGE channel [0x42cb120] [415] bytes parsed',
});

test('linphone gives peer, transport and milliseconds behind a colon', () => {
  expect(readSipLog(linphone, `${head(OK, 'out', 3)}\n${OK}\n`, { timeZone: 'Europe/Paris' }).records[0]).toMatchObject(
    {
      time: Date.UTC(2020, 10, 18, 11, 57, 43, 232),
      direction: 'out',
      remote: { host: 'pbx.example.com', port: 5060, transport: 'udp' },
    },
  );
});

test('linphone passes over keep-alives, and takes a message glued to one', () => {
  const log = `${head('\r\n', 'in', 1)}\n\r\n\n${head('x', 'in', 2)}\njaK${sipMessage('hi')}\n`;
  const read = readSipLog(linphone, log);
  expect(texts(read)).toEqual([plain(sipMessage('hi'))]);
  expect(read.issues['other-record']).toBe(1);
});

test('linphone knows the logs of older belle-sip', () => {
  const text = `2026-11-21 08:43:35:843 belle-sip-message-channel [0x55f5]: received [66] new bytes from [TLS://[2001:db8::1]:5061]:\n${OK}\n2026-11-21 08:43:35:844 belle-sip-message-channel [0x55f5] [66] bytes parsed\n`;
  expect(readSipLog(linphone, text).records).toMatchObject([
    { direction: 'in', remote: { host: '2001:db8::1', port: 5061, transport: 'tls' } },
  ]);
});
