/** How far the review has come, for whoever reviews: what is decided, by whom, and how long the rest has waited. */
import type { EpochMs, ReviewedSession, WaitingFigures } from '../model.ts';
import { stateOf } from '../model/review-state.ts';
import type { Queued } from './queue.ts';
import { isDecided } from './steps.ts';
import { ageDays, waitingOf } from './waiting.ts';

export interface Progress {
  /** Sessions whose review is at its end, and those of them that this reviewer decided. */
  decided: number;
  own: number;
  /** Of what waits for this reviewer. */
  waiting: WaitingFigures;
}

/**
 * @param sessions those that nobody has reviewed may be left out
 * @param queue what waits for the reviewer
 * @param at up to when ages are counted
 */
export function progressOf(
  sessions: Iterable<ReviewedSession>,
  queue: readonly Queued<ReviewedSession>[],
  reviewer: string,
  at: EpochMs,
): Progress {
  let decided = 0;
  let own = 0;
  for (const { steps } of sessions) {
    if (steps.length === 0) continue;
    const state = stateOf(steps);
    if (!isDecided(state)) continue;
    decided++;
    if (state.by === reviewer) own++;
  }
  const ages = queue.flatMap(({ session: { start } }) => (start === null ? [] : [ageDays(start, at)]));
  return { decided, own, waiting: waitingOf(queue.length, ages) };
}
