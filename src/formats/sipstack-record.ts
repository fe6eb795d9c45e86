/** One record of a server trace, whole in the bytes at hand: what it is and what is given of it. */
import { CR, LF, bytesOf, decode, startsWithIgnoringCase, trimmedEnd } from '../bytes/text.ts';
import { Recurring } from '../bytes/recurring-text.ts';
import type { Direction, EdgeSide, FormatContext, IssueCode, LogRecord, Sink } from '../model.ts';
import { endpointOf } from './endpoints.ts';
import { RecordHead, RecordOutlet } from './record-outlet.ts';
import { xmppEnd, xmppIn } from './gateway-stanza.ts';
import { BodyFit, copyRestored, restoredLength } from './sip-body.ts';
import { SipstackFields, isHeader, isHeaderBefore } from './sipstack-fields.ts';
import type { SipstackHead } from './sipstack-head.ts';
import { StampClock, findStamp } from './stamps.ts';

/** `contentEnd`: where the end mark's line begins; `open`: the kind of record that needs none. */
export interface RecordEnd {
  contentEnd: number;
  end: number;
  how: 'marked' | 'open' | 'cut' | 'too-long';
}

/** `fields`: behind the head line. */
export interface RecordRange extends RecordEnd {
  start: number;
  fields: number;
}

/** So few bytes are copied one by one: a view of them would cost more. */
const FEW = 48;
/** Line breaks that may stand between a body and its end mark, bytes. */
const MOST_BREAKS = 16;
/** Parts of the names of components that log stanzas: XmppTGW, TranslatingGateway. */
const GATEWAYS = ['xmpp', 'tgw', 'gateway'].map(bytesOf);
const DASH = 0x2d;
/** What a wrapped line's first half ends in when it was broken inside a word. */
const BROKEN_AFTER = new Set(Array.from('-/=.@:;,', (character) => character.charCodeAt(0)));
const LONGEST_CALL_ID_NAME = 16;
/** Bytes that are looked back over for the bracket of a URI, so that a header of a thousand lines costs no more than its length. */
const LONGEST_OPEN_URI = 512;

export class SipstackRecord {
  readonly #outlet: RecordOutlet;
  readonly #clock: StampClock;
  readonly #head = new RecordHead();
  readonly #fields = new SipstackFields();
  readonly #body = new BodyFit();
  readonly #directions = new Recurring(readDirection, 64);
  readonly #peers = new Recurring((text) => endpointOf(text));
  #payload = new Uint8Array(65_536);
  #length = 0;
  /** Where the header that is being mended begins in the payload. */
  #headerStart = 0;
  /** `contentEnd` for which `#fields` hold what `fits` has just read; -1 = none. */
  #scannedTo = -1;
  /** The fields of the record at hand have been read up to its body. */
  #begun = false;

  constructor(context: FormatContext, out: Sink<LogRecord>) {
    this.#outlet = new RecordOutlet(context, out);
    this.#clock = new StampClock(context);
  }

  /** What was read of a record lies elsewhere when it is looked at again. */
  forget(): void {
    this.#scannedTo = -1;
    this.#begun = false;
  }

  /** Reads the fields of a record that goes on to an end mark. @returns where that is to be looked for; -1 = from its beginning */
  begin(bytes: Uint8Array, start: number): number {
    this.forget();
    const from = this.#fields.scanOpen(bytes, start, bytes.length);
    this.#begun = from !== -1;
    return from;
  }

  /** Does a body that ends at `mark` have the length that the header says? `longer`: it says that more follows. */
  fits(bytes: Uint8Array, start: number, mark: number): 'fits' | 'longer' | 'unlike' {
    const fields = this.#fields;
    // Another record may have begun before the body: then what follows is not of this one.
    const begun = this.#begun;
    // A later mark may stand behind more lines than the first.
    this.#begun = false;
    if (!begun && !fields.scan(bytes, start, mark, true)) {
      this.#scannedTo = -1;
      return 'unlike';
    }
    this.#scannedTo = mark;
    if (fields.body === -1) return 'fits';
    if (fields.length === null) return 'unlike';
    if (this.#hasNoBody(bytes, mark)) return fields.length === 0 ? 'fits' : 'unlike';
    this.#body.measure(bytes, fields.body, mark, fields.length);
    if (this.#body.fit !== 'unlike') return 'fits';
    // Where even the bytes as they are go beyond it, nothing need be counted.
    const less = mark - fields.body < fields.length && restoredLength(bytes, fields.body, mark) < fields.length;
    return less ? 'longer' : 'unlike';
  }

  /** Index behind which no end mark can fit the body of the record that was measured last. */
  furthestMark(): number {
    return this.#fields.body + (this.#fields.length ?? 0) + MOST_BREAKS;
  }

  /** Gives the record out, or says why it is passed over. `offset`: that of `range.start` in the stream. */
  take(bytes: Uint8Array, range: RecordRange, trace: SipstackHead | null, offset: number): IssueCode | null {
    const fields = this.#fields;
    const lost = range.how === 'cut' || range.how === 'too-long';
    const length = range.end - range.start;
    // Of a line that was cut in the middle nobody knows what it would have said.
    const whole = range.how === 'cut' && range.end === bytes.length ? bytes.lastIndexOf(LF, range.end - 1) + 1 : 0;
    if (this.#scannedTo !== range.contentEnd) fields.scan(bytes, range.fields, range.contentEnd);
    this.forget();
    if (fields.body === -1 && whole > range.fields) fields.scan(bytes, range.fields, whole);
    this.#readHead(bytes, range, trace);
    const code = range.how === 'too-long' ? 'record-too-long' : 'record-truncated';
    if (fields.startLine !== -1) {
      if (lost && !fields.callId) return code;
      this.#buildSip(bytes, range, lost);
      this.#head.kind = 'sip';
      this.#head.complete = range.how === 'marked';
    } else if (this.#takeXmpp(bytes, range, trace)) this.#head.kind = 'xmpp';
    else if (fields.diagnostic || trace?.diagnostic === true) {
      this.#head.kind = 'trace-diagnostic';
      this.#length = 0;
      this.#append(bytes, range.fields, range.contentEnd);
    } else return range.how === 'too-long' ? 'record-too-long' : 'other-record';
    if (lost) this.#outlet.account.issue(code, offset, length);
    this.#outlet.give(this.#head, this.#payload.subarray(0, this.#length), offset, length);
    return null;
  }

  #readHead(bytes: Uint8Array, range: RecordRange, trace: SipstackHead | null): void {
    const head = this.#head;
    head.clear();
    if (trace !== null) {
      head.time = trace.time;
      head.timeSource = 'log';
    } else if (range.fields > range.start) {
      const stamp = findStamp(decode(bytes, range.start, Math.min(range.fields, range.start + 200)));
      // Avaya's head: 01/08/2022-11:36:14.354 with the day first.
      if (stamp !== null && stamp.day !== null && stamp.month !== null && stamp.day <= 12 && stamp.zone === null) {
        [stamp.day, stamp.month] = [stamp.month, stamp.day];
      }
      if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    }
    this.#readDirection();
    const { peer, peerEnd } = this.#fields;
    if (peer !== -1) head.remote = this.#peers.of(this.#fields.source, peer, peerEnd);
  }

  #readDirection(): void {
    const { source, direction, directionEnd } = this.#fields;
    if (direction === -1) return;
    const known = this.#directions.of(source, direction, directionEnd);
    this.#head.direction = known.direction;
    this.#head.side = known.side;
  }

  /** The message as it was on the wire: the log's line ends stay, for a reader of SIP takes both. */
  #buildSip(bytes: Uint8Array, range: RecordRange, lost: boolean): void {
    const fields = this.#fields;
    this.#length = 0;
    if (fields.untidy) this.#mendHeaders(bytes, range.fields);
    else this.#append(bytes, fields.value, fields.headersEnd);
    if (this.#length > 0 && this.#payload[this.#length - 1] !== LF) this.#appendBreak();
    this.#appendBreak();
    if (!fields.untidy && fields.lines.whole) this.#head.headers = fields.lines.at(fields.value, this.#length);
    if (fields.body === -1 || this.#hasNoBody(bytes, range.contentEnd)) return;
    if (lost && range.end === bytes.length) {
      this.#append(bytes, fields.body, range.contentEnd);
      return;
    }
    this.#body.measure(bytes, fields.body, range.contentEnd, fields.length);
    if (this.#body.fit !== 'restored') {
      this.#append(bytes, fields.body, this.#body.end);
      return;
    }
    this.#reserve((this.#body.end - fields.body) * 2);
    this.#length = copyRestored(bytes, fields.body, this.#body.end, this.#payload, this.#length);
  }

  /** `Message-Body: -` is an empty body, unless the body is a dash. */
  #hasNoBody(bytes: Uint8Array, mark: number): boolean {
    const { body, length } = this.#fields;
    const end = trimmedEnd(bytes, body, mark);
    return end === body || (bytes[body] === DASH && end === body + 1 && length !== 1);
  }

  /** Headers that stand before the start line, wrapped ones and empty lines between them: written anew, line by line. */
  #mendHeaders(bytes: Uint8Array, from: number): void {
    const { startLine, value, headersEnd } = this.#fields;
    const firstEnd = lineEnd(bytes, value, headersEnd);
    this.#headerStart = this.#length;
    this.#append(bytes, value, trimmedEnd(bytes, value, firstEnd));
    for (let line = from; line < headersEnd;) {
      const next = lineEnd(bytes, line, headersEnd);
      if (line !== startLine && (line > startLine || isHeaderBefore(bytes, line, next)))
        this.#headerLine(bytes, line, next);
      line = next;
    }
    this.#appendBreak();
  }

  #headerLine(bytes: Uint8Array, line: number, next: number): void {
    const end = trimmedEnd(bytes, line, next);
    if (end === line) return;
    const folded = bytes[line] === 0x20 || bytes[line] === 0x09;
    if (folded || isHeader(bytes, line, end)) {
      this.#appendBreak();
      if (!folded) this.#headerStart = this.#length;
    } else if (!this.#isInsideWord()) this.#append(SPACE_BYTE, 0, 1);
    this.#append(bytes, line, end);
  }

  /** What a header has by now ends inside a word: behind a mark, in an open URI, or in a Call-ID, which has no blanks. */
  #isInsideWord(): boolean {
    if (BROKEN_AFTER.has(this.#payload[this.#length - 1] ?? 0)) return true;
    const name = decode(
      this.#payload,
      this.#headerStart,
      Math.min(this.#length, this.#headerStart + LONGEST_CALL_ID_NAME),
    );
    if (/^(?:call-id|i)\s*:/i.test(name)) return true;
    const last = decode(this.#payload, Math.max(this.#headerStart, this.#length - LONGEST_OPEN_URI), this.#length);
    return last.lastIndexOf('<') > last.lastIndexOf('>');
  }

  /** Stanza text of the XMPP gateway, in the head's line or behind it. */
  #takeXmpp(bytes: Uint8Array, range: RecordRange, trace: SipstackHead | null): boolean {
    if (trace === null) return false;
    const [from, to] = trace.component(bytes, range.start, range.fields);
    if (!GATEWAYS.some((name) => contains(bytes, name, from, to))) return false;
    const open = xmppIn(bytes, to, range.contentEnd);
    if (open === -1) return false;
    this.#length = 0;
    this.#append(bytes, open, xmppEnd(bytes, open, range.contentEnd));
    if (this.#head.direction === null) {
      // What the record says counts before the function's name, which the head ends with.
      const said = decode(bytes, to, open);
      this.#head.direction = directionIn(said.slice(said.indexOf('))') + 2)) ?? directionIn(said);
    }
    return true;
  }

  #append(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    this.#reserve(end - start);
    if (end - start > FEW) this.#payload.set(bytes.subarray(start, end), this.#length);
    else for (let at = start; at < end; at += 1) this.#payload[this.#length + at - start] = bytes[at]!;
    this.#length += end - start;
  }

  /** CR LF: a view of two bytes would cost more than the bytes. */
  #appendBreak(): void {
    this.#reserve(2);
    this.#payload[this.#length] = CR;
    this.#payload[this.#length + 1] = LF;
    this.#length += 2;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#payload.length) return;
    const next = new Uint8Array((this.#length + more) * 2);
    next.set(this.#payload.subarray(0, this.#length));
    this.#payload = next;
  }
}

const SPACE_BYTE = bytesOf(' ');
function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  const newline = bytes.indexOf(LF, from);
  return newline === -1 || newline >= end ? end : newline + 1;
}

interface Passage {
  direction: Direction | null;
  side: EdgeSide | null;
}

/**
 * `incoming;source="internal edge";destination="external edge"`: the edges between which the message passes the Edge
 * server. One that comes in was taken at its source's side, one that goes out at its destination's.
 */
function readDirection(text: string): Passage {
  const direction = /^incoming/i.test(text) ? 'in' : /^outgoing/i.test(text) ? 'out' : null;
  if (direction === null) return { direction, side: null };
  const edge = (direction === 'in' ? /source="(\w*)/ : /destination="(\w*)/).exec(text)?.[1]?.toLowerCase() ?? '';
  const side = edge.startsWith('external') ? 'external' : edge.startsWith('internal') ? 'internal' : null;
  return { direction, side };
}

function contains(bytes: Uint8Array, lower: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at + lower.length <= to; at += 1) if (startsWithIgnoringCase(bytes, at, to, lower)) return true;
  return false;
}

function directionIn(text: string): 'in' | 'out' | null {
  const match = /\b(incoming|inbound|received|receive|recv)\b|\b(outgoing|outbound|sending|sent|send)\b/i.exec(text);
  if (match === null) return null;
  return match[1] === undefined ? 'out' : 'in';
}
