/** Judges what is archived by another basis: to keep it, or to see what it would change. */
import type { ArchiveStore, JudgedStore, Judgement, NumberedBasis, Session, StoreSlice } from '../model.ts';
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
  const mark = { ...from };
  let told = performance.now();
  const tell = (): void => progress?.({ ...mark });
  try {
    for await (const slice of ahead(store.slices(from.through, before))) {
      const anew = [];
      for (const stored of slice.sessions) {
        await pace.next();
        const found = judgedAnew(stored, judge, rank);
        if (found === null) continue;
        changed?.(found.session, stored.judgement, found.judgement);
        anew.push(found);
      }
      if (keep && anew.length > 0) await store.rejudge(anew);
      mark.through = slice.number;
      mark.judged += slice.sessions.length;
      mark.changed += anew.length;
      if (performance.now() - told < REPORT_MS) continue;
      told = performance.now();
      tell();
    }
  } catch (error) {
    if (error instanceof Aborted) tell();
    throw error;
  }
  tell();
  return mark;
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
