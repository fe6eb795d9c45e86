/** One SIP message: its bytes and extent to a `SipMessage` with facts and markers. */
import type { Account, IssueCode, LogRecord, Marker, Message, Place, Sink, SipMessage } from '../model.ts';
import { isWhite } from '../bytes/text.ts';
import { readMediaType, type MediaType } from './media-type.ts';
import { decodeTransfer } from './mime-part.ts';
import { RecurringResult, RecurringText } from './recurring-text.ts';
import { readAddress, readAddresses, type SipAddress } from './sip-address.ts';
import { readBody, type BodyFindings } from './sip-body.ts';
import { addDiagnostic, readDiagnostic } from './sip-diagnostics.ts';
import type { BodyExtent, Heading } from './sip-framing.ts';
import { SipHeaders } from './sip-headers.ts';
import { addLinks } from './sip-links.ts';
import { markerAt, readTrust, readUserData } from './sip-markers.ts';
import { readFirstText } from './said-text.ts';
import { isStatusLine } from './sip-start-line.ts';

/** The record in which a message begins, without its bytes. */
export type Seen = Pick<LogRecord, 'place' | 'time' | 'timeSource' | 'direction' | 'local' | 'remote' | 'side'>;

/** Where a message lies; its headers have been scanned. */
export interface RawMessage {
  bytes: Uint8Array;
  start: number;
  /** End of the start line's text. */
  lineEnd: number;
  heading: Heading;
  body: BodyExtent;
}

const LONGEST_TITLE = 200;
/** Written by servers in place of a text that is not to be logged. */
const BODY_REMOVED = /^[-*\s]*\**\s*(message )?body (deleted|omitted|removed)\s*[-*\s]*$/i;
const NO_ADDRESS: SipAddress = { bare: null, tag: null, uri: '' };
const DIAGNOSTIC_FIELDS = ['ms-diagnostics', 'ms-diagnostics-public', 'ms-client-diagnostics'] as const;

export class SipMessageReader {
  readonly headers: SipHeaders;
  #account: Account;
  #out: Sink<Message>;
  #text = new RecurringText();
  #addresses = new RecurringResult(readAddress);
  #sequences = new RecurringResult(readSequence);
  #types = new RecurringResult(readMediaType);
  #trusts = new RecurringResult(readTrust);

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = out;
    this.headers = new SipHeaders(this.#text);
  }

  /** Gives the message out, or reports why not. `places` is kept. */
  read(raw: RawMessage, places: Place[], seen: Seen): void {
    const { headers } = this;
    const line = this.#text.read(raw.bytes, raw.start, raw.lineEnd);
    const sequence = this.#sequences.of(headers.value('cseq') ?? '');
    const callId = headers.value('call-id');
    const status = isStatusLine(raw.bytes, raw.start, raw.lineEnd) ? statusOf(line) : null;
    const method = status === null ? methodOf(line, sequence.method) : sequence.method;
    if (callId === null || callId === '' || !sequence.valid || method === '' || status === BAD_STATUS) {
      this.#report('sip-malformed', places);
      return;
    }
    const from = this.#addressIn('from');
    const to = this.#addressIn('to');
    const message: SipMessage = {
      protocol: 'sip',
      method,
      status,
      callId,
      cseq: sequence.number,
      fromTag: from.tag,
      toTag: to.tag,
      conversation: headers.value('ms-conversation-id') || null,
      event: eventIn(headers.value('event')),
      links: [],
      places,
      time: seen.time,
      timeSource: seen.timeSource,
      direction: seen.direction,
      local: seen.local,
      remote: seen.remote,
      side: seen.side,
      from: from.bare,
      to: to.bare,
      title: line.length > LONGEST_TITLE ? line.slice(0, LONGEST_TITLE) : line,
      facts: [],
      markers: this.#markers(seen),
    };
    addLinks(message.links, headers, callId);
    this.#addHeaderFacts(message);
    this.#readBody(message, raw, places);
    this.#out(message);
  }

  #addressIn(field: 'from' | 'to'): SipAddress {
    const value = this.headers.value(field);
    return value === null ? NO_ADDRESS : this.#addresses.of(value);
  }

  #markers(seen: Seen): Marker[] {
    const { headers } = this;
    const { place } = seen;
    const markers: Marker[] = [];
    for (const value of headers.all('ms-edge-proxy-message-trust')) {
      const trust = this.#trusts.of(value);
      if (trust !== null) markers.push(markerAt(trust, place));
    }
    const userData = headers.value('ms-user-data');
    if (userData !== null) markers.push(markerAt(readUserData(userData), place));
    for (const field of ['user-agent', 'server'] as const) {
      const value = headers.value(field);
      if (value !== null && value !== '') markers.push({ kind: 'agent', value, place });
    }
    if (seen.remote !== null) {
      markers.push({ kind: 'peer', endpoint: seen.remote, side: seen.side, direction: seen.direction, place });
    }
    return markers;
  }

  /** What the headers say by themselves: diagnostics, the first text of a conversation, further parties. */
  #addHeaderFacts(message: SipMessage): void {
    const { headers } = this;
    for (const field of DIAGNOSTIC_FIELDS) {
      if (!headers.has(field)) continue;
      for (const value of headers.all(field)) {
        const fact = readDiagnostic(value);
        if (fact !== null) addDiagnostic(message.facts, fact);
      }
    }
    if (message.status !== null || message.method !== 'INVITE') return;
    if (headers.has('ms-text-format') || headers.has('ms-im-format')) {
      const text = readFirstText([...headers.all('ms-text-format'), ...headers.all('ms-im-format')]);
      if (text !== null) message.facts.push(text);
    }
    // Multiparty as clients of 2005 hold it: the invitation names everyone.
    for (const value of headers.all('endpoints')) this.#addMembers(message, value);
  }

  #addMembers(message: SipMessage, value: string): void {
    for (const { bare } of readAddresses(value)) {
      if (bare === null || bare === message.from || bare === message.to) continue;
      message.facts.push({ kind: 'member', who: bare, change: 'join', room: null });
    }
  }

  #readBody(message: SipMessage, raw: RawMessage, places: Place[]): void {
    const { bytes, heading, body } = raw;
    const speech = message.method === 'MESSAGE' && message.status === null;
    const got = body.end - heading.bodyStart;
    if (got <= 0 && (heading.length ?? 0) === 0) return;
    const content = bytes.subarray(Math.min(heading.bodyStart, body.end), body.end);
    if (isRemoved(content)) {
      this.#report('sip-body-short', places);
      if (speech)
        message.facts.push({ kind: 'opaque', reason: 'body-missing', detail: 'Content-Length ' + heading.length });
      return;
    }
    const type = this.#types.of(this.headers.value('content-type') ?? '');
    const cut = body.fit === 'short' && !endsItself(content, type);
    if (body.fit === 'wrong' || (body.fit === 'short' && !cut)) this.#report('sip-length-wrong', places);
    if (cut) this.#report('sip-body-short', places);
    this.#readContent(message, content, type, cut, places);
    if (cut && speech) {
      message.facts.push({ kind: 'opaque', reason: 'truncated', detail: got + ' of ' + heading.length + ' bytes' });
    }
  }

  #readContent(message: SipMessage, content: Uint8Array, type: MediaType, cut: boolean, places: Place[]): void {
    const { headers } = this;
    const sender = headers.value('ms-sender');
    const found: BodyFindings = {
      method: message.method,
      status: message.status,
      subject: message.status === null ? message.from : message.to,
      speaker: sender === null ? null : this.#addresses.of(sender).bare,
      cut,
      facts: message.facts,
      links: message.links,
      issues: [],
      unread: false,
    };
    const encoding = (headers.value('content-encoding') ?? '').toLowerCase();
    const transfer = headers.value('content-transfer-encoding');
    const bytes = transfer === null ? content : decodeTransfer(content, transfer);
    readBody({ bytes, type, disposition: NO_DISPOSITION, encoding }, found);
    if (found.unread && message.facts.length === 0) found.issues.push('sip-body-unreadable');
    for (const code of found.issues) this.#report(code, places);
  }

  #report(code: IssueCode, places: readonly Place[]): void {
    const first = places[0];
    if (first !== undefined) this.#account.issue(code, first.offset, first.length);
  }
}

const NO_DISPOSITION: MediaType = readMediaType('');
const BAD_STATUS = -1;

/** RFC 3261 §7.2, §21: three digits, 1xx to 6xx. */
function statusOf(line: string): number {
  const code = /^\S+[ \t]+(\d+)(?=[ \t]|$)/.exec(line)?.[1] ?? '';
  return /^[1-6]\d\d$/.test(code) ? Number(code) : BAD_STATUS;
}

/** Keep-alive bytes glued to a request (`HELLOHELLOBYE sip:…`) become part of its method: the CSeq knows the true one. */
function methodOf(line: string, inSequence: string): string {
  const method = /^\S+/.exec(line)?.[0] ?? '';
  const glued = inSequence.length >= 3 && method !== inSequence && method.endsWith(inSequence);
  return glued ? inSequence : method;
}

interface Sequence {
  valid: boolean;
  /** null = greater than can be counted exactly. */
  number: number | null;
  method: string;
}

/** `CSeq: 4711 INVITE` (RFC 3261 §20.16). */
function readSequence(value: string): Sequence {
  const parts = /^(\d+)(?:\s+(\S+))?/.exec(value);
  if (parts === null) return { valid: false, number: null, method: '' };
  const number = Number(parts[1]);
  return { valid: true, number: Number.isSafeInteger(number) ? number : null, method: parts[2] ?? '' };
}

function eventIn(value: string | null): string | null {
  if (value === null) return null;
  const cut = value.indexOf(';');
  return (cut === -1 ? value : value.slice(0, cut)).trim().toLowerCase() || null;
}

/** Nothing but white space, a dash, or a server's word that it left the text out. */
function isRemoved(content: Uint8Array): boolean {
  if (content.length > 80) return false;
  let text = '';
  for (const byte of content) text += isWhite(byte) ? ' ' : String.fromCharCode(byte);
  text = text.trim();
  return text === '' || text === '-' || BODY_REMOVED.test(text);
}

/** Does the body show its own end, whatever Content-Length says? Then nothing was cut. */
function endsItself(content: Uint8Array, type: MediaType): boolean {
  let tail = '';
  for (const byte of content.subarray(-200)) tail += String.fromCharCode(byte);
  tail = tail.trimEnd();
  const boundary = type.parameters.get('boundary');
  if (boundary !== undefined) return tail.endsWith('--' + boundary + '--');
  if (/[+/]xml\b/.test(type.name) || type.name === 'text/html') {
    const last = /<\/([^<>\s]+)\s*>$/.exec(tail)?.[1];
    return last !== undefined && last === rootName(content);
  }
  return false;
}

/** Name of the first element; '' = none within the first bytes. */
function rootName(content: Uint8Array): string {
  let head = '';
  for (const byte of content.subarray(0, 400)) head += String.fromCharCode(byte);
  return /<([A-Za-z_][^\s<>/]*)/.exec(head)?.[1] ?? '';
}
