/**
 * XMPP (RFC 6120, 6121): frames stanzas out of the records of each flow, reads each into a small tree, completes who
 * speaks to whom from the stream, and takes out what is said.
 *
 * Time: of the record in which the stanza begins. A message that was kept for someone who was away (XEP-0203) has the
 * time at which it was said, which is where it belongs in the talk; presence keeps the log's time, since its stamp may
 * be years old. What a room or an archive repeats to someone who joins is history: nothing new was said.
 */
import { bytesOf, decode, isWhite, startsWith } from '../bytes/text.ts';
import type { Account, IssueCode, LogRecord, Message, Place, Protocol, RecordReader, Sink } from '../model.ts';
import type { XmlElement } from './xml-body.ts';
import { connectionOf, XmppConnection } from './xmpp-connection.ts';
import type { FrameKind } from './xmpp-frame.ts';
import { StanzaFramer } from './xmpp-framer.ts';
import {
  isDialbackResult,
  isStreamError,
  streamErrorIn,
  StreamMarkers,
  StreamNegotiation,
} from './xmpp-negotiation.ts';
import { placesIn, spanOf, type FlowSpan } from './xmpp-spans.ts';
import { StanzaReader, type StanzaContext } from './xmpp-stanza.ts';
import { StreamTalks } from './xmpp-talks.ts';
import { STANZA_STARTS, startsToken, Token } from './xmpp-tokens.ts';
import { attributeOf, StanzaParser, type ParsedStanza } from './xmpp-tree.ts';
import { WaitingStanzas } from './xmpp-waiting.ts';

const XML = bytesOf('<?xml');
const BOM = bytesOf('\uFEFF');
const LT = 0x3c;
const LF = 0x0a;
/** Connections that are kept in mind at a time; the longest known are closed first. */
const MOST_FLOWS = 20_000;

const ISSUE_OF: Record<Exclude<FrameKind, 'stanza' | 'header' | 'negotiation' | 'close'>, IssueCode> = {
  damaged: 'xml-damaged',
  truncated: 'record-truncated',
  refused: 'xml-refused',
  'too-deep': 'xml-too-deep',
  'too-long': 'record-too-long',
};

export const xmpp: Protocol = {
  id: 'xmpp',
  sniff,
  open: (account, out) => new XmppReader(account, out),
};

/** A stanza or stream at the beginning or at the beginning of a line; or an XML declaration with nothing behind it yet. */
function sniff(payload: Uint8Array): boolean {
  const end = payload.length;
  const start = afterWhite(payload, startsWith(payload, 0, end, BOM) ? BOM.length : 0);
  if (startsWith(payload, start, end, XML)) {
    const close = payload.indexOf(0x3e, start);
    const next = close < 0 ? end : afterWhite(payload, close + 1);
    return next === end || startsToken(STANZA_STARTS, payload, next, end) !== Token.No;
  }
  for (let at = payload.indexOf(LT, start); at >= 0; at = payload.indexOf(LT, at + 1)) {
    if (startsToken(STANZA_STARTS, payload, at, end) === Token.Yes && beginsLine(payload, at, start)) return true;
  }
  return false;
}

function afterWhite(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isWhite(bytes[at]!)) at += 1;
  return at;
}

/** Only white space between the line's start and `at`, or another tag. */
function beginsLine(bytes: Uint8Array, at: number, start: number): boolean {
  for (let before = at - 1; before >= start; before -= 1) {
    const byte = bytes[before]!;
    if (byte === LF || byte === 0x3e) return true;
    if (!isWhite(byte)) return false;
  }
  return true;
}

/** Both directions. */
interface Link {
  connection: XmppConnection;
  negotiation: StreamNegotiation;
  /** Directions that are open. */
  flows: number;
  waiting: WaitingStanzas;
  talks: StreamTalks;
}

/** One direction of a connection. */
class XmppFlow {
  readonly name: string;
  readonly link: Link;
  readonly framer: StanzaFramer;
  /** Records that the framer still holds bytes of, and the one being read. */
  spans: FlowSpan[] = [];

  constructor(name: string, link: Link, framer: (flow: XmppFlow) => StanzaFramer) {
    this.name = name;
    this.link = link;
    this.framer = framer(this);
  }
}

class XmppReader implements RecordReader {
  #account: Account;
  readonly #out: Sink<Message>;
  #flows = new Map<string, XmppFlow>();
  /** Each is kept as long as one of its flows. */
  #links = new Map<string, Link>();
  #parser = new StanzaParser();
  #streams = new StreamMarkers();
  #stanzas: StanzaReader;

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = out;
    this.#stanzas = new StanzaReader(out, (places) => this.#issue('xmpp-history', places));
  }

  push(record: LogRecord): void {
    const flow = this.#flows.get(record.flow) ?? this.#openFlow(record.flow);
    const { framer } = flow;
    if (record.lost > 0) this.#finish(flow);
    if (record.stream !== undefined) flow.link.negotiation.told(record.stream);
    if (record.clientJid !== undefined) flow.link.connection.told(flow.name, record.clientJid);
    flow.spans.push(spanOf(record, framer.position));
    framer.push(record.payload);
    if (record.flow === '') this.#finish(flow);
    else if (record.ends) this.#close(flow);
    else this.#forget(flow);
  }

  end(): void {
    for (const flow of [...this.#flows.values()]) this.#close(flow);
  }

  #openFlow(name: string): XmppFlow {
    if (this.#flows.size >= MOST_FLOWS) this.#closeOldest();
    const key = connectionOf(name);
    let link = this.#links.get(key);
    if (link === undefined) {
      const negotiation = new StreamNegotiation(this.#streams);
      const [waiting, talks] = [new WaitingStanzas(), new StreamTalks()];
      link = { connection: new XmppConnection(), negotiation, flows: 0, waiting, talks };
      this.#links.set(key, link);
    }
    link.flows += 1;
    const flow = new XmppFlow(
      name,
      link,
      (own) => new StanzaFramer((kind, bytes, offset) => this.#frame(own, kind, bytes, offset)),
    );
    this.#flows.set(name, flow);
    return flow;
  }

  #closeOldest(): void {
    for (const flow of this.#flows.values()) {
      const place = flow.spans[0]?.place;
      if (place !== undefined) this.#account.issue('stream-limit', place.offset, place.length);
      this.#close(flow);
      return;
    }
  }

  /** Nothing follows on to what the flow holds. */
  #finish(flow: XmppFlow): void {
    flow.framer.end();
    flow.spans = [];
  }

  #close(flow: XmppFlow): void {
    this.#finish(flow);
    this.#flows.delete(flow.name);
    flow.link.flows -= 1;
    if (flow.link.flows > 0) return;
    this.#readWaiting(flow.link);
    this.#links.delete(connectionOf(flow.name));
  }

  /** Drops the records that are read to their end. */
  #forget(flow: XmppFlow): void {
    const { waitingFrom, position } = flow.framer;
    if (waitingFrom === position) flow.spans.length = 0;
    else while (flow.spans.length > 1 && flow.spans[0]!.end <= waitingFrom) flow.spans.shift();
  }

  #frame(flow: XmppFlow, kind: FrameKind, bytes: Uint8Array, offset: number): void {
    if (kind === 'close') {
      if (flow.name === '' && !flow.link.connection.isMixed) this.#readWaiting(flow.link);
      flow.link.connection.closed();
      flow.link.negotiation.closed();
      return;
    }
    const places = placesIn(flow.spans, offset, offset + bytes.length);
    const span = flow.spans.find((candidate) => candidate.end > offset) ?? flow.spans[0];
    if (kind === 'refused' || kind === 'too-deep') {
      this.#issue(ISSUE_OF[kind], places);
      return;
    }
    const text = decode(bytes, 0, bytes.length);
    const parsed = this.#parser.parse(text);
    if (kind === 'header' || kind === 'negotiation') {
      if (parsed.root !== null) this.#ofStream(flow, parsed.root, kind === 'header' ? text : null, span, places);
      return;
    }
    if (kind !== 'stanza') this.#issue(ISSUE_OF[kind], places);
    else if (parsed.fault !== null) {
      this.#issue(parsed.fault.includes('entity') ? 'xml-refused' : 'xml-damaged', places);
    }
    if (span !== undefined) this.#read(flow, parsed, span, places);
  }

  /** @param header start tag of the stream as written; null = another element at its top level */
  #ofStream(
    { name, link }: XmppFlow,
    element: XmlElement,
    header: string | null,
    span: FlowSpan | undefined,
    places: Place[],
  ): void {
    if (header !== null) {
      link.connection.header(name, element);
      link.negotiation.header(name, element, header);
      return;
    }
    link.negotiation.step(element);
    if (isDialbackResult(element)) link.connection.peers.dialback(element);
    if (!isStreamError(element)) return;
    this.#issue('xmpp-stream-error', places);
    if (span === undefined || link.connection.isMixed) return;
    for (const broken of link.talks.brokenOff(streamErrorIn(element), span, places)) this.#out(broken);
  }

  /** A connection that is joined late may not have told yet whose it is: what has no sender waits a little. */
  #read({ name, link }: XmppFlow, parsed: ParsedStanza, span: FlowSpan, places: Place[]): void {
    const { connection, waiting } = link;
    const { root } = parsed;
    if (root === null) return;
    connection.see(name, root, span.fromClient);
    for (const told of waiting.takeToldBy(root)) this.#stanzas.read(told.parsed, told.context);
    if (waiting.flow !== null && connection.knowsClient(waiting.flow)) this.#readWaiting(link);
    const stream = connection.isMixed ? null : link.negotiation.carrying(name, root);
    const context: StanzaContext = { flow: name, connection, stream, span, places, talks: link.talks };
    const hasSender = attributeOf(root, 'from') !== null || (stream !== null && stream.of !== 'client');
    if (hasSender || connection.knowsClient(name) || !canWait(name, root, span)) {
      this.#stanzas.read(parsed, context);
      return;
    }
    const sender = name === '' ? waiting.answering(root) : null;
    const oldest = sender === null ? waiting.add({ parsed, context }) : { parsed, context: { ...context, sender } };
    if (oldest !== null) this.#stanzas.read(oldest.parsed, oldest.context);
  }

  #readWaiting(link: Link): void {
    for (const { parsed, context } of link.waiting.takeAll()) this.#stanzas.read(parsed, context);
  }

  #issue(code: IssueCode, places: readonly { offset: number; length: number }[]): void {
    const first = places[0];
    if (first !== undefined) this.#account.issue(code, first.offset, first.length);
  }
}

/** Without a flow another sighting of the stanza may tell its sender, if it has an id; what the server says has none. */
function canWait(flow: string, stanza: XmlElement, { fromClient }: FlowSpan): boolean {
  return flow !== '' || (fromClient !== false && attributeOf(stanza, 'id') !== null);
}
