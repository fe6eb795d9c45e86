/** Judges what is still to be judged by the basis in force, with a mark from which it can go on. */
import type { DexieStore } from '../src/archive/index.ts';
import type { JudgingProgress } from '../src/model.ts';
import { judgeSlices, judgingTask, type JudgingMark } from '../src/pipeline.ts';
import { handsFor } from './judging-hands.ts';

/** How often the mark is kept, ms: as much work is done again after a crash. */
const MARK_MS = 1_000;

export interface JudgingHooks {
  report?: (progress: JudgingProgress) => void;
  signal?: AbortSignal;
}

/**
 * Within the write lock. With nothing unfinished it does nothing.
 * @throws Aborted; what was judged by then stays, and the mark says where to go on
 */
export async function judgeRest(store: DexieStore, { report, signal }: JudgingHooks = {}): Promise<JudgingMark> {
  const unfinished = await store.bases.unfinished();
  if (unfinished === null) return { through: -1, judged: 0, changed: 0 };
  const { total, before, through, judged, changed } = unfinished;
  const basis = await store.bases.inForce();
  let last: JudgingMark = { through, judged, changed };
  let kept = performance.now();
  let keeping = Promise.resolve();
  const keep = (): void => {
    kept = performance.now();
    const mark = { ...unfinished, ...last };
    keeping = keeping.then(() => store.bases.markJudging(mark));
  };
  const progress = (mark: JudgingMark): void => {
    last = mark;
    report?.({ state: 'judging', judged: mark.judged, total: Math.max(total, mark.judged), changed: mark.changed });
    if (performance.now() - kept >= MARK_MS) keep();
  };
  progress(last);
  const task = await judgingTask(store, basis, { keeps: true, tells: false });
  const { close, ...hands } = handsFor(task, total - judged, signal);
  try {
    const hooks = signal === undefined ? { progress } : { progress, signal };
    last = await judgeSlices(store, hands, { from: last, before }, hooks);
  } catch (error) {
    keep();
    await keeping;
    throw error;
  } finally {
    close();
  }
  await keeping;
  await store.bases.markJudged();
  await store.compact();
  return last;
}
