import { describe, expect, test } from 'vitest';
import { openfire } from '../../src/formats/openfire.ts';
import { formatOf, readInCuts, saidIn } from './xmpp-log.ts';

const STANZA = "<message from='a@a.test/x' to='b@b.test'><body>hi</body></message>";
const HEADS: [head: string, flow: string, direction: string][] = [
  ['C2S - RECV (25120): ', 'C2S 25120 in', 'in'],
  ['C2S - SENT (-25120): ', 'C2S -25120 out', 'out'],
  ['SSL - RECV (25120): ', 'SSL 25120 in', 'in'],
  ['C2S /192.0.2.9:49200 - RECV - (      25120): ', 'C2S 25120 in', 'in'],
  ['S2S-STARTTLS /192.0.2.9:49200 - SENT - (rawDebugger): ', 'S2S-STARTTLS /192.0.2.9:49200 out', 'out'],
  [
    '2026-11-21T03:16:01.123Z - C2S-DIRECTTLS /192.0.2.9:49200   - RECV - (rawDebugger): ',
    'C2S-DIRECTTLS /192.0.2.9:49200 in',
    'in',
  ],
  ['2026-11-21T03:16:01.123456Z - ExComp-STARTTLS ???              - RECV - (a#0): ', 'ExComp-STARTTLS ??? in', 'in'],
  ['2026.11.21 03:16:01 INFO  [main]: org.x.DebuggerPlugin - CM /192.0.2.9:49200 - SENT - (  7): ', 'CM 7 out', 'out'],
];

describe('openfire', () => {
  test.each(HEADS)('reads %s', (head, flow, direction) => {
    expect(formatOf(head + STANZA)).toBe('openfire');
    const log = readInCuts(openfire, head + STANZA + '\n');
    expect(log.records).toMatchObject([{ flow, direction, clientEnd: 'remote', kind: 'xmpp' }]);
    expect(saidIn(log)).toEqual(['a@a.test/x -> b@b.test: hi']);
  });

  test('gives place, time and peer', () => {
    const log = readInCuts(openfire, HEADS[5]![0] + STANZA + '\n');
    expect(log.records).toMatchObject([
      {
        place: { offset: 0, length: HEADS[5]![0].length + STANZA.length + 1 },
        time: Date.UTC(2026, 10, 21, 3, 16, 1, 123),
        timeSource: 'log',
        remote: { host: '192.0.2.9', port: 49200, transport: null },
      },
    ]);
    expect(readInCuts(openfire, HEADS[0]![0] + STANZA).records[0]).toMatchObject({ time: null, remote: null });
  });

  test('joins a stanza in pieces of one connection, and a text over several lines', () => {
    const text =
      'C2S - RECV (1): <message from="a@a.test" to="b@b.test"><body>on\n' +
      'C2S - RECV (2): <presence/>\n' +
      'C2S - RECV (1): e\ntwo</bo\n' +
      'C2S - RECV (1): dy></message>\nsome other line\n';
    const log = readInCuts(openfire, text);
    expect(saidIn(log)).toEqual(['a@a.test -> b@b.test: one\ntwo']);
    expect(log.issues['text-between-records']).toBe(1);
  });

  test('ends a connection that is closed', () => {
    const text = 'C2S /192.0.2.9:1 - OPEN - (  7)\nC2S /192.0.2.9:1 - CLSD - (  7)\n';
    const { records, issues } = readInCuts(openfire, text);
    expect(records).toMatchObject([{ ends: true, flow: 'C2S 7 in', payload: '' }]);
    expect(issues['other-record']).toBe(1);
  });

  test('takes the packet as it was understood for one that stands alone', () => {
    const head = 'INT /192.0.2.9:????? - RECV - (a1b2c3): ';
    expect(readInCuts(openfire, head + STANZA).records).toMatchObject([
      { flow: '', remote: { host: '192.0.2.9', port: null } },
    ]);
  });

  test('knows the client once the server has bound it', () => {
    const text =
      "C2S - SENT (1): <iq type='result' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@a.test/x</jid></bind></iq>\n" +
      "C2S - RECV (1): <message to='b@b.test'><body>hi</body></message>\n";
    expect(saidIn(readInCuts(openfire, text))).toEqual(['a@a.test/x -> b@b.test: hi']);
  });
});
