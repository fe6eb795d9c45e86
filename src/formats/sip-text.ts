/**
 * The catch-all for SIP in text: start lines found at the beginning of any line, as in Wireshark's "Follow stream", raw
 * dumps and pasted text. A message ends where Content-Length says when that is a place where one can end, else before
 * the next start line or a stamped line behind an empty one. Its time is the nearest stamp in the lines before it.
 */
import { LF, TAB, isDigit, trimmedEnd } from '../bytes/text.ts';
import { MOST_RECORD_BYTES } from '../bytes/lines.ts';
import { WindowReader } from '../bytes/window.ts';
import type { Account, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { NearestStamp, holdsClock } from './nearest-stamp.ts';
import { PassedOver, RecordHead, RecordOutlet } from './record-outlet.ts';
import { isStartLine } from './sip-lines.ts';
import { SipTextHeaders, UNLIKE, WAIT, afterKeepAlives, bodyEnd } from './sip-text-message.ts';
import { isHeader } from './sipstack-fields.ts';

const LONGEST_OTHER_LINE = 65_536;
const STAMP_WITHIN = 100;

class SipTextWriter extends WindowReader {
  readonly #account: Account;
  readonly #outlet: RecordOutlet;
  readonly #passed: PassedOver;
  readonly #stamp: NearestStamp;
  readonly #head = new RecordHead();
  readonly #headers = new SipTextHeaders();
  /** The rest of a long line follows. */
  #inLine = false;
  /** The rest of a message that was too long follows. */
  #passing = false;
  /** Lines have been passed over since the last message: its stamp is no longer that of the next one. */
  #apart = true;
  /** Bytes of the open message in whose lines no end is. */
  #searched = 0;

  constructor(context: FormatContext, out: Sink<LogRecord>) {
    super();
    this.#account = context.account;
    this.#outlet = new RecordOutlet(context, out);
    this.#passed = new PassedOver(context.account);
    this.#stamp = new NearestStamp(context);
  }

  protected override close(): void {
    this.#passed.close();
  }

  protected run(ended: boolean): void {
    const { bytes } = this.window;
    while (this.at < bytes.length) {
      const newline = bytes.indexOf(LF, this.at);
      const next = newline === -1 ? bytes.length : newline + 1;
      if (this.#inLine) {
        this.#inLine = newline === -1;
        this.#pass(next);
        continue;
      }
      if (newline === -1 && !ended && bytes.length - this.at < LONGEST_OTHER_LINE) return;
      const end = trimmedEnd(bytes, this.at, next);
      const start = afterKeepAlives(bytes, this.at, end);
      if (start < end && isStartLine(bytes, start, end)) {
        const end = this.#messageEnd(bytes, start, next, ended);
        if (end === WAIT) return;
        if (end > 0) {
          this.#give(bytes, start, end);
          continue;
        }
      }
      this.#otherLine(bytes, end, next);
      this.#inLine = newline === -1 && !ended;
    }
  }

  #otherLine(bytes: Uint8Array, end: number, next: number): void {
    if (end > this.at) {
      if (this.#apart) this.#stamp.see(bytes, this.at, end);
      else {
        this.#stamp.used();
        this.#apart = true;
        this.#stamp.see(bytes, this.at, end);
      }
    }
    this.#pass(next);
  }

  #pass(next: number): void {
    const { base, bytes } = this.window;
    this.#passed.line(bytes, this.at, next, base + this.at, this.#passing);
    this.at = next;
  }

  /** Index behind the message whose start line is at `start`; 0 = it is none, WAIT = not known yet. */
  #messageEnd(bytes: Uint8Array, start: number, next: number, ended: boolean): number {
    const headers = this.#headers;
    const tooLong = bytes.length - start >= MOST_RECORD_BYTES;
    if (!headers.scan(bytes, next, ended || tooLong)) return WAIT;
    if (headers.count === 0) return 0;
    if (!headers.closed) return headers.end;
    if (headers.length !== null && headers.length <= MOST_RECORD_BYTES) {
      const end = bodyEnd(bytes, headers.end, headers.length, headers.bareBreaks, ended);
      if (end !== UNLIKE && !(end === WAIT && tooLong)) return end;
    } else if (!headers.hasType) return headers.end;
    return this.#endByLines(bytes, start, headers.end, ended || tooLong);
  }

  /** The body ends before a line that begins something else; empty lines before that are not of it. */
  #endByLines(bytes: Uint8Array, start: number, body: number, ended: boolean): number {
    let line = Math.max(body, start + this.#searched);
    let afterEmpty = false;
    while (line < bytes.length) {
      const newline = bytes.indexOf(LF, line);
      if (newline === -1 && !ended) return WAIT;
      const next = newline === -1 ? bytes.length : newline + 1;
      const end = trimmedEnd(bytes, line, next);
      const empty = end === line;
      if (!empty && (isStartLine(bytes, line, end) || (afterEmpty && beginsOther(bytes, line, end)))) break;
      // An empty line is looked at again together with the line behind it.
      if (!empty) this.#searched = next - start;
      afterEmpty = empty;
      line = next;
    }
    if (line >= bytes.length && !ended) return WAIT;
    return Math.max(body, trimmedEnd(bytes, body, line));
  }

  #give(bytes: Uint8Array, start: number, end: number): void {
    const offset = this.window.base + start;
    this.#passed.close();
    // Keep-alives in front of the start line.
    this.#account.explain(end - this.at);
    const head = this.#head;
    head.clear();
    head.kind = 'sip';
    Object.assign(head, this.#stamp.readNearest());
    this.#apart = false;
    this.#searched = 0;
    this.#passing = end - start >= MOST_RECORD_BYTES;
    if (this.#passing) this.#account.issue('record-too-long', offset, end - start);
    this.#outlet.give(head, bytes.subarray(start, end), offset, end - start);
    this.at = end;
  }
}

/** A line behind an empty one that is no body's: one with a stamp, or the length line of a followed stream. */
function beginsOther(bytes: Uint8Array, line: number, end: number): boolean {
  if (holdsClock(bytes, line, Math.min(end, line + STAMP_WITHIN))) return true;
  let at = bytes[line] === TAB ? line + 1 : line;
  while (at < end && isDigit(bytes[at]!)) at += 1;
  return at === end;
}

const SAMPLE = [
  'Node 0: 192.0.2.1:5060',
  '310',
  'MESSAGE sip:bob@example.com SIP/2.0',
  'Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1',
  'From: <sip:alice@example.net>;tag=1',
  'To: <sip:bob@example.com>',
  'Call-ID: 1@192.0.2.1',
  'CSeq: 1 MESSAGE',
  'Content-Type: text/plain',
  'Content-Length: 5',
  '',
  'helloSIP/2.0 200 OK',
  'Call-ID: 1@192.0.2.1',
  'CSeq: 1 MESSAGE',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

export const sipText: LogFormat = {
  id: 'sip-text',
  title: 'SIP messages in text',
  binary: false,
  samples: [{ title: 'two messages of one connection without a line break between', head: SAMPLE, records: 2 }],
  sniff(head) {
    const start = firstMessage(head);
    if (start === -1) return false;
    // SIP in a binary file is for the readers of captures, unless the file begins with it.
    return start === 0 || !isBinary(head.subarray(0, start));
  },
  open(context, out) {
    return new SipTextWriter(context, out);
  },
};

/** Index of the first start line that a header follows, or -1. */
function firstMessage(head: Uint8Array): number {
  for (let line = 0; line < head.length;) {
    const newline = head.indexOf(LF, line);
    const next = newline === -1 ? head.length : newline + 1;
    const end = trimmedEnd(head, line, next);
    const start = afterKeepAlives(head, line, end);
    if (start < end && isStartLine(head, start, end) && isHeader(head, next, head.length)) return line;
    line = next;
  }
  return -1;
}

/** More control characters than text has. */
function isBinary(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  return controls > bytes.length / 50;
}
