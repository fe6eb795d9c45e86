import { expect, test } from 'vitest';
import { prefixedSip } from '../../src/formats/prefixed-sip.ts';
import { OK, describeSipLog, plain, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

const prefixed = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => `${prefix}${line}\n`)
    .join('');

const FORMS: [prefix: string, noise: string][] = [
  ['2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] ', '2016-11-04 08:07:41.306 [.INFO] [..DIALOG] state'],
  ['Nov  4 08:07:41 edge proxy[812]: ', 'Nov  4 08:07:41 edge cron[99]: (root) CMD'],
  ['08:07:41,306 DEBUG sip.stack - | ', '08:07:41,306 INFO  other - text'],
];

for (const [prefix, noise] of FORMS) {
  describeSipLog(prefixedSip, {
    write: (message, direction) =>
      prefixed(`${direction === 'in' ? '<---' : '--->'} TLS:192.0.2.4:5061\n${message}`, prefix),
    noise,
    flat: true,
  });
}

test('prefixed-sip gives direction, peer and time', () => {
  const prefix = FORMS[0]![0];
  const text = prefixed(`received from udp 192.0.2.4:5060\n${OK}`, prefix);
  expect(readSipLog(prefixedSip, text, { timeZone: 'Europe/Paris' }).records[0]).toMatchObject({
    time: Date.UTC(2016, 10, 4, 7, 7, 41, 306),
    direction: 'in',
    remote: { host: '192.0.2.4', port: 5060, transport: 'udp' },
  });
});

test('prefixed-sip knows the prefix with another time, number and width', () => {
  const lines = sipMessage('hi').split('\r\n');
  const text = lines
    .map((line, index) => `[S=${8 + index}] Feb ${index < 3 ? ' 9' : '10'} 00:00:0${index} ${line}\n`)
    .join('');
  expect(texts(readSipLog(prefixedSip, text))).toEqual([plain(sipMessage('hi'))]);
});

test('prefixed-sip leaves out lines of others inside a message', () => {
  const [prefix, noise] = FORMS[1]!;
  const lines = prefixed(sipMessage('one\r\ntwo'), prefix).split('\n');
  lines.splice(3, 0, noise);
  lines.splice(10, 0, noise);
  expect(texts(readSipLog(prefixedSip, lines.join('\n')))).toEqual([plain(sipMessage('one\r\ntwo'))]);
});

test('prefixed-sip takes a message inside a body for the body’s', () => {
  const body = 'SIP/2.0 200 OK\r\nCall-ID: x\r\n';
  const message = sipMessage(body).replace('text/plain', 'message/sipfrag');
  expect(texts(readSipLog(prefixedSip, prefixed(message, FORMS[0]![0])))).toEqual([plain(message)]);
});

test('prefixed-sip takes no mention of a start line for a message', () => {
  const prefix = FORMS[0]![0];
  const text = `${prefix}handled INVITE sip:bob@example.com SIP/2.0\n${prefix}next\n${prefixed(OK, prefix)}`;
  expect(texts(readSipLog(prefixedSip, text))).toEqual([plain(OK)]);
});

test.each(['> ', '    ', '\t'])('prefixed-sip reads a message behind %j', (prefix) => {
  expect(texts(readSipLog(prefixedSip, `Hello,\n\n${prefixed(sipMessage('hi'), prefix)}\nbye\n`))).toEqual([
    plain(sipMessage('hi')),
  ]);
});

describeSipLog(prefixedSip, {
  write: (message, direction, second) =>
    `Nov 21 08:43:2${second} edge kamailio[29655]: INFO: ${direction === 'in' ? 'received from udp:192.0.2.1:5060' : 'sent to udp:192.0.2.1:5060'}: ${message}\n`,
  noise: 'Nov 21 08:43:20 edge kamailio[29655]: INFO: other',
  flat: true,
});

test('prefixed-sip reads messages behind a line that says whence they came', () => {
  const text =
    `21:39:13.785  192.0.2.2  local0.notice  [S=2209] [SID=1d6c47:31:10]  (N 1) ---- Incoming SIP Message from 192.0.2.24:5061 to SIPInterface #2 (Teams) TLS TO(#134) SocketID(200) ----\n${sipMessage('hi')}\n\n` +
    `21:39:13.790  192.0.2.2  local0.notice  [S=2210] [SID=1d6c47:31:10]  (N 2) ---- Outgoing SIP Message to 192.0.2.24:5061 from SIPInterface #2 (Teams) TLS TO(#134) SocketID(200) ----\n${OK}\n`;
  const log = readSipLog(prefixedSip, text);
  expect(texts(log)).toEqual([plain(sipMessage('hi')), plain(OK)]);
  expect(log.records).toMatchObject([
    { direction: 'in', remote: { host: '192.0.2.24', port: 5061 }, time: Date.UTC(2026, 10, 20, 21, 39, 13, 785) },
    { direction: 'out', remote: { host: '192.0.2.24', port: 5061 } },
  ]);
});
