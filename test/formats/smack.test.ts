import { describe, expect, test } from 'vitest';
import { smack } from '../../src/formats/smack.ts';
import { formatOf, readInCuts, saidIn } from './xmpp-log.ts';

const STANZA = "<message from='a@a.test' to='b@b.test'><body>hi</body></message>";
const MODIFIED = Date.UTC(2026, 10, 22);
const AT = Date.UTC(2026, 10, 21, 3, 16, 1);
const HEADS: [head: string, time: number | null][] = [
  ['D/SMACK: ', null],
  ['D/SMACK   ( 1234): ', null],
  ['D/SMACK(1234): 03:16:01 AM ', AT],
  ['11-21 03:16:01.123 D/SMACK   ( 1234): ', AT + 123],
  ['11-21 03:16:01.123  1234  1250 D SMACK   : ', AT + 123],
  ['11-21 03:16:01.123 1234-1250/com.example.app D/SMACK: ', AT + 123],
  ['2026-11-21 03:16:01.123 1234-1250/com.example.app D/SMACK: ', AT + 123],
  ['2026-11-21 03:16:01.123  1234-1250  SMACK                   com.example.app                      D  ', AT + 123],
  ['03:16:01 AM ', AT],
  ['03:16:01 ', AT],
  ['', null],
  ['Nov 21, 2026 3:16:01 AM org.jivesoftware.smack.debugger.JulDebugger log\nFINE: ', AT],
];

describe('smack', () => {
  test.each(HEADS)('reads stanzas behind %j', (head, time) => {
    const text = `${head}SENT (0): ${STANZA}\n`;
    expect(formatOf(text)).toBe('smack');
    const log = readInCuts(smack, text, { modified: MODIFIED });
    expect(log.records).toMatchObject([{ time, direction: 'out', flow: 'smack 0 out', clientEnd: 'local' }]);
    expect(saidIn(log)).toEqual(['a@a.test -> b@b.test: hi']);
  });

  test('tells connections and directions apart, and knows who logged in', () => {
    const text =
      'D/SMACK: User logged (7): alice@a.test:5222/phone\n' +
      "D/SMACK: SENT (7): <message to='b@b.test'><body>one</body></message>\n" +
      "D/SMACK: SENT (8): <message to='b@b.test'><body>two</body></message>\n" +
      `D/SMACK: RCV  (7): ${STANZA}\n`;
    const log = readInCuts(smack, text);
    expect(log.records.map(({ flow }) => flow)).toEqual(['smack 7 out', 'smack 8 out', 'smack 7 in']);
    expect(saidIn(log).sort()).toEqual([
      'a@a.test -> b@b.test: hi',
      'alice@a.test/phone -> b@b.test: one',
      'null -> b@b.test: two',
    ]);
  });

  test('joins what was read in pieces', () => {
    const [one, two] = [STANZA.slice(0, 48), STANZA.slice(48)];
    const text = `D/SMACK: RECV (0): ${one}\nD/SMACK: RECV (1): <presence/>\nD/SMACK: RECV (0): ${two}\n`;
    expect(saidIn(readInCuts(smack, text))).toEqual(['a@a.test -> b@b.test: hi']);
  });

  test('joins what logcat cut in mid-word, in a tag or at its limit, also past lines of other programs', () => {
    const head = "<message from='a@a.test' to='b@b.test'><body>";
    const long = 'x '.repeat(600);
    const cuts: [parts: string[], text: string][] = [
      [[head + 'an import', 'ant word</body></message>'], 'an important word'],
      [[head + 'text</bo', 'dy></message>'], 'text'],
      [["<message from='a@a.te", "st' to='b@b.test'><body>text</body></message>"], 'text'],
      [[head + long, 'The end</body></message>'], long + 'The end'],
      [[head + 'in th', 'ree pie', 'ces</body></message>'], 'in three pieces'],
    ];
    for (const [parts, text] of cuts) {
      for (const between of ['', 'D/Other   ( 1234): x\n']) {
        const lines = parts.map((part, index) => `D/SMACK   ( 1234): ${index === 0 ? 'SENT (0): ' : ''}${part}\n`);
        expect(saidIn(readInCuts(smack, lines.join(between)))).toEqual([`a@a.test -> b@b.test: ${text}`]);
      }
    }
  });

  test('keeps line breaks of a text', () => {
    const head = "SENT (0): <message from='a@a.test' to='b@b.test'><body>First line.";
    const texts = [
      `D/SMACK: ${head}\nD/SMACK: \nD/SMACK: Second line</body></message>\n`,
      `03:16:01 ${head}\n\nSecond line</body></message>\n`,
      `11-21 03:16:01.123 1-1/app D/SMACK: ${head}\n    \n    Second line</body></message>\n`,
    ];
    for (const text of texts) {
      expect(saidIn(readInCuts(smack, text))).toEqual(['a@a.test -> b@b.test: First line.\n\nSecond line']);
    }
  });

  test('takes no event of the debugger for a part of a stanza', () => {
    const text =
      'D/SMACK: RECV (0): <message from="a@a.test" to="b@b.test"><bo\n' +
      'D/SMACK: XMPPConnection connected (XMPPTCPConnection[not-authenticated] (0))\n' +
      'D/SMACK: RECV (0): dy>hi</body></message>\n';
    const log = readInCuts(smack, text);
    expect(saidIn(log)).toEqual(['a@a.test -> b@b.test: hi']);
    expect(log.issues['text-between-records']).toBe(1);
  });
});
