import { expect, test } from 'vitest';
import { sngrepText } from '../../src/formats/sngrep-text.ts';
import { OK, describeSipLog, fixture, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

describeSipLog(sngrepText, {
  write: (message, direction, second) =>
    `2018/08/15 10:13:2${second}.371262 192.0.2.${direction === 'in' ? '1:5060 -> 192.0.2.2' : '2:5060 -> 192.0.2.1'}:5060\n${message}\n\n`,
  noise: '',
  directed: false,
});

const dotted = (message: string): string => message.replaceAll('\r\n', '.\n');

describeSipLog(sngrepText, {
  write: (message, direction, second) =>
    `T 2018/08/15 10:13:2${second}.371262 192.0.2.${direction === 'in' ? '1:5060 -> 192.0.2.2' : '2:5060 -> 192.0.2.1'}:5060 [AP] #6\n${dotted(message)}\n`,
  noise: '####',
  directed: false,
  // Dots for CRs: what a dot in a body was is not known.
  flat: true,
});

test.each(['ngrep', 'ngrep-time'])('sngrep-text reads what ngrep wrote: %s', (name) => {
  const { records } = readSipLog(sngrepText, fixture(`sngrep-text/${name}.log`));
  expect(records).toHaveLength(name === 'ngrep' ? 2 : 4);
  expect(records[0]).toMatchObject({
    timeSource: name === 'ngrep' ? 'none' : 'assumed-zone',
    local: { host: '127.0.0.1', port: 15076, transport: 'udp' },
    remote: { host: '127.0.0.1', port: 15077, transport: 'udp' },
  });
  expect(records[0]?.payload.endsWith('\r\n\r\nHello Bob, two lines:\r\nthe second.')).toBe(true);
});

test('sngrep-text keeps a dot that ends a body', () => {
  const text = `U 192.0.2.1:5060 -> 192.0.2.2:5060\n${dotted(sipMessage('a.\r\nb.'))}\n\nU 192.0.2.2:5060 -> 192.0.2.1:5060\n${dotted(OK)}\n`;
  expect(readSipLog(sngrepText, text).records.map(({ payload }) => payload)).toEqual([sipMessage('a.\r\nb.'), OK]);
});

test('sngrep-text gives both ends, the sender as in captures', () => {
  const text = `2018/08/15 10:13:21.371262 [2001:db8::1]:5060 -> 192.0.2.2:5061\n${OK}\n`;
  expect(texts(readSipLog(sngrepText, text))).toHaveLength(1);
  expect(readSipLog(sngrepText, text).records[0]).toMatchObject({
    local: { host: '2001:db8::1', port: 5060, transport: null },
    remote: { host: '192.0.2.2', port: 5061, transport: null },
    direction: null,
  });
});

test.each([
  ['2001:db8::1:5060', '2001:db8::1', 5060],
  ['2001:db8::1:50', '2001:db8::1', 50],
  ['[2001:db8::1]:5060', '2001:db8::1', 5060],
  ['::ffff:192.0.2.1:5060', '::ffff:192.0.2.1', 5060],
  ['192.0.2.1:5060', '192.0.2.1', 5060],
])('sngrep-text takes what is behind the last colon of %s for the port', (source, host, port) => {
  const text = `2014/06/24 10:11:12.123456 ${source} -> 192.0.2.2:5060\n${OK}\n`;
  expect(readSipLog(sngrepText, text).records[0]?.local).toMatchObject({ host, port });
});
