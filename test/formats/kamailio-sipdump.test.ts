import { expect, test } from 'vitest';
import { kamailioSipdump } from '../../src/formats/kamailio-sipdump.ts';
import { describeSipLog, fixture, readSipLog, sipMessage } from './sip-log-cases.ts';

const write = (message: string, direction: string, second = 1, family = 'ipv4', host = '192.0.2.1'): string =>
  [
    '='.repeat(20),
    `tag: ${direction === 'in' ? 'rcv' : 'snd'}`,
    'pid: 29655',
    'process: 1',
    `time: 179525060${second}.530940`,
    'date: Sat Nov 21 08:43:22 2026',
    `proto: tls ${family}`,
    `srcip: ${host}`,
    'srcport: 5082',
    'dstip: 192.0.2.2',
    'dstport: 5061',
    '~'.repeat(20),
    `${message}${'|'.repeat(20)}`,
    '',
  ].join('\n');

describeSipLog(kamailioSipdump, { write, noise: '' });

test('kamailio-sipdump reads what Kamailio 5.6 wrote', () => {
  const { records, issues } = readSipLog(kamailioSipdump, fixture('kamailio-sipdump/udp-tcp.data'));
  expect(issues).toEqual({});
  expect(records.map(({ direction, local, remote, complete }) => [direction, local, remote, complete])).toEqual(
    (['udp', 'tcp'] as const).flatMap((transport) =>
      ['in', 'out'].map((direction) => [
        direction,
        { host: '127.0.0.1', port: 15080, transport },
        { host: '127.0.0.1', port: 15082, transport },
        true,
      ]),
    ),
  );
  expect(records[0]?.payload.endsWith('the second.')).toBe(true);
});

test('kamailio-sipdump gives Unix time and addresses of both families', () => {
  const text = write(sipMessage('hi'), 'in', 2, 'ipv6', '2001:db8::1');
  expect(readSipLog(kamailioSipdump, text, { timeZone: 'Asia/Tokyo' }).records[0]).toMatchObject({
    time: 1_795_250_602_530.94,
    timeSource: 'log',
    local: { host: '192.0.2.2', port: 5061, transport: 'tls' },
    remote: { host: '2001:db8::1', port: 5082, transport: 'tls' },
    place: { offset: 0, length: text.length },
  });
});

test('kamailio-sipdump gives a message that the buffer cut, up to its mark', () => {
  const cut = write(sipMessage('x'.repeat(3000), 'a1', 90_000), 'in');
  const { records } = readSipLog(kamailioSipdump, cut + write(sipMessage('hi'), 'out'));
  expect(records).toHaveLength(2);
  expect(records[0]?.payload.endsWith('xxx')).toBe(true);
});
