import { expect, test } from 'vitest';
import { asterisk } from '../../src/formats/asterisk.ts';
import { OK, describeSipLog, plain, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

const bytes = (message: string): number => Buffer.byteLength(message);

describeSipLog(asterisk, {
  write: (message, direction) =>
    `<--- ${direction === 'in' ? 'Received SIP request' : 'Transmitting SIP response'} (${bytes(message)} bytes) ${direction === 'in' ? 'from' : 'to'} UDP:192.0.2.4:54808 --->\n${message}\n`,
  noise: '[Mar 30 13:35:51] NOTICE[1]: pbx.c: text',
});

describeSipLog(asterisk, {
  write: (message, direction, second) =>
    `[2026-03-30 13:35:5${second}] VERBOSE[2345] res_pjsip_logger.c: <--- ${direction === 'in' ? 'Received SIP request' : 'Transmitting SIP response'} (${bytes(message)} bytes) ${direction === 'in' ? 'from' : 'to'} TLS:[2001:db8::4]:5061 --->\n${message}\n`,
  noise: '[2026-03-30 13:35:51] VERBOSE[2345][C-00000001] pbx.c:     -- Executing',
});

describeSipLog(asterisk, {
  write(message, direction, second) {
    const [head, tail] =
      direction === 'in'
        ? ['<--- SIP read from UDP:192.0.2.1:5064 --->', '<------------->\n--- (7 headers 1 lines) ---']
        : ['<--- Reliably Transmitting (NAT) to 192.0.2.1:5064 --->', '<------------>'];
    const prefix = `[Mar 30 13:35:5${second}] VERBOSE[2345] chan_sip.c: `;
    const lines = `\n${head}\n${message}\n${tail}`.split('\n');
    return lines.map((line) => `${prefix}${line}\n`).join('');
  },
  noise: '[Mar 30 13:35:51] VERBOSE[2345] chan_sip.c: Really destroying SIP dialog',
});

test('asterisk gives peer, transport and a time in the year of the file', () => {
  const text = `[Mar 30 13:35:51] <--- SIP read from UDP:10.49.0.1:5064 --->\n${OK}\n<------------->\n`;
  expect(readSipLog(asterisk, text, { timeZone: 'Europe/Paris' }).records[0]).toMatchObject({
    time: Date.UTC(2026, 2, 30, 11, 35, 51),
    timeSource: 'assumed-date',
    direction: 'in',
    remote: { host: '10.49.0.1', port: 5064, transport: 'udp' },
    complete: true,
    place: { offset: 0, length: text.length },
  });
});

test.each([
  ['Retransmitting #3 (NAT) to 192.0.2.7:5060:', '---'],
  ['Reliably Transmitting (no NAT) to 192.0.2.7:5060:', '---'],
  ['<--- Transmitting (no NAT) to 192.0.2.7:5060 --->', '<------------>'],
  ['\u001b[0;37m<--- Transmitting SIP request (66 bytes) to UDP:192.0.2.7:5060 --->\u001b[0m', ''],
])('asterisk knows the head %s', (head, mark) => {
  const log = readSipLog(asterisk, `${head}\n${OK}\n${mark}\n`);
  expect(texts(log)).toEqual([plain(OK)]);
  expect(log.records[0]).toMatchObject({ direction: 'out', remote: { host: '192.0.2.7', port: 5060 } });
});

test('asterisk passes over keep-alive bytes, and takes a message behind them', () => {
  const alone =
    '[Mar 30 13:35:40] <--- SIP read from UDP:10.49.0.1:5064 --->\n[Mar 30 13:35:40] jaK\n[Mar 30 13:35:40] <------------->\n';
  const glued = `<--- SIP read from UDP:10.49.0.1:5064 --->\njaK${sipMessage('hi')}\n<------------->\n`;
  const log = readSipLog(asterisk, alone + glued);
  expect(texts(log)).toEqual([plain(sipMessage('hi'))]);
  expect(log.issues['other-record']).toBe(1);
});

test('asterisk leaves out lines of another thread inside a message', () => {
  const prefix = '[Mar 30 13:35:51] VERBOSE[2345] chan_sip.c: ';
  const lines = ['<--- SIP read from UDP:192.0.2.1:5064 --->', ...sipMessage('hi').split('\r\n'), '<------------->'];
  const written = lines.map((line) => `${prefix}${line}\n`);
  written.splice(4, 0, '[Mar 30 13:35:51] VERBOSE[99] pbx.c: Executing\n');
  expect(texts(readSipLog(asterisk, written.join('')))).toEqual([plain(sipMessage('hi'))]);
});
