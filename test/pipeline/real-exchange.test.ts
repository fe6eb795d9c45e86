/**
 * One exchange between two real clients, seen by the server's log, by the clients' log and on the wire: all tell the same.
 * test/fixtures/make-xmpp.sh made the files of XMPP, make-federation.sh those of two servers, make-kamailio.sh those of SIP.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileOf, imported } from './files.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');
/** When the files were made: stamps without a year are of the year before this. */
const MADE = Date.UTC(2026, 10, 21, 23);

const TEXTS = [
  ['alice', 'bob', 'Good morning Bob, is the trunk up?'],
  ['bob', 'alice', 'Yes: "up" since 6 & <stable> so far.'],
  ['alice', 'bob', 'First line\nsecond line\n  third, indented'],
  ['bob', 'alice', 'Grüße aus Zürich ✓ 😀 C:\\temp\\n'],
  ['alice', 'bob', 'Bye!'],
].map(([from, to, text]) => [`${from}@contoso.test`, [`${to}@contoso.test`], text]);
const PRESENCE = [
  ['alice@contoso.test', 'Available', null],
  ['bob@contoso.test', 'Available', null],
  ['alice@contoso.test', 'Away', 'at lunch'],
  ['alice@contoso.test', 'Offline', null],
];

interface Line {
  kind: string;
  start: string;
  counts: { messages: number };
  texts: { from: string; to: string[]; text: string }[];
  presence: { who: string; state: string; note: string | null }[];
}

/** Sessions and formats of an archive of the files. */
async function archiveOf(...names: string[]): Promise<{ sessions: Line[]; formats: (string | null | undefined)[] }> {
  const files = names.map((name) => ({
    ...fileOf(readFileSync(join(FIXTURES, name)), { name }),
    modified: MADE as never,
  }));
  const { lines, result } = await imported(files);
  for (const { report } of result.files) expect(report!.explainedBytes + report!.skippedBytes).toBe(report!.bytes);
  return {
    sessions: lines.map((line) => JSON.parse(line) as Line),
    formats: result.files.map(({ report }) => report?.format),
  };
}

function textsIn(sessions: readonly Line[]): unknown[] {
  return sessions.flatMap(({ texts }) => texts.map(({ from, to, text }) => [from, to, text]));
}

function presenceIn(sessions: readonly Line[]): unknown[] {
  return sessions.flatMap(({ presence }) => presence.map(({ who, state, note }) => [who, state, note]));
}

describe('a real exchange', () => {
  test.each([
    ['prosody', 'prosody/exchange.log'],
    ['slixmpp', 'slixmpp/exchange.log'],
    ['pcap', 'xmpp-exchange/prosody.pcap'],
    ['ejabberd', 'ejabberd/exchange.log'],
    ['pcap', 'xmpp-exchange/ejabberd.pcap'],
  ])('as %s has it in %s: every text and presence once, in order', async (format, file) => {
    const { sessions, formats } = await archiveOf(file);
    expect(formats).toEqual([format]);
    expect(sessions.map(({ kind, counts }) => [kind, counts.messages]).sort()).toEqual([
      ['im', 5],
      ['presence', 4],
    ]);
    expect(textsIn(sessions)).toEqual(TEXTS);
    expect(presenceIn(sessions)).toEqual(PRESENCE);
  });

  test.each([
    [['prosody/exchange.log', 'slixmpp/exchange.log', 'xmpp-exchange/prosody.pcap']],
    [['ejabberd/exchange.log', 'xmpp-exchange/ejabberd.pcap']],
  ])('is one when all its files are read together: %j', async (files) => {
    for (const order of [files, files.toReversed()]) {
      const { sessions } = await archiveOf(...order);
      expect(sessions).toHaveLength(2);
      expect(textsIn(sessions)).toEqual(TEXTS);
      expect([...presenceIn(sessions)].sort()).toEqual([...PRESENCE].sort());
    }
  });

  test('as Finch has it: presence that the server sends back is one', async () => {
    const { sessions, formats } = await archiveOf('pidgin-jabber/finch.log');
    expect(formats).toEqual(['pidgin-jabber']);
    expect(textsIn(sessions)).toEqual([
      ['bob@contoso.test', ['alice@contoso.test'], 'Is "the trunk" up & <stable>?\nGrüße ✓'],
    ]);
    expect(presenceIn(sessions)).toEqual([
      ['alice@contoso.test', 'Available', null],
      ['bob@contoso.test', 'Available', null],
      ['bob@contoso.test', 'Busy', 'busy'],
      ['bob@contoso.test', 'Offline', null],
    ]);
  });
});

describe('a real exchange between two servers', () => {
  const home = (who: string): string =>
    who.replace('alice@contoso.test', 'alice@contoso.example').replace('bob@contoso.test', 'bob@fabrikam.example');
  const texts = TEXTS.map(([from, to, text]) => [home(from as string), (to as string[]).map(home), text]);
  const presence = [...PRESENCE, ['bob@contoso.test', 'Offline', null]].map(([who, ...more]) => [home(who!), ...more]);
  const FILES = [
    ['prosody', 'xmpp-federation/prosody.log'],
    ['ejabberd', 'xmpp-federation/ejabberd.log'],
    ['pcap', 'xmpp-federation/s2s.pcap'],
  ] as const;

  test.each(FILES)('as %s has it in %s: every text and presence once', async (format, file) => {
    const { sessions, formats } = await archiveOf(file);
    expect(formats).toEqual([format]);
    expect(sessions.map(({ kind, counts }) => [kind, counts.messages]).sort()).toEqual([
      ['im', 5],
      ['presence', 5],
    ]);
    expect(textsIn(sessions)).toEqual(texts);
    expect([...presenceIn(sessions)].sort()).toEqual([...presence].sort());
  });

  test('is one when all its files are read together', async () => {
    const files = FILES.map(([, file]) => file);
    for (const order of [files, files.toReversed()]) {
      const { sessions } = await archiveOf(...order);
      expect(sessions).toHaveLength(2);
      expect(textsIn(sessions)).toEqual(texts);
      expect([...presenceIn(sessions)].sort()).toEqual([...presence].sort());
    }
  });
});

describe('a real exchange by SIP', () => {
  const [alice, bob] = ['alice@contoso.test', 'bob@fabrikam.test'];
  const texts = [
    [alice, [bob], 'Good morning Bob, is the trunk up?'],
    [bob, [alice], 'Yes: "up" since 6 & <stable> so far.'],
    // SIPp drops the spaces at the beginning of a line.
    [alice, [bob], 'First line\nsecond line\nthird, indented'],
    [bob, [alice], 'Grüße aus Zürich ✓ 😀 C:\\temp'],
  ];
  const presence = [
    [bob, 'Busy', 'in a call'],
    [bob, 'Away', 'at lunch'],
  ];
  const FILES = [
    ['kamailio-sipdump', 'sip-exchange/kamailio.data'],
    ['pcap', 'sip-exchange/kamailio.pcap'],
    ['sipp-messages', 'sip-exchange/alice.log'],
    ['sipp-messages', 'sip-exchange/bob.log'],
  ] as const;

  test.each(FILES)('as %s has it in %s: every text and presence once, in order', async (format, file) => {
    const { sessions, formats } = await archiveOf(file);
    expect(formats).toEqual([format]);
    expect(sessions.map(({ kind }) => kind)).toEqual(['im', 'presence']);
    expect(textsIn(sessions)).toEqual(texts);
    expect(presenceIn(sessions)).toEqual(presence);
  });

  test('is one when all its files are read together', async () => {
    const files = FILES.map(([, file]) => file);
    for (const order of [files, files.toReversed()]) {
      const { sessions } = await archiveOf(...order);
      expect(sessions).toHaveLength(2);
      expect(textsIn(sessions)).toEqual(texts);
      expect(presenceIn(sessions)).toEqual(presence);
    }
  });
});
