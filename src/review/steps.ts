/** Which step of a review may come next. */
import type { ReviewState, ReviewStep, StepRefusal } from '../model.ts';
import { stateOf } from '../model/review-state.ts';

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
