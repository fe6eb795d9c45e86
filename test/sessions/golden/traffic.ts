/** Traffic for the golden cases: what one writes by hand of a SIPStack trace or a slixmpp log, as the file's text. */
import { fileOf, imported } from '../../pipeline/files.ts';
import { record } from '../../cli/trace.ts';

/** A session as the command line writes it: what these cases look at. */
export interface Line {
  type: string;
  protocol: string;
  kind: string;
  modalities: string[];
  provider: { id: string; confidence: string };
  local: string | null;
  remote: string | null;
  participants: string[];
  start: string | null;
  end: string | null;
  outcome: string;
  status: number | null;
  keys: { callIds: string[]; conversation: string | null; thread: string | null };
  counts: { messages: number; texts: number; presence: number };
  texts: { time: string | null; from: string; to: string[]; text: string; contentType: string; failed?: true }[];
  presence: { time: string | null; who: string; state: string; activity: string | null; note: string | null }[];
  files: { name: string; size: number | null; accepted: boolean | null }[];
  diagnostics: { id: number | null; reason: string }[];
}

/** The sessions of these files, through the whole pipeline. */
export async function sessionsIn(...files: readonly string[]): Promise<Line[]> {
  const { lines } = await imported(files.map((content, index) => fileOf(content, { name: `${index}.log` })));
  return lines.map((line) => JSON.parse(line) as Line);
}

/** `alice: hello` for each text, in order. */
export const said = ({ texts }: Line): string[] => texts.map(({ from, text }) => `${from.split('@')[0]}: ${text}`);

export interface SipLine {
  start: string;
  callId?: string;
  cseq?: string;
  from?: string;
  to?: string;
  headers?: readonly string[];
  type?: string;
  body?: string;
  /** Ms after nine o'clock. */
  at?: number;
  direction?: 'incoming' | 'outgoing';
}

export const ALICE = '<sip:alice@contoso.com>';
export const BOB = '<sip:bob@fabrikam.com>';

/** One message of a SIPStack trace. CSeq's method is the start line's. */
export function sip({
  start,
  callId = 'call-1',
  cseq = `1 ${start.split(' ')[0]}`,
  from = `${ALICE};tag=a1`,
  to = BOB,
  headers = [],
  type,
  body = '',
  at = 0,
  direction = 'outgoing',
}: SipLine): string {
  return record({
    start,
    headers: [
      `Via: SIP/2.0/TLS 10.0.0.5:5061;branch=z9hG4bK${callId}${cseq.replace(' ', '')}`,
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq}`,
      ...headers,
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ],
    body,
    stamp: sipStamp(at),
    direction,
  });
}

function sipStamp(ms: number): string {
  const [day = '', time = ''] = new Date(Date.UTC(2014, 5, 24, 9) + ms).toISOString().slice(0, 23).split('T');
  const [year, month, date] = day.split('-');
  return `${month}/${date}/${year}-${time}`;
}

/** A text of an established dialog. */
export function message(text: string, over: Omit<SipLine, 'start'> = {}): string {
  return sip({
    start: 'MESSAGE sip:bob@fabrikam.com SIP/2.0',
    to: `${BOB};tag=b1`,
    type: 'text/plain; charset=UTF-8',
    body: text,
    ...over,
  });
}

export const INVITE = 'INVITE sip:bob@fabrikam.com SIP/2.0';
export const sdp = (...media: readonly string[]): Pick<SipLine, 'type' | 'body'> => ({
  type: 'application/sdp',
  body: ['v=0', 'o=- 0 0 IN IP4 10.0.0.1', 's=session', 'c=IN IP4 10.0.0.1', 't=0 0', ...media, ''].join('\r\n'),
});
export const base64 = (text: string): string => Buffer.from(text).toString('base64');

export interface StanzaLine {
  xml: string;
  /** Ms after nine o'clock. */
  at?: number;
  sent?: boolean;
}

/** One stanza of a slixmpp log, whose clock is in UTC here. */
export function stanza({ xml, at = 0, sent = true }: StanzaLine): string {
  const [day, time = ''] = new Date(Date.UTC(2014, 5, 24, 9) + at).toISOString().split('T');
  return `${day} ${time.slice(0, 12).replace('.', ',')} DEBUG    ${sent ? 'SEND' : 'RECV'}: ${xml}\n`;
}

/** Alice's client: what it sends and gets. */
export const chat = (from: string, to: string, inner: string, attributes = ''): string =>
  `<message xmlns="jabber:client" type="chat" from="${from}" to="${to}"${attributes === '' ? '' : ' ' + attributes}>${inner}</message>`;
