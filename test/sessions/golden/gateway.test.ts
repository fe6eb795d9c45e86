/** What passes Lync's XMPP gateway: its SIP leg and its XMPP leg are one session, and what is said is said once. */
import { expect, test } from 'vitest';
import {
  ALICE,
  INVITE,
  base64,
  chat,
  message,
  said,
  sdp,
  sessionsIn,
  sip,
  stanza,
  type Line,
  type SipLine,
} from './traffic.ts';

const DANA = '<sip:dana@gmail.com>';
const IM = sdp('m=message 5060 sip null');
const [ALICE_JID, DANA_JID] = ['alice@contoso.com/lync', 'dana@gmail.com/phone'];
const call = { to: DANA, callId: 'gw-1' };
const ends = { ...call, to: `${DANA};tag=d1` };
const back = { ...call, from: `${DANA};tag=d1`, to: `${ALICE};tag=a1`, direction: 'incoming' } as const;
const xmpp = (from: string, to: string, text: string, at: number): string =>
  stanza({ xml: chat(from, to, `<body>${text}</body>`, `id="${text.replace(/\W/g, '')}${at}"`), at });

/** Lync's own leg: the first text rides in the INVITE, an answer comes back. */
const sipLeg = [
  sip({
    start: INVITE,
    ...call,
    headers: [`ms-text-format: text/plain; charset=UTF-8;ms-body=${base64('hello')}`],
    ...IM,
  }),
  sip({ start: 'SIP/2.0 200 OK', ...ends, cseq: '1 INVITE', at: 400, direction: 'incoming', ...IM }),
  message('hello', { ...ends, cseq: '2 MESSAGE', at: 500 }),
  message('hi Alice', { ...back, cseq: '1 MESSAGE', at: 3_000 }),
  message('how are you?', { ...ends, cseq: '3 MESSAGE', at: 9_000 }),
].join('');
const xmppLeg =
  xmpp(ALICE_JID, DANA_JID, 'hello', 700) +
  xmpp(DANA_JID, ALICE_JID, 'hi Alice', 2_900) +
  xmpp(ALICE_JID, DANA_JID, 'how are you?', 9_200);

function shown(line: Line): unknown {
  return { texts: line.texts.map(({ time, from, text }) => ({ time, from, text })), keys: line.keys };
}

test('a chat through the gateway is one session whichever leg comes first', async () => {
  const [first, ...none] = await sessionsIn(sipLeg, xmppLeg);
  expect(none).toEqual([]);
  expect(said(first!)).toEqual(['alice: hello', 'dana: hi Alice', 'alice: how are you?']);
  expect(first).toMatchObject({
    protocol: 'sip',
    kind: 'im',
    outcome: 'established',
    status: 200,
    participants: ['alice@contoso.com', 'dana@gmail.com'],
    keys: { callIds: ['gw-1'] },
    provider: { id: 'gtalk', confidence: 'certain' },
  });
  // The stanza was seen before the MESSAGE that it became.
  expect(first!.texts.map(({ time }) => time?.slice(17))).toEqual(['00.000Z', '02.900Z', '09.000Z']);
  const [second, ...more] = await sessionsIn(xmppLeg, sipLeg);
  expect(more).toEqual([]);
  expect(shown(second!)).toEqual(shown(first!));
});

test('a chat that the XMPP side begins has the status of its INVITE', async () => {
  const toAlice = { start: 'INVITE sip:alice@contoso.com SIP/2.0', callId: 'gw-2', from: `${DANA};tag=d2`, to: ALICE };
  const [line, ...none] = await sessionsIn(
    xmpp(DANA_JID, ALICE_JID, 'are you there?', 0),
    sip({ ...toAlice, at: 200, headers: [`ms-text-format: text/plain;ms-body=${base64('are you there?')}`], ...IM }) +
      sip({ ...toAlice, start: 'SIP/2.0 480 Temporarily Unavailable', cseq: '1 INVITE', at: 900 }),
  );
  expect(none).toEqual([]);
  expect(line).toMatchObject({ outcome: 'failed', status: 480, counts: { texts: 1 } });
});

test('in one server trace: records of the gateway beside those of SIPStack', async () => {
  const gateway = (at: string, direction: string, xml: string): string =>
    `TL_INFO(TF_PROTOCOL) [0]0A10.0B20::06/24/2014-09:00:${at}.00000042 (XmppTGW,XmppStream::Trace:xmppstream.cpp(90))${direction}: ${xml}\r\n`;
  const [line, ...none] = await sessionsIn(
    message('hello', { ...ends, cseq: '2 MESSAGE', headers: ['User-Agent: XmppTGW/5.0.8308.0'], at: 500 }) +
      gateway('00.620', 'Sending', chat(ALICE_JID, DANA_JID, '<body>hello</body>', 'id="x1"')) +
      gateway('04.000', 'Received', chat(DANA_JID, ALICE_JID, '<body>good &amp; you?</body>', 'id="x2"')) +
      message('<div>good &amp; you?</div>', { ...back, type: 'text/html', cseq: '1 MESSAGE', at: 4_100 }),
  );
  expect(none).toEqual([]);
  expect(said(line!)).toEqual(['alice: hello', 'dana: good & you?']);
  expect(line!.counts.messages).toBe(4);
});

test('of two texts that are the same each has its own other leg', async () => {
  const ok = (cseq: number, at: number): string => message('ok', { ...ends, cseq: `${cseq} MESSAGE`, at });
  const [line, ...none] = await sessionsIn(
    ok(2, 0) + ok(3, 1_000),
    xmpp(ALICE_JID, DANA_JID, 'ok', 100) + xmpp(ALICE_JID, DANA_JID, 'ok', 1_100),
  );
  expect(none).toEqual([]);
  expect(said(line!)).toEqual(['alice: ok', 'alice: ok']);
});

test('the same words of others, of another hour or by another speaker tie nothing', async () => {
  const other = xmpp('alice@contoso.com/x', 'erin@gmail.com/y', 'hello', 700);
  const later = xmpp(ALICE_JID, DANA_JID, 'hello', 60_000);
  const reverse = xmpp(DANA_JID, ALICE_JID, 'hello', 700);
  for (const leg of [other, later, reverse]) {
    expect(await sessionsIn(message('hello', { ...ends, cseq: '2 MESSAGE', at: 500 }), leg)).toHaveLength(2);
  }
});

test('two SIP sessions of one pair stay two where no XMPP leg ties them', async () => {
  const page = (callId: string, at: number): string => message('ok', { ...ends, callId, cseq: '2 MESSAGE', at });
  expect(await sessionsIn(page('p', 0) + page('q', 2_000))).toHaveLength(2);
});

test('presence through the gateway is one session, each change once', async () => {
  const notify = (state: number, at: number, cseq: number): string =>
    sip({
      start: 'NOTIFY sip:alice@contoso.com SIP/2.0',
      callId: 'sub-1',
      from: `${DANA};tag=d9`,
      to: `${ALICE};tag=a9`,
      cseq: `${cseq} NOTIFY`,
      headers: ['Event: presence'],
      type: 'application/msrtc-event-categories+xml',
      body: `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:dana@gmail.com"><category name="state"><state xsi:type="aggregateState" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><availability>${state}</availability></state></category></categories>`,
      at,
    });
  const shows = (inner: string, at: number): string =>
    stanza({
      xml: `<presence xmlns="jabber:client" from="${DANA_JID}" to="alice@contoso.com">${inner}</presence>`,
      at,
    });
  const legs: SipLine = { start: 'SUBSCRIBE sip:dana@gmail.com SIP/2.0', callId: 'sub-1', to: DANA };
  const files = [
    sip({ ...legs, headers: ['Event: presence'] }) + notify(3500, 900, 1) + notify(6500, 60_500, 2),
    shows('', 600) + shows('<show>dnd</show>', 60_000),
  ];
  for (const order of [files, files.toReversed()]) {
    const [line, ...none] = await sessionsIn(...order);
    expect(none).toEqual([]);
    expect(line).toMatchObject({ kind: 'presence', keys: { callIds: ['sub-1'] } });
    expect(line!.presence.map(({ who, state }) => `${who} ${state}`)).toEqual([
      'dana@gmail.com Available',
      'dana@gmail.com Busy',
    ]);
  }
});
