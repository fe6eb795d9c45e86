import { describe, expect, test } from 'vitest';
import { syslogEscaped } from '../../src/formats/syslog-escaped.ts';
import { accountedBytes } from './read-log.ts';
import { OK, describeSipLog, fixture, plain, readSipLog, sipMessage, texts } from './sip-log-cases.ts';

const ESCAPES: [string, (message: string) => string][] = [
  ['#015#012', (message) => message.replaceAll('\r', '#015').replaceAll('\n', '#012')],
  [String.raw`\r\n`, (message) => message.replaceAll('\r', String.raw`\r`).replaceAll('\n', String.raw`\n`)],
  [String.raw`\015\012`, (message) => message.replaceAll('\r', String.raw`\015`).replaceAll('\n', String.raw`\012`)],
];

for (const [, escaped] of ESCAPES) {
  describeSipLog(syslogEscaped, {
    write: (message, direction, second) =>
      `Nov 21 08:43:2${second} edge kamailio[29655]: INFO: <script>: ${direction === 'in' ? 'received from' : 'sending to'} udp:192.0.2.1:5060: ${escaped(message)}\n`,
    noise: 'Nov 21 08:43:20 edge kamailio[29655]: INFO: other',
    // rsyslog writes a # of the message as it is.
    flat: true,
  });
}

test('syslog-escaped reads what rsyslog wrote for Kamailio', () => {
  const { records } = readSipLog(syslogEscaped, fixture('syslog-escaped/kamailio.log'), { timeZone: 'UTC' });
  expect(records).toHaveLength(2);
  expect(records[1]).toMatchObject({
    direction: 'in',
    timeSource: 'assumed-date',
    remote: { host: '127.0.0.1', port: 15082, transport: 'tcp' },
  });
  expect(records[1]?.payload.endsWith('\r\n\r\nHello Bob, two lines:\r\nthe second.')).toBe(true);
});

test('syslog-escaped gives year and place', () => {
  const text = `Nov 21 08:43:22 edge k[1]: ${ESCAPES[0]![1](OK)}\n`;
  const { records } = readSipLog(syslogEscaped, text, { modified: Date.UTC(2020, 0, 2) });
  expect(records[0]).toMatchObject({
    time: Date.UTC(2019, 10, 21, 8, 43, 22),
    place: { offset: 0, length: text.length },
    payload: OK,
  });
});

test('syslog-escaped reads a copy that lost the line feeds', () => {
  const text = OK.replaceAll('\r\n', '#015 ').trimEnd() + '\n';
  expect(texts(readSipLog(syslogEscaped, text))).toEqual([plain(OK)]);
});

test('syslog-escaped undoes quotes in JSON and stops at the closing one', () => {
  const message = sipMessage('say "hi"\\');
  const text = `${JSON.stringify({ at: '2026-11-21T08:43:22.5Z', sip: message, n: 1 })}\n`;
  const log = readSipLog(syslogEscaped, text);
  expect(log.records[0]).toMatchObject({
    payload: message,
    time: Date.UTC(2026, 10, 21, 8, 43, 22, 500),
    timeSource: 'log',
  });
});

const device = (message: string): string => message.replaceAll('\r\n', ' #012');
const HEAD = '[SID=b9027c:24:198173]  (N  6891753) ';
const IN =
  '---- Incoming SIP Message from 192.0.2.24:5061 to SIPInterface #2 (Teams) TLS TO(#134) SocketID(200) ---- #012';
const OUT = '---- Outgoing SIP Message to 192.0.2.25:5060 from SIPInterface #0 (LAN) UDP TO(#1) SocketID(1) ---- #012';

test('syslog-escaped gives ends and time of AudioCodes devices', () => {
  const text =
    `<133>[S=1718476] ${HEAD}${IN}${device(OK)} #012 #012 [Time:29-08@17:52:50.123]\n` +
    `<133>[S=1718477] ${HEAD}state [Time:29-08@17:52:50.124]\n` +
    `<133>[S=1718478] ${HEAD}${OUT}${device(sipMessage('hi'))} #012 [Time:29-08@17:52:51.000]\n`;
  const log = readSipLog(syslogEscaped, text);
  expect(texts(log)).toEqual([plain(OK), plain(sipMessage('hi'))]);
  expect(log.records).toMatchObject([
    {
      direction: 'in',
      remote: { host: '192.0.2.24', port: 5061, transport: 'tls' },
      time: Date.UTC(2026, 7, 29, 17, 52, 50, 123),
    },
    { direction: 'out', remote: { host: '192.0.2.25', port: 5060, transport: 'udp' } },
  ]);
});

test('syslog-escaped joins the parts of a message of AudioCodes devices', () => {
  const message = sipMessage('a long text '.repeat(40));
  const whole = device(message);
  const parts = [whole.slice(0, 300), whole.slice(300, 500), whole.slice(500)];
  const [one = '', two = '', three = ''] = parts;
  const text =
    `<133>[S=10] ${HEAD}${IN}${one} [Time:29-08@17:52:50.123]\n<133>[S=11] [SID=b9027c:24:198173] ${two} [Time:29-08@17:52:50.123]\n` +
    `<133>[S=12] [SID=b9027c:24:198173] ${three} [Time:29-08@17:52:50.123]\n<133>[S=13] [SID=b9027c:24:198173] state\n`;
  const log = readSipLog(syslogEscaped, text);
  expect(texts(log)).toEqual([plain(message)]);
  expect(log.issues['text-between-records']).toBe(1);
});

describe('syslog-escaped joins parts of AudioCodes devices', () => {
  const message = sipMessage('a long text '.repeat(20));
  const whole = device(message);
  const other = device(sipMessage('of another session '.repeat(20), 'b2'));
  const time = '[Time:29-08@17:52:50.123]';
  /** Lines of a device: what stands behind the number. */
  const numbered = (lines: string[], from = 10): string =>
    lines.map((line, index) => `<133>[S=${from + index}] ${line} ${time}\n`).join('');
  const sid = '[SID=b9027c:24:1]';
  const otherSid = '[SID=b9027c:24:2]';

  test('wherever they are cut, with lines of other sessions between, in any chunks', () => {
    for (let cut = 1; cut < whole.length; cut += 1) {
      const log = numbered([
        `${sid}  (N  1) ${IN}${whole.slice(0, cut)}`,
        `${otherSid} (   lgr_flow)(2)  #0:DIGIT_EV`,
        `[BID=b9027c:24] alarm`,
        `${sid} ${whole.slice(cut)}`,
        `${sid} (   lgr_flow)(3) state`,
      ]);
      const read = readSipLog(syslogEscaped, log);
      expect([cut, texts(read)]).toEqual([cut, [plain(message)]]);
      expect(read.issues['record-truncated']).toBeUndefined();
      expect(accountedBytes(read)).toBe(log.length);
    }
  });

  test('of two sessions by turns', () => {
    const log = numbered([
      `${sid} ${IN}${whole.slice(0, 100)}`,
      `${otherSid} ${OUT}${other.slice(0, 200)}`,
      `${sid} ${whole.slice(100, 250)}`,
      `${otherSid} ${other.slice(200)}`,
      `${sid} ${whole.slice(250)}`,
    ]);
    const read = readSipLog(syslogEscaped, log);
    expect(texts(read)).toEqual([plain(sipMessage('of another session '.repeat(20), 'b2')), plain(message)]);
    expect(read.records).toMatchObject([{ direction: 'out' }, { direction: 'in' }]);
    expect(read.records[1]?.further).toHaveLength(2);
  });

  test('without the session, by number and writer', () => {
    const line = (host: string, number: number, text: string): string =>
      `Aug 29 17:52:50 ${host} [S=${number}] ${text} ${time}\n`;
    const log =
      line('sbc1', 10, IN + whole.slice(0, 100)) +
      line('sbc2', 11, 'a line of another device') +
      line('sbc1', 11, whole.slice(100, 200)) +
      line('sbc2', 12, 'another') +
      line('sbc1', 12, whole.slice(200)) +
      line('sbc1', 13, 'state');
    const read = readSipLog(syslogEscaped, log);
    expect(texts(read)).toEqual([plain(message)]);
    expect(accountedBytes(read)).toBe(log.length);
  });

  test('without numbers, by session', () => {
    const log = `<133>${sid} ${IN}${whole.slice(0, 100)} ${time}\n<133>${otherSid} x ${time}\n<133>${sid} ${whole.slice(100)} ${time}\n`;
    expect(texts(readSipLog(syslogEscaped, log))).toEqual([plain(message)]);
  });

  test('and not with what a lost line leaves, nor with what the device says of other things', () => {
    const first = `${sid} ${IN}${whole.slice(0, 100)}`;
    const lost = numbered([first]) + numbered([`${sid} ${whole.slice(200)}`], 12);
    for (const log of [lost, numbered([first, `${sid} (   lgr_flow)(2) state`, `${sid} ${OUT}${device(OK)} #012`])]) {
      const read = readSipLog(syslogEscaped, log);
      expect(texts(read)[0]?.slice(0, 80)).toBe(plain(message).slice(0, 80));
      expect(read.issues['record-truncated']).toBe(1);
      expect(accountedBytes(read)).toBe(log.length);
    }
  });

  test('and holds no more than 64 of them', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `[SID=b9027c:24:${index}] ${IN}${whole.slice(0, 100)}`);
    const read = readSipLog(syslogEscaped, numbered(lines));
    expect(read.records).toHaveLength(200);
    expect(read.issues['record-truncated']).toBe(200);
  });
});
