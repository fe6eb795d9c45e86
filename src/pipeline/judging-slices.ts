/**
 * Judges an archive slice by slice: to keep it, or to see what it would change. What a slice costs most, opening it and judging its
 * sessions, needs nothing of the archive: `openHand` does it in this thread or in another.
 */
import type { JudgedStore, Judgement, KnownSource, NumberedBasis, SealedSlice, SliceDesk } from '../model.ts';
import { JudgedBehind, type JudgedSlice, type JudgingMark } from './judged-behind.ts';
import { certificatesOf, judgedAnew, openJudge, type Learnt } from './judging.ts';
import { Pace } from './pace.ts';
import { changeOf, type ChangedLine } from './preview.ts';
import { rankOf } from './rank.ts';
import { Aborted } from './settings.ts';

/** All that judging a slice needs to know. It can be sent to another thread. */
export interface JudgingTask {
  basis: NumberedBasis;
  learnt: Learnt;
  sources: KnownSource[];
  /** Else nothing is made ready to be kept. */
  keeps: boolean;
  /** Else what changed in a session is not told. */
  tells: boolean;
}

/** Judges slices of one task. */
export type Hand = (slice: SealedSlice) => Promise<JudgedSlice>;

export async function judgingTask(
  store: JudgedStore,
  basis: NumberedBasis,
  { keeps, tells }: Pick<JudgingTask, 'keeps' | 'tells'>,
): Promise<JudgingTask> {
  const sources = await store.sources();
  const learnt = { tallies: await store.tallies(), certificates: certificatesOf(sources) };
  return { basis, learnt, sources, keeps, tells };
}

/** @param signal where this thread has to hear it, too: the hand rejects with Aborted */
export function openHand(
  { basis, learnt, sources, keeps, tells }: JudgingTask,
  desk: SliceDesk,
  signal?: AbortSignal,
): Hand {
  const judge = openJudge(basis, learnt);
  const rank = rankOf(sources);
  const pace = new Pace(signal);
  return async (sealed) => {
    const slice = await desk.open(sealed);
    const anew = new Map<number, Judgement>();
    const changes: ChangedLine[] = [];
    for (const stored of slice.sessions) {
      if (signal !== undefined) await pace.next();
      const found = judgedAnew(stored, judge, rank);
      if (found === null) continue;
      const { session, judgement } = found;
      anew.set(stored.slot, judgement);
      const { id, start } = session;
      if (tells) changes.push({ id, start, change: changeOf(stored.judgement, judgement) });
    }
    const kept = keeps && anew.size > 0 ? await desk.rejudged(slice, anew) : null;
    return { number: slice.number, judged: slice.sessions.length, changed: anew.size, changes, anew: kept };
  };
}

export interface JudgingHooks {
  /** At most ten times a second, and at the end. */
  progress?: (mark: JudgingMark) => void;
  /** Called before what was judged anew is kept. */
  changed?: (change: ChangedLine) => void;
  signal?: AbortSignal;
}

/**
 * Judges slice by slice, from a mark on.
 * @param hand judges as many slices at once as `hands` says
 * @returns the mark at the end; after an abort the last one that was told is safe to go on from
 * @throws Aborted
 */
export async function judgeSlices(
  store: JudgedStore,
  { hand, hands }: { hand: Hand; hands: number },
  { from, before }: { from: JudgingMark; before: number },
  { progress, changed, signal }: JudgingHooks = {},
): Promise<JudgingMark> {
  const pace = new Pace(signal);
  const behind = new JudgedBehind(store, from, progress ?? (() => undefined));
  const take = async (judging: Promise<JudgedSlice>): Promise<void> => {
    const slice = await judging;
    await pace.next();
    for (const change of slice.changes) changed?.(change);
    await behind.take(slice);
  };
  const open: Promise<JudgedSlice>[] = [];
  try {
    for await (const sealed of store.slices(from.through, before)) {
      await pace.next();
      const judging = hand(sealed);
      // Whoever takes it meets the failure.
      judging.catch(() => undefined);
      open.push(judging);
      const first = open.length < hands ? undefined : open.shift();
      if (first !== undefined) await take(first);
    }
    for (const judging of open) await take(judging);
  } catch (error) {
    if (error instanceof Aborted) await behind.stop();
    throw error;
  }
  return behind.end();
}
