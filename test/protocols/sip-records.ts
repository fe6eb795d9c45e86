/** Records as a format gives them, and what the SIP reader makes of them. */
import { openProtocols } from '../../src/protocols/index.ts';
import type { Account, EpochMs, Fact, IssueCode, LogRecord, Message, SipMessage, SourceId } from '../../src/model.ts';

const encoder = new TextEncoder();

export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
/** Lines joined by CR LF, as on the wire. */
export const wire = (...lines: string[]): string => lines.join('\r\n');

export interface Outcome {
  messages: Message[];
  sip: SipMessage[];
  issues: IssueCode[];
}

export function recordOf(payload: string | Uint8Array, given: Partial<LogRecord> = {}): LogRecord {
  const bytes = typeof payload === 'string' ? bytesOf(payload) : payload;
  return {
    place: { source: 0 as SourceId, offset: 0, length: bytes.length },
    time: 1000 as EpochMs,
    timeSource: 'log',
    direction: 'in',
    local: null,
    remote: null,
    side: null,
    kind: 'sip',
    flow: '',
    lost: 0,
    ends: false,
    payload: bytes,
    ...given,
  };
}

/** Reads records to the end; payloads are overwritten after each push, as a format may do. */
export function readRecords(records: readonly LogRecord[]): Outcome {
  const messages: Message[] = [];
  const issues: IssueCode[] = [];
  const account: Account = {
    explain() {},
    skip(code) {
      issues.push(code);
    },
    issue(code) {
      issues.push(code);
    },
    place(offset, length) {
      return { source: 0 as SourceId, offset, length };
    },
  };
  const reader = openProtocols(account, (message) => messages.push(message));
  for (const record of records) {
    const payload = record.payload.slice();
    reader.push({ ...record, payload });
    payload.fill(0x23);
  }
  reader.end();
  return { messages, sip: messages.filter((message) => message.protocol === 'sip'), issues };
}

/** A flow's bytes in pieces of the given sizes; the last size goes on. */
export function flowOf(bytes: Uint8Array, sizes: readonly number[], given: Partial<LogRecord> = {}): LogRecord[] {
  const records: LogRecord[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = Math.max(1, sizes[Math.min(index, sizes.length - 1)] ?? bytes.length);
    const payload = bytes.slice(at, at + size);
    const place = { source: 0 as SourceId, offset: at, length: payload.length };
    records.push(recordOf(payload, { flow: 'a>b', place, ...given }));
    at += size;
  }
  return records;
}

interface Request {
  method?: string;
  headers?: readonly string[];
  body?: string | Uint8Array;
  /** Content-Length to claim; null = none. */
  length?: number | null;
  callId?: string;
  cseq?: number;
  startLine?: string;
}

/** A whole request, or with `startLine` a response, from alice@contoso.com to bob@yahoo.com. */
export function messageOf(request: Request = {}): Uint8Array {
  const { method = 'MESSAGE', headers = [], body = '', callId = 'call-1', cseq = 1, startLine } = request;
  const content = typeof body === 'string' ? bytesOf(body) : body;
  const length = request.length === undefined ? content.length : request.length;
  const head = wire(
    startLine ?? `${method} sip:bob@yahoo.com SIP/2.0`,
    'Via: SIP/2.0/TLS 10.0.0.1:5061;branch=z9hG4bK1',
    'From: "Alice" <sip:alice@contoso.com>;tag=a1;epid=e1',
    'To: <sip:bob@yahoo.com>',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    ...headers,
    ...(length === null ? [] : [`Content-Length: ${length}`]),
    '',
    '',
  );
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(bytesOf(head));
  bytes.set(content, bytesOf(head).length);
  return bytes;
}

/** Reads one whole message as a record of its own. */
export function readOne(request: Request): { message: SipMessage; facts: Fact[]; issues: IssueCode[] } {
  const { sip, issues } = readRecords([recordOf(messageOf(request))]);
  const message = sip[0];
  if (message === undefined || sip.length !== 1) throw new Error(`Expected one message, got ${sip.length}`);
  return { message, facts: message.facts, issues };
}
