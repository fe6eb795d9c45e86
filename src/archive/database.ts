/** The tables of an archive. A change of a shape is a new version here, an upgrader and an entry in FORMAT-CHANGES.md. */
import { Dexie, type Table } from 'dexie';
import type {
  DomainTally,
  EpochMs,
  FormatPattern,
  KnownSource,
  Organisation,
  SessionId,
  SessionRow,
  SourceId,
  SourceReading,
  SourceReport,
} from '../model.ts';

/** Of the shapes below. */
export const FORMAT_VERSION = 1;

/** A session's line and where the rest of it lies. */
export interface SessionRecord extends SessionRow {
  /** Join keys as the index has them: see `indexKeysOf`. */
  keys: string[];
  pack: number;
  /** Position in the pack. */
  slot: number;
}

/** Many sessions stored as one: what a pack holds and how much of it still counts. */
export interface PackHead {
  pack: number;
  slots: number;
  /** Slots that a session's record points at; the others are garbage. */
  live: number;
  /** Of the packed transcripts, as stored. */
  bytes: number;
}

/** What was said and done in the sessions of a pack. */
export interface PackedTranscripts {
  pack: number;
  ids: SessionId[];
  /** Where each slot's JSON ends in the unpacked bytes. */
  ends: Uint32Array;
  gzip: boolean;
  bytes: Uint8Array<ArrayBuffer>;
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
}

type KnownParts = Pick<SourceRecord, 'id' | 'name' | 'size' | 'modified' | 'firstTime' | 'complete' | 'report'>;

export function knownSourceOf({ complete, report, ...source }: KnownParts): KnownSource {
  const { id, name, size, modified, firstTime } = source;
  const sha256 = complete ? (report?.sha256 ?? null) : null;
  return { id, sha256, name, size, modified, firstTime, format: report?.format ?? null };
}

export interface Counters {
  /** Grows by one with each change. */
  revision: number;
  /** Number of the next pack; never used twice. */
  nextPack: number;
}

export type MetaRecord =
  | { key: 'counters'; value: Counters }
  | { key: 'organisation'; value: Organisation }
  | { key: 'patterns'; value: FormatPattern[] };

export class Database extends Dexie {
  declare readonly sessions: Table<SessionRecord, SessionId>;
  declare readonly packs: Table<PackHead, number>;
  declare readonly transcripts: Table<PackedTranscripts, number>;
  declare readonly texts: Table<PackedTexts, number>;
  declare readonly evidence: Table<StoredEvidence, [SourceId, number]>;
  declare readonly sources: Table<SourceRecord, SourceId>;
  declare readonly meta: Table<MetaRecord, MetaRecord['key']>;

  constructor(name: string) {
    super(name);
    // Every index costs each row about a tenth of its speed: only what a query needs.
    this.version(FORMAT_VERSION).stores({
      sessions: 'id, *keys',
      packs: 'pack',
      transcripts: 'pack',
      texts: 'pack',
      evidence: '[source+offset]',
      sources: 'id',
      meta: 'key',
    });
  }
}

/** Dexie counts ten versions of IndexedDB for one of its own. */
const DEXIE_STEP = 10;

/** Opens, and where needed upgrades. Rejects where it cannot, and for an archive of a newer version than this program knows. */
export async function openDatabase(name: string): Promise<Database> {
  const db = new Database(name);
  await db.open();
  // Dexie opens a newer database as if it were its own.
  const version = db.backendDB().version / DEXIE_STEP;
  if (version <= FORMAT_VERSION) return db;
  db.close();
  throw new Error(`The archive is of format ${version}; this version of Fedlens reads up to ${FORMAT_VERSION}.`);
}
