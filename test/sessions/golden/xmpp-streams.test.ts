/** What the negotiation of a stream tells of the sessions that travel on it, through the whole pipeline. */
import { expect, test } from 'vitest';
import { chat, sessionsIn, stanza } from './traffic.ts';

const ALICE = 'alice@contoso.com/desk';
const BOB = 'bob@gmail.com/phone';
const TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const opens = (of: string, more = ''): string =>
  `<stream:stream xmlns="jabber:${of}" xmlns:stream="http://etherx.jabber.org/streams" xmlns:db="jabber:server:dialback" version="1.0" to="contoso.com"${more}>`;
const answers = (of: string): string => opens(of, ' from="contoso.com" id="s1"');
const features = (inner: string): string => `<stream:features>${inner}</stream:features>`;
const STARTTLS = `<starttls xmlns="${TLS}"/>`;
const REQUIRED = `<starttls xmlns="${TLS}"><required/></starttls>`;
const PROCEED = `<proceed xmlns="${TLS}"/>`;
const auth = (mechanism: string): string => `<auth xmlns="${SASL}" mechanism="${mechanism}">AAAA</auth>`;
const SUCCESS = `<success xmlns="${SASL}"/>`;
const SAID = chat(ALICE, BOB, '<body>hello</body>', 'id="m1"');
const result = (type = ''): string => `<db:result from="gmail.com" to="contoso.com"${type}>key</db:result>`;

type Step = readonly [sent: boolean, xml: string];
const sends = (xml: string): Step => [true, xml];
const gets = (xml: string): Step => [false, xml];

/** A client's log, which names no connection. */
const ofClient = (...steps: readonly Step[]): string =>
  steps.map(([sent, xml], at) => stanza({ xml, at: at * 100, sent })).join('');
/** A server's log, which does. */
const ofServer = (connection: string, ...steps: readonly Step[]): string =>
  steps
    .map(([sent, xml], at) => `Nov 21 03:16:${10 + at} ${connection}\tdebug\t${sent ? 'SEND' : 'RECV'}: ${xml}\n`)
    .join('');

async function transportOf(...files: readonly string[]): Promise<unknown> {
  const [session, ...none] = await sessionsIn(...files);
  expect(none).toEqual([]);
  return (session as { transport?: unknown } | undefined)?.transport;
}

const ENCRYPTED: readonly Step[] = [
  sends(opens('client')),
  gets(answers('client')),
  gets(features(REQUIRED)),
  sends(STARTTLS),
  gets(PROCEED),
  sends(opens('client')),
  gets(answers('client')),
  gets(features(`<mechanisms xmlns="${SASL}"><mechanism>PLAIN</mechanism></mechanisms>`)),
  sends(auth('SCRAM-SHA-1')),
  gets(SUCCESS),
  sends(opens('client')),
  gets(answers('client')),
];

test('a client: STARTTLS, SASL and its result', async () => {
  expect(await transportOf(ofClient(...ENCRYPTED, sends(SAID)))).toEqual([
    { of: 'client', tls: 'used', auth: 'SCRAM-SHA-1', accepted: true },
  ]);
});

test('a client that is let in though it did not take up TLS; the password was wrong at first', async () => {
  const steps = [
    sends(opens('client')),
    gets(answers('client')),
    gets(features(STARTTLS)),
    sends(auth('PLAIN')),
    gets(`<failure xmlns="${SASL}"><not-authorized/></failure>`),
    sends(auth('DIGEST-MD5')),
    gets(SUCCESS),
    sends(opens('client')),
    gets(answers('client')),
    gets(features('')),
    sends(SAID),
  ];
  expect(await transportOf(ofClient(...steps))).toEqual([
    { of: 'client', tls: 'offered', auth: 'DIGEST-MD5', accepted: true },
  ]);
});

test('a client without SASL (XEP-0078)', async () => {
  const asks = `<iq type="set" id="a1"><query xmlns="jabber:iq:auth"><username>alice</username><digest>00</digest><resource>desk</resource></query></iq>`;
  const steps = [sends(opens('client')), gets(answers('client')), sends(asks), gets('<iq type="result" id="a1"/>')];
  expect(await transportOf(ofClient(...steps, sends(SAID)))).toEqual([
    { of: 'client', tls: null, auth: 'jabber:iq:auth', accepted: true },
  ]);
});

test('servers: TLS and SASL EXTERNAL', async () => {
  const steps = [
    gets(opens('server')),
    sends(answers('server')),
    sends(features(REQUIRED)),
    gets(STARTTLS),
    sends(PROCEED),
    gets(opens('server')),
    sends(answers('server')),
    sends(features(`<mechanisms xmlns="${SASL}"><mechanism>EXTERNAL</mechanism></mechanisms>`)),
    gets(auth('EXTERNAL')),
    sends(SUCCESS),
    gets(opens('server')),
    sends(answers('server')),
    gets(SAID),
  ];
  expect(await transportOf(ofServer('s2sin1', ...steps))).toEqual([
    { of: 'server', tls: 'used', auth: 'EXTERNAL', accepted: true },
  ]);
});

test('servers: dialback in clear is told, and flagged (XEP-0220)', async () => {
  const steps = [
    gets(opens('server')),
    sends(answers('server')),
    sends(features(STARTTLS)),
    gets(result()),
    sends(result(' type="valid"')),
    gets(chat(BOB, ALICE, '<body>hi</body>', 'id="m2"')),
  ];
  const log = ofServer('s2sin1', ...steps);
  expect(await transportOf(log)).toEqual([{ of: 'server', tls: 'offered', auth: 'dialback', accepted: true }]);
  const [session] = await sessionsIn(log);
  const { flags } = session as unknown as { flags: { rule: string; because: string }[] };
  const flag = flags.find(({ rule }) => rule === 'unencrypted-federation');
  expect(flag?.because).toContain('offered STARTTLS');
});

test('a component and its handshake (XEP-0114)', async () => {
  const steps = [
    gets(opens('component:accept')),
    sends(answers('component:accept')),
    gets('<handshake>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>'),
    sends('<handshake/>'),
    gets(SAID),
  ];
  expect(await transportOf(ofServer('component1', ...steps))).toEqual([
    { of: 'component', tls: null, auth: 'handshake', accepted: true },
  ]);
});

test('a session on two streams tells of both; one that two logs show is told once', async () => {
  const client = ofServer('c2s1', ...ENCRYPTED.map(([sent, xml]): Step => [!sent, xml]), gets(SAID));
  const server = ofServer('s2sout1', sends(opens('server')), gets(answers('server')), sends(SAID));
  const both = [
    { of: 'client', tls: 'used', auth: 'SCRAM-SHA-1', accepted: true },
    { of: 'server', tls: null, auth: null, accepted: null },
  ];
  expect(await transportOf(client + server)).toEqual(expect.arrayContaining(both));
  expect(await transportOf(client, server)).toHaveLength(2);
});

test('the next stream of a connection’s name, and of a log, begins anew', async () => {
  const again = [...ENCRYPTED, sends(SAID), sends('</stream:stream>'), sends(opens('client'))];
  expect(
    await transportOf(ofServer('c2s1', ...again, gets(answers('client')), sends(chat(ALICE, BOB, '<body>x</body>')))),
  ).toEqual([{ of: 'client', tls: 'used', auth: 'SCRAM-SHA-1', accepted: true }]);
});

test('two clients whose streams are mixed in one log: nothing is said of either', async () => {
  const steps = [sends(opens('client')), sends(opens('client')), ...ENCRYPTED, sends(SAID)];
  expect(await transportOf(ofClient(...steps))).toBeUndefined();
});

test('without a negotiation nothing is said', async () => {
  expect(await transportOf(ofClient(sends(SAID)))).toBeUndefined();
});

test('a negotiation that is cut short swallows no stanza and is no loss', async () => {
  for (const piece of [
    `<auth xmlns="${SASL}" mechanism="PLAIN">`,
    '<stream:features><starttls>',
    '<success',
    '<db:result>',
  ]) {
    expect(await transportOf(ofServer('c2s1', gets(opens('client')), gets(piece), gets(SAID)))).toBeDefined();
  }
});
