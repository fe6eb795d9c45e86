/** Real XMPP of the corpus, read as one text. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read, record, textsOf } from '../protocols/xmpp-records.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');
const FOLDER = join(CORPUS, 'xmpp-text');
const absent = existsSync(FOLDER) ? '' : ` (skipped: no corpus at ${CORPUS})`;

const bytesIn = (file: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, file)));

describe.skipIf(absent !== '')('xmpp text of the corpus' + absent, () => {
  test('a client’s connection as Wireshark prints it: both directions, all but two stanzas', () => {
    const result = read([record(bytesIn('wireshark-follow-tcp-jabber.txt'))]);
    // Wireshark puts the segment's length into the middle of a tag (`<fie⏎⇥109⏎ld var=…`): those two are damaged.
    expect(result.issues).toEqual(['xml-damaged', 'xml-damaged']);
    const counts = new Map<string, number>();
    for (const { name } of result.stanzas) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ iq: 84 - 2, presence: 9, message: 5 });
    expect(textsOf(result)).toEqual(['hey', 'hey']);
    const chat = result.stanzas.filter(({ name, type }) => name === 'message' && type === 'chat');
    expect(chat.map(({ from, to }) => [from, to])).toEqual([
      ['tom@cs-xmpp.lan', 'chatback@cs-xmpp.lan'],
      ['tom@cs-xmpp.lan', 'chatback@cs-xmpp.lan'],
      ['tom@cs-xmpp.lan', 'chatback@cs-xmpp.lan'],
      ['chatback@cs-xmpp.lan', 'tom@cs-xmpp.lan'],
    ]);
    const rooms = result.stanzas.flatMap(({ facts }) => facts.filter(({ kind }) => kind === 'member'));
    expect(new Set(rooms.map((fact) => (fact.kind === 'member' ? fact.who : '')))).toEqual(
      new Set(['tom@cs-xmpp.lan']),
    );
  });

  test.each(['ejabberd.txt', 'prosody.txt', 'pidgin-jabber.txt'])('%s whole and cut at every byte', (file) => {
    const bytes = bytesIn(file);
    for (let length = 0; length <= bytes.length; length += 1) read([record(bytes.slice(0, length))]);
    expect(read([record(bytes)]).stanzas.length).toBe(file === 'ejabberd.txt' ? 1 : 0);
  });
});
