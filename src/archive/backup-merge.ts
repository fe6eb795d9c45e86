/**
 * A backup merged into an archive that holds something. Every step can be done again without doubling anything: what was broken off is
 * finished by giving the same backup again, and undo takes out what came with its files.
 */
import type { Table } from 'dexie';
import {
  reason,
  type DomainTally,
  type KnownSource,
  type LedgerRecord,
  type RestoreConflict,
  type SessionFragment,
  type SessionId,
  type SourceId,
} from '../model.ts';
import type { BackupContents } from './backup-check.ts';
import type { BackupLine } from './backup-lines.ts';
import { basisInForce, putBasisInForce, readMark } from './bases.ts';
import { placesOf } from './blanking.ts';
import { canonicalJson, digestOf, sha256Of } from './canonical.ts';
import type { ChangedSessions } from './changes.ts';
import type { Change } from './compaction.ts';
import { knownSourceOf, type Database } from './database.ts';
import { contains } from './contained.ts';
import { addBlocks } from './evidence.ts';
import { addFile } from './jobs.ts';
import type { Append } from './ledger.ts';
import { jobFileOf, mergedSources, type MergedSources } from './merged-sources.ts';
import { ToldMerge, toldTables } from './merged-told.ts';
import type { PackReader } from './pack-reader.ts';
import { OpenPack } from './packs.ts';
import type { ExportRecord, PackedTranscripts, PackHead, StoredEvidence } from './tables.ts';

/** What it needs of the store that it belongs to. */
export interface MergeHost {
  db: Database;
  packs: PackReader;
  change: Change;
  record: <T>(tables: Table[], work: (append: Append) => Promise<T>, sessions?: ChangedSessions) => Promise<T>;
  /** Ids of sessions that share one of the join keys. */
  sharing: (joins: string[]) => Promise<{ id: SessionId }[]>;
  job: number | null;
}

export class BackupMerge {
  readonly conflicts: RestoreConflict[] = [];
  /** Sessions of which nothing was new here. */
  same = 0;
  readonly #host: MergeHost;
  readonly #contents: BackupContents;
  /** Set by `open`. */
  #sources: MergedSources = { numbers: new Map(), added: [], sealed: [] };
  readonly #gone = new Map<number, Set<number>>();
  readonly #exports: ExportRecord[] = [];
  /** Join keys of the backup's sessions that were reviewed, or are held by name. */
  readonly #joins = new Map<SessionId, string[]>();
  readonly #keepsLedger: boolean;

  /** @param keepsLedger false = ours leads over its ledger already */
  constructor(host: MergeHost, contents: BackupContents, keepsLedger: boolean) {
    this.#host = host;
    this.#contents = contents;
    this.#keepsLedger = keepsLedger;
    for (const { session } of contents.reviews) this.#joins.set(session, []);
    for (const { scope } of contents.holds) for (const id of scope.sessions ?? []) this.#joins.set(id, []);
  }

  /** Files get their numbers, and where nothing was told here what the backup's sessions were judged by is put in force. */
  async open(): Promise<{ sources: KnownSource[]; tallies: DomainTally[]; taken: number; same: number }> {
    const { db, job } = this.#host;
    await this.#host.change([db.sources, db.jobs], [], 0, async () => {
      this.#sources = mergedSources(await db.sources.toArray(), this.#contents.sources);
      const { added, sealed } = this.#sources;
      const unread = { complete: false, report: null, tallies: [], importedAt: null };
      await db.sources.bulkAdd(added.map((record) => ({ ...record, ...unread })));
      // A file of which a merge that was broken off had begun to take the sessions is this one's to take back.
      const own = new Map([...added, ...sealed].map((record) => [record.id, record]));
      if (job !== null) for (const record of own.values()) await addFile(db, job, jobFileOf(record));
    });
    await this.#takeBasis();
    const { added, sealed } = this.#sources;
    const tallies = sealed.flatMap((record) => record.tallies);
    const same = this.#contents.sources.length - added.length;
    return { sources: sealed.map(knownSourceOf), tallies, taken: added.length, same };
  }

  /** Takes what it can of a line; gives the sessions in it that are not here just the same. */
  async take({ table, rows }: BackupLine): Promise<SessionFragment[]> {
    if (table === 'packs') {
      for (const { pack, gone } of rows as PackHead[]) this.#gone.set(pack, new Set(gone));
    } else if (table === 'transcripts') return this.#fragmentsIn(rows as PackedTranscripts[]);
    else if (table === 'evidence') await this.#addEvidence(rows as StoredEvidence[]);
    else if (table === 'exports') this.#exports.push(...(rows as ExportRecord[]));
    else if (table === 'chains' || (table === 'ledger' && this.#keepsLedger)) {
      await this.#host.db.chains.bulkPut(rows as LedgerRecord[]);
    }
    return [];
  }

  /** When every session is put: files are sealed, and what people told is taken. */
  async end(): Promise<void> {
    const { db, change, record } = this.#host;
    const { sealed } = this.#sources;
    await change([db.sources], [], 0, async (_, journal) => {
      for (const source of sealed) journal.sources.push([source.id, digestOf(source)]);
      await db.sources.bulkPut(sealed);
    });
    const heirs = await this.#heirs();
    // Rows tell how their review stands, and which rows these are is known when it is taken.
    const reviewed = this.#contents.reviews.map(({ session }) => heirs.get(session) ?? session);
    await record(
      toldTables(db),
      async (append) => {
        const merge = new ToldMerge(db, append);
        await merge.take(this.#contents, this.#exports, (session) => heirs.get(session) ?? session);
        this.conflicts.push(...merge.conflicts);
      },
      reviewed,
    );
  }

  async #takeBasis(): Promise<void> {
    const { meta } = this.#contents;
    const mark = meta.find((record) => record.key === 'basis')?.value;
    if (mark === undefined) return;
    const theirs = meta.find(
      (record) => record.key.startsWith('basis:') && isVersion(record.value, mark.current),
    )?.value;
    if (theirs === undefined) return;
    const { organisation, catalogue, rules, note, restores, catalogueVersion } = theirs as Version;
    const basis = { organisation, catalogue, rules };
    const { db, record } = this.#host;
    if ((await readMark(db)) === null && (await basisInForce(db)).organisation === null) {
      await record([db.packs], (append) => putBasisInForce(db, basis, { note, restores, catalogueVersion }, append));
      return;
    }
    const { organisation: own, catalogue: edits, rules: settings } = await basisInForce(db);
    if (canonicalJson({ organisation: own, catalogue: edits, rules: settings }) === canonicalJson(basis)) return;
    this.conflicts.push({ about: 'organisation', subject: 'organisation', kept: reason('kept-basis') });
  }

  async #fragmentsIn(packs: readonly PackedTranscripts[]): Promise<SessionFragment[]> {
    const found: SessionFragment[] = [];
    for (const packed of packs) {
      const open = await OpenPack.open(packed);
      const gone = this.#gone.get(packed.pack);
      const slots = [...open.ids.keys()].filter((slot) => gone?.has(slot) !== true);
      const theirs = slots.map((slot) => open.session(slot));
      const own = await this.#ownOf(theirs.map(({ id }) => id));
      for (const { id, fragment } of theirs) {
        for (const place of placesOf(fragment)) place.source = this.#sources.numbers.get(place.source) ?? place.source;
        if (this.#joins.has(id)) this.#joins.set(id, fragment.joins);
        const here = own.get(id);
        if (here !== undefined && contains(here, fragment)) this.same++;
        else found.push(fragment);
      }
    }
    return found;
  }

  /** The fragments of those that are here. */
  async #ownOf(ids: SessionId[]): Promise<Map<SessionId, SessionFragment>> {
    const rows = await this.#host.db.sessions.bulkGet(ids);
    const own = await this.#host.packs.fragments(rows.filter((row) => row !== undefined));
    return new Map(own.map(({ id, fragment }) => [id, fragment]));
  }

  async #addEvidence(rows: readonly StoredEvidence[]): Promise<void> {
    const { db, change } = this.#host;
    const mapped = rows.map((row) => ({ ...row, source: this.#sources.numbers.get(row.source) ?? row.source }));
    const known = await db.blocks.bulkGet(mapped.map(({ source, offset }): [SourceId, number] => [source, offset]));
    const missing = mapped.filter((_, index) => known[index] === undefined);
    const blocks = await Promise.all(
      missing.map(async (block) => {
        const { source, offset, length, bytes } = block;
        return { block, head: { source, offset, length, bytes: bytes.length, digest: await sha256Of(bytes) } };
      }),
    );
    if (blocks.length > 0) {
      await change([db.evidence, db.blocks], [], 0, (_, journal) => addBlocks(db, blocks, journal));
    }
  }

  /** What became of those of `joins` that are here under another id. */
  async #heirs(): Promise<Map<SessionId, SessionId>> {
    const heirs = new Map<SessionId, SessionId>();
    const ids = [...this.#joins.keys()];
    const there = await this.#host.db.sessions.bulkGet(ids);
    for (const [index, id] of ids.entries()) {
      const joins = this.#joins.get(id) ?? [];
      if (there[index] !== undefined || joins.length === 0) continue;
      const [heir] = await this.#host.sharing(joins);
      if (heir !== undefined) heirs.set(id, heir.id);
    }
    return heirs;
  }
}

type Version = Awaited<ReturnType<typeof basisInForce>> & Parameters<typeof putBasisInForce>[2];
const isVersion = (value: unknown, number: number): boolean => (value as Version).number === number;
