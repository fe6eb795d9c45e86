/**
 * Writes the trace of a Lync Edge server (SIPStack component, `OCSLogger` text): every SIP message twice, as it comes
 * in on one edge and as it goes out on the other.
 */
import type { Chance } from './chance.ts';

/** A record and when it was written, ms since 1970 UTC. Sorted by time they are the trace. */
export interface TraceRecord {
  time: number;
  /** What stands in the head instead of `TL_INFO(TF_PROTOCOL)` and its function. */
  kind: 'protocol' | 'diagnostic';
  /** Lines between head and end mark, each ended by CRLF. */
  lines: string;
}

export type Headers = readonly (readonly [name: string, value: string])[];

export interface SipText {
  startLine: string;
  /** `recorded`: the servers on the way put themselves into Record-Route; `follows`: Route names those still to come. */
  routed: 'recorded' | 'follows' | null;
  headers: Headers;
  body: string;
}

/** Which way a message goes: `out` = from inside to the other organisation. */
export type Way = 'out' | 'in';

export interface Link {
  /** The server inside. */
  inner: string;
  innerPort: number;
  /** The other organisation's access proxy. */
  outer: string;
  outerPort: number;
  /** Transport on the outer side. */
  outerTransport: 'TLS' | 'TCP';
  /** Value of ms-edge-proxy-message-trust on what comes in; null = none. */
  trust: string | null;
  /** Value of ms-user-data on what goes out; null = none. */
  userData: string | null;
}

const EOL = '\r\n';
const encoder = new TextEncoder();

export class EdgeTrace {
  readonly records: TraceRecord[] = [];
  #chance: Chance;
  #connection = 0xc200;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /**
   * Both hops of one message; `inside` = only the one on the internal edge, for what the Edge does not pass on or says
   * itself. Gives the time at which it has left the Edge.
   */
  message(time: number, way: Way, link: Link, message: SipText, hops: 'both' | 'inside' = 'both'): number {
    const request = !message.startLine.startsWith('SIP/2.0');
    const sides = way === 'out' ? ['internal', 'external'] : ['external', 'internal'];
    const route = `;source="${sides[0]} edge";destination="${sides[1]} edge"`;
    const inner = `${link.inner}:${link.innerPort}`;
    const outer = `${link.outer}:${link.outerPort}`;
    const instance = (this.#connection += 1).toString(16).toUpperCase().padStart(8, '0');
    const trust: Headers = way === 'in' && link.trust !== null ? [['ms-edge-proxy-message-trust', link.trust]] : [];
    const user: Headers = way === 'out' && link.userData !== null && request ? [['ms-user-data', link.userData]] : [];
    const vias = this.#vias(way, link, message, request);
    const routes = routesOf(way, link, message, request);
    const [first, second] = [0, 1].map((hop): Headers => [...(vias[hop] ?? []), ...(routes[hop] ?? [])]);
    const left = time + this.#chance.between(2, 40);
    const passes = (on: Way): boolean => hops === 'both' || way === on;
    if (passes('out')) {
      this.#add(time, instance, `incoming${route}`, way === 'out' ? inner : outer, message, [
        ...(first ?? []),
        ...user,
      ]);
    }
    if (passes('in')) {
      this.#add(left, instance, `outgoing${route}`, way === 'out' ? outer : inner, message, [
        ...(second ?? []),
        ...trust,
      ]);
    }
    return left;
  }

  /** A TF_DIAG record of the server about a message that it did not pass on. */
  diagnostic(time: number, peer: string, message: SipText, text: string, resultCode: string, data: string): void {
    const of = (name: string): string => message.headers.find(([header]) => header === name)?.[1] ?? '';
    const lines = [
      'LogType: diagnostic',
      'Severity: warning',
      `Text: ${text}`,
      `Result-Code: ${resultCode}`,
      `SIP-Start-Line: ${message.startLine}`,
      `SIP-Call-ID: ${of('Call-ID')}`,
      `SIP-CSeq: ${of('CSeq')}`,
      `Peer: ${peer}`,
      `Data: ${data}`,
    ];
    this.records.push({ time, kind: 'diagnostic', lines: lines.join(EOL) + EOL });
  }

  /** Via headers of both hops: a request gathers them, a response gives them back. */
  #vias(way: Way, link: Link, message: SipText, request: boolean): [Headers, Headers] {
    const callId = message.headers.find(([name]) => name === 'Call-ID')?.[1] ?? '';
    const branch = 'z9hG4bK' + callId.slice(0, 8).toUpperCase();
    const inner = `SIP/2.0/TLS 10.20.0.11:${link.innerPort};branch=${branch}.A1;branched=FALSE`;
    const outer = `SIP/2.0/${link.outerTransport} ${link.outer}:${link.outerPort};branch=${branch}.B1`;
    // What the Edge has put on top of the request comes back on top of the response.
    const outward = request === (way === 'out');
    const edge = outward
      ? `SIP/2.0/${link.outerTransport} 203.0.113.10:5061;branch=${branch}.E1`
      : `SIP/2.0/TLS 10.20.0.10:5061;branch=${branch}.E1`;
    const origin: readonly [string, string] = ['Via', outward ? inner : outer];
    const added: readonly [string, string] = ['Via', edge];
    const client = clientVia(way === 'out' ? request : !request, branch);
    return request
      ? [
          [origin, client],
          [added, origin, client],
        ]
      : [
          [added, origin, client],
          [origin, client],
        ];
  }

  #add(time: number, instance: string, direction: string, peer: string, message: SipText, more: Headers): void {
    const request = !message.startLine.startsWith('SIP/2.0');
    let lines = `Trace-Correlation-Id: ${this.#chance.between(1_000_000_000, 4_000_000_000)}${EOL}`;
    lines += `Instance-Id: ${instance}${EOL}`;
    lines += `Direction: ${direction}${EOL}`;
    lines += `Peer: ${peer}${EOL}`;
    lines += `Message-Type: ${request ? 'request' : 'response'}${EOL}`;
    lines += `Start-Line: ${message.startLine}${EOL}`;
    for (const [name, value] of [...message.headers, ...more]) lines += `${name}: ${value}${EOL}`;
    lines += `Content-Length: ${encoder.encode(message.body).length}${EOL}`;
    lines += `Message-Body: ${message.body === '' ? '-' : message.body}${EOL}`;
    this.records.push({ time, kind: 'protocol', lines });
  }
}

/** The machine at which the request began, as the first server has received it. @param inside it is one of ours */
function clientVia(inside: boolean, branch: string): readonly [string, string] {
  const host = inside ? '10.20.5.31' : '192.0.2.77';
  const port = 49_152 + (parseInt(branch.slice(-4), 16) % 16_000 || 0);
  return [
    'Via',
    `SIP/2.0/TLS ${host}:${port};ms-received-port=${port};ms-received-cid=${(port * 5).toString(16).toUpperCase()}00`,
  ];
}

/** Record-Route and Route of both hops (RFC 3261 §16.6, §16.12): the Edge adds itself, or takes itself away. */
function routesOf(way: Way, link: Link, { routed }: SipText, request: boolean): [Headers, Headers] {
  if (routed === null) return [[], []];
  const edge = '<sip:sip.contoso.com:5061;transport=tls;lr>';
  const inner = `<sip:${link.inner}:${link.innerPort};transport=tls;lr>`;
  const outer = `<sip:${link.outer}:${link.outerPort};transport=tls;lr>`;
  const before = way === 'out' ? inner : outer;
  if (routed === 'follows') {
    const after: Headers = [['Route', way === 'out' ? outer : inner]];
    return [[['Route', edge], ...after], after];
  }
  // A response brings back what the request has gathered.
  const whole: Headers = [
    ['Record-Route', edge],
    ['Record-Route', request ? before : before === inner ? outer : inner],
  ];
  return request ? [whole.slice(1), whole] : [whole, whole];
}

/** The whole trace, UTF-8, in the order of time. */
export function traceText(records: readonly TraceRecord[]): string {
  const ordered = records.map((record, index) => ({ record, index }));
  ordered.sort((a, b) => a.record.time - b.record.time || a.index - b.index);
  let text = '';
  ordered.forEach(({ record }, index) => {
    const sequence = (0x53a0 + index).toString(16).toUpperCase().padStart(8, '0');
    text += `${headOf(record, sequence)}$$begin_record${EOL}${record.lines}$$end_record${EOL}${EOL}`;
  });
  return text;
}

function headOf({ time, kind }: TraceRecord, sequence: string): string {
  const thread = kind === 'protocol' ? '06E4.0EB4' : '06E4.1A08';
  const level = kind === 'protocol' ? 'TL_INFO(TF_PROTOCOL)' : 'TL_WARN(TF_DIAG)';
  const source =
    kind === 'protocol'
      ? 'SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125)'
      : 'SIPStack,SIPAdminLog::WriteDiagnosticEvent:SIPAdminLog.cpp(830)';
  return `${level} [0]${thread}::${traceStamp(time)}.${sequence} (${source})`;
}

/** MM/DD/YYYY-HH:MM:SS.mmm, UTC. */
export function traceStamp(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}-${iso.slice(11, 23)}`;
}
