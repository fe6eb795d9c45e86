import { describe, expect, test } from 'vitest';
import { linphone } from '../../src/formats/linphone.ts';
import { accountedBytes, readLog } from './read-log.ts';
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

describe('linphone over TCP', () => {
  const stream = (channel: string, bytes: string): string =>
    `2020-11-18 12:57:41:232 [linphone/belle-sip] MESSAGE channel [${channel}]: received [${bytes.length}] new bytes from [TCP://pbx.example.com:5060]:\n${bytes}\n`;
  const noise =
    '2020-11-18 12:57:43:235 [linphone/belle-sip] MESSAGE channel [0x1] read [15] bytes of body from [pbx:5060]\n';
  const message = sipMessage('one line,\r\n\r\nand another');
  const whole = Buffer.from(message);

  test('joins a message that is spread over reads, wherever it is cut', () => {
    for (let cut = 1; cut < whole.length - 1; cut += 1) {
      const [one, two] = [whole.subarray(0, cut).toString('latin1'), whole.subarray(cut).toString('latin1')];
      const log = stream('0x1', one) + noise + stream('0x1', two) + noise;
      const read = readLog(linphone, Buffer.from(log, 'latin1'), {});
      expect([cut, texts(read)]).toEqual([cut, [plain(message)]]);
      expect(read.issues['record-truncated']).toBeUndefined();
      expect(accountedBytes(read)).toBe(log.length);
    }
  });

  test('says that a message is cut whose first line is all there is', () => {
    const log = stream('0x1', message.slice(0, 12)) + noise + stream('0x1', OK) + noise;
    const read = readSipLog(linphone, log);
    expect(texts(read)).toEqual([message.slice(0, 12), plain(OK)]);
    expect(read.issues['record-truncated']).toBe(1);
    expect(read.issues['other-record']).toBeUndefined();
  });

  test('says so of a datagram too, and where the file ends', () => {
    const datagram = `${head(message, 'in', 1)}\n${message.slice(0, 12)}\n${noise}`;
    for (const log of [datagram, `${head(message, 'in', 1)}\n${message.slice(0, 12)}`]) {
      const read = readSipLog(linphone, log);
      expect(texts(read)).toEqual([message.slice(0, 12)]);
      expect(read.issues).toMatchObject({ 'record-truncated': 1 });
      expect(accountedBytes(read)).toBe(log.length);
    }
  });

  test('joins three reads of one connection among those of another, with all their places', () => {
    const parts = [message.slice(0, 60), message.slice(60, 130), message.slice(130)];
    const other = sipMessage('of another', 'b2');
    const log =
      stream('0x1', parts[0]!) +
      stream('0x2', other.slice(0, 100)) +
      stream('0x1', parts[1]!) +
      noise +
      stream('0x2', other.slice(100)) +
      stream('0x1', parts[2]!);
    const read = readSipLog(linphone, log);
    expect(texts(read)).toEqual([plain(other), plain(message)]);
    expect(read.records[1]?.further).toHaveLength(2);
  });

  test('says what is missing where the connection begins another message', () => {
    const log = stream('0x1', message.slice(0, 180)) + stream('0x1', OK) + noise;
    const read = readSipLog(linphone, log);
    expect(texts(read)).toEqual([plain(message.slice(0, 180)), plain(OK)]);
    expect(read.issues['record-truncated']).toBe(1);
  });
});
