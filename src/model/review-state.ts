/** What the steps of a session's review amount to. */
import type { Disposition, ReviewState, ReviewStep, Standing } from './review.ts';

/** In the order in which they are listed. */
export const STANDINGS: readonly Standing[] = ['open', 'escalated', 'more-information', 'violation', 'compliant'];

const OPEN: ReviewState = { disposition: null, by: null, at: null, escalatedBy: null };

/** @param steps of one session, in the order in which they were taken */
export function stateOf(steps: readonly ReviewStep[]): ReviewState {
  return steps.length === 0 ? OPEN : (statesOf(steps).at(-1) ?? OPEN);
}

/** As filters and lists say it. */
export const standingOf = (steps: readonly ReviewStep[]): Standing => stateOf(steps).disposition ?? 'open';

/** The states that hold one after the other, without those that were withdrawn. */
function statesOf(steps: readonly ReviewStep[]): ReviewState[] {
  const states: ReviewState[] = [];
  for (const { step, reviewer, at } of steps) {
    if (step === 'note') continue;
    if (step === 'withdrawn') states.pop();
    else if (step === 'reopened') states.push({ disposition: null, by: reviewer, at, escalatedBy: null });
    else states.push({ disposition: step, by: reviewer, at, escalatedBy: escalation(states.at(-1), step, reviewer) });
  }
  return states;
}

/** An escalation lasts until it is closed; asking for information does not close it. */
function escalation(before: ReviewState | undefined, step: Disposition, reviewer: string): string | null {
  if (step === 'escalated') return before?.escalatedBy ?? reviewer;
  return step === 'more-information' ? (before?.escalatedBy ?? null) : null;
}
