/** What the tables of an archive hold. A change of a shape is a new version of the format: see FORMAT-CHANGES.md. */
import type {
  BasisVersion,
  DomainTally,
  EncryptionState,
  EpochMs,
  FormatPattern,
  KnownSource,
  LedgerAnchor,
  Organisation,
  RetentionPolicy,
  Reviewer,
  SavedView,
  QueueSettings,
  ReviewStep,
  SessionId,
  SessionRow,
  SourceId,
  SourceReading,
  SourceReport,
  UnfinishedJudging,
} from '../model.ts';
import type { WrappedKey } from './archive-key.ts';
import type { ColumnNames, ColumnPart } from './column-parts.ts';
import type { KeptStrings } from './dictionary.ts';

/** Of the shapes here. */
export const FORMAT_VERSION = 2;

/** Tables that are made from the others, and made again where they are missing: no part of a backup. */
export const DERIVED: readonly string[] = ['changes', 'columns'];

/** What judging finds of a session. It changes when it is judged again; the rest of its line does not. */
export type JudgedLine = Pick<SessionRow, 'provider' | 'confidence' | 'local' | 'remote' | 'flags'>;

/** A session's line without what judging finds, and where the rest of it lies. */
export interface SessionRecord extends Omit<SessionRow, keyof JudgedLine> {
  /** Join keys as the index has them: see `indexKeysOf`. */
  keys: string[];
  pack: number;
  /** Position in the pack. */
  slot: number;
}

/** What of it is known before it lies anywhere. */
export type PutRecord = Omit<SessionRecord, 'pack' | 'slot'>;

/** Many sessions stored as one: what a pack holds and how much of it still counts. */
export interface PackHead {
  pack: number;
  slots: number;
  /** Slots that a session's record points at; the others are garbage. */
  live: number;
  /** The others. */
  gone: number[];
  /** Of the packed transcripts, as stored. */
  bytes: number;
  /** Over all that the pack holds: see `packDigest`. */
  digest: string;
}

/** What was said and done in the sessions of a pack. */
export interface PackedTranscripts {
  pack: number;
  ids: SessionId[];
  /** Where each slot's JSON ends in the unpacked bytes. */
  ends: Uint32Array;
  gzip: boolean;
  bytes: Uint8Array<ArrayBuffer>;
  /** The sessions' lines as they were put (JSON of `PutRecord[]`): what `sessions` says is held against them; null = was not there any more. */
  rows: { gzip: boolean; bytes: Uint8Array<ArrayBuffer> };
}

/** What is found of the sessions of a pack, apart from them: judging again writes nothing else. */
export interface PackedJudgements {
  pack: number;
  /** `Judgement.basis` of each slot; 0 = absent. */
  bases: Uint32Array;
  /** Where each slot's judgement ends in the unpacked text, in UTF-16 units: JSON without its basis. */
  ends: Uint32Array;
  gzip: boolean;
  bytes: Uint8Array<ArrayBuffer>;
  /** JSON of a `JudgedLine` each, one after the other, and where each ends. */
  lines: string;
  lineEnds: Uint32Array;
  /** Over all of it: see `packJudgements`. */
  digest: string;
}

/** What a search looks through: folded, one text for all sessions of a pack. */
export interface PackedTexts {
  pack: number;
  /** Where each slot's text ends, in UTF-16 units. */
  ends: Uint32Array;
  text: string;
}

export interface StoredEvidence {
  source: SourceId;
  /** First byte, after gunzip of the source. */
  offset: number;
  /** Bytes of the source. */
  length: number;
  gzip: boolean;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What stands in `evidence`, without its bytes. */
export interface BlockHead {
  source: SourceId;
  offset: number;
  /** Bytes of the source. */
  length: number;
  /** Bytes as stored. */
  bytes: number;
  /** SHA-256 of the bytes as stored, lower-case hex. */
  digest: string;
}

export interface SourceRecord {
  id: SourceId;
  name: string;
  size: number;
  modified: EpochMs | null;
  firstTime: EpochMs | null;
  /** False = its import did not finish. */
  complete: boolean;
  /** null = its import was not sealed: it runs, or it was killed. */
  report: SourceReport | null;
  tallies: DomainTally[];
  /** How it was read; absent in what was sealed before this was kept. */
  reading?: SourceReading;
  /** When it was sealed, by this machine's clock. */
  importedAt: EpochMs | null;
  /** How far the person says that its clock is ahead, ms; absent = what messages tell counts. Its times stay those of the log. */
  clockAheadMs?: number;
  /** Bytes of it were purged: it cannot be read again from what is there. */
  erased?: true;
}

/** Sessions that were exported together: see `packExported`. */
export interface ExportRecord {
  n: number;
  at: EpochMs;
  sessions: Uint8Array<ArrayBuffer>;
}

type KnownParts = Pick<SourceRecord, 'id' | 'name' | 'size' | 'modified' | 'firstTime' | 'complete' | 'report'>;

export function knownSourceOf({ complete, report, ...source }: KnownParts): KnownSource {
  const { id, name, size, modified, firstTime } = source;
  const sha256 = complete ? (report?.sha256 ?? null) : null;
  const known: KnownSource = { id, sha256, name, size, modified, firstTime, format: report?.format ?? null };
  if (report?.seenCertificates !== undefined) known.certificates = report.seenCertificates;
  return known;
}

export interface Counters {
  /** Grows by one with each change. */
  revision: number;
  /** Number of the next pack; never used twice. */
  nextPack: number;
  /** Where the ledger and the journal end. */
  ledger: LedgerAnchor;
  journal: LedgerAnchor;
}

/**
 * What one change did to packs, evidence and sources. Followed from the first line on, the journal says what must be there
 * now, so that what was deleted behind the program's back has a name.
 */
export interface JournalRecord {
  /** 1, 2, 3 … without a gap. */
  n: number;
  /** The job in which it happened; null = none. */
  job: number | null;
  /** Packs added: number, slots, digest. */
  packs: [number, number, string][];
  /** Slots given up, by pack. */
  gone: [number, number[]][];
  /** Packs taken out whole. */
  deleted: number[];
  /** Packs whose judgements were written, the first time or again: number, digest. */
  judged: [number, string][];
  /** Blocks put: source, offset, digest. */
  evidence: [SourceId, number, string][];
  /** Blocks taken out: source, offset. */
  dropped: [SourceId, number][];
  /** Sources as they now are: digest of the record; null = taken out. */
  sources: [SourceId, string | null][];
  /** Everything that was there before was taken out. */
  cleared: boolean;
  /** SHA-256 of the canonical JSON of all above and of `previous`, the hash of the line before. */
  hash: string;
}

/** Which version of the basis is in force, and how far judging by it has come. */
export interface BasisMark {
  current: number;
  /** null = every session is judged by it. */
  unfinished: StoredJudging | null;
}
export interface StoredJudging extends UnfinishedJudging {
  /** Number of the last pack that was judged whole; -1 = none. */
  through: number;
  /** Number of the first pack of which all is judged by it, for it was put later. */
  before: number;
}

/** What reviewers did with a session, in order. */
export interface ReviewRecord {
  session: SessionId;
  steps: ReviewStep[];
}

export interface ReviewerRecord extends Reviewer {
  /** The archive's key under this reviewer's passphrase; null = disabled. */
  key: WrappedKey | null;
}

export interface StoredEncryption {
  state: EncryptionState;
  /** How far the job has come that is on its way: the last row of a table that is done. Absent = nothing is yet. */
  through?: { table: string; key: number | [number, number] };
}

/** A session that holds name and that was taken out, or has lost messages: where its other parts will stand when they come. */
export interface AwaitedParts {
  session: SessionId;
  /** Numbers of the holds. */
  holds: number[];
  /** Bytes, [from, to). */
  places: [source: SourceId, from: number, to: number][];
}

export type MetaRecord =
  | { key: 'lock'; value: { afterMs: number | null } }
  | { key: 'encryption'; value: StoredEncryption }
  /** A restore is being written, or was broken off: what is there is no archive. */
  | { key: 'half-restored'; value: EpochMs }
  | { key: 'review'; value: QueueSettings }
  | { key: 'counters'; value: Counters }
  | { key: 'organisation'; value: Organisation }
  | { key: 'patterns'; value: FormatPattern[] }
  | { key: 'views'; value: SavedView[] }
  | { key: 'awaited-parts'; value: AwaitedParts[] }
  | { key: 'acting'; value: string }
  | { key: 'retention'; value: RetentionPolicy }
  | { key: 'basis'; value: BasisMark }
  | { key: `basis:${string}`; value: BasisVersion };

/** What one change did to sessions, for columns that are to be brought up to date: see `changes.ts`. */
export interface ChangeRecord {
  /** Of the archive after the change. */
  revision: number;
  /** 10 bytes for each session that was put, moved or removed; null = all. */
  sessions: Uint8Array<ArrayBuffer> | null;
  /** Numbers of packs whose judgements were written again; absent = none. */
  judged?: number[];
}

/** The columns as they were at some revision: see `column-store.ts`. */
export type KeptColumns =
  | { key: 'head'; value: ColumnHead }
  | { key: 'orders'; value: KeptOrders }
  | { key: `rows:${string}`; value: ColumnPart }
  | { key: `addresses:${string}`; value: Omit<KeptStrings, 'sorted'> }
  | { key: 'front'; value: FrontPages };

export interface ColumnHead {
  /** Of all these values: see `SHAPE` in `column-store.ts`. */
  shape: number;
  /** Another one with each keeping. */
  token: string;
  revision: number;
  rows: number;
  /** The addresses stand apart. */
  names: ColumnNames;
}

/** What takes longest to sort. */
export interface KeptOrders {
  /** Rows by start. */
  start: Uint32Array;
  /** Numbers of addresses by value. */
  addresses: Uint32Array;
}

/** Where the list begins, as of a revision: see `front-pages.ts`. */
export interface FrontPages {
  revision: number;
  /** Sessions in the archive. */
  total: number;
  /** 10 bytes for each of the first sessions in the order of their start, and in the order that begins with the latest. */
  start: Uint8Array<ArrayBuffer>;
  '-start': Uint8Array<ArrayBuffer>;
}

/** What a change has done so far. */
export type JournalDraft = Omit<JournalRecord, 'n' | 'job' | 'hash'>;
