import { FileAccount } from '../bytes/account.ts';
import { detectEncoding, type TextEncoding } from '../bytes/encoding.ts';
import { Transcoder } from '../bytes/transcoder.ts';
import { FORMATS } from '../formats/index.ts';
import type {
  ByteWriter,
  EpochMs,
  LogFormat,
  LogRecord,
  Message,
  SessionFragment,
  Sink,
  SourceId,
  SourceReport,
} from '../model.ts';
import { DomainTallies } from '../organisation/index.ts';
import { openProtocols } from '../protocols/index.ts';
import { SessionBuilder } from '../sessions/index.ts';
import { FileTally } from './tally.ts';

/** The beginning of a file by which its format is known, bytes. */
const HEAD = 64 * 1024;

export interface FileContext {
  source: SourceId;
  /** IANA zone for stamps that carry none. */
  timeZone: string;
  modified: EpochMs | null;
}

/** The synchronous stages of one file, from its bytes (after gunzip) to session fragments. */
export class FileStages {
  readonly account: FileAccount;
  readonly tally = new FileTally();
  readonly domains = new DomainTallies();
  format: LogFormat | null = null;
  encoding = 'utf-8';
  /** After gunzip. */
  bytes = 0;
  readonly #context: FileContext;
  readonly #sessions: SessionBuilder;
  readonly #records: { push(record: LogRecord): void; end(): void };
  /** null = the format is not known yet. */
  #head: Uint8Array[] | null = [];
  /** null = no format fits: the bytes are counted. */
  #writer: ByteWriter | null = null;

  constructor(context: FileContext, out: Sink<SessionFragment>) {
    this.#context = context;
    this.account = new FileAccount(context.source);
    this.#sessions = new SessionBuilder(out);
    this.#records = openProtocols(this.account.own, this.#message);
  }

  write(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.#head === null) {
      this.#writer?.write(chunk);
      return;
    }
    this.#head.push(chunk.slice());
    if (this.bytes >= HEAD) this.#begin(this.#head);
  }

  end(): void {
    if (this.#head !== null) this.#begin(this.#head);
    if (this.bytes === 0) this.account.issue('file-empty', 0, 0);
    else if (this.#writer === null) this.account.skip('format-unknown', 0, this.bytes);
    this.#writer?.end();
    this.#records.end();
    this.#sessions.end();
    this.#settleAccount();
  }

  /** @param sha256 of the file as it lies on disk */
  report(name: string, sha256: string): SourceReport {
    return {
      name,
      sha256,
      bytes: this.bytes,
      format: this.format?.id ?? null,
      encoding: this.encoding,
      explainedBytes: this.account.explainedBytes,
      skippedBytes: this.account.skippedBytes,
      ...this.tally.counts(),
      issues: this.account.issues(),
    };
  }

  /** Finds the format and opens the stages; what was read so far goes in. */
  #begin(chunks: Uint8Array[]): void {
    this.#head = null;
    const bytes = joined(chunks);
    const encoding = detectEncoding(bytes);
    const text = headText(bytes, encoding);
    this.format = FORMATS.find((format) => format.sniff(format.binary ? bytes.subarray(0, HEAD) : text)) ?? null;
    if (this.format === null) return;
    const { account } = this;
    const { timeZone, modified } = this.#context;
    const transcoder = this.format.binary ? null : new Transcoder(encoding, account);
    this.encoding = transcoder === null ? 'binary' : encoding.name;
    const writer = this.format.open({ account, timeZone, modified }, this.#record);
    this.#writer = transcoder === null ? writer : transcoded(transcoder, writer);
    this.#writer.write(bytes);
  }

  #record = (record: LogRecord): void => {
    this.tally.record(record);
    this.#records.push(record);
  };

  #message = (message: Message): void => {
    this.tally.message(message);
    this.domains.push(message);
    this.#sessions.push(message);
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

/** The head as the text formats see it. Its account is thrown away: the file is read from the beginning again. */
function headText(bytes: Uint8Array, encoding: TextEncoding): Uint8Array {
  const trial = new FileAccount(-1 as SourceId);
  return new Transcoder(encoding, trial).write(bytes.subarray(0, HEAD)).subarray(0, HEAD);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
