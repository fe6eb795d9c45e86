/**
 * The frame of logs that print a SIP message behind a head of their own, with or without a mark behind it. A format says
 * what a head is, what a mark and what another line of its log; here is decided where the message ends, for a body may hold
 * lines that look like any of them: a mark counts at once where the message's length allows an end, else only when the
 * lines behind it do not make up the length after all. Lines that were looked at in vain are read again for themselves.
 */
import { LineCutter, MOST_RECORD_BYTES, type LineReceiver } from '../bytes/lines.ts';
import { trimmedEnd } from '../bytes/text.ts';
import type { Account, ByteWriter, FormatContext, LogRecord, Sink } from '../model.ts';
import { beginsStamped } from './head-time.ts';
import type { HeadedGrammar } from './headed-grammar.ts';
import { HeldLines } from './held-lines.ts';
import type { Line } from './line-records.ts';
import { LinePrefix, startLineIn } from './line-prefix.ts';
import { MessageText } from './message-text.ts';
import { PassedOver, RecordHead, RecordOutlet } from './record-outlet.ts';
import { beginsStartLine } from './sip-lines.ts';
import { isHeader } from './sipstack-fields.ts';
import { afterKeepAlives } from './sip-text-message.ts';
import { StreamReads } from './stream-reads.ts';

/** How far the rest of a body is looked for behind what looks like its end, bytes. */
const MOST_AHEAD = 32_768;
/** Lines looked at in vain are read again: for each byte of records so many, so that a log of wrong lengths takes its time, not its square. */
const AGAIN_FOR_EACH = 4;
const MOST_AGAIN = 262_144;
const DOT = 0x2e;

/** Where the open record may end: so many of its lines, so many bytes of payload. */
interface Cut {
  lines: number;
  payload: number;
  /** A mark closes it. */
  marked: boolean;
  /** The message has its length there; and only with the CRs that the log left out. */
  whole: boolean;
  restored: boolean;
}

export class HeadedMessages implements LineReceiver {
  readonly #account: Account;
  readonly #outlet: RecordOutlet;
  readonly #passed: PassedOver;
  readonly #grammar: HeadedGrammar;
  readonly #head = new RecordHead();
  readonly #prefix = new LinePrefix();
  readonly #text = new MessageText();
  readonly #extent = this.#text.extent;
  readonly #line: Line = { bytes: new Uint8Array(0), start: 0, end: 0, next: 0 };
  readonly #held = new HeldLines();
  readonly #reads: StreamReads;
  /** Bytes that may still be read again. */
  #again = MOST_AGAIN;
  /** Offset of the line at hand. */
  #at = 0;
  /** Offset of the open record; -1 = none. */
  #offset = -1;
  /** The start line has come. */
  #inMessage = false;
  /** Where the record ends if the lines behind do not make up its length. */
  #cut: Cut | null = null;
  /** The message has its length here; what follows tells whether that was its end. */
  #whole: Cut | null = null;
  /** An empty line has come since. */
  #blankSince = false;

  constructor(context: FormatContext, out: Sink<LogRecord>, grammar: HeadedGrammar) {
    this.#account = context.account;
    this.#outlet = new RecordOutlet(context, out);
    this.#passed = new PassedOver(context.account);
    this.#grammar = grammar;
    this.#reads = new StreamReads(this.#outlet);
  }

  /** A writer that cuts a file into lines and reads them by `grammar`. */
  static writer(context: FormatContext, out: Sink<LogRecord>, grammar: HeadedGrammar): ByteWriter {
    return new LineCutter(new HeadedMessages(context, out, grammar));
  }

  line(bytes: Uint8Array, start: number, end: number, next: number, offset: number): void {
    const line = this.#line;
    line.bytes = bytes;
    line.start = start;
    line.end = end;
    line.next = next;
    this.#at = offset;
    // A record that ends before the line leaves it to be looked at for itself.
    if (this.#offset !== -1 && (this.#inMessage ? this.#follow(line) : this.#lead(line))) return;
    line.bytes = bytes;
    line.start = start;
    line.end = end;
    line.next = next;
    this.#at = offset;
    if (this.#offset !== -1) this.line(bytes, start, end, next, offset);
    else this.#begin(line, offset);
  }

  overlong(offset: number, length: number): void {
    while (this.#offset !== -1) this.#finish();
    this.#passed.close();
    this.#account.skip('record-too-long', offset, length);
  }

  end(): void {
    while (this.#offset !== -1) this.#finish();
    this.#reads.end();
    this.#passed.close();
  }

  #begin(line: Line, offset: number): void {
    const grammar = this.#grammar;
    if (!grammar.isHead(line, -1)) {
      grammar.see?.(line);
      this.#passed.line(line.bytes, line.start, line.next, offset);
      return;
    }
    this.#passed.close();
    this.#head.clear();
    this.#head.kind = 'sip';
    this.#held.clear();
    this.#offset = offset;
    this.#inMessage = false;
    this.#cut = this.#whole = null;
    grammar.open(line, this.#head);
    if (grammar.headless === true) this.#startLine(line, startLineIn(line.bytes, line.start, line.end));
    this.#keep(line);
  }

  /** A line between the head and the start line; false when the record ends before it. */
  #lead(line: Line): boolean {
    const { bytes, start, end } = line;
    const grammar = this.#grammar;
    if (grammar.isHead(line, -1)) {
      this.#finish();
      return false;
    }
    const { stream = null } = grammar;
    if (stream !== null && this.#reads.goesOn(stream, bytes, start, end)) {
      this.#startLine(line, start);
      this.#keep(line);
      return true;
    }
    if (trimmedEnd(bytes, start, end) === start || grammar.goesOn?.(line, this.#head) === true) {
      this.#keep(line);
      return true;
    }
    const text = startLineIn(bytes, start, this.#dotless(bytes, end));
    if (text === -1) {
      if (this.#takeCutStart(line)) return true;
      // No message: keep-alive bytes, or a part of one.
      this.#finish();
      return false;
    }
    this.#startLine(line, text);
    this.#keep(line);
    return true;
  }

  /** A read that ends within its start line: its connection's next read goes on with it. False when the line is no such thing. */
  #takeCutStart(line: Line): boolean {
    const { stream, size } = this.#grammar;
    const { bytes, start, end } = line;
    if (stream === undefined || size === null || end - start > size || !beginsStartLine(bytes, start, end))
      return false;
    this.#startLine(line, start);
    this.#keep(line);
    this.#noteWhole();
    return true;
  }

  #startLine(line: Line, text: number): void {
    const { bytes, start, end } = line;
    // Keep-alive bytes in front of the first line are no prefix.
    const prefixed = text > start && !(bytes[start] === 0x6a && text === afterKeepAlives(bytes, start, end));
    this.#prefix.learn(bytes, start, prefixed ? Math.max(start, text - (this.#grammar.firstOnly ?? 0)) : start);
    this.#text.clear(this.#grammar.size, this.#grammar.dotted === true && bytes[end - 1] === DOT);
    this.#inMessage = true;
    this.#text.append(line, text, line.next);
  }

  /** A line behind the start line; false when the record ended before it. */
  #follow(line: Line): boolean {
    const { bytes, end } = line;
    const text = this.#textIn(line);
    const isHead = this.#grammar.isHead(line, text);
    const looks = isHead || text === -1 ? 'other' : this.#grammar.looks(line, text);
    if (this.#whole !== null) {
      if (looks === 'end' && this.#markAt(line, text) === text) {
        this.#keep(line);
        this.#give({ ...this.#whole, lines: this.#held.count, marked: true });
        return true;
      }
      const isBlank = text !== -1 && trimmedEnd(bytes, text, end) === text;
      if (!isBlank && (looks === 'other' || this.#confirms())) {
        this.#finish();
        return false;
      }
      if (isBlank) this.#blankSince = true;
      // Behind a length that is met too early the message goes on.
      else this.#whole = null;
    }
    if (looks === 'end') return this.#mark(line, text);
    if (looks === 'other') return this.#other(line, text, isHead);
    this.#text.append(line, text, line.next);
    this.#keep(line);
    return this.#noteWhole();
  }

  /** Index behind the prefix, or -1. Where the first header stands without it, only the start line had it. */
  #textIn({ bytes, start, end }: Line): number {
    const text = this.#prefix.behind(bytes, start, end);
    if (text !== -1 || this.#extent.headers > 0 || !isHeader(bytes, start, end)) return text;
    if (beginsStamped(bytes, start, end)) return -1;
    this.#prefix.learn(bytes, start, start);
    return start;
  }

  /** Is a line of text behind a whole message no part of it? Not where a mark is still to come, or a look-alike made it doubtful. */
  #confirms(): boolean {
    return !this.#grammar.marked && (this.#cut === null || this.#blankSince);
  }

  #mark(line: Line, text: number): boolean {
    const at = this.#markAt(line, text);
    if (at > text) this.#text.append(line, text, at);
    this.#keep(line);
    const { whole, unbounded } = this.#extent;
    const marked = { ...this.#here(), marked: true };
    if (whole || (unbounded && this.#cut === null)) {
      this.#give(marked);
      return true;
    }
    this.#cut ??= marked;
    this.#text.append(line, at, line.next);
    return this.#noteWhole();
  }

  #markAt(line: Line, text: number): number {
    return this.#grammar.markIn?.(line, text) ?? text;
  }

  /** A line that the message holds only if its length says so. */
  #other(line: Line, text: number, isHead: boolean): boolean {
    const { unbounded, inBody } = this.#extent;
    if (unbounded || (!inBody && (isHead || text !== -1))) {
      this.#finish();
      return false;
    }
    this.#cut ??= this.#here();
    this.#keep(line);
    // A line with another prefix came from another writer.
    if (text !== -1) this.#text.append(line, text, line.next);
    return this.#noteWhole();
  }

  #noteWhole(): boolean {
    const { whole, unbounded } = this.#extent;
    if (whole && this.#whole === null) {
      this.#whole = this.#here();
      this.#blankSince = false;
    }
    const ahead = this.#cut === null ? 0 : this.#held.bytesOf() - this.#held.bytesOf(this.#cut.lines);
    if (this.#cut !== null && this.#whole === null && (unbounded || ahead > Math.min(MOST_AHEAD, this.#again)))
      this.#finish();
    else if (this.#held.bytesOf() > MOST_RECORD_BYTES) {
      this.#account.issue('record-too-long', this.#offset, this.#held.bytesOf());
      this.#finish();
    }
    return true;
  }

  /** Where the start line ends: before the dot that stands for its CR. */
  #dotless(bytes: Uint8Array, end: number): number {
    return this.#grammar.dotted === true && bytes[end - 1] === DOT ? end - 1 : end;
  }

  #keep(line: Line): void {
    this.#held.add(line.bytes, line.start, line.next, this.#at);
  }

  /** Ends the open record at the best place that was met. */
  #finish(): void {
    if (!this.#inMessage) {
      this.#account.skip('other-record', this.#offset, this.#held.bytesOf());
      this.#offset = -1;
      return;
    }
    this.#give(this.#whole ?? this.#cut ?? this.#here());
  }

  /** An end behind the last line. */
  #here(): Cut {
    const { whole, length, restored } = this.#extent;
    const lines = this.#held.count;
    if (!whole) return { lines, payload: this.#text.length, marked: false, whole, restored: false };
    return { lines, payload: length, marked: false, whole, restored };
  }

  #give(cut: Cut): void {
    const offset = this.#offset;
    const bytes = this.#held.bytesOf(cut.lines);
    const length = this.#held.extentOf(cut.lines);
    const { headers, unbounded } = this.#extent;
    this.#offset = -1;
    if (headers === 0 && this.#grammar.needsHeaders === true) this.#account.skip('other-record', offset, bytes);
    else {
      this.#account.explain(bytes);
      if (!cut.whole && !cut.marked && (this.#grammar.marked || !unbounded)) {
        this.#account.issue('record-truncated', offset, length);
      }
      this.#head.complete = cut.marked;
      const payload = this.#text.bytes(cut.payload, cut.restored);
      const { stream = null } = this.#grammar;
      // Where the log does not show the read as it was, its end is no end of a part.
      if (stream === null || payload.length !== this.#grammar.size)
        this.#outlet.give(this.#head, payload, offset, length);
      else this.#reads.take(stream, this.#head, payload, offset, length);
    }
    const again = this.#held.bytesOf() - bytes;
    this.#again = Math.max(0, Math.min(MOST_AGAIN, this.#again + bytes * AGAIN_FOR_EACH) - again);
    if (again > 0) this.#held.giveAgain(cut.lines, this);
  }
}
