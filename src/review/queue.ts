/** Which sessions wait for a reviewer, why, and in which order. */
import type { QueueReason, QueueSettings, ReviewedSession, ReviewState } from '../model.ts';
import { stateOf } from '../model/review-state.ts';
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
  // Sorted one by one: where the sessions come in their order there is next to nothing to do.
  const queues = new Map(ORDER.map((reason) => [reason, [] as Queued<T>[]]));
  for (const session of sessions) {
    const state = stateOf(session.steps);
    const reason = reasonOf(session, state, settings);
    if (reason === null || (state.disposition === 'escalated' && state.escalatedBy === reviewer)) continue;
    queues.get(reason)?.push({ session, reason, state });
  }
  return [...queues.values()].flatMap((queue) => queue.sort(inTurn));
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
  { flags, hasWords, isSampled }: ReviewedSession,
  settings: QueueSettings,
): Extract<QueueReason, 'violation' | 'warning' | 'words' | 'sample'> | null {
  if (flags.some(({ severity }) => severity === 'violation')) return 'violation';
  if (settings.severity === 'warning' && flags.some(({ severity }) => severity === 'warning')) return 'warning';
  if (hasWords) return 'words';
  return isSampled ? 'sample' : null;
}

function inTurn(a: Queued<ReviewedSession>, b: Queued<ReviewedSession>): number {
  const [first, second] = [a.session.start ?? -Infinity, b.session.start ?? -Infinity];
  if (first !== second) return first < second ? -1 : 1;
  return a.session.id < b.session.id ? -1 : 1;
}
