/**
 * Takes sessions out for good: first the bytes that prove them, then the sessions, then what packs still hold of them. Broken off at
 * any moment, the sessions that are left say what is still to be done.
 */
import type { Place, PurgeProgress, PurgeResult, SessionFragment, SessionId, SourceId } from '../model.ts';
import { digestOf } from './canonical.ts';
import { rewritePacks, type Change } from './compaction.ts';
import type { Database } from './database.ts';
import { addBlocks, dropEvidence, packEvidence, type PackedBlock } from './evidence.ts';
import { expand } from './gzip.ts';
import { Intervals } from './intervals.ts';
import type { PackReader } from './pack-reader.ts';
import { releaseSlots } from './slots.ts';
import type { SessionRecord } from './tables.ts';

/** Sessions of one transaction. */
const BATCH = 500;

export interface PurgeHooks {
  progress?(progress: PurgeProgress): void;
  signal?: AbortSignal;
}

export async function purgeSessions(
  db: Database,
  packs: PackReader,
  change: Change,
  ids: readonly SessionId[],
  hooks: PurgeHooks = {},
): Promise<PurgeResult> {
  const purge = new Purge(db, packs, change, ids, hooks);
  const evidence = await purge.evidence();
  await purge.sessions();
  await purge.packs();
  return { sessions: ids.length, ...evidence };
}

class Purge {
  readonly #db: Database;
  readonly #packs: PackReader;
  readonly #change: Change;
  readonly #ids: readonly SessionId[];
  readonly #gone: ReadonlySet<SessionId>;
  readonly #hooks: PurgeHooks;
  /** Packs that held a session that goes. */
  readonly #touched = new Set<number>();

  constructor(db: Database, packs: PackReader, change: Change, ids: readonly SessionId[], hooks: PurgeHooks) {
    this.#db = db;
    this.#packs = packs;
    this.#change = change;
    this.#ids = ids;
    this.#gone = new Set(ids);
    this.#hooks = hooks;
  }

  async evidence(): Promise<Pick<PurgeResult, 'sources' | 'blocks'>> {
    const { going, staying } = await this.#sources();
    let [sources, blocks, done] = [0, 0, 0];
    for (const source of going) {
      this.#tell('evidence', done++, going.size);
      await this.#markErased(source);
      if (staying.has(source)) blocks += await this.#blank(source);
      else {
        const { evidence, blocks: heads } = this.#db;
        await this.#change([evidence, heads], [], 0, (_, journal) => dropEvidence(this.#db, source, journal));
        sources++;
      }
    }
    this.#tell('evidence', going.size, going.size);
    return { sources, blocks };
  }

  async sessions(): Promise<void> {
    const { sessions, packs, transcripts, texts, reviews } = this.#db;
    for (let from = 0; from < this.#ids.length; from += BATCH) {
      this.#tell('sessions', from, this.#ids.length);
      const ids = this.#ids.slice(from, from + BATCH);
      await this.#change([sessions, packs, transcripts, texts, reviews], ids, 0, async (_, journal) => {
        const records = await sessions.bulkGet(ids);
        for (const record of records) if (record !== undefined) this.#touched.add(record.pack);
        await releaseSlots(this.#db, records, journal);
        await sessions.bulkDelete(ids);
        await reviews.bulkDelete(ids);
      });
    }
    this.#tell('sessions', this.#ids.length, this.#ids.length);
  }

  /** A pack that lost a session still has its words in it until it is written anew. */
  async packs(): Promise<void> {
    const numbers = [...this.#touched].sort((a, b) => a - b);
    await rewritePacks(this.#db, this.#packs, this.#change, numbers, (done) => {
      this.#tell('packs', done, numbers.length);
    });
  }

  /** Sources of the sessions that go, and of those that stay. */
  async #sources(): Promise<{ going: Set<SourceId>; staying: Set<SourceId> }> {
    const going = new Set<SourceId>();
    const staying = new Set<SourceId>();
    await this.#db.sessions.each(({ id, sources }) => {
      for (const source of sources) (this.#gone.has(id) ? going : staying).add(source);
    });
    return { going, staying };
  }

  /** From what is left of it the file cannot be read again. */
  async #markErased(id: SourceId): Promise<void> {
    const { sources } = this.#db;
    await this.#change([sources], [], 0, async (_, journal) => {
      const record = await sources.get(id);
      if (record === undefined || record.erased === true) return;
      const erased = { ...record, erased: true as const };
      journal.sources.push([id, digestOf(erased)]);
      await sources.put(erased);
    });
  }

  /** Blanks the bytes on which only sessions stand that go. @returns the number of blocks */
  async #blank(source: SourceId): Promise<number> {
    const going = new Intervals();
    const staying = new Intervals();
    const rows = await this.#db.sessions.filter(({ sources }) => sources.includes(source)).toArray();
    for (let from = 0; from < rows.length; from += BATCH) {
      await this.#collect(rows.slice(from, from + BATCH), source, going, staying);
    }
    const blank = going.without(staying);
    const keys = await this.#db.blocks
      .filter((head) => head.source === source && blank.meets(head.offset, head.offset + head.length))
      .primaryKeys();
    for (const key of keys) {
      const packed = await this.#blanked(key, blank);
      const { evidence, blocks } = this.#db;
      await this.#change([evidence, blocks], [], 0, (_, journal) => addBlocks(this.#db, packed, journal));
    }
    return keys.length;
  }

  async #collect(
    rows: readonly SessionRecord[],
    source: SourceId,
    going: Intervals,
    staying: Intervals,
  ): Promise<void> {
    this.#hooks.signal?.throwIfAborted();
    for (const { id, fragment } of await this.#packs.sessions(rows)) {
      const into = this.#gone.has(id) ? going : staying;
      for (const place of placesOf(fragment)) if (place.source === source) into.add(place.offset, place.length);
    }
  }

  async #blanked(key: [SourceId, number], blank: Intervals): Promise<PackedBlock[]> {
    const block = await this.#db.evidence.get(key);
    if (block === undefined) return [];
    const bytes = (await expand(block)).slice();
    const { source, offset } = block;
    for (const [from, to] of blank.within(offset, offset + bytes.length)) bytes.fill(0, from - offset, to - offset);
    return [await packEvidence({ source, offset, bytes })];
  }

  #tell(part: PurgeProgress['part'], done: number, total: number): void {
    this.#hooks.signal?.throwIfAborted();
    this.#hooks.progress?.({ part, done, total });
  }
}

function* placesOf({ messages, markers }: SessionFragment): Iterable<Place> {
  for (const { place } of markers) yield place;
  for (const { sightings } of messages) for (const { places } of sightings) yield* places;
}
