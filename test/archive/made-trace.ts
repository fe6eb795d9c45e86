/** A SIPStack trace of short chats with Yahoo! users, as large as asked for; the same for the same numbers. */

const record = (number: number, order: number, incoming: boolean, fields: string[], body: string): string => {
  const time = new Date(Date.UTC(2014, 5, 24, 9) + number * 2000 + order * 100);
  const [date = '', clock = ''] = time.toISOString().split('T');
  const [year, month, day] = date.split('-');
  const sequence = (number * 10 + order).toString(16).padStart(8, '0');
  return [
    `TL_INFO(TF_PROTOCOL) [0]06E4.0EB4::${month}/${day}/${year}-${clock.slice(0, 12)}.${sequence} ` +
      `(SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125))$$begin_record`,
    `Trace-Correlation-Id: ${number}`,
    'Instance-Id: 0000C23F',
    `Direction: ${incoming ? 'incoming' : 'outgoing'};source="external edge";destination="internal edge"`,
    'Peer: edge.yahoo.com:5061',
    ...fields,
    `CONTENT-LENGTH: ${new TextEncoder().encode(body).length}`,
    `Message-Body: ${body === '' ? '-' : body}`,
    '$$end_record',
    '',
  ].join('\r\n');
};

/** Five messages: INVITE, 200, two MESSAGEs, BYE. */
export function madeChat(number: number): string {
  const [alice, bob] = [`user${number % 97}@contoso.com`, `friend${number % 1009}@yahoo.com`];
  const [from, to] = [`From: <sip:${alice}>;tag=a${number}`, `To: <sip:${bob}>;tag=b${number}`];
  const fields = (type: string, start: string, cseq: string, parties: string[]): string[] => [
    `Message-Type: ${type}`,
    `Start-Line: ${start}`,
    ...parties,
    `CSeq: ${cseq}`,
    `Call-ID: chat-${number}@contoso.com`,
    `Via: SIP/2.0/TLS 10.0.0.5:5061;branch=z9hG4bK${number}`,
    'User-Agent: UCCAPI/4.0.7577.4392 OC/4.0.7577.4392 (Microsoft Lync 2010)',
  ];
  const text = 'CONTENT-TYPE: text/plain; charset=utf-8';
  const invite = fields('request', `INVITE sip:${bob} SIP/2.0`, '1 INVITE', [from, `To: <sip:${bob}>`]);
  return [
    record(number, 0, false, invite, ''),
    record(number, 1, true, fields('response', 'SIP/2.0 200 OK', '1 INVITE', [from, to]), ''),
    record(
      number,
      2,
      false,
      [...fields('request', `MESSAGE sip:${bob} SIP/2.0`, '2 MESSAGE', [from, to]), text],
      `Is order ${number} on its way?`,
    ),
    record(
      number,
      3,
      true,
      [
        ...fields('request', `MESSAGE sip:${alice} SIP/2.0`, '1 MESSAGE', [
          `From: <sip:${bob}>;tag=b${number}`,
          `To: <sip:${alice}>;tag=a${number}`,
        ]),
        text,
      ],
      `It left this morning — parcel ${number * 7}.`,
    ),
    record(number, 4, false, fields('request', `BYE sip:${bob} SIP/2.0`, '3 BYE', [from, to]), ''),
  ].join('');
}

export function madeTrace(from: number, to: number, name = 'edge.log'): File {
  const chats: string[] = [];
  for (let number = from; number < to; number++) chats.push(madeChat(number));
  return new File(chats, name, { lastModified: Date.UTC(2014, 5, 25) });
}
