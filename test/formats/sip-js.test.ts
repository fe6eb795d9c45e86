import { expect, test } from 'vitest';
import { sipJs } from '../../src/formats/sip-js.ts';
import { OK, describeSipLog, fixture, readSipLog } from './sip-log-cases.ts';

const STAMP = 'GMT+0800 (Malay Peninsula Standard Time)';

describeSipLog(sipJs, {
  write: (message, direction, second) =>
    `Thu Nov 27 2014 22:25:5${second} ${STAMP} | sip.transport | ${direction === 'in' ? 'received WebSocket text' : 'sending WebSocket'} message:\n\n${message}\n\n`,
  noise: `Thu Nov 27 2014 22:25:58 ${STAMP} | sip.ua | connection state changed`,
});

describeSipLog(sipJs, {
  write: (message, direction, second) =>
    `2026-11-21T08:43:2${second}.120Z JsSIP:Transport ${direction === 'in' ? 'received text' : 'sending'} message:\n\n${message}\n\n`,
  noise: '2026-11-21T08:43:29.120Z JsSIP:UA sendMessage()',
});

test.each(['sip.js', 'jssip', 'jssip-colours'])('sip-js reads %s as it was written on Node', (name) => {
  const { records, issues } = readSipLog(sipJs, fixture(`sip-js/${name}.log`));
  expect(records.map(({ direction }) => direction)).toEqual(['out', 'in']);
  expect(records[0]?.remote).toEqual({ host: '127.0.0.1', port: 15099, transport: 'ws' });
  expect(records[0]?.payload.endsWith('\r\n\r\nHello Bob,\r\ntwo lines')).toBe(true);
  expect(records[0]?.timeSource).toBe(name === 'jssip-colours' ? 'none' : 'log');
  expect(issues['record-truncated']).toBeUndefined();
});

test('sip-js gives the time in the zone that the console names', () => {
  const text = `sip-0.6.3.min.js:36 Thu Nov 27 2014 22:25:58 ${STAMP} | sip.transport | received WebSocket text message:\n\n${OK}\n`;
  expect(readSipLog(sipJs, text).records[0]).toMatchObject({
    time: Date.UTC(2014, 10, 27, 14, 25, 58),
    timeSource: 'log',
    direction: 'in',
    remote: null,
  });
});

test('sip-js knows the first JsSIP', () => {
  const text = `JsSIP | TRANSPORT | sending WebSocket message:\n\n${OK}\nJsSIP | TRANSPORT | received WebSocket text message:\n\n${OK}\n`;
  expect(readSipLog(sipJs, text).records.map(({ direction }) => direction)).toEqual(['out', 'in']);
});
