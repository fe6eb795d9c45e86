/** One SIP message: its bytes and extent to a `SipMessage` with facts and markers. */
import type { Account, Endpoint, IssueCode, LogRecord, Marker, Message, Place, Sink, SipMessage } from '../model.ts';
import { readMediaType, type MediaType } from './media-type.ts';
import { PeerMarkers } from './peer-markers.ts';
import { NO_CONTEXT, RecurringBody, type BodyContext } from './recurring-body.ts';
import { Recurring, RecurringText } from '../bytes/recurring-text.ts';
import { readAddress, readAddresses } from './sip-address.ts';
import { addDiagnostic, readDiagnostic } from './sip-diagnostics.ts';
import { endsItself, isRemoved } from './sip-body-end.ts';
import type { BodyExtent, Heading } from './sip-framing.ts';
import { SipHeaders, field, type Field } from './sip-headers.ts';
import { addLink, addLinks } from './sip-links.ts';
import { readAgent, readTrust, readUserData } from './sip-markers.ts';
import { BAD_STATUS, NO_SEQUENCE, methodOf, readSequence, readStartLine } from './sip-opening.ts';
import { readFirstText } from './said-text.ts';
import { LegTransports } from './sip-transport.ts';
import { conferenceKeyOf } from './conference.ts';

/** The record in which a message begins, without its bytes. */
export type Seen = Pick<
  LogRecord,
  'place' | 'further' | 'time' | 'timeSource' | 'direction' | 'local' | 'remote' | 'side'
>;

/** Where a message lies; its headers have been scanned. */
export interface RawMessage {
  bytes: Uint8Array;
  start: number;
  /** End of the start line's text. */
  lineEnd: number;
  heading: Heading;
  body: BodyExtent;
}

/** Bodies of a MESSAGE that say nothing: typing, delivery, reading. */
const NOTICE = /iscomposing|imdn|x-msmsgscontrol/;
const NO_TYPE: MediaType = readMediaType('');
const NOBODY: Party = { bare: null, tag: null, conference: null };

const CALL_ID = field('call-id');
const CSEQ = field('cseq');
const FROM = field('from');
const TO = field('to');
const VIA = field('via');
const EVENT = field('event');
const CONVERSATION = field('ms-conversation-id');
const TRUST = field('ms-edge-proxy-message-trust');
const USER_DATA = field('ms-user-data');
const USER_AGENT = field('user-agent');
const SERVER = field('server');
const DIAGNOSTICS = [field('ms-diagnostics'), field('ms-diagnostics-public'), field('ms-client-diagnostics')];
const TEXT_FORMAT = field('ms-text-format');
const IM_FORMAT = field('ms-im-format');
const ENDPOINTS = field('endpoints');
const SENDER = field('ms-sender');
const MESSAGE_ID = field('message-id');
const CONTENT_TYPE = field('content-type');
const CONTENT_ENCODING = field('content-encoding');
const TRANSFER_ENCODING = field('content-transfer-encoding');

export class SipMessageReader {
  readonly headers: SipHeaders;
  #account: Account;
  #out: Sink<Message>;
  #text = new RecurringText();
  #lines = new Recurring(readStartLine);
  #parties = new Recurring(readParty, 4_096);
  #sequences = new Recurring(readSequence, 1_024, 32);
  #types = new Recurring(readMediaType, 256, 256);
  #trusts = new Recurring(readTrust, 256, 512);
  #userData = new Recurring(readUserData, 256);
  #agents = new Recurring(readAgent, 256, 256);
  #peers = new PeerMarkers();
  #bodies = new RecurringBody();
  /** Of the body at hand, filled anew for each. */
  readonly #context: BodyContext = { ...NO_CONTEXT };
  /** Markers of the message at hand, then what is left of earlier ones. */
  readonly #found: Marker[] = [];
  #legs = new LegTransports();

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = out;
    this.headers = new SipHeaders(this.#text);
  }

  /** Gives the message out, or reports why not. `places` is kept. */
  read(raw: RawMessage, places: Place[], seen: Seen): void {
    const { headers } = this;
    const { start, lineEnd } = raw;
    const sequence = headers.read(CSEQ, this.#sequences) ?? NO_SEQUENCE;
    const callId = headers.value(CALL_ID);
    const line = this.#lines.of(headers.source, start, lineEnd);
    const { status } = line;
    const method = status === null ? methodOf(line, sequence) : sequence.method;
    if (callId === null || callId === '' || !sequence.valid || method === '' || status === BAD_STATUS) {
      this.#report('sip-malformed', places);
      return;
    }
    const from = this.#partyIn(FROM);
    const to = this.#partyIn(TO);
    const remote = this.#remote(raw, seen);
    const message: SipMessage = {
      protocol: 'sip',
      method,
      status,
      callId,
      cseq: sequence.number,
      ordinal: 0,
      fromTag: from.tag,
      toTag: to.tag,
      conversation: headers.value(CONVERSATION) || null,
      event: eventIn(headers.value(EVENT)),
      links: [],
      places,
      time: seen.time,
      timeSource: seen.timeSource,
      direction: seen.direction,
      local: seen.local,
      remote,
      side: seen.side,
      from: from.bare,
      to: to.bare,
      title: line.title,
      facts: [],
      markers: this.#markers(seen, remote),
    };
    if (from.conference !== null) addLink(message.links, from.conference);
    if (to.conference !== null) addLink(message.links, to.conference);
    addLinks(message.links, headers, callId);
    this.#addHeaderFacts(message);
    this.#readBody(message, raw, places);
    this.#out(message);
  }

  #partyIn(wanted: Field): Party {
    return this.headers.read(wanted, this.#parties) ?? NOBODY;
  }

  #remote(raw: RawMessage, seen: Seen): Endpoint | null {
    const { remote } = seen;
    if (remote === null || remote.transport !== null) return remote;
    const via = this.headers.start(VIA);
    return via === -1 ? remote : this.#legs.withTransport(remote, raw.bytes, via, raw.heading.bodyStart);
  }

  #markers(seen: Seen, remote: Endpoint | null): Marker[] {
    const { headers } = this;
    const userData = headers.read(USER_DATA, this.#userData);
    const agent = headers.read(USER_AGENT, this.#agents);
    const server = headers.read(SERVER, this.#agents);
    const peer = remote === null ? null : this.#peers.of(remote, seen.side, seen.direction);
    // Gathered in one list and copied: a list that grows by itself takes room for seventeen.
    const found = this.#found;
    let count = 0;
    if (headers.has(TRUST)) {
      for (const trust of headers.readAll(TRUST, this.#trusts)) if (trust !== null) found[count++] = trust;
    }
    if (userData !== null) found[count++] = userData;
    if (agent !== null) found[count++] = agent;
    if (server !== null) found[count++] = server;
    if (peer !== null) found[count++] = peer;
    return found.slice(0, count);
  }

  /** What the headers say by themselves: diagnostics, the first text of a conversation, further parties. */
  #addHeaderFacts(message: SipMessage): void {
    const { headers } = this;
    for (let index = 0; index < DIAGNOSTICS.length; index += 1) {
      const wanted = DIAGNOSTICS[index]!;
      if (!headers.has(wanted)) continue;
      for (const value of headers.all(wanted)) {
        const fact = readDiagnostic(value);
        if (fact !== null) addDiagnostic(message.facts, fact);
      }
    }
    const id = message.method === 'MESSAGE' && headers.has(MESSAGE_ID) ? headers.value(MESSAGE_ID) : null;
    if (id !== null && id !== '') message.facts.push({ kind: 'named', id });
    if (message.status !== null || message.method !== 'INVITE') return;
    if (headers.has(TEXT_FORMAT) || headers.has(IM_FORMAT)) {
      const text = readFirstText([...headers.all(TEXT_FORMAT), ...headers.all(IM_FORMAT)]);
      if (text !== null) message.facts.push(text);
    }
    // Multiparty as clients of 2005 hold it: the invitation names everyone.
    if (headers.has(ENDPOINTS)) for (const value of headers.all(ENDPOINTS)) this.#addMembers(message, value);
  }

  #addMembers(message: SipMessage, value: string): void {
    for (const { bare } of readAddresses(value)) {
      if (bare === null || bare === message.from || bare === message.to) continue;
      message.facts.push({ kind: 'member', who: bare, change: 'join', room: null });
    }
  }

  #readBody(message: SipMessage, raw: RawMessage, places: Place[]): void {
    const { bytes, heading, body } = raw;
    const got = body.end - heading.bodyStart;
    if (got <= 0 && (heading.length ?? 0) === 0) return;
    const type = this.headers.read(CONTENT_TYPE, this.#types) ?? NO_TYPE;
    const speech = message.method === 'MESSAGE' && message.status === null && !NOTICE.test(type.name);
    const start = Math.min(heading.bodyStart, body.end);
    let cut = false;
    if (body.fit !== 'fits') {
      const content = bytes.subarray(start, body.end);
      if (isRemoved(content, heading.length ?? 0)) {
        this.#report('sip-body-short', places);
        const detail = 'Content-Length ' + heading.length;
        if (speech) message.facts.push({ kind: 'opaque', reason: 'body-missing', detail });
        return;
      }
      cut = body.fit === 'short' && !endsItself(content, type);
      if (body.fit === 'wrong' || !cut) this.#report('sip-length-wrong', places);
      if (cut) this.#report('sip-body-short', places);
    }
    this.#readContent(message, start, body.end, type, cut, places);
    if (cut && speech) {
      const detail = got + ' of ' + heading.length + ' bytes';
      message.facts = [...message.facts, { kind: 'opaque', reason: 'truncated', detail }];
    }
  }

  #readContent(message: SipMessage, start: number, end: number, type: MediaType, cut: boolean, places: Place[]): void {
    const { headers } = this;
    const context = this.#context;
    context.method = message.method;
    context.status = message.status;
    context.subject = message.status === null ? message.from : message.to;
    context.speaker = headers.read(SENDER, this.#parties)?.bare ?? null;
    context.cut = cut;
    context.type = type;
    context.encoding = headers.has(CONTENT_ENCODING) ? (headers.value(CONTENT_ENCODING) ?? '').toLowerCase() : '';
    context.transferEncoding = headers.value(TRANSFER_ENCODING);
    const { facts, links, issues, unread } = this.#bodies.read(headers.source, start, end, context);
    // What a body says is shared, and mostly all that is said.
    message.facts = message.facts.length === 0 ? facts : [...message.facts, ...facts];
    for (const link of links) addLink(message.links, link);
    for (const code of issues) this.#report(code, places);
    if (unread && message.facts.length === 0) this.#report('sip-body-unreadable', places);
  }

  #report(code: IssueCode, places: readonly Place[]): void {
    const first = places[0];
    if (first !== undefined) this.#account.issue(code, first.offset, first.length);
  }
}

/** Someone in From or To. */
interface Party {
  bare: string | null;
  tag: string | null;
  /** Join key of the conference that the URI names. */
  conference: string | null;
}

function readParty(value: string): Party {
  const { bare, tag, uri } = readAddress(value);
  return { bare, tag, conference: conferenceKeyOf(uri) };
}

function eventIn(value: string | null): string | null {
  if (value === null) return null;
  const cut = value.indexOf(';');
  return (cut === -1 ? value : value.slice(0, cut)).trim().toLowerCase() || null;
}
