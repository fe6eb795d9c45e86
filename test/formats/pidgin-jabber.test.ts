import { describe, expect, test } from 'vitest';
import { pidginJabber } from '../../src/formats/pidgin-jabber.ts';
import { sipe } from '../../src/formats/sipe.ts';
import { formatOf, readInCuts, saidIn } from './xmpp-log.ts';

const received = (text: string, at = '16:55:31', mark = ''): string =>
  `(${at}) jabber: Recv ${mark}(${Buffer.from(text).length}): ${text}\n`;
const sent = (text: string, account = ' (alice@a.test/desk)'): string =>
  `(16:55:30) jabber: Sending${account}: ${text}\n`;
const MESSAGE = "<message to='b@b.test'><body>hi</body></message>";

describe('pidgin-jabber', () => {
  test('gives flow, direction, account and a time on the day of the file’s change', () => {
    const text = sent('<presence/>', ' (ssl) (alice@a.test/desk)') + received('<presence/>', '16:55:31', '(ssl)');
    expect(formatOf(text)).toBe('pidgin-jabber');
    const { records } = readInCuts(pidginJabber, text, { modified: Date.UTC(2026, 10, 21, 20) });
    expect(records).toMatchObject([
      {
        place: { offset: 0, length: text.indexOf('\n') + 1 },
        time: Date.UTC(2026, 10, 21, 16, 55, 30),
        timeSource: 'assumed-date',
        direction: 'out',
        flow: 'jabber out',
        clientEnd: 'local',
        clientJid: 'alice@a.test/desk',
      },
      { direction: 'in', flow: 'jabber in', time: Date.UTC(2026, 10, 21, 16, 55, 31) },
    ]);
  });

  test('knows the sender by the account, in every form of the head', () => {
    for (const account of [' (alice@a.test/desk)', ' (ssl) (alice@a.test/desk)']) {
      expect(saidIn(readInCuts(pidginJabber, sent(MESSAGE, account)))).toEqual(['alice@a.test/desk -> b@b.test: hi']);
    }
    expect(saidIn(readInCuts(pidginJabber, sent(MESSAGE, ' (alice@a.test/)')))).toEqual([
      'alice@a.test -> b@b.test: hi',
    ]);
    expect(saidIn(readInCuts(pidginJabber, sent(MESSAGE, ' (ssl)')))).toEqual(['null -> b@b.test: hi']);
    expect(saidIn(readInCuts(pidginJabber, sent(MESSAGE, '')))).toEqual(['null -> b@b.test: hi']);
  });

  test('crosses midnight', () => {
    const text = received('<presence/>', '23:59:59') + received('<presence/>', '00:00:01');
    const { records } = readInCuts(pidginJabber, text, { modified: Date.UTC(2026, 10, 22, 1) });
    expect(records.map(({ time }) => time)).toEqual([
      Date.UTC(2026, 10, 21, 23, 59, 59),
      Date.UTC(2026, 10, 22, 0, 0, 1),
    ]);
  });

  test('joins a stanza that came in pieces, and takes several out of one', () => {
    const text =
      received("<message from='b@b.test' to='alice@a.test'><body>Grü") +
      '(16:55:31) util: Writing file\n' +
      received("ße</body></message><message from='b@b.test' to='alice@a.test'><body>2</body></message>");
    expect(saidIn(readInCuts(pidginJabber, text))).toEqual([
      'b@b.test -> alice@a.test: Grüße',
      'b@b.test -> alice@a.test: 2',
    ]);
  });

  test('takes a text that looks like a line of the log', () => {
    const body = 'look:\n(16:55:30) jabber: Recv (5): x\n(16:55:30) msn: y\n';
    const stanza = `<message from='b@b.test' to='alice@a.test'><body>${body}</body></message>`;
    expect(saidIn(readInCuts(pidginJabber, received(stanza) + '(16:55:32) util: x\n'))).toEqual([
      `b@b.test -> alice@a.test: ${body}`,
    ]);
    expect(saidIn(readInCuts(pidginJabber, sent(stanza) + '(16:55:32) util: x\n'))).toEqual([
      `b@b.test -> alice@a.test: ${body}`,
    ]);
  });

  test('ends a piece that is shorter than its length at the next line', () => {
    const text = '(16:55:30) jabber: Recv (ssl)(453): <?xml …>\n(12:35:58) msn: C: NS 000: VER 4\n' + sent(MESSAGE);
    const log = readInCuts(pidginJabber, text);
    expect(log.records).toHaveLength(2);
    expect(log.issues['record-truncated']).toBe(1);
  });

  test('passes over keep-alives and other lines of the plug-in', () => {
    const text =
      sent(' ') + '(16:55:30) jabber: Got 0 SRV responses\n(16:55:30) jabber: Sending a file\n' + sent('<presence/>');
    expect(readInCuts(pidginJabber, text).records).toHaveLength(1);
  });

  test('and sipe read both kinds in one file', () => {
    const sip = [
      '(16:55:30) sipe:',
      'MESSAGE START >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z',
      'MESSAGE sip:bob@contoso.com SIP/2.0',
      '',
      'MESSAGE END >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z',
      '',
    ].join('\n');
    expect(formatOf(sent(MESSAGE) + sip)).toBe('sipe');
    for (const format of [sipe, pidginJabber]) {
      const { records } = readInCuts(format, sent(MESSAGE) + sip + sent(MESSAGE));
      expect(records.map(({ kind }) => kind)).toEqual(['xmpp', 'sip', 'xmpp']);
    }
  });

  test('keeps what a second account sends apart', () => {
    const text = sent(MESSAGE) + sent(MESSAGE, ' (carol@c.test/x)');
    expect(saidIn(readInCuts(pidginJabber, text))).toEqual([
      'alice@a.test/desk -> b@b.test: hi',
      'carol@c.test/x -> b@b.test: hi',
    ]);
  });

  test('is known by what libpurple says when it starts', () => {
    expect(formatOf('(16:55:29) plugins: probing /usr/lib/purple-2/libjabber.so\n')).toBe('pidgin-jabber');
    expect(formatOf('(12:35:58) msn: C: NS 000: VER 4 MSNP15 CVR0\n')).toBe(null);
  });
});
