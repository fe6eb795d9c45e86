import { describe, expect, test } from 'vitest';
import { slixmpp } from '../../src/formats/slixmpp.ts';
import { formatOf, readInCuts, saidIn } from './xmpp-log.ts';

const head = (second: number): string => `2026-11-21 03:16:0${second},074 DEBUG    `;

describe('slixmpp', () => {
  test('gives place, time and direction', () => {
    const line = `${head(1)}RECV: <presence from="b@b.test/x" to="a@a.test/y" />\n`;
    expect(readInCuts(slixmpp, `${head(0)}Event triggered: x\n${line}`).records).toMatchObject([
      {
        place: { offset: head(0).length + 'Event triggered: x\n'.length, length: line.length },
        time: Date.UTC(2026, 10, 21, 3, 16, 1, 74),
        timeSource: 'assumed-zone',
        direction: 'in',
        flow: '',
        clientEnd: 'local',
      },
    ]);
  });

  test('takes lines of a text that look like lines of the log', () => {
    const text = `${head(1)}SEND: <message from="a@a.test" to="b@b.test"><body>one\n${head(2)}Event triggered: two\n\nSENDING: three</body></message>\n${head(3)}Event triggered: x\n`;
    const log = readInCuts(slixmpp, text);
    expect(saidIn(log)).toEqual([`a@a.test -> b@b.test: one\n${head(2)}Event triggered: two\n\nSENDING: three`]);
    expect(log.issues).toEqual({ 'text-between-records': 1, 'time-assumed': 1 });
  });

  test('ends a stanza that was cut off at the next one', () => {
    const text = `${head(1)}SEND: <message from="a@a.test" to="b@b.test"><body>one\n${head(2)}SEND: <message from="a@a.test" to="b@b.test"><body>two</body></message>\n`;
    const log = readInCuts(slixmpp, text);
    expect(log.records).toHaveLength(2);
    expect(log.issues['record-truncated']).toBe(1);
    expect(saidIn(log)).toEqual(['a@a.test -> b@b.test: two']);
  });

  test('reads the heads of other logging formats, and SleekXMPP', () => {
    const stanza = '<message from="a@a.test" to="b@b.test"><body>hi</body></message>';
    for (const each of [
      'DEBUG:slixmpp.xmlstream.xmlstream:SEND: ',
      'DEBUG    SEND: ',
      'SEND: ',
      '[2014-09-21 04:49:25] sleekxmpp.xmlstream.xmlstream DEBUG - SEND (IMMED): ',
      '04:49:25 [DEBUG] RECV: ',
    ]) {
      expect([each, formatOf(each + stanza)]).toEqual([each, 'slixmpp']);
      expect([each, ...saidIn(readInCuts(slixmpp, each + stanza))]).toEqual([each, 'a@a.test -> b@b.test: hi']);
    }
  });

  test('passes over what was not sent', () => {
    const text = `${head(1)}NOT SENT: <class 'slixmpp.Message'> <message to="b@b.test"><body>no</body></message>\n${head(1)}SEND: <presence />\n`;
    expect(readInCuts(slixmpp, text).records).toHaveLength(1);
  });

  test('tells two clients of one file apart by what they receive', () => {
    const bound = (id: number, jid: string): string =>
      `${head(id)}RECV: <iq type="result" id="${id}"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${jid}</jid></bind></iq>\n`;
    const text =
      bound(1, 'alice@a.test/x') +
      bound(2, 'bob@a.test/y') +
      `${head(3)}SEND: <message to="bob@a.test/y" id="m"><body>hi</body></message>\n` +
      `${head(4)}RECV: <message from="alice@a.test/x" to="bob@a.test/y" id="m"><body>hi</body></message>\n`;
    expect(saidIn(readInCuts(slixmpp, text))).toEqual([
      'alice@a.test/x -> bob@a.test/y: hi',
      'alice@a.test/x -> bob@a.test/y: hi',
    ]);
  });
});
