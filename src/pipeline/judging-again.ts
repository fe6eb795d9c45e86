/** Judges what is archived by another basis: to keep it, or to see what it would change. */
import type {
  ArchiveStore,
  JudgedStore,
  Judgement,
  NumberedBasis,
  RejudgedSlice,
  Session,
  StoreSlice,
} from '../model.ts';
import { certificatesOf, judgedAnew, openJudge, type Judge } from './judging.ts';
import { Pace } from './pace.ts';
import { rankOf } from './rank.ts';
import { Aborted, type Hooks } from './settings.ts';
import type { SourceRank } from '../sessions/index.ts';

/** How often progress is told, ms. */
const REPORT_MS = 100;

/** Judges every session of the store anew. @returns how many judgements changed. @throws Aborted */
export async function judgeAgain(
  store: ArchiveStore,
  basis: NumberedBasis,
  { signal }: Pick<Hooks, 'signal'> = {},
  changed: (id: string, flags: number) => void = () => undefined,
): Promise<number> {
  const { judge, rank } = await judgeOf(store, basis);
  const pace = new Pace(signal);
  let count = 0;
  for await (const batch of store.batches()) {
    await pace.next();
    const anew = batch.flatMap((stored) => judgedAnew(stored, judge, rank) ?? []);
    if (anew.length > 0) await store.rejudge(anew);
    for (const { session, judgement } of anew) changed(session.id, judgement.flags.length);
    count += anew.length;
  }
  return count;
}

/** The judge of all that the store holds. */
async function judgeOf(store: ArchiveStore, basis: NumberedBasis): Promise<{ judge: Judge; rank: SourceRank }> {
  const sources = await store.sources();
  const learnt = { tallies: await store.tallies(), certificates: certificatesOf(sources) };
  return { judge: openJudge(basis, learnt), rank: rankOf(sources) };
}

/** How far a judging has come. */
export interface JudgingMark {
  /** Number of the last slice that was judged whole; -1 = none. */
  through: number;
  judged: number;
  changed: number;
}

export interface JudgingHooks {
  /** At most ten times a second, and at the end. */
  progress?: (mark: JudgingMark) => void;
  /** Called before a new judgement is kept, each with what it was. */
  changed?: (session: Session, before: Judgement, after: Judgement) => void;
  signal?: AbortSignal;
}

/**
 * Judges slice by slice, from a mark on. @param keep false = nothing is kept
 * @returns the mark at the end; after an abort the last one that was told is safe to go on from
 * @throws Aborted
 */
export async function judgeSlices(
  store: JudgedStore,
  basis: NumberedBasis,
  { from, before, keep }: { from: JudgingMark; before: number; keep: boolean },
  { progress, changed, signal }: JudgingHooks = {},
): Promise<JudgingMark> {
  const { judge, rank } = await judgeOf(store, basis);
  const pace = new Pace(signal);
  const behind = new JudgedBehind(store, from, progress ?? (() => undefined));
  try {
    for await (const slice of ahead(store.slices(from.through, before))) {
      const anew = new Map<number, Judgement>();
      for (const stored of slice.sessions) {
        await pace.next();
        const found = judgedAnew(stored, judge, rank);
        if (found === null) continue;
        changed?.(found.session, stored.judgement, found.judgement);
        anew.set(stored.slot, found.judgement);
      }
      await behind.take(slice, anew, keep);
    }
  } catch (error) {
    if (error instanceof Aborted) await behind.stop();
    throw error;
  }
  return behind.end();
}

/** Slices that are kept together: a transaction costs some milliseconds, whatever is in it. */
const KEPT_AT_ONCE = 8;
/** How long one may wait, ms: what is told of the progress is what is kept. */
const KEPT_AFTER_MS = 300;

/** Keeps judgements while the next are made: reading, judging and writing run beside each other. */
class JudgedBehind {
  readonly #store: JudgedStore;
  readonly #progress: (mark: JudgingMark) => void;
  #waiting: Promise<RejudgedSlice>[] = [];
  /** With all that was taken; and with all that is kept. */
  #taken: JudgingMark;
  #kept: JudgingMark;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #wrote = performance.now();
  #told = performance.now();

  constructor(store: JudgedStore, from: JudgingMark, progress: (mark: JudgingMark) => void) {
    this.#store = store;
    this.#progress = progress;
    this.#taken = { ...from };
    this.#kept = { ...from };
  }

  /** A slice that was judged whole. Waits while the write before the last is not done. */
  async take(slice: StoreSlice, anew: ReadonlyMap<number, Judgement>, keep: boolean): Promise<void> {
    if (keep && anew.size > 0) {
      const packing = this.#store.rejudged(slice, anew);
      // Whoever keeps it gets the failure.
      packing.catch(() => undefined);
      this.#waiting.push(packing);
    }
    const { judged, changed } = this.#taken;
    const through = slice.number;
    this.#taken = { through, judged: judged + slice.sessions.length, changed: changed + anew.size };
    const late = performance.now() - this.#wrote >= KEPT_AFTER_MS;
    if (this.#waiting.length >= KEPT_AT_ONCE || (late && this.#waiting.length > 0)) await this.#write();
    else if (this.#waiting.length === 0 && !this.#isWriting) this.#settled(this.#taken);
  }

  async end(): Promise<JudgingMark> {
    await this.#write();
    await this.#writing;
    this.#progress({ ...this.#kept });
    return this.#kept;
  }

  /** What is on its way is kept, what waits is given up. */
  async stop(): Promise<void> {
    await this.#writing;
    this.#progress({ ...this.#kept });
  }

  async #write(): Promise<void> {
    await this.#writing;
    const batch = this.#waiting;
    const mark = this.#taken;
    this.#waiting = [];
    this.#isWriting = true;
    this.#wrote = performance.now();
    this.#writing = this.#keep(batch).then(() => {
      this.#isWriting = false;
      this.#settled(mark);
    });
    // Whoever waits for it next gets the failure.
    this.#writing.catch(() => undefined);
  }

  async #keep(batch: readonly Promise<RejudgedSlice>[]): Promise<void> {
    if (batch.length > 0) await this.#store.keepJudged(await Promise.all(batch));
  }

  #settled(mark: JudgingMark): void {
    this.#kept = mark;
    const now = performance.now();
    if (now - this.#told < REPORT_MS) return;
    this.#told = now;
    this.#progress({ ...mark });
  }
}

/** Asks for the next while the one before is worked on: reading and unpacking run beside the thread. */
async function* ahead(slices: AsyncIterable<StoreSlice>): AsyncIterable<StoreSlice> {
  const iterator = slices[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = iterator.next();
      // Whoever stops listening does not hear that it failed.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
