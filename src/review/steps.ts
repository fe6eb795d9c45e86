/** What the steps of a session's review amount to, and which step may come next. */
import type { Disposition, ReviewState, ReviewStep, StepRefusal } from '../model.ts';

const OPEN: ReviewState = { disposition: null, by: null, at: null, escalatedBy: null };

/** @param steps of one session, in the order in which they were taken */
export function stateOf(steps: readonly ReviewStep[]): ReviewState {
  return statesOf(steps).at(-1) ?? OPEN;
}

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

/** Is the review at its end? Until then the session is in the queue. */
export function isDecided({ disposition }: ReviewState): boolean {
  return disposition === 'compliant' || disposition === 'violation';
}

/** Why the reviewer may not take the step; null = they may. */
export function refusalOf(
  steps: readonly ReviewStep[],
  step: ReviewStep['step'],
  reviewer: string,
): StepRefusal | null {
  if (reviewer === '') return 'no-reviewer';
  if (step === 'note') return null;
  const state = stateOf(steps);
  if (step === 'withdrawn') {
    const last = steps.findLast((each) => each.step !== 'note');
    if (last === undefined || last.step === 'withdrawn') return 'nothing-decided';
    return last.reviewer === reviewer ? null : 'not-own-step';
  }
  if (step === 'reopened') return state.disposition === null ? 'nothing-decided' : null;
  if (isDecided(state)) return 'decided';
  const closes = step === 'compliant' || step === 'violation';
  return closes && state.escalatedBy === reviewer ? 'four-eyes' : null;
}
