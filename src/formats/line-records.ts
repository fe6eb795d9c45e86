/**
 * The frame that text formats share: a format says which line begins a record, which lines go on with it, and what of them
 * is its payload; the rest (chunk borders, limits, the account of every byte) is done here. A format of this kind is one
 * small file with a grammar.
 */
import { LineCutter, MOST_RECORD_BYTES, type LineReceiver } from '../bytes/lines.ts';
import type { Account, ByteWriter, FormatContext, LogRecord, Sink } from '../model.ts';
import { PayloadBuffer } from './payload-buffer.ts';
import { PassedOver, RecordHead, RecordOutlet } from './record-outlet.ts';
import type { StreamReads } from './stream-reads.ts';

/** A line: its text is [start, end) of `bytes`; its line end lies before `next`. Valid until the call returns. */
export interface Line {
  bytes: Uint8Array;
  start: number;
  end: number;
  next: number;
}

/** What a line is to the record that is open. */
export type LineRole =
  /** A part of it; more may follow. */
  | 'part'
  /** Its last line. */
  | 'last'
  /** Not of it: the record ends before this line, which is then looked at for itself. */
  | 'outside';

/** Reads one file's lines; keeps a state. */
export interface LineGrammar {
  /** The record just read is a part of this stream's message, which may go on in a later record; null = it is whole in itself. */
  stream?: string | null;
  /**
   * Does this line begin a record? If so `head` (cleared) is filled and what the line holds of the payload appended:
   * 'last' = the line is the whole record, 'part' = it goes on. 'outside' = it begins none.
   */
  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole;
  /** A line behind the first one. */
  follow(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole;
  /**
   * The record ends: by its last line, before another one, or with the file. Changes the payload if it must. 'traffic' =
   * give it out; 'cut' = give it out, its end is missing; 'other' = it is none of interest; 'damaged' = it cannot be read.
   */
  close(head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' | 'damaged';
}

export class LineRecords implements LineReceiver {
  readonly #account: Account;
  readonly #outlet: RecordOutlet;
  readonly #passed: PassedOver;
  readonly #grammar: LineGrammar;
  readonly #reads: StreamReads | null;
  readonly #head = new RecordHead();
  readonly #payload = new PayloadBuffer();
  readonly #line: Line = { bytes: new Uint8Array(0), start: 0, end: 0, next: 0 };
  /** Offset and bytes of the open record; -1 = none. */
  #offset = -1;
  #length = 0;
  /** The rest of a record that was too long follows. */
  #passing = false;

  constructor(context: FormatContext, out: Sink<LogRecord>, grammar: LineGrammar, reads: StreamReads | null = null) {
    this.#account = context.account;
    this.#outlet = new RecordOutlet(context, out);
    this.#passed = new PassedOver(context.account);
    this.#grammar = grammar;
    this.#reads = reads;
  }

  /** A writer that cuts a file into lines and reads them by `grammar`; `reads` takes what it says to be parts. */
  static writer(
    context: FormatContext,
    out: Sink<LogRecord>,
    grammar: LineGrammar,
    reads: StreamReads | null = null,
  ): ByteWriter {
    return new LineCutter(new LineRecords(context, out, grammar, reads));
  }

  line(bytes: Uint8Array, start: number, end: number, next: number, offset: number): void {
    const line = this.#line;
    line.bytes = bytes;
    line.start = start;
    line.end = end;
    line.next = next;
    if (this.#offset !== -1 && this.#goOn(line)) return;
    this.#head.clear();
    this.#payload.clear();
    const role = this.#grammar.open(line, this.#head, this.#payload);
    if (role === 'outside') {
      this.#passed.line(bytes, start, next, offset, this.#passing);
      return;
    }
    this.#passing = false;
    this.#passed.close();
    this.#offset = offset;
    this.#length = next - start;
    if (role === 'last') this.#close('last');
  }

  overlong(offset: number, length: number): void {
    if (this.#offset !== -1) this.#closeTooLong();
    this.#passed.close();
    this.#account.skip('record-too-long', offset, length);
  }

  end(): void {
    if (this.#offset !== -1) this.#close('outside');
    this.#reads?.end();
    this.#passed.close();
  }

  /** False when the line is not of the open record. */
  #goOn(line: Line): boolean {
    const role = this.#grammar.follow(line, this.#head, this.#payload);
    if (role === 'outside') {
      this.#close('outside');
      return false;
    }
    this.#length += line.next - line.start;
    if (role === 'last') this.#close('last');
    else if (this.#length > MOST_RECORD_BYTES) this.#closeTooLong();
    return true;
  }

  #closeTooLong(): void {
    this.#account.issue('record-too-long', this.#offset, this.#length);
    this.#close('outside');
    this.#passing = true;
  }

  #close(ended: 'last' | 'outside'): void {
    const offset = this.#offset;
    const length = this.#length;
    this.#offset = -1;
    const result = this.#grammar.close(this.#head, this.#payload, ended);
    if (result === 'other') {
      this.#account.skip('other-record', offset, length);
      return;
    }
    if (result === 'damaged') {
      this.#account.skip('record-damaged', offset, length);
      return;
    }
    this.#account.explain(length);
    if (result === 'cut') this.#account.issue('record-truncated', offset, length);
    const { stream = null } = this.#grammar;
    if (stream === null || this.#reads === null) this.#outlet.give(this.#head, this.#payload.bytes(), offset, length);
    else this.#reads.take(stream, this.#head, this.#payload.bytes(), offset, length);
  }
}
