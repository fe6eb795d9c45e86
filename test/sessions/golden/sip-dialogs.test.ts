/** Dialogs, calls and conferences in SIP, case by case, where the first file of cases has not got them. */
import { expect, test } from 'vitest';
import { ALICE, BOB, INVITE, message, said, sdp, sessionsIn, sip, type Line, type SipLine } from './traffic.ts';

const OK = 'SIP/2.0 200 OK';
const TAGGED = `${BOB};tag=b1`;
const IM = sdp('m=message 5060 sip null', 'a=accept-types:text/plain multipart/alternative');
const answer = (start: string, over: Partial<SipLine> = {}): string =>
  sip({ start, cseq: '1 INVITE', to: TAGGED, direction: 'incoming', at: 500, ...over });

async function only(...files: readonly string[]): Promise<Line> {
  const sessions = await sessionsIn(...files);
  expect(sessions).toHaveLength(1);
  return sessions[0]!;
}

const diagnostic = (callId: string, text: string, at = '09:00:01.000'): string =>
  [
    `TL_ERROR(TF_DIAG) [0]06E4.0EB4::06/24/2014-${at}.00000009 (SIPStack,SIPAdminLog::WriteDiagnosticEvent:SIPAdminLog.cpp(827))$$begin_record`,
    'LogType: diagnostic',
    'Severity: error',
    `Text: ${text}`,
    'Result-Code: 0xc3e93d6f SIPPROXY_E_CONNECTION_EXTERNAL_SERVER_FAILED',
    `SIP-Start-Line: ${INVITE}`,
    `SIP-Call-ID: ${callId}`,
    'SIP-CSeq: 1 INVITE',
    'Peer: lcsap.msg.yahoo.com:5061',
    'Data: fqdn="lcsap.msg.yahoo.com";port="5061"',
    '$$end_record',
    '',
    '',
  ].join('\r\n');

test('TF_DIAG is attached to its session, whichever file holds it, and is no message', async () => {
  const call = sip({ start: INVITE, ...IM }) + answer('SIP/2.0 504 Server time-out', { to: BOB });
  const diag = diagnostic('call-1', 'The connection to a federated partner server failed');
  for (const files of [[call + diag], [diag, call], [call, diag]]) {
    const session = await only(...files);
    expect(session.diagnostics.map(({ reason }) => reason)).toEqual([
      'The connection to a federated partner server failed (SIPPROXY_E_CONNECTION_EXTERNAL_SERVER_FAILED)',
    ]);
    expect(session).toMatchObject({ outcome: 'failed', status: 504, counts: { messages: 2 } });
  }
});

test('TF_DIAG alone is a session of which nothing but its Call-ID and reason is known', async () => {
  const session = await only(diagnostic('lost-1', 'Message was discarded'));
  expect(session).toMatchObject({ kind: 'other', counts: { messages: 0, texts: 0 }, keys: { callIds: ['lost-1'] } });
  expect(session.diagnostics).toHaveLength(1);
});

test.each([
  ['ms-diagnostics', 1034],
  ['ms-diagnostics-public', 1034],
  ['ms-client-diagnostics', 52094],
])('%s in an answer explains it, and is told once on two hops', async (header, id) => {
  const refusal = (at: number): string =>
    answer('SIP/2.0 504 Server time-out', {
      at,
      headers: [
        `${header}: ${id};reason="Previous hop federated peer did not report diagnostic information";Domain="fabrikam.com";source="sip.contoso.com"`,
      ],
    });
  const session = await only(sip({ start: INVITE, ...IM }) + refusal(500) + refusal(503));
  expect(session.diagnostics).toMatchObject([{ id, source: 'sip.contoso.com' }]);
});

test('REFER: a call that is transferred names its referrer’s call in Refer-To', async () => {
  const session = await only(
    sip({ start: INVITE, ...IM }) +
      answer(OK, IM) +
      sip({
        start: 'REFER sip:bob@fabrikam.com SIP/2.0',
        to: TAGGED,
        cseq: '2 REFER',
        headers: ['Refer-To: <sip:carol@contoso.com>', `Referred-By: ${ALICE}`],
        at: 1_000,
      }) +
      sip({ start: 'SIP/2.0 202 Accepted', to: TAGGED, cseq: '2 REFER', at: 1_100, direction: 'incoming' }) +
      sip({
        start: 'NOTIFY sip:alice@contoso.com SIP/2.0',
        from: TAGGED,
        to: `${ALICE};tag=a1`,
        cseq: '1 NOTIFY',
        headers: ['Event: refer', 'Subscription-State: active'],
        type: 'message/sipfrag',
        body: 'SIP/2.0 100 Trying',
        at: 1_200,
        direction: 'incoming',
      }),
  );
  // The progress of a transfer is no presence.
  expect(session).toMatchObject({ kind: 'im', outcome: 'established', status: 200, presence: [], modalities: ['im'] });
  expect(session.counts.messages).toBe(5);
});

test('PRACK and provisional answers: one session, established by the final one', async () => {
  const session = await only(
    sip({ start: INVITE, ...IM }) +
      answer('SIP/2.0 100 Trying', { to: BOB, at: 10 }) +
      answer('SIP/2.0 183 Session Progress', { at: 20, headers: ['RSeq: 1', 'Require: 100rel'] }) +
      sip({
        start: 'PRACK sip:bob@fabrikam.com SIP/2.0',
        to: TAGGED,
        cseq: '2 PRACK',
        at: 30,
        headers: ['RAck: 1 1 INVITE'],
      }) +
      answer(OK, { cseq: '2 PRACK', at: 40 }) +
      answer('SIP/2.0 180 Ringing', { at: 50 }) +
      answer(OK, { at: 60, ...IM }) +
      sip({ start: 'ACK sip:bob@fabrikam.com SIP/2.0', to: TAGGED, cseq: '1 ACK', at: 70 }),
  );
  expect(session).toMatchObject({ outcome: 'established', status: 200, counts: { messages: 8 } });
});

test('a call that rings out is open; one that the callee declines has failed', async () => {
  expect(await only(sip({ start: INVITE, ...IM }) + answer('SIP/2.0 180 Ringing'))).toMatchObject({
    outcome: 'open',
    status: null,
  });
  expect(await only(sip({ start: INVITE, ...IM }) + answer('SIP/2.0 603 Decline'))).toMatchObject({
    outcome: 'failed',
    status: 603,
  });
});

test('forks: the same texts to two devices are said once', async () => {
  const device = (tag: string, at: number): string =>
    message('hello', { to: `${BOB};tag=${tag}`, cseq: '2 MESSAGE', at });
  const session = await only(
    sip({ start: INVITE, ...IM }) + answer(OK, { to: `${BOB};tag=b1`, ...IM }) + device('b1', 900),
  );
  expect(said(session)).toEqual(['alice: hello']);
});

test('a dialog of which each file holds a part is whole, in any order of the files', async () => {
  const parts = [
    sip({ start: INVITE, ...IM }) + answer(OK, IM),
    message('one', { cseq: '2 MESSAGE', at: 10_000 }) + message('two', { cseq: '3 MESSAGE', at: 20_000 }),
    message('three', { cseq: '4 MESSAGE', at: 30_000 }) +
      sip({ start: 'BYE sip:bob@fabrikam.com SIP/2.0', to: TAGGED, cseq: '5 BYE', at: 40_000 }),
  ];
  for (const order of [parts, parts.toReversed(), [parts[1]!, parts[2]!, parts[0]!]]) {
    const session = await only(...order);
    expect(said(session)).toEqual(['alice: one', 'alice: two', 'alice: three']);
    expect(session).toMatchObject({ outcome: 'established', status: 200, counts: { messages: 6 } });
  }
});

test('four traces of the same messages: Edge outside and inside, Front End, client', async () => {
  const text = (at: number, direction: 'incoming' | 'outgoing'): string =>
    message('hello', { cseq: '2 MESSAGE', at, direction });
  const edge = text(4, 'incoming') + text(6, 'outgoing');
  const frontEnd = text(1, 'incoming') + text(3, 'outgoing');
  const client = [
    '06/24/2014|09:00:00.000 1A2C:1B40 INFO  :: Sending Packet - 10.0.0.5:5061 (From Local Address: 10.0.0.10:50123) 300 bytes:',
    '06/24/2014|09:00:00.000 1A2C:1B40 INFO  :: MESSAGE sip:bob@fabrikam.com SIP/2.0',
    `From: ${ALICE};tag=a1`,
    `To: ${TAGGED}`,
    'Call-ID: call-1',
    'CSeq: 2 MESSAGE',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Length: 5',
    '',
    'hello',
    '06/24/2014|09:00:00.000 1A2C:1B40 INFO  :: End of Sending Packet - 10.0.0.5:5061 (From Local Address: 10.0.0.10:50123) 300 bytes',
    '',
  ].join('\r\n');
  for (const order of [
    [edge, frontEnd, client],
    [client, edge, frontEnd],
  ]) {
    const session = await only(...order);
    expect(said(session)).toEqual(['alice: hello']);
    expect(session.counts.messages).toBe(1);
    expect(session.start).toBe('2014-06-24T09:00:00.000Z');
  }
});

const FOCUS = 'sip:alice@contoso.com;gruu;opaque=app:conf:focus:id:4F2A';
const mcu = (kind: string): string => FOCUS.replace('focus', kind);

test('a conference’s focus, chat and audio-video legs and its invitation are one session', async () => {
  const invitation = `<Conferencing version="2.0"><focus-uri>${FOCUS}</focus-uri><subject>Plans</subject><im available="true"/></Conferencing>`;
  const legs = [
    sip({ start: INVITE, callId: 'inv', type: 'application/ms-conf-invite+xml', body: invitation }),
    sip({ start: `INVITE ${FOCUS} SIP/2.0`, callId: 'focus', to: `<${FOCUS}>`, at: 1_000 }),
    sip({ start: `INVITE ${mcu('chat')} SIP/2.0`, callId: 'chat', to: `<${mcu('chat')}>`, ...IM, at: 2_000 }),
    sip({
      start: `INVITE ${mcu('audio-video')} SIP/2.0`,
      callId: 'av',
      to: `<${mcu('audio-video')}>`,
      ...sdp('m=audio 50000 RTP/AVP 0'),
      at: 3_000,
    }),
  ];
  for (const order of [legs, legs.toReversed(), [legs.join('')]]) {
    const session = await only(...order);
    expect(session.keys.callIds).toEqual(['av', 'chat', 'focus', 'inv']);
    expect(session.modalities).toContain('audio');
  }
});

test('two conferences of one organiser stay two', async () => {
  const other = FOCUS.replace('4F2A', '9999');
  expect(
    await sessionsIn(
      sip({ start: `INVITE ${FOCUS} SIP/2.0`, callId: 'x', to: `<${FOCUS}>` }) +
        sip({ start: `INVITE ${other} SIP/2.0`, callId: 'y', to: `<${other}>`, at: 10 }),
    ),
  ).toHaveLength(2);
});

test('older multiparty: Roster-Manager, EndPoints and TriggeredInvite hold everyone together', async () => {
  const roster = {
    headers: [
      'Roster-Manager: <sip:alice@contoso.com>',
      'EndPoints: "Alice" <sip:alice@contoso.com>, "Bob" <sip:bob@fabrikam.com>, <sip:carol@fabrikam.com>',
      'Ms-Conversation-ID: multi-1',
    ],
  };
  const session = await only(
    sip({ start: INVITE, callId: 'leg-b', ...IM, ...roster }) +
      sip({
        start: 'INVITE sip:carol@fabrikam.com SIP/2.0',
        callId: 'leg-c',
        to: '<sip:carol@fabrikam.com>',
        ...IM,
        headers: [...roster.headers, 'TriggeredInvite: TRUE'],
        at: 1_000,
      }),
  );
  expect(session.participants).toEqual(['alice@contoso.com', 'bob@fabrikam.com', 'carol@fabrikam.com']);
  expect(session.modalities).toEqual(['im', 'multiparty']);
});

test('a file in SDP (RFC 5547)', async () => {
  const offer = sdp(
    'm=message 7654 TCP/MSRP *',
    'a=sendonly',
    'a=accept-types:application/octet-stream',
    'a=path:msrp://10.0.0.1:7654/jshA7we;tcp',
    'a=file-selector:name:"minutes %22final%22.pdf" type:application/pdf size:4092',
  );
  const take = sdp(
    'm=message 7655 TCP/MSRP *',
    'a=recvonly',
    'a=path:msrp://10.0.0.2:7655/9di4ea;tcp',
    'a=file-selector:name:"minutes %22final%22.pdf" size:4092',
  );
  const session = await only(sip({ start: INVITE, ...offer }) + answer(OK, take));
  expect(session.files).toMatchObject([{ name: 'minutes "final".pdf', size: 4092, accepted: true }]);
  const refused = await only(sip({ start: INVITE, ...offer }) + answer(OK, sdp('m=message 0 TCP/MSRP *')));
  expect(refused.files).toMatchObject([{ accepted: false }]);
  expect((await only(sip({ start: INVITE, ...offer }) + answer('SIP/2.0 603 Decline'))).files).toMatchObject([
    { accepted: false },
  ]);
});

test('typing and delivery notices are no texts', async () => {
  const typing = '<?xml version="1.0"?><KeyboardActivity><status status="type" /></KeyboardActivity>';
  const session = await only(
    message('hello', { cseq: '2 MESSAGE' }) +
      sip({
        start: 'INFO sip:alice@contoso.com SIP/2.0',
        from: TAGGED,
        to: `${ALICE};tag=a1`,
        cseq: '1 INFO',
        type: 'application/xml',
        body: typing,
        at: 900,
      }) +
      message('<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state></isComposing>', {
        cseq: '3 MESSAGE',
        type: 'application/im-iscomposing+xml',
        at: 1_000,
      }) +
      message('<imdn xmlns="http://schemas.microsoft.com/2006/09/sip/imdn"><message-id>1</message-id></imdn>', {
        cseq: '4 MESSAGE',
        type: 'application/ms-imdn+xml',
        at: 1_100,
      }),
  );
  expect(said(session)).toEqual(['alice: hello']);
});
