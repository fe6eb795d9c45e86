/**
 * SIP (RFC 3261): records to messages. A record with `flow` '' holds whole messages, mostly one; the records of a flow are
 * one direction of a connection, in which messages follow each other without a gap, split anywhere.
 */
import type {
  Account,
  HeaderLines,
  IssueCode,
  LogRecord,
  Message,
  Place,
  Protocol,
  RecordReader,
  Sink,
} from '../model.ts';
import { LF } from '../bytes/text.ts';
import { SipMessageReader, type Seen } from './sip-message.ts';
import { bodyInRecord, bodyInStream, type BodyExtent, type Heading } from './sip-framing.ts';
import { findStart, undecidedFrom } from './sip-resync.ts';
import { NO_START, UNDECIDED, afterKeepAlives, hasStartLine, startLineEnd } from './sip-start-line.ts';
import { FlowBytes, placesOf } from './flow-bytes.ts';
import { field } from './sip-headers.ts';

/** Start line and headers of one message may take as much, bytes; what is longer is passed over. */
const LONGEST_HEAD = 256 * 1024;

const CONTENT_LENGTH = field('content-length');
const CONTENT_TYPE = field('content-type');

export const sip: Protocol = {
  id: 'sip',
  sniff(payload) {
    const at = afterKeepAlives(payload, 0, payload.length);
    return startLineEnd(payload, at, payload.length, true) >= 0 || hasStartLine(payload, at, payload.length);
  },
  open(account, out) {
    return new SipReader(account, out);
  },
};

/** What is kept of a flow between two records. */
interface Flow {
  pending: FlowBytes;
  /** Bytes that must have come before it is worth looking again. */
  need: number;
  /** No message has been read since bytes were passed over or lost: what is passed over is reported once. */
  searching: boolean;
}

class SipReader implements RecordReader {
  #account: Account;
  #reader: SipMessageReader;
  #flows = new Map<string, Flow>();
  #heading: Heading = { bodyStart: 0, length: null, hasType: false, nests: false };

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#reader = new SipMessageReader(account, out);
  }

  push(record: LogRecord): void {
    if (record.flow === '') this.#readRecord(record);
    else this.#readFlow(record);
  }

  end(): void {
    for (const flow of this.#flows.values()) this.#finish(flow);
    this.#flows.clear();
  }

  #readRecord(record: LogRecord): void {
    const bytes = record.payload;
    const end = bytes.length;
    const places = placesOf(record);
    let at = afterKeepAlives(bytes, 0, end);
    while (at < end) {
      const lineEnd = startLineEnd(bytes, at, end, true);
      if (lineEnd < 0) {
        this.#report('sip-malformed', places);
        const next = findStart(bytes, at, end, true);
        if (next <= at) return;
        at = next;
        continue;
      }
      const known = at === 0 ? record.headers : undefined;
      const heading = this.#readHeading(bytes, lineEnd, end, known);
      const body = bodyInRecord(bytes, end, heading, record.complete === true);
      this.#give(bytes, at, lineEnd, heading, body, places, record);
      at = afterKeepAlives(bytes, body.end, end);
    }
  }

  #readFlow(record: LogRecord): void {
    let flow = this.#flows.get(record.flow);
    if (flow === undefined) {
      flow = { pending: new FlowBytes(), need: 0, searching: false };
      this.#flows.set(record.flow, flow);
    }
    if (record.lost > 0) {
      this.#finish(flow);
      flow.searching = true;
    }
    flow.pending.add(record);
    if (flow.pending.length >= flow.need) this.#drain(flow, false);
    if (record.ends) {
      this.#finish(flow);
      this.#flows.delete(record.flow);
    } else flow.pending.keep();
  }

  /** Nothing more will follow what waits. */
  #finish(flow: Flow): void {
    if (flow.pending.length > 0) this.#drain(flow, true);
    flow.need = 0;
  }

  /** Gives out every message that is whole and lets go of its bytes. */
  #drain(flow: Flow, whole: boolean): void {
    const { bytes, length: end } = flow.pending;
    flow.need = 0;
    let at = 0;
    while (at < end) {
      at = afterKeepAlives(bytes, at, end);
      if (at === end) break;
      const lineEnd = startLineEnd(bytes, at, end, whole);
      if (lineEnd === UNDECIDED) break;
      const next =
        lineEnd === NO_START ? this.#passOver(flow, at, end, whole) : this.#readOne(flow, at, lineEnd, whole);
      if (next === at) break;
      at = next;
    }
    flow.pending.drop(at);
  }

  /** No message begins at `at`: gives the place of the next that does. */
  #passOver(flow: Flow, at: number, end: number, whole: boolean): number {
    const { bytes } = flow.pending;
    const next = findStart(bytes, at, end, whole);
    const stop = next > at ? next : whole ? end : undecidedFrom(bytes, at, end);
    if (!flow.searching) this.#report('sip-malformed', flow.pending.places(at, next > at ? next : end));
    flow.searching = true;
    return stop;
  }

  /** Reads the message at `at`; gives the index after it, or `at` when more bytes must come first. */
  #readOne(flow: Flow, at: number, lineEnd: number, whole: boolean): number {
    const { bytes, length: end } = flow.pending;
    flow.searching = false;
    let heading = this.#readHeading(bytes, lineEnd, end);
    if (!this.#reader.headers.complete) {
      if (end - at > LONGEST_HEAD) return this.#passOver(flow, at, end, whole);
      if (!whole) {
        // In small pieces a head would be scanned again for each: wait for an eighth more.
        flow.need = end - at + ((end - at) >> 3);
        return at;
      }
      // Cut inside the head: the last line may be half a Call-ID.
      heading = this.#readHeading(bytes, lineEnd, bytes.lastIndexOf(LF, end - 1) + 1);
      heading.bodyStart = end;
      this.#report('record-truncated', flow.pending.places(at, end));
    }
    const body = bodyInStream(bytes, end, heading, whole);
    if (body.fit === 'waits') {
      const length = end - at;
      flow.need = heading.length === null ? length * 2 : heading.bodyStart - at + heading.length;
      return at;
    }
    this.#give(bytes, at, lineEnd, heading, body, flow.pending.places(at, body.end), flow.pending.seenAt(at));
    return body.end;
  }

  /** @param known its header lines, where they have been found already */
  #readHeading(bytes: Uint8Array, lineEnd: number, end: number, known?: HeaderLines): Heading {
    const { headers } = this.#reader;
    if (known === undefined) headers.scan(bytes, afterBreak(bytes, lineEnd, end), end);
    else headers.take(bytes, known);
    const heading = this.#heading;
    heading.bodyStart = headers.bodyStart;
    heading.length = headers.number(CONTENT_LENGTH);
    heading.hasType = headers.has(CONTENT_TYPE);
    heading.nests = headers.initial(CONTENT_TYPE) === 0x6d;
    return heading;
  }

  #give(
    bytes: Uint8Array,
    at: number,
    lineEnd: number,
    heading: Heading,
    body: BodyExtent,
    places: Place[],
    seen: Seen,
  ): void {
    this.#reader.read({ bytes, start: at, lineEnd, heading, body }, places, seen);
  }

  #report(code: IssueCode, places: readonly Place[]): void {
    const first = places[0];
    if (first !== undefined) this.#account.issue(code, first.offset, first.length);
  }
}

/** Index of the line behind the start line: nothing but blanks stands before its line break. */
function afterBreak(bytes: Uint8Array, lineEnd: number, end: number): number {
  let line = lineEnd;
  while (line < end && bytes[line] !== LF) line += 1;
  return line === end ? end : line + 1;
}
