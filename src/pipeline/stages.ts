import { FileAccount } from '../bytes/account.ts';
import { Transcoder } from '../bytes/transcoder.ts';
import { FORMATS } from '../formats/index.ts';
import type {
  ByteWriter,
  EpochMs,
  LogFormat,
  LogRecord,
  Message,
  Place,
  ReadingChoice,
  SessionFragment,
  Sink,
  SourceId,
  SourceReading,
  SourceReport,
} from '../model.ts';
import { DomainTallies } from '../organisation/index.ts';
import { openProtocols } from '../protocols/index.ts';
import { SessionBuilder, UndatedStanzas } from '../sessions/index.ts';
import { FileCertificates } from './certificates.ts';
import { FormatSearch } from './format-search.ts';
import { FileTally } from './tally.ts';

/** The last moment that a Date can hold, ms (ECMAScript, “Time Values and Time Range”): what is beyond is no time of a log. */
const LAST_TIME = 8.64e15;

export interface FileContext {
  source: SourceId;
  /** IANA zone for stamps that carry none. */
  timeZone: string;
  /** Last change of the file. */
  modified: EpochMs | null;
  /** What the person says; absent = nothing. */
  choice?: ReadingChoice | null;
  /** What detection and the choice go by; absent = the built-in ones. */
  formats?: readonly LogFormat[];
  /** Silence that ends a chat, ms; absent = half an hour. */
  idleGapMs?: number | undefined;
}

/** Nothing is said: all is found out. */
const NO_CHOICE: ReadingChoice = Object.freeze({ format: null, encoding: null, timeZone: null, modified: null });

/** The synchronous stages of one file, from its bytes (after gunzip) to session fragments. */
export class FileStages {
  readonly account: FileAccount;
  readonly tally = new FileTally();
  readonly domains = new DomainTallies();
  readonly certificates: FileCertificates;
  format: LogFormat | null = null;
  encoding = 'utf-8';
  /** After gunzip. */
  bytes = 0;
  readonly reading: SourceReading;
  readonly #sessions: SessionBuilder;
  readonly #undated: UndatedStanzas;
  #ordinal = 0;
  readonly #records: { push(record: LogRecord): void; end(): void };
  /** null = it is over. */
  #search: FormatSearch | null;
  /** null = no format fits: the bytes are counted. */
  #writer: ByteWriter | null = null;

  constructor(context: FileContext, out: Sink<SessionFragment>) {
    const choice = context.choice ?? NO_CHOICE;
    this.reading = {
      choice,
      timeZone: choice.timeZone ?? context.timeZone,
      modified: choice.modified ?? context.modified,
      dateAssumed: false,
    };
    this.#search = new FormatSearch(context.formats ?? FORMATS, choice);
    this.account = new FileAccount(context.source);
    this.certificates = new FileCertificates(this.account.own);
    const closedEarly = ({ offset, length }: Place): void => this.account.own.issue('session-limit', offset, length);
    this.#sessions = new SessionBuilder(out, closedEarly, context.idleGapMs);
    this.#undated = new UndatedStanzas((message) => void this.#sessions.push(message));
    this.#records = openProtocols(this.account.own, this.#message);
  }

  write(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.#search === null) this.#writer?.write(chunk);
    else if (this.#search.write(chunk)) this.#begin(this.#search);
  }

  /** Gives out sessions that may not be over: what comes later joins them in the archive. */
  handOnQuiet(): void {
    this.#sessions.handOnQuiet();
  }

  /** @param broken the file stopped giving bytes before its end */
  end(broken = false): void {
    this.#search?.end();
    if (this.#search !== null) this.#begin(this.#search);
    if (this.bytes === 0 && !broken) this.account.issue('file-empty', 0, 0);
    else if (this.bytes > 0 && this.#writer === null) this.account.skip('format-unknown', 0, this.bytes);
    this.#writer?.end();
    this.#records.end();
    this.#undated.end();
    this.#sessions.end();
    this.#settleAccount();
  }

  /** @param sha256 of the file as it lies on disk */
  report(name: string, sha256: string): SourceReport {
    const seenCertificates = this.certificates.list();
    return {
      name,
      sha256,
      bytes: this.bytes,
      format: this.format?.id ?? null,
      encoding: this.encoding,
      explainedBytes: this.account.explainedBytes,
      skippedBytes: this.account.skippedBytes,
      ...this.tally.counts(),
      ...(seenCertificates.length > 0 && { seenCertificates }),
      issues: this.account.issues(),
    };
  }

  /** The format is found, or none is: opens the stages; what was read so far goes in. */
  #begin(search: FormatSearch): void {
    this.#search = null;
    const { format, encoding, reason } = search;
    const { account, reading } = this;
    const { timeZone, modified } = reading;
    this.format = format;
    if (search.isEncodingNamed) this.encoding = encoding.name;
    if (format === null) {
      if (reason !== null) account.issue(reason, 0, this.bytes);
      return;
    }
    const transcoder = format.binary ? null : new Transcoder(encoding, account);
    this.encoding = transcoder === null ? 'binary' : encoding.name;
    const dateAssumed = (): void => void (reading.dateAssumed = true);
    const writer = format.open({ account, timeZone, modified, dateAssumed }, this.#record);
    this.#writer = transcoder === null ? writer : transcoded(transcoder, writer);
    this.#writer.write(search.take());
  }

  #record = (record: LogRecord): void => {
    if (record.time !== null && !(Math.abs(record.time) <= LAST_TIME)) {
      record.time = null;
      record.timeSource = 'none';
      this.account.own.issue('time-impossible', record.place.offset, record.place.length);
    }
    this.tally.record(record);
    if (record.kind === 'certificate') this.certificates.push(record);
    this.#records.push(record);
  };

  #message = (message: Message): void => {
    message.ordinal = this.#ordinal++;
    this.tally.message(message);
    this.domains.push(message);
    if (message.protocol === 'xmpp') this.#undated.push(message);
    else if (!this.#sessions.push(message) && message.protocol === 'sip') this.tally.callId(message.callId);
  };

  /** Every byte is explained or skipped. A format that forgets some has a fault: even then the reader is told. */
  #settleAccount(): void {
    const { account, bytes } = this;
    const missing = bytes - account.explainedBytes - account.skippedBytes;
    if (missing < 0) throw new Error(`${this.format?.id} accounts for ${-missing} bytes more than the file has`);
    if (missing > 0) account.skip('bytes-unaccounted', account.accounted, missing);
  }
}

function transcoded(transcoder: Transcoder, writer: ByteWriter): ByteWriter {
  return {
    write: (chunk) => writer.write(transcoder.write(chunk)),
    end: () => {
      const rest = transcoder.end();
      if (rest.length > 0) writer.write(rest);
      writer.end();
    },
  };
}
