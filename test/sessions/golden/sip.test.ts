/** SIP sessions, case by case, through the whole pipeline. */
import { expect, test } from 'vitest';
import { ALICE, BOB, INVITE, base64, message, said, sdp, sessionsIn, sip, type Line, type SipLine } from './traffic.ts';

const OK = 'SIP/2.0 200 OK';
const TAGGED = `${BOB};tag=b1`;
const IM = sdp('m=message 5060 sip null');
const answer = (start: string, over: Omit<SipLine, 'start'> = {}): string =>
  sip({ start, cseq: '1 INVITE', to: TAGGED, direction: 'incoming', at: 500, ...over });

async function only(...files: readonly string[]): Promise<Line> {
  const sessions = await sessionsIn(...files);
  expect(sessions).toHaveLength(1);
  return sessions[0]!;
}

test('forked call: one session, its branches apart by their tags', async () => {
  const session = await only(
    sip({ start: INVITE, ...IM }) +
      answer('SIP/2.0 180 Ringing') +
      answer('SIP/2.0 180 Ringing', { to: `${BOB};tag=b2` }) +
      answer(OK, { to: `${BOB};tag=b2`, at: 900 }) +
      answer('SIP/2.0 487 Request Terminated', { at: 950 }),
  );
  expect(session).toMatchObject({ outcome: 'established', status: 200, counts: { messages: 5 } });
});

test('re-INVITE and UPDATE add modalities', async () => {
  const again = { to: TAGGED };
  const session = await only(
    sip({ start: INVITE, ...IM }) +
      answer(OK, IM) +
      sip({ start: INVITE, ...again, cseq: '2 INVITE', at: 60_000, ...sdp('m=audio 50000 RTP/AVP 0') }) +
      sip({
        start: 'UPDATE sip:bob@fabrikam.com SIP/2.0',
        ...again,
        cseq: '3 UPDATE',
        at: 90_000,
        ...sdp('m=audio 50000 RTP/AVP 0', 'm=video 50002 RTP/AVP 34'),
      }),
  );
  expect(session.modalities).toEqual(['audio', 'im', 'video']);
});

test.each(['call-1;to-tag=b1;from-tag=a1', 'call-1;from-tag=a1;to-tag=b1'])(
  'a call that replaces another is one session with it: %s',
  async (replaced) => {
    const first = sip({ start: INVITE, ...IM }) + answer(OK, IM);
    const second = sip({ start: INVITE, callId: 'call-2', headers: [`Replaces: ${replaced}`], at: 5_000 });
    expect((await only(first + second)).keys.callIds).toEqual(['call-1', 'call-2']);
    expect((await only(second, first)).keys.callIds).toEqual(['call-1', 'call-2']);
  },
);

test('a transfer with Replaces in Refer-To joins the calls', async () => {
  const refer = sip({
    start: 'REFER sip:bob@fabrikam.com SIP/2.0',
    to: TAGGED,
    cseq: '2 REFER',
    headers: ['Refer-To: <sip:carol@contoso.com?Replaces=call-2%3Bto-tag%3Dc1%3Bfrom-tag%3Da2>'],
    at: 2_000,
  });
  const other = sip({ start: 'INVITE sip:carol@contoso.com SIP/2.0', callId: 'call-2', to: '<sip:carol@contoso.com>' });
  expect((await only(other + sip({ start: INVITE }) + refer)).keys.callIds).toEqual(['call-1', 'call-2']);
});

test('cancelled before it was answered', async () => {
  const session = await only(
    sip({ start: INVITE, ...IM }) +
      sip({ start: 'CANCEL sip:bob@fabrikam.com SIP/2.0', at: 300 }) +
      answer(OK, { cseq: '1 CANCEL', at: 400 }) +
      answer('SIP/2.0 487 Request Terminated'),
  );
  expect(session).toMatchObject({ outcome: 'failed', status: 487 });
});

test.each(['401 Unauthorized', '407 Proxy Authentication Required'])('authentication round %s', async (challenge) => {
  const text = { type: 'text/plain', body: 'hello' };
  const start = 'MESSAGE sip:bob@fabrikam.com SIP/2.0';
  const session = await only(
    sip({ start, ...text }) +
      sip({ start: `SIP/2.0 ${challenge}`, cseq: '1 MESSAGE', direction: 'incoming', at: 100 }) +
      sip({ start, cseq: '2 MESSAGE', ...text, headers: ['Authorization: NTLM qop="auth"'], at: 200 }) +
      sip({ start: OK, cseq: '2 MESSAGE', direction: 'incoming', at: 300 }),
  );
  expect(said(session)).toEqual(['alice: hello']);
  expect(session).toMatchObject({ outcome: 'established', status: 200 });
});

test.each(['302 Moved Temporarily', '407 Proxy Authentication Required'])(
  'a first text that is sent again after %s is said once; one that is not sent again is kept',
  async (turned) => {
    const headers = [`ms-text-format: text/plain; charset=UTF-8;ms-body=${base64('hello')}`];
    const first = sip({ start: INVITE, headers, ...IM }) + answer(`SIP/2.0 ${turned}`);
    expect(said(await only(first))).toEqual(['alice: hello']);
    const again = sip({ start: INVITE, cseq: '2 INVITE', headers, at: 700, ...IM });
    expect(said(await only(first + again + answer(OK, { cseq: '2 INVITE', at: 900 })))).toEqual(['alice: hello']);
    const other = sip({
      start: INVITE,
      cseq: '2 INVITE',
      at: 700,
      headers: headers.map((line) => line.replace(/ms-body=.*/, `ms-body=${base64('bye')}`)),
      ...IM,
    });
    expect(said(await only(first + other))).toEqual(['alice: hello', 'alice: bye']);
  },
);

test('redirected, then answered', async () => {
  const session = await only(
    sip({ start: INVITE, ...IM }) +
      answer('SIP/2.0 302 Moved Temporarily', { headers: ['Contact: <sip:bob@home.fabrikam.com>'] }) +
      sip({ start: 'INVITE sip:bob@home.fabrikam.com SIP/2.0', cseq: '2 INVITE', at: 700, ...IM }) +
      answer(OK, { cseq: '2 INVITE', at: 900 }),
  );
  expect(session).toMatchObject({ outcome: 'established', status: 200 });
});

test('a dialog seen only in its middle, and only at its end', async () => {
  expect(await only(message('still here', { cseq: '7 MESSAGE' }))).toMatchObject({
    kind: 'im',
    outcome: 'established',
    participants: ['alice@contoso.com', 'bob@fabrikam.com'],
  });
  const bye = sip({ start: 'BYE sip:bob@fabrikam.com SIP/2.0', to: TAGGED, cseq: '9 BYE' });
  expect(await only(bye)).toMatchObject({ outcome: 'established', counts: { messages: 1 } });
});

test('retransmissions are one message', async () => {
  const session = await only(
    [0, 500, 1500].map((at) => message('hello', { cseq: '2 MESSAGE', at })).join('') +
      message('hello', { cseq: '3 MESSAGE', at: 4_000 }),
  );
  expect(said(session)).toEqual(['alice: hello', 'alice: hello']);
  expect(session.counts.messages).toBe(2);
});

test('hops are one message although the proxy changes the target, the parameters’ order and adds Vias', async () => {
  const inside = message('hello', { to: `${BOB};epid=01;tag=b1`, cseq: '2 MESSAGE' });
  const outside = message('hello', {
    to: `"Bob" <sip:BOB@fabrikam.com>;tag=b1;epid=01`,
    from: `"Alice" <sip:alice@contoso.com>;epid=9;tag=a1`,
    headers: ['Via: SIP/2.0/TLS edge.contoso.com;branch=z9hG4bKnext', 'Max-Forwards: 68'],
    cseq: '2 MESSAGE',
    at: 4,
  }).replaceAll('MESSAGE sip:bob@fabrikam.com', 'MESSAGE sip:bob@pool.fabrikam.com;transport=tls');
  for (const files of [[inside + outside], [outside, inside], [inside, outside]]) {
    const session = await only(...files);
    expect(said(session)).toEqual(['alice: hello']);
    expect(session.counts.messages).toBe(1);
  }
});

test('MESSAGEs outside dialogs are sessions of their own, or one of their conversation', async () => {
  const page = (callId: string, over: Omit<SipLine, 'start'> = {}): string =>
    message(callId, { callId, to: BOB, ...over });
  expect(await sessionsIn(page('x') + page('y', { at: 1_000 }))).toHaveLength(2);
  const headers = ['Ms-Conversation-ID: conv'];
  expect(said(await only(page('x', { headers }) + page('y', { headers, at: 1_000 })))).toEqual([
    'alice: x',
    'alice: y',
  ]);
});

test('one conversation across Call-IDs is joined transitively whichever leg comes first', async () => {
  const legs = [
    sip({ start: INVITE, callId: 'a', headers: ['Ms-Conversation-ID: one'] }),
    sip({
      start: INVITE,
      callId: 'b',
      headers: ['Ms-Conversation-ID: one', 'Replaces: c;to-tag=1;from-tag=2'],
      at: 10,
    }),
    sip({ start: INVITE, callId: 'c', at: 20 }),
    sip({ start: INVITE, callId: 'd', headers: ['Target-Dialog: c;local-tag=1;remote-tag=2'], at: 30 }),
  ];
  const orders = [legs, legs.toReversed(), [legs[3]!, legs[0]!, legs[2]!, legs[1]!]];
  for (const order of orders) expect((await only(...order)).keys.callIds).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  ['text/plain; charset=UTF-8', 'text/plain; charset=UTF-8', 'hello', 'hello'],
  ['text/html', 'text/html', '<b>hello</b>', '<div>hello</div>'],
  ['text/rtf', 'text/plain', '{\\rtf1\\ansi hello}', 'hello'],
])('the first text in ms-text-format as %s that comes again as %s is one', async (kind, type, carried, again) => {
  const session = await only(
    sip({ start: INVITE, headers: [`ms-text-format: ${kind};msgr=WAAtAE0A;ms-body=${base64(carried)}`], ...IM }) +
      answer(OK, IM) +
      message(again, { cseq: '2 MESSAGE', type, at: 1_000 }) +
      message('bye', { cseq: '3 MESSAGE', at: 2_000 }),
  );
  expect(said(session)).toEqual(['alice: hello', 'alice: bye']);
});

test('a MESSAGE that failed keeps its text, marked as failed, and its reason', async () => {
  const session = await only(
    message('are you there?', { cseq: '2 MESSAGE' }) +
      sip({
        start: 'SIP/2.0 480 Temporarily Unavailable',
        cseq: '2 MESSAGE',
        to: TAGGED,
        direction: 'incoming',
        headers: ['ms-diagnostics: 15030;reason="Failed to route to destination";source="edge.contoso.com"'],
        at: 300,
      }),
  );
  expect(session.texts).toMatchObject([{ from: 'alice@contoso.com', text: 'are you there?', failed: true }]);
  expect(session).toMatchObject({ outcome: 'failed', status: 480, diagnostics: [{ id: 15030 }] });
});

test('texts of every kind of body', async () => {
  const alternative =
    '--x\r\nContent-Type: text/html\r\n\r\n<i>rich</i>\r\n--x\r\nContent-Type: text/plain\r\n\r\nrich\r\n--x--\r\n';
  const cpim =
    'From: <im:carol@contoso.com>\r\nTo: <im:bob@fabrikam.com>\r\n\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ncpim';
  const bodies: [type: string, body: string][] = [
    ['text/plain; charset=UTF-8', 'grüße'],
    ['text/html', '<p>a &amp; b</p>'],
    ['multipart/alternative; boundary=x', alternative],
    ['message/cpim', cpim],
    ['application/pkcs7-mime; smime-type=enveloped-data', 'AAAA'],
    ['application/im-iscomposing+xml', '<isComposing><state>active</state></isComposing>'],
  ];
  const session = await only(
    bodies
      .map(([type, body], index) => message(body, { type, cseq: `${index + 2} MESSAGE`, at: index * 1_000 }))
      .join(''),
  );
  expect(said(session)).toEqual(['alice: grüße', 'alice: a & b', 'alice: rich', 'carol: cpim']);
});

const FOCUS = 'sip:alice@contoso.com;gruu;opaque=app:conf:focus:id:4F2A';
const CHAT = FOCUS.replace('focus', 'chat');
const roster = (...users: readonly [who: string, status: string][]): string =>
  `<?xml version="1.0"?><conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="${FOCUS}" state="partial" version="2"><users>` +
  users
    .map(
      ([who, status]) =>
        `<user entity="sip:${who}" state="full"><endpoint entity="e"><status>${status}</status></endpoint></user>`,
    )
    .join('') +
  '</users></conference-info>';

test('a conference: focus and chat are one, Ms-Sender speaks, the roster tells who is in', async () => {
  const notify = (body: string, at: number, cseq: number): string =>
    sip({
      start: 'BENOTIFY sip:alice@contoso.com SIP/2.0',
      callId: 'focus-1',
      from: `<${FOCUS}>;tag=f`,
      to: `${ALICE};tag=a9`,
      cseq: `${cseq} BENOTIFY`,
      headers: ['Event: conference'],
      type: 'application/conference-info+xml',
      body,
      at,
    });
  const files = [
    sip({ start: `INVITE ${CHAT} SIP/2.0`, callId: 'chat-1', to: `<${CHAT}>`, ...IM }) +
      sip({
        start: 'MESSAGE sip:alice@contoso.com SIP/2.0',
        callId: 'chat-1',
        from: `<${CHAT}>;tag=m`,
        to: `${ALICE};tag=a1`,
        cseq: '5 MESSAGE',
        headers: [`Ms-Sender: <sip:carol@fabrikam.com>`],
        type: 'text/plain',
        body: 'hello all',
        at: 5_000,
      }),
    notify(roster(['carol@fabrikam.com', 'connected'], ['bob@fabrikam.com', 'connected']), 1_000, 1) +
      notify(roster(['bob@fabrikam.com', 'disconnected']), 9_000, 2),
  ];
  const session = await only(...files);
  expect(said(session)).toEqual(['carol: hello all']);
  expect(session.modalities).toEqual(['im', 'multiparty']);
  expect(session.participants).toContain('bob@fabrikam.com');
  expect(await only(...files.toReversed())).toMatchObject({ texts: session.texts, modalities: session.modalities });
});

test('multiparty by a list of end points', async () => {
  const headers = ['EndPoints: <sip:alice@contoso.com>, <sip:bob@fabrikam.com>, "Carol" <sip:carol@fabrikam.com>'];
  const session = await only(sip({ start: INVITE, headers, ...IM }) + answer(OK, IM));
  expect(session.modalities).toEqual(['im', 'multiparty']);
  expect(session.participants).toEqual(['alice@contoso.com', 'bob@fabrikam.com', 'carol@fabrikam.com']);
});

test.each([
  ['ACCEPT', true],
  ['CANCEL', false],
])('a file in the older form: %s', async (command, accepted) => {
  const offer =
    'Application-Name: File Transfer\r\nApplication-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}\r\nInvitation-Command: INVITE\r\nInvitation-Cookie: 77\r\nApplication-File: plan.doc\r\nApplication-FileSize: 1234\r\n';
  const reply = `Invitation-Command: ${command}\r\nInvitation-Cookie: 77\r\n`;
  const type = 'text/x-msmsgsinvite; charset=UTF-8';
  const session = await only(
    message(offer, { type, cseq: '2 MESSAGE' }) +
      message(reply, { type, cseq: '1 MESSAGE', from: TAGGED, to: `${ALICE};tag=a1`, at: 900, direction: 'incoming' }),
  );
  expect(session.files).toMatchObject([{ name: 'plan.doc', size: 1234, accepted }]);
  expect(session.texts).toEqual([]);
});

test.each([
  ['downloadFile', true],
  ['cancelTransfer', false],
])('a file in Lync’s form: %s', async (step, accepted) => {
  const info = '<fileInfo><id>{F1}</id><name>plan.xlsx</name><size>9</size></fileInfo>';
  const part = '--y\r\nContent-Type: application/ms-filetransfer+xml\r\n\r\n';
  const open = '<request xmlns="http://schemas.microsoft.com/rtc/2009/05/filetransfer" requestId="1">';
  const offer = `${part}${open}<publishFile>${info}</publishFile></request>\r\n--y--\r\n`;
  const session = await only(
    sip({ start: INVITE, type: 'multipart/mixed; boundary=y', body: offer }) +
      sip({
        start: 'INFO sip:alice@contoso.com SIP/2.0',
        from: TAGGED,
        to: `${ALICE};tag=a1`,
        cseq: '1 INFO',
        type: 'application/ms-filetransfer+xml',
        body: `${open}<${step}>${info}</${step}></request>`,
        direction: 'incoming',
        at: 2_000,
      }),
  );
  expect(session.files).toMatchObject([{ name: 'plan.xlsx', size: 9, accepted }]);
  expect(session.modalities).toContain('file');
});

test('a call with sharing and a hold has its kind and its end', async () => {
  const session = await only(
    sip({ start: INVITE, ...sdp('m=audio 50000 RTP/AVP 0', 'm=applicationsharing 50010 TCP/RTP/AVP 127') }) +
      answer(OK, sdp('m=audio 50000 RTP/AVP 0', 'm=applicationsharing 0 TCP/RTP/AVP 127')) +
      sip({
        start: INVITE,
        to: TAGGED,
        cseq: '2 INVITE',
        at: 30_000,
        ...sdp('m=audio 50000 RTP/AVP 0', 'a=inactive'),
      }) +
      sip({ start: 'BYE sip:bob@fabrikam.com SIP/2.0', to: TAGGED, cseq: '3 BYE', at: 60_000 }),
  );
  expect(session).toMatchObject({ kind: 'av', modalities: ['audio', 'sharing'] });
  expect(session.end).toBe('2014-06-24T09:01:00.000Z');
});

const pidf = (who: string, status: string): string =>
  `<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:${who}"><tuple id="1"><status><basic>${status}</basic></status></tuple></presence>`;

test('presence: a subscription with a piggybacked body, then a change', async () => {
  const subscribe = 'SUBSCRIBE sip:bob@fabrikam.com SIP/2.0';
  const headers = ['Event: presence'];
  const body = { type: 'application/pidf+xml' };
  const session = await only(
    sip({ start: subscribe, headers }) +
      answer(OK, { cseq: '1 SUBSCRIBE', headers, ...body, body: pidf('bob@fabrikam.com', 'open') }) +
      sip({
        start: 'BENOTIFY sip:alice@contoso.com SIP/2.0',
        from: TAGGED,
        to: `${ALICE};tag=a1`,
        headers,
        ...body,
        body: pidf('bob@fabrikam.com', 'closed'),
        at: 5_000,
        direction: 'incoming',
      }),
  );
  expect(session).toMatchObject({ kind: 'presence', outcome: 'established', modalities: ['presence'] });
  expect(session.presence.map(({ who, state }) => [who, state])).toEqual([
    ['bob@fabrikam.com', 'Available'],
    ['bob@fabrikam.com', 'Offline'],
  ]);
});

test('presence: an rlmi list tells of each on it', async () => {
  const part = (who: string): string => `--z\r\nContent-Type: application/pidf+xml\r\n\r\n${pidf(who, 'open')}\r\n`;
  const list =
    '--z\r\nContent-Type: application/rlmi+xml\r\n\r\n<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:alice@contoso.com" version="0" fullState="true"/>\r\n';
  const session = await only(
    sip({
      start: 'NOTIFY sip:alice@contoso.com SIP/2.0',
      from: TAGGED,
      to: `${ALICE};tag=a1`,
      headers: ['Event: presence'],
      type: 'multipart/related; type="application/rlmi+xml"; boundary=z',
      body: `${list}${part('bob@fabrikam.com')}${part('carol@fabrikam.com')}--z--\r\n`,
      direction: 'incoming',
    }),
  );
  expect(session.presence.map(({ who }) => who)).toEqual(['bob@fabrikam.com', 'carol@fabrikam.com']);
  expect(session.participants).toContain('carol@fabrikam.com');
});

test('Persistent Chat: what someone posts comes back to him from the room, and is said once', async () => {
  const info = (text: string, over: Partial<SipLine>): string =>
    sip({
      start: 'INFO sip:x@contoso.com SIP/2.0',
      callId: 'pchat',
      type: 'text/plain',
      body: `<xccos xmlns="urn:parlano:xml:ns:xccos" ver="1"><grpchat id="grpchat" seqid="1" chanUri="ma-chan://contoso.com/7" author="sip:alice@contoso.com"><chat>${text}</chat></grpchat></xccos>`,
      ...over,
    });
  const post = (text: string, cseq: number, at: number): string =>
    info(text, { to: '<sip:chat@contoso.com>;tag=p', cseq: `${cseq} INFO`, at });
  const back = (text: string, cseq: number, at: number): string =>
    info(text, {
      from: '<sip:chat@contoso.com>;tag=p',
      to: `${ALICE};tag=a1`,
      cseq: `${cseq} INFO`,
      at,
      direction: 'incoming',
    });
  const session = await only(post('ok', 5, 0) + back('ok', 8, 60) + post('ok', 6, 2_000) + back('ok', 9, 2_060));
  expect(session.texts.map(({ from, text, time }) => [from, text, time?.slice(17, 23)])).toEqual([
    ['alice@contoso.com', 'ok', '00.000'],
    ['alice@contoso.com', 'ok', '02.000'],
  ]);
  expect(session).toMatchObject({ local: 'alice@contoso.com', remote: 'ma-chan://contoso.com/7' });
});

test('Persistent Chat: what is said in a room, without its history', async () => {
  const info = (id: string, text: string, cseq: number): string =>
    sip({
      start: 'INFO sip:alice@contoso.com SIP/2.0',
      callId: 'pchat',
      from: '<sip:chat@contoso.com>;tag=p',
      to: `${ALICE};tag=a1`,
      cseq: `${cseq} INFO`,
      type: 'text/plain',
      body: `<xccos xmlns="urn:parlano:xml:ns:xccos" ver="1"><${id}><data><grpchat id="grpchat" seqid="1" chanUri="ma-chan://contoso.com/7" author="sip:carol@contoso.com"><chat>${text}</chat></grpchat></data></${id.split(' ')[0]}></xccos>`,
      at: cseq * 1_000,
    });
  const session = await only(info('rpl id="rpl:bccontext"', 'old', 1) + info('ntc id="ntc:grpchat"', 'new', 2));
  expect(session.texts).toMatchObject([{ from: 'carol@contoso.com', to: ['ma-chan://contoso.com/7'], text: 'new' }]);
  // The server's end of the dialog speaks for others: the user at the other end is the party.
  expect(session).toMatchObject({ local: 'alice@contoso.com', remote: 'ma-chan://contoso.com/7' });
});
