/**
 * A backup checked as it is read, without any storage and without holding more than some bytes a session: its own digest, the chains of
 * ledger and journal, the digests of sources, packs and evidence, each session's line, and what the ledger tells of the rest.
 */
import {
  reason,
  type Job,
  type LedgerAnchor,
  type LedgerRecord,
  type LegalHold,
  type Reason,
  type SessionId,
  type SourceId,
  type VerifiedPart,
  type WordList,
} from '../model.ts';
import { readLines, type BackupLine } from './backup-lines.ts';
import { digestOf, sha256Of } from './canonical.ts';
import { JournalReplay } from './journal-replay.ts';
import { EMPTY_LEDGER, LedgerCheck, withoutPayload } from './ledger-chain.ts';
import { PackCheck } from './pack-check.ts';
import type {
  ExportRecord,
  JournalRecord,
  MetaRecord,
  PackedJudgements,
  PackedTexts,
  PackedTranscripts,
  PackHead,
  ReviewRecord,
  SessionRecord,
  SourceRecord,
  StoredEvidence,
} from './tables.ts';
import { exportHead, type ExportHead } from './verify-exports.ts';
import { VouchedJournal } from './verify-journal.ts';
import { LedgerTold } from './verify-told.ts';

export interface BackupFigures {
  /** The first thing in it that does not fit; null = everything fits. */
  fault: Reason | null;
  /** Where its ledger ends. */
  ledger: LedgerAnchor;
  counts: Record<VerifiedPart, number>;
  rows: number;
  /** Of its ledger: the hash of the entry with the number asked for; null = it has none. */
  hashAt: string | null;
}

/** What of a backup is small enough to be held. */
export interface BackupContents {
  sources: SourceRecord[];
  holds: LegalHold[];
  reviews: ReviewRecord[];
  wordLists: WordList[];
  meta: MetaRecord[];
  jobs: Job[];
}

/**
 * @param lines without line feeds. @param pause gets the rows so far; may throw. @param entry of the ledger whose hash is asked for
 * @throws NoBackup where it is none, is cut off or was changed
 */
export async function checkBackup(
  lines: AsyncIterable<string>,
  pause: (rows: number) => void = () => undefined,
  entry = 0,
): Promise<BackupFigures & { contents: BackupContents }> {
  const check = new BackupCheck(entry);
  for await (const line of readLines(lines)) {
    await check.take(line);
    pause(check.rows);
  }
  return { ...(await check.figures()), contents: check.contents };
}

class BackupCheck {
  readonly contents: BackupContents = { sources: [], holds: [], reviews: [], wordLists: [], meta: [], jobs: [] };
  rows = 0;
  readonly #entry: number;
  #hashAt: string | null = null;
  readonly #ledger = new LedgerCheck();
  readonly #journal = new JournalReplay();
  readonly #told = new LedgerTold();
  readonly #vouched = new VouchedJournal();
  readonly #exports: ExportHead[] = [];
  readonly #packs = new PackCheck(this.#journal.packs);
  /** Sessions that are there and of which the ledger tells a review. */
  readonly #reviewed = new Set<SessionId>();
  readonly #evidence = new Map<SourceId, Set<number>>();
  #blocks = 0;
  #fault: Reason | null = null;

  constructor(entry: number) {
    this.#entry = entry;
  }

  async take({ table, rows }: BackupLine): Promise<void> {
    this.rows += rows.length;
    for (const row of rows) this.#fault ??= await this.#faultOf(table, row);
    if (Object.hasOwn(this.contents, table)) (this.contents[table as keyof BackupContents] as unknown[]).push(...rows);
  }

  async figures(): Promise<BackupFigures> {
    const there = { ...this.contents, exports: this.#exports, reviewers: null };
    this.#fault ??= (await this.#told.fault(there, (id) => Promise.resolve(this.#reviewed.has(id))))?.reason ?? null;
    this.#fault ??= this.#vouched.fault(this.#journal.anchor.count, this.contents.jobs)?.reason ?? null;
    this.#fault ??= this.#endFault() ?? this.#sourcesFault() ?? this.#packs.fault() ?? this.#blocksFault();
    const { anchor } = this.#ledger;
    const [journal, sources] = [this.#journal.anchor.count, this.contents.sources.length];
    const counts = { ledger: anchor.count, journal, sources, sessions: this.#packs.sessions, evidence: this.#blocks };
    return { fault: this.#fault, ledger: anchor, counts, rows: this.rows, hashAt: this.#hashAt };
  }

  async #faultOf(table: string, row: unknown): Promise<Reason | null> {
    switch (table) {
      case 'ledger':
        return this.#entryFault(row as LedgerRecord);
      case 'journal':
        return this.#journal.next(row as JournalRecord) ?? this.#vouched.next(row as JournalRecord);
      case 'packs':
        return this.#packs.head(row as PackHead);
      case 'transcripts':
        return this.#packs.transcripts(row as PackedTranscripts);
      case 'judgements':
        return this.#packs.judgements(row as PackedJudgements);
      case 'texts':
        return this.#packs.texts(row as PackedTexts);
      case 'sessions':
        return this.#sessionFault(row as SessionRecord);
      case 'exports':
        this.#exports.push(exportHead(row as ExportRecord));
        return null;
      case 'evidence':
        return this.#evidenceFault(row as StoredEvidence);
      default:
        return null;
    }
  }

  #entryFault(entry: LedgerRecord): Reason | null {
    const why = this.#ledger.next(entry) ?? withoutPayload(entry);
    if (why !== null) return why;
    if (entry.seq === this.#entry) this.#hashAt = entry.hash;
    this.#vouched.follow(entry);
    this.#told.follow(entry);
    return null;
  }

  #sessionFault(record: SessionRecord): Reason | null {
    if (this.#told.isReviewed(record.id)) this.#reviewed.add(record.id);
    return this.#packs.session(record);
  }

  async #evidenceFault({ source, offset, bytes }: StoredEvidence): Promise<Reason | null> {
    const expected = this.#journal.blocks.get(source)?.get(offset);
    if (expected === undefined) return reason('bytes-stray', { source, offset });
    if ((await sha256Of(bytes)) !== expected) return reason('bytes-changed', { source, offset });
    this.#blocks++;
    const seen = this.#evidence.get(source);
    if (seen === undefined) this.#evidence.set(source, new Set([offset]));
    else seen.add(offset);
    return null;
  }

  /** Do ledger and journal end where the archive said? */
  #endFault(): Reason | null {
    const stored = this.contents.meta.find((record) => record.key === 'counters')?.value;
    const { ledger = EMPTY_LEDGER, journal = EMPTY_LEDGER } = stored ?? {};
    const { count, head } = this.#journal.anchor;
    if (count !== journal.count || head !== journal.head) {
      return reason('journal-end', { end: count, counted: journal.count });
    }
    if (this.#ledger.anchor.count > ledger.count) return reason('ledger-beyond', { entry: ledger.count + 1 });
    return this.#ledger.reached(ledger);
  }

  #sourcesFault(): Reason | null {
    const there = new Map(this.contents.sources.map((record) => [record.id, record]));
    for (const [id, digest] of this.#journal.sources) {
      const record = there.get(id);
      if (record === undefined) return reason('source-missing', { source: id });
      if (digestOf(record) !== digest) return reason('source-changed', { source: id, name: record.name });
    }
    return null;
  }

  #blocksFault(): Reason | null {
    for (const [source, digests] of this.#journal.blocks) {
      for (const offset of digests.keys()) {
        if (this.#evidence.get(source)?.has(offset) !== true) {
          return reason('bytes-missing', { source, offset });
        }
      }
    }
    return null;
  }
}
