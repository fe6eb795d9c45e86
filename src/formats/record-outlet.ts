/** Where a text format gives its records: adds what all of them have alike, and says when a time is missing or assumed. */
import { trimmedEnd } from '../bytes/text.ts';
import type {
  Account,
  Direction,
  EdgeSide,
  Endpoint,
  EpochMs,
  FormatContext,
  HeaderLines,
  LogRecord,
  PayloadKind,
  Place,
  Sink,
  StreamWords,
  TimeSource,
} from '../model.ts';

/** What a record's head says; filled anew for each record. */
export class RecordHead {
  time: EpochMs | null = null;
  timeSource: TimeSource = 'none';
  direction: Direction | null = null;
  local: Endpoint | null = null;
  remote: Endpoint | null = null;
  side: EdgeSide | null = null;
  kind: PayloadKind | null = null;
  flow = '';
  ends = false;
  /** An end mark closed the record: nothing of it is missing. */
  complete = false;
  clientEnd: 'local' | 'remote' | null = null;
  clientJid: string | null = null;
  stream: StreamWords | null = null;
  headers: HeaderLines | null = null;

  clear(): void {
    this.time = null;
    this.timeSource = 'none';
    this.direction = null;
    this.local = null;
    this.remote = null;
    this.side = null;
    this.kind = null;
    this.flow = '';
    this.ends = false;
    this.complete = false;
    this.clientEnd = null;
    this.clientJid = null;
    this.stream = null;
    this.headers = null;
  }

  copy(): RecordHead {
    return Object.assign(new RecordHead(), this);
  }
}

export class RecordOutlet {
  readonly account: Account;
  readonly #out: Sink<LogRecord>;

  constructor(context: FormatContext, out: Sink<LogRecord>) {
    this.account = context.account;
    this.#out = out;
  }

  /**
   * The record lies at `offset` (of the format's view) with `length` bytes. Its bytes are accounted for elsewhere. `further`: offset
   * and length, by turns, of other records that the payload was put together from.
   */
  give(head: RecordHead, payload: Uint8Array, offset: number, length: number, further: readonly number[] = []): void {
    if (head.timeSource === 'none') this.account.issue('time-missing', offset, length);
    else if (head.timeSource !== 'log') this.account.issue('time-assumed', offset, length);
    const record: LogRecord = {
      place: this.account.place(offset, length),
      time: head.time,
      timeSource: head.timeSource,
      direction: head.direction,
      local: head.local,
      remote: head.remote,
      side: head.side,
      kind: head.kind,
      flow: head.flow,
      lost: 0,
      ends: head.ends,
      complete: head.complete,
      payload,
    };
    if (head.clientEnd !== null) record.clientEnd = head.clientEnd;
    if (head.clientJid !== null) record.clientJid = head.clientJid;
    if (head.stream !== null) record.stream = head.stream;
    if (head.headers !== null) record.headers = head.headers;
    if (further.length > 0) record.further = this.#places(further);
    this.#out(record);
  }

  #places(further: readonly number[]): Place[] {
    const places: Place[] = [];
    for (let i = 0; i + 1 < further.length; i += 2) places.push(this.account.place(further[i]!, further[i + 1]!));
    return places;
  }
}

/** Bytes between records: a run of lines becomes one entry, whatever chunks it came in. */
export class PassedOver {
  readonly #account: Account;
  #offset = 0;
  #length = 0;
  #code: 'text-between-records' | 'record-too-long' = 'text-between-records';

  constructor(account: Account) {
    this.#account = account;
  }

  /**
   * A line (or a part of one) of no record: [start, end) of `bytes`, at `offset` in the stream. Empty lines that stand
   * alone say nothing and are no loss. `tooLong`: it is the rest of a record that was longer than the limit.
   */
  line(bytes: Uint8Array, start: number, end: number, offset: number, tooLong = false): void {
    const code = tooLong ? 'record-too-long' : 'text-between-records';
    if (this.#length > 0 && code !== this.#code) this.close();
    if (this.#length === 0) {
      if (!tooLong && trimmedEnd(bytes, start, end) === start) {
        this.#account.explain(end - start);
        return;
      }
      this.#offset = offset;
      this.#code = code;
    }
    this.#length += end - start;
  }

  /** A record begins, or the file has ended. */
  close(): void {
    if (this.#length > 0) this.#account.skip(this.#code, this.#offset, this.#length);
    this.#length = 0;
  }
}
