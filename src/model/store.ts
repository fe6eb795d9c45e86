/**
 * What the pipeline asks of an archive. IndexedDB in the page, a spill file on the command line: the
 * pipeline knows only this. Every call may reject: a full disk and a bug are exceptions.
 */
import type { SeenCertificate } from './certificates.ts';
import type { SourceReading } from './readings.ts';
import type { EpochMs, SessionId, SourceId } from './records.ts';
import type { SourceReport } from './report.ts';
import type { SessionFragment } from './sessions.ts';
import type { JudgedSession, Judgement } from './verdicts.ts';

/** How often a domain stood on which side: from this the organisation's own is guessed where it is not told. */
export interface DomainTally {
  domain: string;
  /** Messages in which the domain is a party's. */
  messages: number;
  /** Messages in which the Edge's word (trust header, direction) makes it the inner side. */
  inner: number;
}

export interface KnownSource {
  id: SourceId;
  /** null = its import did not finish. */
  sha256: string | null;
  name: string;
  size: number;
  modified: EpochMs | null;
  /** First time stamp in the file: orders files that hold the same session; null = none seen. */
  firstTime: EpochMs | null;
  /** Id of its format; null = of no known format (another version may know it). */
  format: string | null;
  /** Those that its handshakes show; absent = none. */
  certificates?: SeenCertificate[];
}

/** Both inclusive: of what holds the key, widened by its idle gap on both sides. */
export interface TimeSpan {
  from: EpochMs;
  to: EpochMs;
}

export interface StoredFragment {
  id: SessionId;
  fragment: SessionFragment;
}

/** Bytes of a source file after gunzip, in file order without a gap; about 256 KiB each. */
export interface EvidenceBlock {
  source: SourceId;
  offset: number;
  bytes: Uint8Array;
}

/** Goes in whole or not at all. */
export interface StoreBatch {
  put: JudgedSession[];
  /** Sessions that were joined into one of `put`. */
  remove: SessionId[];
  evidence: EvidenceBlock[];
}

export interface SourceSeal {
  report: SourceReport;
  firstTime: EpochMs | null;
  tallies: DomainTally[];
  /** Size on disk; tells a repeated file early. */
  size: number;
  /** False = cancelled or failed on the way: what was read stays, and reading the file again completes it. */
  complete: boolean;
  /** How it was read; absent = it was not told. */
  reading?: SourceReading;
}

/** A source with what its last reading said of it. */
export interface SealedSource extends KnownSource {
  report: SourceReport;
  /** null = it was not told. */
  reading: SourceReading | null;
  complete: boolean;
}

export interface ArchiveStore {
  /** Every source there is, in number order. */
  sources(): Promise<KnownSource[]>;
  /** Gives a number to a file that is about to be read; one that was left unfinished or that no format fitted (same name, size, time of change) gets its own again. */
  openSource(name: string, size: number, modified: EpochMs | null): Promise<SourceId>;
  sealSource(id: SourceId, seal: SourceSeal): Promise<void>;
  /** Domain tallies of all sealed sources, added up. */
  tallies(): Promise<DomainTally[]>;
  /**
   * Sessions that share one of the join keys; a key by which an earlier export names a session finds that one, too.
   * @param spans one for each key: of sessions that silence ends, those that lie wholly outside may be left out. Without it two
   * people who talk every day would be read with all their past each time. null = whenever it was.
   */
  sharing(joins: string[], spans?: (TimeSpan | null)[]): Promise<StoredFragment[]>;
  put(batch: StoreBatch): Promise<void>;
  /** All sessions in batches of a few hundred, in no promised order; sessions put meanwhile may be missing. */
  batches(): AsyncIterable<(StoredFragment & { judgement: Judgement })[]>;
  /** New judgements for stored sessions; each is given whole, as a put would. */
  rejudge(batch: JudgedSession[]): Promise<void>;
}

/** A session of a slice. */
export interface SliceSession extends Readonly<StoredFragment> {
  /** Position in the slice. */
  readonly slot: number;
  readonly judgement: Judgement;
  /** Is that what is stored, but for its basis? Asked without parsing what is stored; null = it cannot be told so. */
  isStored(judgement: Judgement): boolean | null;
}

/** A pack of an archive as it is stored: any thread can open it, and it can be sent to another. */
export interface SealedSlice {
  /** Grows from slice to slice; what is put meanwhile gets greater ones. */
  readonly number: number;
}

/** A pack that is open, and the sessions that lie in it. */
export interface StoreSlice {
  readonly number: number;
  readonly sessions: readonly SliceSession[];
}

/** The judgements of a slice as the store keeps them: for its `keepJudged` only. It can be sent to another thread. */
export interface RejudgedSlice {
  readonly number: number;
}

/** What can be done with a slice without the archive at hand. */
export interface SliceDesk {
  open(slice: SealedSlice): Promise<StoreSlice>;
  /** Makes other judgements of some sessions, by slot, ready to be kept. */
  rejudged(slice: StoreSlice, anew: ReadonlyMap<number, Judgement>): Promise<RejudgedSlice>;
}

/** An archive whose sessions can be judged again with a stop in between. */
export interface JudgedStore extends ArchiveStore {
  /** All sessions, but for those in slices up to `after` and from `before` on; those put or removed meanwhile may be missing. */
  slices(after: number, before: number): AsyncIterable<SealedSlice>;
  /** All or none of them. */
  keepJudged(slices: readonly RejudgedSlice[]): Promise<void>;
}

/** An archive from which a file can be read again. */
export interface RereadableStore extends ArchiveStore {
  /** What a source was sealed with; null = there is no such source, or it was never sealed. */
  sealed(id: SourceId): Promise<SealedSource | null>;
  /** The sessions that hold a message seen in the source, in batches; those put or removed meanwhile may be missing. */
  holding(source: SourceId): AsyncIterable<StoredFragment[]>;
  /** Bytes of the source that are kept without a gap, from its beginning. */
  evidenceBytes(source: SourceId): Promise<number>;
  /** Those bytes, in file order; a chunk is valid until the next is asked for. */
  evidenceOf(source: SourceId): AsyncIterable<Uint8Array>;
}
