/** What each stage's members look like. A member is one file and one line in the stage's list. */
import type { Account } from './issues.ts';
import type { Message } from './messages.ts';
import type { Organisation } from './organisation.ts';
import type { ByteWriter, EpochMs, LogRecord, Sink } from './records.ts';
import type { Session } from './sessions.ts';
import type { Citation, Flag, ProviderVerdict, Severity, Sides } from './verdicts.ts';

/** A beginning of a file that the format must recognise; other formats earlier in the list must not. */
export interface Sample {
  title: string;
  /** Text as it lies in a file (read as UTF-8), or bytes. */
  head: string | Uint8Array;
  /** What reading it gives, for the walk over the list. */
  records: number;
}

/** What a format needs to know beside the bytes. */
export interface FormatContext {
  account: Account;
  /** IANA zone for stamps that carry none. */
  timeZone: string;
  /** Last change of the file, for stamps without a year or a date; null = not known. */
  modified: EpochMs | null;
  /** Told when a stamp takes its year or date from `modified`. */
  dateAssumed?: () => void;
}

export interface LogFormat {
  /** kebab-case, equals the file name. */
  id: string;
  title: string;
  /** Binary captures get the file's own bytes; text formats get UTF-8 whatever the file's encoding. */
  binary: boolean;
  /** Each is read by this format and claimed by no earlier one: tested. */
  samples: readonly Sample[];
  /** `head`: the first 64 KiB (after gunzip and decoding) or the whole of a shorter file; the file name is not asked. */
  sniff(head: Uint8Array): boolean;
  open(context: FormatContext, out: Sink<LogRecord>): ByteWriter;
}

/** Reads the records of one file; keeps a state for each flow. */
export interface RecordReader {
  push(record: LogRecord): void;
  /** The file has ended: whatever still waits is given out or reported. */
  end(): void;
}

export interface Protocol {
  /** The kind of payload it reads; equals the file name. */
  id: string;
  /** True when the payload begins with, or (mid-stream) contains at a line start, a message of this protocol. */
  sniff(payload: Uint8Array): boolean;
  open(account: Account, out: Sink<Message>): RecordReader;
}

/** A session with its sides known: what rules look at. */
export type SidedSession = Session & Pick<Sides, 'local' | 'remote'>;

export interface Rule {
  /** The noun of the fault; equals the file name; never reused: archived flags refer to it. */
  id: string;
  version: number;
  title: string;
  severity: Severity;
  sources: readonly Citation[];
  /** Pure: no clock, no storage. */
  check(session: SidedSession, verdict: ProviderVerdict, organisation: Organisation): readonly Flag[];
}
