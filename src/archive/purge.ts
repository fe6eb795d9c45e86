/**
 * Takes sessions out for good: first the bytes that prove them, then the sessions, then what packs still hold of them. Broken off at
 * any moment, the sessions that are left say what is still to be done.
 */
import { reason, type PurgeProgress, type PurgeResult, type SessionId, type SourceId } from '../model.ts';
import { blankBytes, markErased, placesOf } from './blanking.ts';
import { rewritePacks, type Change } from './compaction.ts';
import type { Database } from './database.ts';
import { dropEvidence } from './evidence.ts';
import { Intervals } from './intervals.ts';
import type { PackReader } from './pack-reader.ts';
import { Refusal } from './refusals.ts';
import { packTables, releaseSlots } from './slots.ts';
import type { SessionRecord } from './tables.ts';
import { damageOf } from './verify-packs.ts';

/** Sessions of one transaction. */
const BATCH = 500;

export interface PurgeHooks {
  progress?(progress: PurgeProgress): void;
  /** Called before anything is taken out: bytes of the packs that are written anew, which their old ones give back only later. */
  needs?(bytes: number): void;
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
  await purge.refuseDamaged();
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

  /** What a damaged pack still holds of them could not be taken out without hiding the damage. @throws Refusal */
  async refuseDamaged(): Promise<void> {
    const { sessions, packs } = this.#db;
    const numbers = new Set<number>();
    for (let from = 0; from < this.#ids.length; from += BATCH) {
      const records = await sessions.bulkGet(this.#ids.slice(from, from + BATCH));
      for (const record of records) if (record !== undefined) numbers.add(record.pack);
    }
    let bytes = 0;
    for (const number of numbers) {
      this.#hooks.signal?.throwIfAborted();
      const head = await packs.get(number);
      bytes += head?.bytes ?? 0;
      const damage =
        head === undefined ? reason('pack-gone', { pack: number }) : (await damageOf(this.#db, head))?.reason;
      if (damage !== undefined) throw new Refusal(reason('purge-damaged', { damage }));
    }
    this.#hooks.needs?.(bytes);
  }

  async evidence(): Promise<Pick<PurgeResult, 'sources' | 'blocks'>> {
    const { going, staying } = await this.#sources();
    let [sources, blocks, done] = [0, 0, 0];
    for (const source of going) {
      this.#tell('evidence', done++, going.size);
      await markErased(this.#db, this.#change, source);
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
    const { sessions, reviews } = this.#db;
    for (let from = 0; from < this.#ids.length; from += BATCH) {
      this.#tell('sessions', from, this.#ids.length);
      const ids = this.#ids.slice(from, from + BATCH);
      await this.#change([sessions, reviews, ...packTables(this.#db)], ids, 0, async (_, journal) => {
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

  /** Blanks the bytes on which only sessions stand that go. @returns the number of blocks */
  async #blank(source: SourceId): Promise<number> {
    const going = new Intervals();
    const staying = new Intervals();
    const rows = await this.#db.sessions.filter(({ sources }) => sources.includes(source)).toArray();
    for (let from = 0; from < rows.length; from += BATCH) {
      await this.#collect(rows.slice(from, from + BATCH), source, going, staying);
    }
    const pause = (): void => this.#hooks.signal?.throwIfAborted();
    return blankBytes(this.#db, this.#change, source, going.without(staying), pause);
  }

  async #collect(
    rows: readonly SessionRecord[],
    source: SourceId,
    going: Intervals,
    staying: Intervals,
  ): Promise<void> {
    this.#hooks.signal?.throwIfAborted();
    for (const { id, fragment } of await this.#packs.fragments(rows)) {
      const into = this.#gone.has(id) ? going : staying;
      for (const place of placesOf(fragment)) if (place.source === source) into.add(place.offset, place.length);
    }
  }

  #tell(part: PurgeProgress['part'], done: number, total: number): void {
    this.#hooks.signal?.throwIfAborted();
    this.#hooks.progress?.({ part, done, total });
  }
}
