/** The tables of an archive. A change of a shape is a new version here, an upgrader and an entry in FORMAT-CHANGES.md. */
import { Dexie, type Table } from 'dexie';
import {
  reason,
  type EncryptionState,
  type Job,
  type LegalHold,
  type LedgerRecord,
  type SessionId,
  type SourceId,
  type WordList,
} from '../model.ts';
import type { HeldKey } from './archive-key.ts';
import { sealing, type Sealing } from './sealed-tables.ts';
import type {
  BlockHead,
  ChangeRecord,
  ExportRecord,
  JournalRecord,
  KeptColumns,
  MetaRecord,
  PackedJudgements,
  PackedTexts,
  PackedTranscripts,
  PackHead,
  ReviewerRecord,
  ReviewRecord,
  SessionRecord,
  SourceRecord,
  StoredEvidence,
} from './tables.ts';
import { FORMAT_VERSION } from './tables.ts';
import { giveDigests } from './upgrade-2.ts';
import { Refusal } from './refusals.ts';

export * from './tables.ts';

export class Database extends Dexie implements Sealing {
  declare readonly sessions: Table<SessionRecord, SessionId>;
  declare readonly packs: Table<PackHead, number>;
  declare readonly transcripts: Table<PackedTranscripts, number>;
  declare readonly judgements: Table<PackedJudgements, number>;
  declare readonly texts: Table<PackedTexts, number>;
  declare readonly evidence: Table<StoredEvidence, [SourceId, number]>;
  declare readonly sources: Table<SourceRecord, SourceId>;
  declare readonly blocks: Table<BlockHead, [SourceId, number]>;
  declare readonly ledger: Table<LedgerRecord, number>;
  /** Ledgers of other archives: see `imported-chain.ts`. */
  declare readonly chains: Table<LedgerRecord, string>;
  declare readonly journal: Table<JournalRecord, number>;
  declare readonly jobs: Table<Job, number>;
  declare readonly holds: Table<LegalHold, number>;
  declare readonly exports: Table<ExportRecord, number>;
  declare readonly reviews: Table<ReviewRecord, SessionId>;
  declare readonly reviewers: Table<ReviewerRecord, string>;
  declare readonly wordLists: Table<WordList, [string, number]>;
  declare readonly changes: Table<ChangeRecord, number>;
  declare readonly columns: Table<KeptColumns, KeptColumns['key']>;
  declare readonly meta: Table<MetaRecord, MetaRecord['key']>;

  /** What unlocks it, and who acts with it; null = nobody has unlocked it here. */
  held: HeldKey | null = null;
  encryption: EncryptionState = 'off';

  constructor(name: string) {
    super(name);
    this.use(sealing(this));
    // Every index costs each row about a tenth of its speed: only what a query needs.
    this.version(1).stores({
      sessions: 'id, *keys',
      packs: 'pack',
      transcripts: 'pack',
      texts: 'pack',
      evidence: '[source+offset]',
      sources: 'id',
      meta: 'key',
    });
    this.version(FORMAT_VERSION)
      .stores({
        judgements: 'pack',
        blocks: '[source+offset]',
        ledger: 'seq, subject',
        chains: 'hash',
        journal: 'n',
        jobs: 'id',
        reviews: 'session',
        reviewers: 'name',
        wordLists: '[id+version], id',
        holds: 'id',
        exports: 'n',
        changes: 'revision',
        columns: 'key',
      })
      .upgrade(giveDigests);
  }
}

/** Dexie counts ten versions of IndexedDB for one of its own. */
const DEXIE_STEP = 10;

/** Opens, and where needed upgrades. Rejects where it cannot, and for an archive of a newer version than this program knows. */
export async function openDatabase(name: string, held: HeldKey | null = null): Promise<Database> {
  const db = new Database(name);
  db.held = held;
  await db.open();
  // Dexie opens a newer database as if it were its own.
  const version = Math.floor(db.backendDB().version / DEXIE_STEP);
  if (version <= FORMAT_VERSION) {
    const stored = await db.meta.get('encryption');
    if (stored?.key === 'encryption') db.encryption = stored.value.state;
    return db;
  }
  db.close();
  throw new Refusal(reason('archive-newer', { format: version, known: FORMAT_VERSION }));
}
