/** What the two ends of an XMPP stream, its errors and the words of a server's log tell of the sessions on it. */
import { expect, test } from 'vitest';
import { chat, sessionsIn, type Line } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/phone';
const SAID = chat(ALICE, BOB, '<body>hello</body>', 'id="m1"');
const DIALBACK = 'xmlns:db="jabber:server:dialback"';
const header = (of: string, attributes: string): string =>
  `<stream:stream xmlns="jabber:${of}" xmlns:stream="http://etherx.jabber.org/streams" ${DIALBACK} ${attributes}>`;
const error = (condition: string): string =>
  `<stream:error><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-streams"/><text xmlns="urn:ietf:params:xml:ns:xmpp-streams">in words</text></stream:error>`;

/** Lines of Prosody: [seconds, session, text]. */
type Entry = readonly [seconds: number, session: string, text: string];
const prosody = (...entries: readonly Entry[]): string =>
  entries
    .map(([seconds, session, text]) => {
      const at = new Date(Date.UTC(2026, 10, 21, 3) + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
      return `${at} ${session}\t${text.startsWith('RECV') || text.startsWith('SEND') ? 'debug' : 'info'}\t${text}\n`;
    })
    .join('');

interface Told extends Line {
  transport?: { of: string; tls: string | null; auth: string | null; accepted: boolean | null }[];
  flags: { rule: string }[];
}
const sessionsOf = async (...files: readonly string[]): Promise<Told[]> => (await sessionsIn(...files)) as Told[];
const partiesOf = async (file: string): Promise<string[][]> =>
  (await sessionsOf(file)).map(({ participants }) => participants);

const TLS_WORDS = 'Stream encrypted (TLSv1.3 with TLS_AES_256_GCM_SHA384)';

test('Prosody says in words what stream it is, and that it is encrypted', async () => {
  const log = prosody(
    [0, 's2sin5611f7', 'Incoming s2s connection'],
    [1, 's2sin5611f7', TLS_WORDS],
    [2, 's2sin5611f7', `RECV: ${SAID}`],
  );
  expect((await sessionsOf(log))[0]?.transport).toEqual([{ of: 'server', tls: 'used', auth: null, accepted: null }]);
  const reused =
    log +
    prosody([3, 's2sin5611f7', 'Incoming s2s connection'], [4, 's2sin5611f7', `RECV: ${SAID.replace('m1', 'm2')}`]);
  expect((await sessionsOf(reused))[0]?.transport).toEqual([{ of: 'server', tls: 'used', auth: null, accepted: null }]);
  const [client] = await sessionsOf(
    prosody([0, 'c2s5611f7', 'Authenticated as alice@contoso.com'], [1, 'c2s5611f7', `RECV: ${SAID}`]),
  );
  expect(client?.transport).toEqual([{ of: 'client', tls: null, auth: null, accepted: null }]);
});

test('ejabberd names the module that holds the socket', async () => {
  const line = (module: string, xml: string): string =>
    `2026-11-21 03:00:00.000000+00:00 [notice] <0.476.0> (${module}|<0.476.0>) Received XML on stream = <<"${xml.replaceAll('"', '\\"')}">>\n`;
  const opened = line('tcp', header('server', 'from="contoso.com" to="gmail.com"'));
  expect((await sessionsOf(opened + line('tls', SAID)))[0]?.transport).toMatchObject([{ of: 'server', tls: 'used' }]);
  expect((await sessionsOf(opened + line('tcp', SAID)))[0]?.transport).toMatchObject([{ of: 'server', tls: null }]);
});

test.each([
  ['S2S-DIRECTTLS', { of: 'server', tls: 'used' }],
  ['S2S-STARTTLS', { of: 'server', tls: null }],
  ['C2S-DIRECTTLS', { of: 'client', tls: 'used' }],
  ['SSL', { of: 'client', tls: 'used' }],
  ['ExComp-STARTTLS', { of: 'component', tls: null }],
])(
  'Openfire names the listener: %s; what it does not show of TLS is no federation in clear',
  async (listener, told) => {
    const log = `2026-11-21T03:00:00.000Z - ${listener} /8.8.8.8:5269 - RECV - (rawDebugger): ${SAID}\n`;
    const [session] = await sessionsOf(log);
    expect(session?.transport).toMatchObject([told]);
    expect(session?.flags.map(({ rule }) => rule)).not.toContain('unencrypted-federation');
  },
);

test('dialback: what the asked server says of the key is known of the stream whose key it is (XEP-0220 §2.1.2)', async () => {
  const verify = (attributes: string): string =>
    `<db:verify from="gmail.com" to="contoso.com" id="s1" ${attributes}>key</db:verify>`;
  const log = (verdict: string): string =>
    prosody(
      [0, 's2sin1', `RECV: ${header('server', 'from="gmail.com" to="contoso.com"')}`],
      [0, 's2sin1', `SEND: ${header('server', 'from="contoso.com" to="gmail.com" id="s1"')}`],
      [1, 's2sout2', `SEND: ${header('server', 'from="contoso.com" to="gmail.com"')}`],
      [1, 's2sout2', `RECV: ${header('server', 'from="gmail.com" to="contoso.com" id="s2"')}`],
      [2, 's2sout2', `SEND: <db:verify from="contoso.com" to="gmail.com" id="s1">key</db:verify>`],
      [2, 's2sout2', `RECV: ${verify(`type="${verdict}"`)}`],
      [3, 's2sin1', `RECV: ${chat(BOB, ALICE, '<body>hi</body>', 'id="b1"')}`],
    );
  expect((await sessionsOf(log('valid')))[0]?.transport).toMatchObject([
    { of: 'server', auth: 'dialback', accepted: true },
  ]);
  expect((await sessionsOf(log('invalid')))[0]?.transport).toMatchObject([{ auth: 'dialback', accepted: false }]);
});

test('a stream error is told of the talks that ran on the stream, and of no other', async () => {
  const other = chat('carol@contoso.com/x', BOB, '<body>long ago</body>', 'id="c1"');
  const log = prosody(
    [0, 's2sout1', `SEND: ${other}`],
    [300, 's2sout1', `SEND: ${SAID}`],
    [310, 's2sout1', `RECV: ${error('policy-violation')}`],
    [311, 's2sout9', `SEND: ${chat('dave@contoso.com/x', BOB, '<body>on another stream</body>', 'id="d1"')}`],
  );
  const sessions = await sessionsOf(log);
  expect(
    sessions.map(({ participants, counts, diagnostics }) => [
      participants[0],
      counts.messages,
      diagnostics.map(({ reason }) => reason),
    ]),
  ).toEqual([
    ['bob@gmail.com', 1, []],
    ['alice@contoso.com', 1, ['policy-violation: in words']],
    ['bob@gmail.com', 1, []],
  ]);
});

const bare = (attributes: string): string => `<message type="chat" ${attributes}><body>hi</body></message>`;

test.each([
  ['gmail.com says nothing of itself', 'RECV', 'to="alice@contoso.com"', ['alice@contoso.com', 'gmail.com']],
  ['nor to whom', 'RECV', 'from="bob@gmail.com"', ['bob@gmail.com', 'contoso.com']],
  ['the answering server', 'SEND', 'to="bob@gmail.com"', ['bob@gmail.com', 'contoso.com']],
  ['neither end', 'RECV', '', ['contoso.com', 'gmail.com']],
])('servers: an end that a stanza lacks is the domain of the stream: %s', async (_, kind, attributes, parties) => {
  const log = prosody(
    [0, 's2sin1', `RECV: ${header('server', 'from="gmail.com" to="contoso.com"')}`],
    [0, 's2sin1', `SEND: ${header('server', 'from="contoso.com" to="gmail.com" id="s1"')}`],
    [1, 's2sin1', `${kind}: ${bare(attributes)}`],
  );
  expect(await partiesOf(log)).toEqual([parties]);
  // Where several domains share the stream, none is taken for the speaker's.
  const shared = log.replace(
    /\n(?=[^\n]*<message)/,
    '\n' + prosody([1, 's2sin1', 'RECV: <db:result from="googlemail.com" to="contoso.com">key</db:result>']),
  );
  const written = attributes === '' ? [] : [/"(.*)"/.exec(attributes)![1]];
  expect(await partiesOf(shared)).toEqual([written]);
});

test.each([
  ['the component', 'RECV', 'to="alice@contoso.com"', ['alice@contoso.com', 'gw.contoso.com']],
  ['the component to nobody', 'RECV', 'from="bob@gw.contoso.com"', ['bob@gw.contoso.com']],
  ['the server to the component', 'SEND', 'from="alice@contoso.com"', ['alice@contoso.com', 'gw.contoso.com']],
])(
  'components: an end that a stanza lacks is the component where it can only be that: %s',
  async (_, kind, attributes, parties) => {
    const log = prosody(
      [0, 'jcp1', `RECV: ${header('component:accept', 'to="gw.contoso.com"')}`],
      [0, 'jcp1', `SEND: ${header('component:accept', 'from="gw.contoso.com" id="s1"')}`],
      [1, 'jcp1', `${kind}: ${bare(attributes)}`],
    );
    expect(await partiesOf(log)).toEqual([parties]);
  },
);

/** A client's stanza, as each side of its stream may write it: the ends that it must come to. */
const OWN = 'alice@contoso.com';
test.each([
  ['sends to another', 'RECV', 'to="bob@gmail.com"', [OWN, 'bob@gmail.com']],
  ['sends in its full name', 'RECV', 'from="alice@contoso.com/desk" to="bob@gmail.com"', [OWN, 'bob@gmail.com']],
  ['sends to nobody: to itself', 'RECV', '', [OWN]],
  ['gets from another', 'SEND', 'from="bob@gmail.com/x"', [OWN, 'bob@gmail.com']],
  ['gets from another, in full', 'SEND', 'from="bob@gmail.com/x" to="alice@contoso.com/desk"', [OWN, 'bob@gmail.com']],
  ['gets from nobody: from its own account', 'SEND', 'to="alice@contoso.com/desk"', [OWN]],
  ['gets from nobody to nobody', 'SEND', '', [OWN]],
])('clients: an end that a stanza lacks is the client or its account: %s', async (_, kind, attributes, parties) => {
  const words = prosody([0, 'c2s1', 'Authenticated as alice@contoso.com']);
  const bound = prosody([
    0,
    'c2s1',
    'SEND: <iq type="result" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>alice@contoso.com/desk</jid></bind></iq>',
  ]);
  const said = prosody([1, 'c2s1', `${kind}: ${bare(attributes)}`]);
  expect(await partiesOf(words + said)).toEqual([parties]);
  expect(await partiesOf(bound + said)).toEqual([parties]);
  // Joined late: what tells whose the stream is comes behind it.
  if (kind === 'RECV') expect(await partiesOf(said + bound)).toEqual([parties]);
});
