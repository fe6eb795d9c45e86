import { describe, expect, test } from 'vitest';
import { prosody } from '../../src/formats/prosody.ts';
import { sipe } from '../../src/formats/sipe.ts';
import { sngrepText } from '../../src/formats/sngrep-text.ts';
import { uccapi } from '../../src/formats/uccapi.ts';
import type { LogFormat } from '../../src/model.ts';
import { accountedBytes, readLog, type Reading } from './read-log.ts';

const SIP = 'MESSAGE sip:bob@contoso.com SIP/2.0\nCall-ID: a1\nContent-Length: 2\n\nhi\n';

function read(format: LogFormat, text: string, reading: Reading = {}): ReturnType<typeof readLog> {
  const log = readLog(format, text, reading);
  expect(accountedBytes(log)).toBe(Buffer.byteLength(text));
  return log;
}

describe('LineRecords', () => {
  const start = 'MESSAGE START <<<<<<<<<< SIP - 2016-09-28T14:46:40.153566Z\n';
  const end = 'MESSAGE END <<<<<<<<<< SIP - 2016-09-28T14:46:40.153566Z\n';

  test('gives a record at the end of the file without its end mark, and says so', () => {
    const { records, issues } = read(sipe, start + SIP);
    expect(records.map(({ payload }) => payload)).toEqual([SIP]);
    expect(issues).toEqual({ 'record-truncated': 1 });
  });

  test('cuts a record that is longer than 16 MiB and goes on behind it', () => {
    for (const line of [
      'x'.repeat(17 * 1024 * 1024) + '\n',
      'y'
        .repeat(1023)
        .concat('\n')
        .repeat(17 * 1024),
    ]) {
      const { records, issues } = read(sipe, start + SIP + line + end + start + SIP + end);
      expect(records).toHaveLength(2);
      expect(records[1]?.payload).toBe(SIP);
      expect(issues['record-too-long']).toBeGreaterThan(0);
    }
  });
});

test('sipe gives direction and UTC time', () => {
  const text = `(16:46:40) sipe:\nMESSAGE START >>>>>>>>>> SIP(0x55) - 2016-09-28T14:46:40.153Z\n${SIP}MESSAGE END >>>>>>>>>> SIP(0x55) - 2016-09-28T14:46:40.153Z\n`;
  expect(read(sipe, text, { timeZone: 'Asia/Tokyo' }).records[0]).toMatchObject({
    time: Date.UTC(2016, 8, 28, 14, 46, 40, 153),
    timeSource: 'log',
    direction: 'out',
    payload: SIP,
  });
});

test('uccapi gives endpoints, direction and local time', () => {
  const head = '01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: ';
  const packet = 'Data Received -10.0.0.5:5061 (To Local Address: 10.0.0.10:50123) 1234 bytes';
  const text = `${head}${packet}:\r\n${head}${SIP}${head}End of ${packet}\r\n`;
  expect(read(uccapi, text, { timeZone: 'Europe/Paris' }).records[0]).toMatchObject({
    place: { offset: 0, length: text.length },
    time: Date.UTC(2012, 0, 15, 10, 30, 10, 163),
    timeSource: 'assumed-zone',
    direction: 'in',
    remote: { host: '10.0.0.5', port: 5061 },
    local: { host: '10.0.0.10', port: 50123 },
    payload: SIP.trimEnd().replaceAll('\n', '\r\n'),
  });
});

test('sngrep-text gives both ends, the sender as in captures', () => {
  const text = `U 2018/08/15 10:13:21.371262 [2001:db8::1]:5060 -> 192.0.2.2:5061\n${SIP}`;
  expect(read(sngrepText, text).records[0]).toMatchObject({
    local: { host: '2001:db8::1', port: 5060, transport: 'udp' },
    remote: { host: '192.0.2.2', port: 5061, transport: 'udp' },
    direction: null,
  });
});

test('prosody takes the year from the last change of the file and undoes the TAB of further lines', () => {
  const text =
    "Nov 21 03:16:56 c2s56\tdebug\tRECV: <message to='b'><body>two\n\tlines</body></message>\nNov 21 03:16:57 x\tinfo\ty\n";
  const log = read(prosody, text, { modified: Date.UTC(2013, 10, 21, 4) });
  expect(log.records).toHaveLength(1);
  expect(log.records[0]).toMatchObject({
    time: Date.UTC(2013, 10, 21, 3, 16, 56),
    direction: 'in',
    flow: 'c2s56 in',
    payload: "<message to='b'><body>two\nlines</body></message>",
  });
  expect(log.issues).toEqual({ 'time-assumed': 1, 'text-between-records': 1 });
});
