/**
 * Server trace of Lync, Office Communications Server and Skype for Business (OCSLogger, `Search-CsClsLogging`). Shape read
 * in published records; records of the XMPP gateway (component XmppTGW) are recalled, not seen. Times are UTC: the same
 * events stand with their offset in other systems' logs. Avaya Contact Center writes records between the same marks
 * behind a head of its own, day first, in local time.
 *
 * A record is looked for mark by mark in the bytes at hand, which are held until it is whole; only its lines before the
 * body are read one by one.
 */
import { LF, bytesOf, find, startsWith } from '../bytes/text.ts';
import { WindowReader } from '../bytes/window.ts';
import { MOST_RECORD_BYTES } from '../bytes/lines.ts';
import type { Account, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { PassedOver } from './record-outlet.ts';
import { END_MARK as END } from './sipstack-fields.ts';
import { SipstackHead, endsWithBegin } from './sipstack-head.ts';
import { SipstackRecord, type RecordEnd } from './sipstack-record.ts';

const BEGIN = bytesOf('$$begin_record');
const START_LINE = bytesOf('Start-Line: ');
const TRACE_ID = bytesOf('Trace-Correlation-Id: ');
const LEVEL = bytesOf('TL_');
/** A line that begins no record is not waited for beyond this. */
const LONGEST_OTHER_LINE = 65_536;
/** How far behind an end mark another one is looked for, when Content-Length says that the body goes on. */
const MOST_LOOKED_AHEAD = 262_144;

/** Where the beginning of a record ends and what kind of beginning it is. */
type Opening = 'none' | 'marked' | 'unmarked' | 'headless';

class SipstackWriter extends WindowReader {
  readonly #account: Account;
  readonly #passed: PassedOver;
  readonly #head = new SipstackHead();
  readonly #record: SipstackRecord;
  /** The rest of a long line of no record follows. */
  #inLine = false;
  /** The rest of a record that was too long follows. */
  #passing = false;
  /** The record's first line is a head that was read. */
  #known = false;
  /** The look for the record's end has read another head. */
  #otherHead = false;
  /** Bytes of the open record in which no end of it is. */
  #searched = 0;
  /** Offsets in the stream between which no end mark begins, as was seen. */
  readonly #noMark = { from: 0, to: 0 };

  constructor(context: FormatContext, out: Sink<LogRecord>) {
    super();
    this.#account = context.account;
    this.#passed = new PassedOver(context.account);
    this.#record = new SipstackRecord(context, out);
  }

  protected override close(): void {
    this.#passed.close();
  }

  /** Takes records and lines until more bytes are needed. */
  protected run(ended: boolean): void {
    const { bytes } = this.window;
    while (this.at < bytes.length) {
      const newline = bytes.indexOf(LF, this.at);
      const next = newline === -1 ? bytes.length : newline + 1;
      if (this.#inLine) {
        this.#pass(next);
        this.#inLine = newline === -1;
        continue;
      }
      if (newline === -1 && !ended && this.#mustWait(bytes)) return;
      const opening = this.#opening(bytes, this.at, next);
      if (opening === 'none') {
        if (newline === -1 && !ended) this.#inLine = true;
        this.#otherLine(bytes, next);
      } else if (!this.#takeRecord(bytes, opening, next, ended)) return;
    }
  }

  /** Can the unfinished line at hand still become a record's head? */
  #mustWait(bytes: Uint8Array): boolean {
    const length = bytes.length - this.at;
    if (length < LONGEST_OTHER_LINE) return true;
    return length < MOST_RECORD_BYTES && startsWith(bytes, this.at, bytes.length, LEVEL);
  }

  #opening(bytes: Uint8Array, start: number, next: number): Opening {
    this.#known = this.#head.read(bytes, start, next);
    if (this.#known) return this.#head.begins ? 'marked' : 'unmarked';
    // Another head in front of the mark.
    if (endsWithBegin(bytes, start, next)) return 'marked';
    const fragment = startsWith(bytes, start, next, START_LINE) || startsWith(bytes, start, next, TRACE_ID);
    return fragment && !this.#passing ? 'headless' : 'none';
  }

  #otherLine(bytes: Uint8Array, next: number): void {
    const ends = this.#passing && startsWith(bytes, this.at, next, END);
    this.#pass(next);
    if (ends) this.#passing = false;
  }

  #pass(next: number): void {
    const { base, bytes } = this.window;
    this.#passed.line(bytes, this.at, next, base + this.at, this.#passing);
    this.at = next;
  }

  /** False when the record's end is not at hand yet. `next`: the index behind its first line. */
  #takeRecord(bytes: Uint8Array, opening: Opening, next: number, ended: boolean): boolean {
    const start = this.at;
    const fields = opening === 'headless' ? start : next;
    const found =
      opening === 'unmarked' ? this.#unmarkedEnd(bytes, next, ended) : this.#markedEnd(bytes, fields, ended);
    let end = found;
    if (end === null) {
      if (bytes.length - start < MOST_RECORD_BYTES) return false;
      end = { contentEnd: bytes.length, end: bytes.length, how: 'too-long' };
    }
    this.#passed.close();
    this.#searched = 0;
    this.#passing = end.how === 'too-long';
    const known = this.#otherHead ? this.#head.read(bytes, start, next) : this.#known;
    const offset = this.window.base + start;
    const { contentEnd, how } = end;
    // Put together by hand: to spread it takes longer than to read the record's head.
    const range = { start, fields, contentEnd, end: end.end, how };
    const took = this.#record.take(bytes, range, known ? this.#head : null, offset);
    if (took === null) this.#account.explain(end.end - start);
    else this.#account.skip(took, offset, end.end - start);
    this.at = end.end;
    return true;
  }

  /** A record without a begin mark ends with an end mark, or before the next head; its body may quote a head. */
  #unmarkedEnd(bytes: Uint8Array, fields: number, ended: boolean): RecordEnd | null {
    let line = Math.max(fields, this.at + this.#searched);
    this.#otherHead = true;
    while (line < bytes.length) {
      const newline = bytes.indexOf(LF, line);
      if (newline === -1 && !ended) break;
      const next = newline === -1 ? bytes.length : newline + 1;
      if (startsWith(bytes, line, next, END)) return { contentEnd: line, end: next, how: 'marked' };
      if (this.#head.read(bytes, line, next)) {
        const longer = this.#record.fits(bytes, fields, line) === 'longer';
        const later = longer ? this.#laterMark(bytes, fields, line, ended) : -1;
        if (later === -1) return { contentEnd: line, end: line, how: 'open' };
        const end = later === 'unknown' ? null : this.#closedBy(bytes, later, ended);
        if (end !== null) return end;
        // More is needed: then this head is looked at again.
        this.#record.forget();
        break;
      }
      line = next;
    }
    this.#searched = line - this.at;
    return ended ? { contentEnd: bytes.length, end: bytes.length, how: 'open' } : null;
  }

  /**
   * A record with a begin mark ends with the end mark at which its body is as long as Content-Length says; else with the
   * first end mark, unless another record begins before it: then it was cut off there.
   */
  #markedEnd(bytes: Uint8Array, fields: number, ended: boolean): RecordEnd | null {
    const mark = this.#firstMark(bytes, fields);
    if (mark === -1) {
      this.#searched = Math.max(fields, bytes.length - END.length) - this.at;
      if (!ended && bytes.length - this.at < MOST_RECORD_BYTES) return null;
      const head = this.#headIn(bytes, fields, bytes.length);
      if (head !== -1) return { contentEnd: head, end: head, how: 'cut' };
      return ended ? { contentEnd: bytes.length, end: bytes.length, how: 'cut' } : null;
    }
    this.#searched = mark - this.at;
    const fit = this.#record.fits(bytes, fields, mark);
    if (fit === 'fits') return this.#closedBy(bytes, mark, ended);
    if (fit === 'longer') {
      const later = this.#laterMark(bytes, fields, mark + END.length, ended);
      if (later === 'unknown') return null;
      if (later !== -1) return this.#closedBy(bytes, later, ended);
    }
    const head = this.#headIn(bytes, fields, mark);
    return head === -1 ? this.#closedBy(bytes, mark, ended) : { contentEnd: head, end: head, how: 'cut' };
  }

  /** Mostly the record is whole: its fields are read, and only behind them its mark is looked for. */
  #firstMark(bytes: Uint8Array, fields: number): number {
    if (this.#searched === 0) {
      const from = this.#record.begin(bytes, fields);
      const mark = from === -1 ? -1 : this.#nextMark(bytes, from);
      if (mark !== -1) return mark;
    }
    this.#record.forget();
    return this.#nextMark(bytes, Math.max(fields, this.at + this.#searched));
  }

  /** As `nextMark`; what was searched for one record is not searched again for the next. */
  #nextMark(bytes: Uint8Array, from: number): number {
    const { base } = this.window;
    const known = from + base >= this.#noMark.from && from + base < this.#noMark.to;
    if (!known) this.#noMark.from = from + base;
    const mark = nextMark(bytes, known ? this.#noMark.to - base : from);
    const to = mark === -1 ? bytes.length - END.length + 1 : mark;
    this.#noMark.to = to + base;
    return mark;
  }

  /** The end mark from `from` on at which the body fits; -1 = there is none. */
  #laterMark(bytes: Uint8Array, fields: number, from: number, ended: boolean): number | 'unknown' {
    const bodyEnd = this.#record.furthestMark();
    if (bodyEnd - from > MOST_LOOKED_AHEAD) return -1;
    let later = nextMark(bytes, from);
    while (later !== -1 && later <= bodyEnd) {
      if (this.#record.fits(bytes, fields, later) === 'fits') return later;
      later = nextMark(bytes, later + END.length);
    }
    // The same answer whatever chunks the bytes come in: all marks up to there must have been seen.
    return later !== -1 || ended || bytes.length >= bodyEnd + END.length ? -1 : 'unknown';
  }

  /** The record with its end mark's line; null when that line may go on. */
  #closedBy(bytes: Uint8Array, mark: number, ended: boolean): RecordEnd | null {
    const newline = bytes.indexOf(LF, mark);
    if (newline === -1 && !ended) return null;
    return { contentEnd: mark, end: newline === -1 ? bytes.length : newline + 1, how: 'marked' };
  }

  /** First line in [from, end) that is a record's head, or -1. */
  #headIn(bytes: Uint8Array, from: number, end: number): number {
    this.#otherHead = true;
    for (let at = from; at < end;) {
      const newline = bytes.indexOf(LF, at);
      const next = newline === -1 ? bytes.length : newline + 1;
      if (this.#head.read(bytes, at, next)) return at;
      at = next;
    }
    return -1;
  }
}

/** First end mark at a line's beginning, or -1. */
function nextMark(bytes: Uint8Array, from: number): number {
  for (let at = find(bytes, END, from, bytes.length); at !== -1; at = find(bytes, END, at + 1, bytes.length)) {
    if (at === 0 || bytes[at - 1] === LF) return at;
  }
  return -1;
}

const SAMPLE = `TL_INFO(TF_PROTOCOL) [0]06E4.0EB4::01/18/2012-05:00:43.101.00005386 (SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125))$$begin_record
Direction: incoming;source="internal edge";destination="external edge"
Peer: lync.contoso.com:61182
Start-Line: MESSAGE sip:bob@fabrikam.com SIP/2.0
Call-ID: 017b06f397b14886bba5edf97ea206bd
CSeq: 1 MESSAGE
CONTENT-LENGTH: 5
Message-Body: hello
$$end_record

TL_INFO(TF_COMPONENT) [1]06E4.0EB4::01/18/2012-05:00:43.102.00005387 (SIPStack,CSIPServer::Work:Server.cpp(1))( 00000000028FDD70 ) Exit
TL_WARN(TF_DIAG) [0]0584.0A44::01/18/2012-05:00:43.230.0000773E (SIPStack,SIPAdminLog::WriteDiagnosticEvent:SIPAdminLog.cpp(830)) [156659184] $$begin_record
LogType: diagnostic
Text: Message was not sent because the domain is not allowed
SIP-Call-ID: 017b06f397b14886bba5edf97ea206bd
$$end_record
`;
const AVAYA = `01/08/2022-11:36:14.354 [0x000021ac] - --> Message to Send (Dest Address IP:  192.0.2.2:4165):$$begin_record
Direction: outgoing
Start-Line: SIP/2.0 100 Trying
Call-ID: a1
Message-Body: -
$$end_record
`;

export const sipstack: LogFormat = {
  id: 'sipstack',
  title: 'Lync server trace (SIPStack)',
  binary: false,
  samples: [
    { title: 'a request, a diagnostic and text between them', head: SAMPLE, records: 2 },
    { title: 'a head with pool and machine', head: SAMPLE.replace('[0]', '[pool\\edge]'), records: 2 },
    { title: 'a record without its head', head: SAMPLE.slice(SAMPLE.indexOf('Start-Line')), records: 2 },
    { title: 'Avaya Contact Center', head: AVAYA, records: 1 },
  ],
  sniff(head) {
    const reader = new SipstackHead();
    for (let line = 0; line < head.length;) {
      const newline = head.indexOf(LF, line);
      const next = newline === -1 ? head.length : newline + 1;
      if (reader.read(head, line, next) || endsWithBegin(head, line, next)) return true;
      if (startsWith(head, line, next, START_LINE)) return true;
      line = next;
    }
    return find(head, BEGIN, 0, head.length) !== -1;
  },
  open(context, out) {
    return new SipstackWriter(context, out);
  },
};
