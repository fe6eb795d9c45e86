import { describe, expect, test } from 'vitest';
import { prosody } from '../../src/formats/prosody.ts';
import { formatOf, readInCuts, saidIn, stanzasOf } from './xmpp-log.ts';

const MODIFIED = Date.UTC(2026, 10, 22);
const AT = 'Nov 21 03:16:56';
const AUTHENTICATED = `${AT} c2s1\tinfo\tAuthenticated as alice@a.test\n`;

describe('prosody', () => {
  test('gives flow, direction, place and a time of the year that the file’s change tells', () => {
    const line = `${AT} c2s1\tdebug\tRECV: <presence/>\n`;
    expect(readInCuts(prosody, AUTHENTICATED + line, { modified: MODIFIED }).records).toMatchObject([
      {
        place: { offset: AUTHENTICATED.length, length: line.length },
        time: Date.UTC(2026, 10, 21, 3, 16, 56),
        timeSource: 'assumed-date',
        direction: 'in',
        flow: 'c2s1 in',
        kind: 'xmpp',
        clientEnd: 'remote',
        clientJid: 'alice@a.test',
        payload: '<presence/>',
      },
    ]);
  });

  test('gives received stanzas their sender, in full once the resource is bound', () => {
    const text =
      AUTHENTICATED +
      `${AT} c2s1\tdebug\tRECV: <message to='b@b.test'><body>one</body></message>\n` +
      `${AT} c2s1\tdebug\tResource bound: alice@a.test/desk\n` +
      `${AT} c2s1\tdebug\tRECV: <message to='b@b.test'><body>two</body></message>\n`;
    expect(saidIn(readInCuts(prosody, text))).toEqual([
      'alice@a.test -> b@b.test: one',
      'alice@a.test/desk -> b@b.test: two',
    ]);
  });

  test('forgets who it was when a session’s address is used again', () => {
    const text = `${AUTHENTICATED}${AT} c2s1\tinfo\tClient connected\n${AT} c2s1\tdebug\tRECV: <presence/>\n`;
    expect(readInCuts(prosody, text).records[0]).not.toHaveProperty('clientJid');
  });

  test('counts a routed message once for each hop and passes over its top tags', () => {
    const text =
      AUTHENTICATED +
      `${AT} c2s1\tdebug\tRECV: <message id='1' to='b@a.test'><body>a\n\tb</body></message>\n` +
      `${AT} c2s1\tdebug\tReceived[c2s]: <message id='1' to='b@a.test'>\n` +
      `${AT} c2s2\tdebug\tSending[c2s]: <message id='1' to='b@a.test' from='alice@a.test/x'>\n` +
      `${AT} c2s2\tdebug\tSEND: <message id='1' to='b@a.test' from='alice@a.test/x'><body>a\n\tb</body></message>\n`;
    const log = readInCuts(prosody, text);
    expect(saidIn(log)).toEqual(['alice@a.test -> b@a.test: a\nb', 'alice@a.test/x -> b@a.test: a\nb']);
    expect(log.issues).toMatchObject({ 'other-record': 2 });
  });

  test.each([
    ['one space', (line: string) => line.replaceAll('\t', ' ')],
    ['stops of eight', (line: string) => expanded(line, 8)],
    ['stops of four', (line: string) => expanded(line, 4)],
  ])('reads a copy with spaces for TABs: %s', (_, spaced) => {
    const lines = [
      `${AT} c2s5611f7a5c540\tinfo\tAuthenticated as alice@a.test`,
      `${AT} c2s5611f7a5c540\tdebug\tRECV: <message id='1' to='b@a.test'><body>a`,
      `\tb</body></message>`,
      `${AT} general\tdebug\tother`,
      `${AT} c2s5611f7a5c999\tdebug\tSEND: <message id='1' to='b@a.test' from='alice@a.test/x'><body>a`,
      `\tb</body></message>`,
    ];
    const text = lines.map((line) => `${spaced(line)}\n`).join('');
    expect(formatOf(text)).toBe('prosody');
    const log = readInCuts(prosody, text);
    expect(saidIn(log)).toEqual(['alice@a.test -> b@a.test: a\nb', 'alice@a.test/x -> b@a.test: a\nb']);
    expect(log.records.map(({ flow }) => flow)).toEqual(['c2s5611f7a5c540 in', 'c2s5611f7a5c999 out']);
  });

  test('gives messages of which there is a top tag only, and says that the rest is missing', () => {
    const text =
      AUTHENTICATED +
      `${AT} c2s1\tdebug\tReceived[c2s]: <iq id='6' type='get'>\n` +
      `${AT} c2s1\tdebug\tReceived[c2s]: <message id='7' to='b@b.test' type='chat'>\n` +
      `${AT} c2s1\tdebug\tReceived[c2s]: <message id='8' to='b@b.test' type='chat'>\n`;
    const { stanzas, issues } = stanzasOf(readInCuts(prosody, text));
    expect(stanzas.map(({ name, id, from, to }) => [name, id, from, to])).toEqual([
      ['message', '7', 'alice@a.test', 'b@b.test'],
      ['message', '8', 'alice@a.test', 'b@b.test'],
    ]);
    expect(issues).toEqual(['record-truncated', 'record-truncated']);
  });

  test('counts a stanza once whose top tag stands before it, first in the log', () => {
    const top = "<message id='1' to='b@b.test' from='a@a.test/x'>";
    const text =
      `${AT} s2sout1\tdebug\tSending[s2sout]: ${top}\n` +
      `${AT} s2sout2\tdebug\tSending[s2sout]: <presence to='c@c.test' from='a@a.test/x'>\n` +
      `${AT} s2sout1\tdebug\tSEND: ${top}<body>whole</body></message>\n`;
    const log = readInCuts(prosody, text);
    expect(log.records).toHaveLength(1);
    expect(saidIn(log)).toEqual(['a@a.test/x -> b@b.test: whole']);
    expect(stanzasOf(log).issues).toEqual([]);
  });

  test('reads sessions of servers and components, and heads with another stamp or none', () => {
    const stanza = "<message from='a@a.test' to='b@b.test'><body>hi</body></message>";
    const heads = [
      `${AT} s2sin55d8\tdebug\tRECV: `,
      `${AT} s2sout55d8\tdebug\tSEND: `,
      `${AT} jcp55d8\tdebug\tRECV: `,
      '2026-11-21 03:16:56 c2s1\tdebug\tRECV: ',
      '2026-11-21T03:16:56.123Z c2s1\tdebug\tRECV: ',
      'c2s1                \tdebug\tRECV: ',
    ];
    for (const head of heads) {
      expect([head, formatOf(head + stanza + '\n')]).toEqual([head, 'prosody']);
      expect([head, ...saidIn(readInCuts(prosody, head + stanza + '\n'))]).toEqual([head, 'a@a.test -> b@b.test: hi']);
    }
    const dated = readInCuts(prosody, heads[4]! + stanza).records[0];
    expect(dated).toMatchObject({ time: Date.UTC(2026, 10, 21, 3, 16, 56, 123), timeSource: 'log', flow: 'c2s1 in' });
  });

  test('takes no text that looks like a head for one', () => {
    const text = `${AT} c2s1\tdebug\tRECV: <message to='b@b.test'><body>x\n\t${AT} c2s1\tdebug\tRECV: no</body></message>\n`;
    expect(readInCuts(prosody, text).records).toHaveLength(1);
    expect(saidIn(readInCuts(prosody, text))).toEqual([`null -> b@b.test: x\n${AT} c2s1\tdebug\tRECV: no`]);
  });

  test('is known by its heads before any stanza', () => {
    expect(formatOf(`${AT} startup\tinfo\tHello and welcome to Prosody version 0.12.3\n`)).toBe('prosody');
    expect(formatOf('c2s1                \tinfo\tClient connected\n')).toBe(null);
  });

  test('reads its lines by way of syslog', () => {
    const head = 'Nov 21 03:16:56 host prosody[123]: c2s1: ';
    const text =
      `${head}Authenticated as alice@a.test\n` +
      `${head}RECV: <message to='b@b.test'><body>one#012#011two#012three</body></message>\n`;
    expect(formatOf(text)).toBe('prosody');
    expect(saidIn(readInCuts(prosody, text))).toEqual(['alice@a.test -> b@b.test: one\ntwo\nthree']);
  });
});

/** With spaces up to the next stop for each TAB, as `expand` writes it. */
function expanded(line: string, stop: number): string {
  let out = '';
  for (const letter of line) out += letter === '\t' ? ' '.repeat(stop - (out.length % stop)) : letter;
  return out;
}
