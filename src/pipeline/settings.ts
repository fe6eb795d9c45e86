/** What an import is given and what it gives. */
import type {
  EpochMs,
  ImportProgress,
  LogFormat,
  NumberedBasis,
  Organisation,
  ReadingChoice,
  SourceId,
  SourceReport,
  IssueCode,
} from '../model.ts';

/** A file as the pipeline reads it. */
export interface ImportFile {
  name: string;
  /** Bytes on disk. */
  size: number;
  modified: EpochMs | null;
  /** Id of its format, where what it lies in says so; absent = it is found by content. */
  format?: string;
  /**
   * The file from its beginning, each time it is called; a chunk (about 64 KiB) is valid until the next is asked for. May throw:
   * then the file is reported as unreadable from there on.
   */
  chunks(): AsyncIterable<Uint8Array>;
  /** Bytes from one offset up to another, where the door can go to any place of the file; fewer at its end. May throw as `chunks`. */
  range?(from: number, to: number): Promise<Uint8Array>;
}

/** Thrown by `chunks`: why a file in an archive gives no (more) bytes. */
export class MemberUnreadable extends Error {
  override name = 'MemberUnreadable';
  readonly code: IssueCode;

  constructor(code: IssueCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** SHA-256 of a stream. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; called once, at the end. */
  hex(): string;
}

export interface ImportSettings {
  /** IANA zone for stamps that carry none; null = the organisation's, else UTC. */
  timeZone: string | null;
  organisation: Organisation | null;
  /** What sessions are judged by, with this organisation in it; absent = it alone, the catalogue and the rules as they come. */
  basis?: NumberedBasis;
  /** Keep the bytes of the files, so that every message opens the bytes it came from. */
  evidence: boolean;
  /** Whose sessions are archived, and how much of them; absent = everything. */
  archiving?: Organisation['archiving'];
  newHasher(): Hasher;
  /** How all files are to be read; absent or null = as it is found. */
  choice?: ReadingChoice | null;
  /** What detection goes by; absent = the built-in formats. */
  formats?: readonly LogFormat[];
}

export interface Hooks {
  progress?(snapshot: ImportProgress): void;
  signal?: AbortSignal;
}

export interface ImportedFile {
  /** Where its sessions' places point; of a copy: the source that holds the same bytes. */
  source: SourceId;
  /** null = the archive had the same bytes from an earlier import. */
  report: SourceReport | null;
  file: ImportFile;
}

export interface ImportResult {
  progress: ImportProgress;
  /** In the order of the files given; an archive's place is taken by the files in it. */
  files: ImportedFile[];
}

/** The signal was raised: what is archived stays, the rest is given up. */
export class Aborted extends Error {
  override name = 'Aborted';
}
