/** Which sessions wait for a reviewer, why, and in which order. */
import type { QueueReason, QueueSettings, ReviewedSession, ReviewState } from '../model.ts';
import { stateOf } from '../model/review-state.ts';
import { isSampled } from './sample.ts';
import { isDecided } from './steps.ts';

/** The gravest first. */
const ORDER: readonly QueueReason[] = [
  'escalation',
  'reopened',
  'violation',
  'warning',
  'words',
  'more-information',
  'sample',
];

export interface Queued<T extends ReviewedSession> {
  session: T;
  reason: QueueReason;
  state: ReviewState;
}

/**
 * What waits for `reviewer`, gravest reason first, then the earliest. What they have escalated themselves waits for somebody
 * else, and is left out.
 */
export function queueOf<T extends ReviewedSession>(
  sessions: Iterable<T>,
  settings: QueueSettings,
  reviewer: string,
): Queued<T>[] {
  const queue: Queued<T>[] = [];
  for (const session of sessions) {
    const state = stateOf(session.steps);
    const reason = reasonOf(session, state, settings);
    if (reason === null || (state.disposition === 'escalated' && state.escalatedBy === reviewer)) continue;
    queue.push({ session, reason, state });
  }
  return queue.sort(inTurn);
}

/** Why the session waits; null = it does not. */
export function reasonOf(session: ReviewedSession, state: ReviewState, settings: QueueSettings): QueueReason | null {
  if (isDecided(state)) return null;
  if (state.disposition === 'escalated') return 'escalation';
  if (state.disposition === 'more-information') return 'more-information';
  return state.at === null ? causeOf(session, settings) : 'reopened';
}

/** What puts a session into the queue, whatever was decided since. */
export function causeOf(
  { id, flags, hasWords }: ReviewedSession,
  settings: QueueSettings,
): Extract<QueueReason, 'violation' | 'warning' | 'words' | 'sample'> | null {
  if (flags.some(({ severity }) => severity === 'violation')) return 'violation';
  if (settings.severity === 'warning' && flags.some(({ severity }) => severity === 'warning')) return 'warning';
  if (hasWords) return 'words';
  return isSampled(id, settings.seed, settings.share) ? 'sample' : null;
}

function inTurn(a: Queued<ReviewedSession>, b: Queued<ReviewedSession>): number {
  return (
    ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason) ||
    (a.session.start ?? -Infinity) - (b.session.start ?? -Infinity) ||
    (a.session.id < b.session.id ? -1 : 1)
  );
}
