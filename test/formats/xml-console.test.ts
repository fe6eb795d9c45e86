import { describe, expect, test } from 'vitest';
import { xmlConsole } from '../../src/formats/xml-console.ts';
import { formatOf, readInCuts, saidIn } from './xmpp-log.ts';

const STANZA = "<message from='a@a.test' to='b@b.test'><body>hi</body></message>";

describe('xml-console', () => {
  test('gives place, time and direction', () => {
    const first = `<!-- In 12:35:58 -->\n${STANZA}\n\n`;
    const text = `${first}<!-- Out 12:36:00 -->\n<presence/>\n`;
    expect(formatOf(text)).toBe('xml-console');
    expect(readInCuts(xmlConsole, text, { modified: Date.UTC(2026, 10, 21, 20) }).records).toMatchObject([
      {
        place: { offset: 0, length: first.length },
        time: Date.UTC(2026, 10, 21, 12, 35, 58),
        direction: 'in',
        flow: 'console in',
        clientEnd: 'local',
      },
      { place: { offset: first.length }, time: Date.UTC(2026, 10, 21, 12, 36), direction: 'out', flow: 'console out' },
    ]);
  });

  test.each([
    ['<!-- Outgoing 2026-11-21 12:36:00 -->', 'out'],
    ['<!-- Sent: 12:36:00 PM -->', 'out'],
    ['  <!--Received 12:36:00-->', 'in'],
    ['<!-- incoming -->', 'in'],
    ['<!-- TS:2026-11-21T03:16:01-->', null],
  ])('reads %s', (comment, direction) => {
    for (const gap of ['', '\n', ' ']) {
      expect(formatOf(comment + gap + STANZA)).toBe('xml-console');
      const log = readInCuts(xmlConsole, comment + gap + STANZA);
      expect(log.records).toMatchObject([{ direction }]);
      expect(saidIn(log)).toEqual(['a@a.test -> b@b.test: hi']);
    }
  });

  test('takes account, day and time of Gajim’s comments', () => {
    const sent = "<message to='b@b.test'>\n<body>hi</body>\n</message>\n\n";
    for (const day of ['Sat Nov 21 12:35:58 2026', 'Sat 21 Nov 2026 12:35:58 PM CET', '21.11.2026 12:35:58']) {
      const text = `<!-- Outgoing ${day} (alice@a.test) -->\n${sent}<!-- Outgoing ${day} (carol@c.test) -->\n${sent}`;
      expect(formatOf(text)).toBe('xml-console');
      const log = readInCuts(xmlConsole, text);
      expect(log.records[0]).toMatchObject({ time: Date.UTC(2026, 10, 21, 12, 35, 58), flow: 'alice@a.test out' });
      expect(saidIn(log)).toEqual(['alice@a.test -> b@b.test: hi', 'carol@c.test -> b@b.test: hi']);
    }
  });

  test('knows the client by whom the server speaks to', () => {
    const text = `<!-- In 12:35:58 -->\n<message from='a@a.test' to='b@b.test/x'><body>one</body></message>\n<!-- Out 12:35:59 -->\n<message to='a@a.test'><body>two</body></message>\n`;
    expect(saidIn(readInCuts(xmlConsole, text))).toEqual([
      'a@a.test -> b@b.test/x: one',
      'b@b.test/x -> a@a.test: two',
    ]);
  });

  test('takes comments of other pages for none', () => {
    for (const text of [
      '<!-- In Progress -->\n<div class="x">',
      '<!-- Out 12:35:58 -->\n<message>no</message>',
      '<!-- In 12:35:58 --> then\n<presence/>',
    ]) {
      expect([text, formatOf(text)]).toEqual([text, null]);
    }
  });
});
