/** A small SIPStack trace: enough to see the whole way through. */

interface RecordParts {
  start: string;
  headers?: readonly string[];
  body?: string;
  stamp?: string;
  direction?: 'incoming' | 'outgoing';
}

export function record({
  start,
  headers = ['Call-ID: one', 'CSeq: 1 OPTIONS', 'From: <sip:a@contoso.com>;tag=a', 'To: <sip:b@contoso.com>'],
  body = '',
  stamp = '06/24/2014-09:00:00.000',
  direction = 'outgoing',
}: RecordParts): string {
  const edges = direction === 'outgoing' ? ['internal', 'external'] : ['external', 'internal'];
  return [
    `TL_INFO(TF_PROTOCOL) [0]06E4.0EB4::${stamp}.00000001 (SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125))$$begin_record`,
    `Trace-Correlation-Id: 2003888399`,
    `Instance-Id: 0000C23F`,
    `Direction: ${direction};source="${edges[0]} edge";destination="${edges[1]} edge"`,
    `Peer: lcsap.msg.yahoo.com:5061`,
    `Message-Type: ${start.startsWith('SIP/') ? 'response' : 'request'}`,
    `Start-Line: ${start}`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Message-Body: ${body === '' ? '-' : body}`,
    `$$end_record`,
    ``,
    ``,
  ].join('\r\n');
}

/** So many seconds after nine. */
function clockAt(seconds: number): string {
  const parts = [9 + Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Alice of Contoso invites Bob of Yahoo!, who answers, and says so much. */
export function yahooChat({ callId, day, said }: { callId: string; day: string; said: readonly string[] }): string {
  const headers = (cseq: string): string[] => [
    `From: "Alice" <sip:alice@contoso.com>;tag=a1;epid=0011223344`,
    `To: <sip:bob@yahoo.com>${cseq.endsWith('INVITE') ? '' : ';tag=b1'}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    `Via: SIP/2.0/TLS 10.0.0.5:5061;branch=z9hG4bK${callId}${cseq.replace(' ', '')}`,
  ];
  return [
    record({ start: 'INVITE sip:bob@yahoo.com SIP/2.0', headers: headers('1 INVITE'), stamp: `${day}-09:00:00.000` }),
    record({
      start: 'SIP/2.0 200 OK',
      headers: [
        ...headers('1 INVITE').filter((line) => !line.startsWith('To:')),
        'To: <sip:bob@yahoo.com>;tag=b1',
        'ms-edge-proxy-message-trust: ms-source-type=AuthorizedServer;ms-ep-fqdn=edge.contoso.com;ms-source-verified-user=verified;ms-source-network=publiccloud;ms-remote-fqdn=lcsap.msg.yahoo.com',
      ],
      stamp: `${day}-09:00:00.500`,
      direction: 'incoming',
    }),
    ...said.map((text, index) =>
      record({
        start: 'MESSAGE sip:bob@yahoo.com SIP/2.0',
        headers: [...headers(`${2 + index} MESSAGE`), 'Content-Type: text/plain; charset=UTF-8'],
        body: text,
        stamp: `${day}-${clockAt(1 + index)}.000`,
      }),
    ),
  ].join('');
}
