/** The archive as the pipeline sees it, over IndexedDB. One writer at a time: hold `writeLockOf` around an import. */
import { archivedId, namedAsAsked } from '../model/join-keys.ts';
import type { Table } from 'dexie';
import type {
  DomainTally,
  EpochMs,
  FormatPattern,
  JudgedSession,
  JudgedStore,
  KnownSource,
  Organisation,
  PurgeResult,
  RejudgedSlice,
  RereadableStore,
  SealedSlice,
  SealedSource,
  SessionId,
  SliceSession,
  SourceId,
  SourceSeal,
  StoreBatch,
  StoredFragment,
  TimeSpan,
} from '../model.ts';
import type { BackupContents } from './backup-check.ts';
import { BackupMerge, type MergeHost } from './backup-merge.ts';
import { markJudged } from './bases.ts';
import { BasisStore } from './basis-store.ts';
import { changeRecordOf, openNotices, type ChangedSessions, type ChangeNotice } from './changes.ts';
import { setClock } from './source-clock.ts';
import { compact, type Change } from './compaction.ts';
import { knownSourceOf, openDatabase, type Database } from './database.ts';
import type { JournalDraft, SourceRecord } from './tables.ts';
import { digestOf } from './canonical.ts';
import { EncryptionStore } from './encryption.ts';
import { addBlocks, dropEvidence, packEvidence } from './evidence.ts';
import { JobStore } from './job-store.ts';
import { HeldParts } from './held-parts.ts';
import { guardOf } from './guard.ts';
import { isFlagged, keepEvidenceOf } from './evidence-choice.ts';
import { journalled } from './journal.ts';
import { newDraft } from './journal-line.ts';
import { anyDayOf, keyQueryOf } from './keys.ts';
import { append, type Append } from './ledger.ts';
import { KnownKeys } from './known-keys.ts';
import { talliesOf } from './tallies.ts';
import { keepOwn, ownList, type OwnKind, type OwnLists } from './own-lists.ts';
import { PackReader } from './pack-reader.ts';
import { packSlots, slotOf } from './packs.ts';
import { evidenceChunks, evidenceLength, sealedSource, sessionsHolding } from './rereading.ts';
import { purgeSessions, type PurgeHooks } from './purge.ts';
import { RetentionStore } from './retention-store.ts';
import { Locked } from './refusals.ts';
import type { HeldKey } from './archive-key.ts';
import { ReviewerStore } from './reviewer-store.ts';
import { ReviewStore } from './review-store.ts';
import { isRejudgedPack, putJudgements, rejudgedSessions, sliceDesk, slicesOf } from './slices.ts';
import { addPacks, packTables, recordsOf, releaseSlots, takeNumbers } from './slots.ts';

export class DexieStore implements RereadableStore, JudgedStore {
  /** Work in many steps. */
  readonly jobs: JobStore;
  /** What sessions are judged by. */
  readonly bases: BasisStore;
  /** Holds, retention and exports. */
  readonly retention: RetentionStore;
  /** What reviewers did. */
  readonly review: ReviewStore;
  /** Whether texts and evidence are encrypted. */
  readonly encryption: EncryptionStore;
  /** Who may act. */
  readonly reviewers: ReviewerStore;
  readonly #db: Database;
  readonly #packs: PackReader;
  readonly #notices: BroadcastChannel;
  /** Ids and join keys; null = the archive had sessions when it was opened: only the tables know. */
  readonly #known: KnownKeys | null;

  private constructor(db: Database, isEmpty: boolean) {
    this.#db = db;
    this.#packs = new PackReader(db);
    this.#known = isEmpty ? new KnownKeys() : null;
    this.#notices = openNotices(db.name);
    this.jobs = new JobStore(db, (...change) => this.record(...change));
    this.bases = new BasisStore(db, (tables, work) => this.record(tables, work));
    this.review = new ReviewStore(db, (...change) => this.record(...change));
    this.encryption = new EncryptionStore(db, (...change) => this.record(...change));
    this.reviewers = new ReviewerStore(db, (...change) => this.record(...change));
    this.retention = new RetentionStore(db, (...change) => this.record(...change));
  }

  /** Rejects where the database cannot be opened. @param held null = nobody has unlocked the archive */
  static async open(archive: string, held: HeldKey | null = null): Promise<DexieStore> {
    const db = await openDatabase(archive, held);
    return new DexieStore(db, (await db.sessions.limit(1).primaryKeys()).length === 0);
  }

  /** @throws Locked where reviewers have passphrases and none of them has unlocked the archive */
  async refuseLocked(): Promise<void> {
    const { keyId } = await guardOf(this.#db);
    if (keyId !== null && keyId !== this.#db.held?.keyId) throw new Locked();
  }

  close(): void {
    this.#notices.close();
    this.#db.close();
  }

  // --- Sources and organisation ---

  async sources(): Promise<KnownSource[]> {
    const all = await this.#db.sources.orderBy(':id').toArray();
    return all.map(knownSourceOf);
  }

  openSource(name: string, size: number, modified: EpochMs | null): Promise<SourceId> {
    const { sources, jobs } = this.#db;
    return this.#db.transaction('rw', sources, jobs, async () => {
      const all = await sources.orderBy(':id').toArray();
      // What no format fitted may fit another version of the program.
      const isUnread = ({ complete, report }: SourceRecord): boolean => !complete || report?.format === null;
      const same = all.find(
        (known) => isUnread(known) && known.name === name && known.size === size && known.modified === modified,
      );
      const id = same?.id ?? (((all.at(-1)?.id ?? -1) + 1) as SourceId);
      const unread = { firstTime: null, complete: false, report: null, tallies: [], importedAt: null };
      if (same === undefined) await sources.add({ id, name, size, modified, ...unread });
      await this.jobs.addFile({ name, size, modified, source: id });
      return id;
    });
  }

  async sealSource(id: SourceId, { report, firstTime, tallies, size, complete, reading }: SourceSeal): Promise<void> {
    const importedAt = Date.now() as EpochMs;
    const sealed: Partial<SourceRecord> = { report, firstTime, tallies, size, complete, importedAt };
    if (reading !== undefined) sealed.reading = reading;
    await this.#change([this.#db.sources], [], 0, async (_, journal) => {
      const opened = await this.#db.sources.get(id);
      if (opened === undefined) throw new Error(`Cannot seal source ${id}: it was not opened`);
      const record = { ...opened, ...sealed };
      journal.sources.push([id, digestOf(record)]);
      await this.#db.sources.put(record);
    });
  }

  /** How far the person says that the clock behind a source was ahead, ms; null = not known. The log's times stay. Rejects where there is none. */
  setClock(id: SourceId, aheadMs: number | null): Promise<void> {
    return setClock(this.#db, (...change) => this.#change(...change), id, aheadMs);
  }

  tallies(): Promise<DomainTally[]> {
    return talliesOf(this.#db);
  }

  async organisation(): Promise<Organisation | null> {
    const stored = await this.#db.meta.get('organisation');
    return stored?.key === 'organisation' ? stored.value : null;
  }

  /**
   * A change that the ledger tells of: both happen or neither. What `work` calls must be Dexie's, and `append`; `tables` are those it
   * writes to, beside `meta`. Everyone who has the archive open is told.
   * @param sessions whose rows change, so that they are read again
   */
  async record<T>(tables: Table[], work: (append: Append) => Promise<T>, sessions: ChangedSessions = []): Promise<T> {
    let result!: T;
    await this.#change([...tables, this.#db.ledger], sessions, 0, async () => {
      result = await work((...entry) => append(this.#db, ...entry));
    });
    return result;
  }

  /** Formats of the person's own. */
  patterns(): Promise<FormatPattern[]> {
    return ownList(this.#db, 'patterns');
  }

  /** `change` gets those there are and gives those that shall be; nobody else's change comes between. */
  async changeOwn<K extends OwnKind>(kind: K, change: (own: OwnLists[K]) => OwnLists[K]): Promise<void> {
    await this.record([], (append) => keepOwn(this.#db, kind, change, append));
  }

  // --- Sessions ---

  async sharing(joins: string[], spans?: (TimeSpan | null)[]): Promise<StoredFragment[]> {
    const asked = keyQueryOf(joins, spans);
    const mayBe = (key: string): boolean => this.#known?.mayHave(anyDayOf(key)) !== false;
    const [exact, prefixes] = [asked.exact.filter(mayBe), asked.prefixes.filter(mayBe)];
    const named = joins.flatMap((join) => (archivedId(join) ?? []) as SessionId[]);
    if (exact.length + prefixes.length + named.length === 0) return [];
    const { sessions } = this.#db;
    const rows = await this.#db.transaction('r', sessions, async () => {
      const ids = await Promise.all([
        sessions.where('keys').anyOf(exact).primaryKeys(),
        prefixes.length === 0 ? [] : sessions.where('keys').startsWithAnyOf(prefixes).primaryKeys(),
      ]);
      return sessions.bulkGet([...new Set([...ids.flat(), ...named])].sort());
    });
    const found = await this.#packs.fragments(rows.filter((row) => row !== undefined));
    const keys = new Set(joins);
    return found.map(({ id, fragment }) => namedAsAsked({ id, fragment }, keys));
  }

  async put({ put, remove, evidence }: StoreBatch): Promise<void> {
    const blocks = await Promise.all(evidence.map(packEvidence));
    await this.#putSessions(put, remove, (journal) => addBlocks(this.#db, blocks, journal));
  }

  /** The lines and the transcripts stay as they are. */
  async rejudge(batch: JudgedSession[]): Promise<void> {
    await this.keepJudged(await rejudgedSessions(this.#db, this.#packs, batch));
  }

  slices(after: number, before: number): AsyncIterable<SealedSlice> {
    return slicesOf(this.#db, after, before);
  }
  async keepJudged(slices: readonly RejudgedSlice[]): Promise<void> {
    const packs = slices.filter(isRejudgedPack);
    const judged = packs.map(({ number }) => number);
    await this.#change([this.#db.judgements], [], 0, (_, journal) => putJudgements(this.#db, packs, journal), judged);
  }

  /** A pack at a time. */
  async *batches(): AsyncIterable<SliceSession[]> {
    for await (const slice of this.slices(-1, Infinity)) {
      const { sessions } = await sliceDesk.open(slice);
      if (sessions.length > 0) yield [...sessions];
    }
  }

  sealed(id: SourceId): Promise<SealedSource | null> {
    return sealedSource(this.#db, id);
  }
  holding(source: SourceId): AsyncIterable<StoredFragment[]> {
    return sessionsHolding(this.#db, this.#packs, source);
  }
  evidenceBytes(source: SourceId): Promise<number> {
    return evidenceLength(this.#db, source);
  }
  evidenceOf(source: SourceId): AsyncIterable<Uint8Array> {
    return evidenceChunks(this.#db, source);
  }

  /** The record of a source that no session holds any more, and its bytes. */
  async dropSource(id: SourceId): Promise<void> {
    const { sources, evidence, blocks } = this.#db;
    await this.#change([sources, evidence, blocks], [], 0, async (_, journal) => {
      await dropEvidence(this.#db, id, journal);
      await sources.delete(id);
      journal.sources.push([id, null]);
    });
  }

  /** Of the bytes of these sources only those stay on which a session stands; @param flaggedOnly … that has a violation or a warning. */
  keepEvidence(sources: readonly SourceId[], flaggedOnly: boolean): Promise<void> {
    const isKept = flaggedOnly ? isFlagged : () => true;
    return keepEvidenceOf(this.#db, this.#packs, (...change) => this.#change(...change), sources, isKept);
  }

  /** Takes sessions out for good, with the bytes that only they stand on. @throws the signal's reason when it was raised */
  purge(ids: readonly SessionId[], hooks: PurgeHooks): Promise<PurgeResult> {
    return purgeSessions(this.#db, this.#packs, (...change) => this.#change(...change), ids, hooks);
  }

  /** Takes what a backup holds into this archive. @param keepsLedger false = our ledger leads over its own */
  merging(backup: BackupContents, keepsLedger: boolean): BackupMerge {
    const [db, packs, job] = [this.#db, this.#packs, this.jobs.current];
    const change: Change = (...what) => this.#change(...what);
    const record: MergeHost['record'] = (...what) => this.record(...what);
    const host = { db, packs, job, change, record, sharing: (joins: string[]) => this.sharing(joins) };
    return new BackupMerge(host, backup, keepsLedger);
  }

  /** Gives back the room of what was replaced or removed, and joins small packs. The sessions stay as they are. */
  async compact(): Promise<void> {
    // What is not judged yet is known by the pack in which it lies.
    if ((await this.bases.unfinished()) !== null) return;
    await compact(this.#db, this.#packs, (tables, ids, packs, work) => this.#change(tables, ids, packs, work));
  }

  /** Takes out all sessions, sources and evidence; the organisation, the ledger and the journal stay. */
  async clear(): Promise<void> {
    const { sessions, evidence, blocks, sources, jobs, ledger } = this.#db;
    const tables: Table[] = [sessions, ...packTables(this.#db), evidence, blocks, sources];
    await this.#change([...tables, jobs, ledger], 'all', 0, async (_, journal) => {
      const payload = { everything: true, sessions: await sessions.count(), sources: await sources.count() };
      await Promise.all(tables.map((table) => table.clear()));
      await jobs.toCollection().modify({ state: 'undone' });
      journal.cleared = true;
      await markJudged(this.#db);
      await append(this.#db, 'purge', 'archive', payload);
    });
  }

  async #putSessions(
    put: readonly JudgedSession[],
    remove: SessionId[],
    also: (journal: JournalDraft) => Promise<void>,
  ): Promise<void> {
    const slots = put.map(slotOf);
    const packs = await packSlots(slots);
    const changed = [...put.map(({ session }) => session.id), ...remove];
    const { sessions, evidence, blocks, holds, ledger, reviews } = this.#db;
    const tables: Table[] = [sessions, ...packTables(this.#db), evidence, blocks, holds, ledger];
    if (remove.length > 0) tables.push(reviews);
    const mayBeThere = changed.filter((id) => this.#known?.mayHave(id) !== false);
    // Before they are there: a key that is known too early does no harm.
    for (const { row } of slots) {
      this.#known?.add(row.id);
      for (const key of row.keys) this.#known?.add(anyDayOf(key));
    }
    const change = async (held: HeldParts, firstPack: number, journal: JournalDraft): Promise<void> => {
      await also(journal);
      if (mayBeThere.length > 0) await releaseSlots(this.#db, await sessions.bulkGet(mayBeThere), journal);
      await addPacks(this.#db, packs, firstPack, journal);
      if (remove.length > 0) await this.review.follow(await sessions.bulkGet(remove), slots);
      await held.follow(put.map(({ session }) => session));
      await sessions.bulkPut(recordsOf(slots, packs, firstPack));
      if (remove.length > 0) await sessions.bulkDelete(remove);
    };
    await HeldParts.during(this.#db, this.#packs, mayBeThere, (held) =>
      this.#change(tables, changed, packs.length, (firstPack, journal) => change(held, firstPack, journal)),
    );
  }

  /** One transaction, whole or not at all; when it is committed everyone who has the archive open is told. */
  async #change(
    tables: Table[],
    sessions: ChangedSessions,
    newPacks: number,
    work: (firstPack: number, journal: JournalDraft) => Promise<void>,
    judged: number[] = [],
  ): Promise<void> {
    const { meta, journal, changes } = this.#db;
    const revision = await this.#db.transaction('rw', [...tables, meta, journal, changes], async () => {
      const numbers = await takeNumbers(this.#db, newPacks);
      const draft = newDraft();
      await work(numbers.firstPack, draft);
      await journalled(this.#db, draft, this.jobs.current);
      await changes.put(changeRecordOf(numbers.revision, sessions, judged));
      return numbers.revision;
    });
    this.#notices.postMessage({ revision } satisfies ChangeNotice);
  }
}
