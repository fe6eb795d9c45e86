/** The supervisory report of a period (FINRA 3110 and its like: evidence of who reviewed what share, when, and what was found). */
import type {
  Escalation,
  EpochMs,
  QueueSettings,
  ReviewedSession,
  ReviewerFigures,
  ReviewState,
  SupervisoryReport,
} from '../model.ts';
import { stateOf } from '../model/review-state.ts';
import { causeOf } from './queue.ts';
import { isDecided } from './steps.ts';
import { ageDays, waitingOf } from './waiting.ts';

export interface Period {
  /** Start of a session: from inclusive, to exclusive. */
  from: EpochMs;
  to: EpochMs;
}

/**
 * @param sessions any; those that began outside the period (or have no time) are left out
 * @param at when the report is drawn up: ages are counted up to it
 */
export function supervisoryReport(
  sessions: Iterable<ReviewedSession>,
  { from, to }: Period,
  settings: QueueSettings,
  at: EpochMs,
): SupervisoryReport {
  const due = { violation: 0, warning: 0, words: 0, sample: 0 };
  const ages: number[] = [];
  const figures = new Map<string, ReviewerFigures>();
  const findings = new Map<string, number>();
  const escalations: Escalation[] = [];
  const count = { sessions: 0, decided: 0, decidedBeyond: 0, waiting: 0 };
  for (const session of sessions) {
    if (session.start === null || session.start < from || session.start >= to) continue;
    count.sessions++;
    const state = stateOf(session.steps);
    const cause = causeOf(session, settings);
    if (cause !== null) {
      due[cause]++;
      if (isDecided(state)) count.decided++;
      else {
        count.waiting++;
        ages.push(ageDays(session.start, at));
      }
    } else if (isDecided(state)) count.decidedBeyond++;
    credit(figures, state);
    if (state.disposition === 'violation') addFinding(findings, session);
    escalations.push(...escalationsOf(session));
  }
  return {
    from,
    to,
    at,
    settings,
    sessions: count.sessions,
    due,
    decided: count.decided,
    waiting: waitingOf(count.waiting, ages),
    decidedBeyond: count.decidedBeyond,
    byReviewer: [...figures.values()].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1)),
    findings: [...findings]
      .map(([rule, found]) => ({ rule, sessions: found }))
      .sort((a, b) => b.sessions - a.sessions || (a.rule < b.rule ? -1 : 1)),
    escalations: escalations.sort((a, b) => a.at - b.at),
  };
}

/** The step that holds counts, and counts for whoever took it. */
function credit(figures: Map<string, ReviewerFigures>, { disposition, by }: ReviewState): void {
  if (disposition === null || by === null) return;
  const own = figures.get(by) ?? {
    reviewer: by,
    decided: 0,
    compliant: 0,
    violation: 0,
    escalated: 0,
    moreInformation: 0,
  };
  figures.set(by, own);
  own.decided++;
  own[disposition === 'more-information' ? 'moreInformation' : disposition]++;
}

function addFinding(findings: Map<string, number>, { flags }: ReviewedSession): void {
  const rules = new Set(flags.filter(({ severity }) => severity === 'violation').map(({ rule }) => rule));
  for (const rule of rules.size === 0 ? [''] : rules) findings.set(rule, (findings.get(rule) ?? 0) + 1);
}

/** Each time it was handed on, and what became of it. Slips that were withdrawn are left out. */
function escalationsOf({ id, steps }: ReviewedSession): Escalation[] {
  const escalations: Escalation[] = [];
  let open: Escalation | null = null;
  for (const [index, { step, reviewer, at }] of steps.entries()) {
    if (isWithdrawn(steps, index)) continue;
    if (step === 'escalated' && open === null) {
      open = { session: id, by: reviewer, at, closedBy: null, closedAt: null, outcome: null };
      escalations.push(open);
    } else if (open !== null && (step === 'compliant' || step === 'violation' || step === 'reopened')) {
      open.closedBy = reviewer;
      open.closedAt = at;
      open.outcome = step === 'reopened' ? null : step;
      open = null;
    }
  }
  return escalations;
}

/** Was the step at `index` taken back? Each withdrawal takes back the last step before it that still holds. */
function isWithdrawn(steps: ReviewedSession['steps'], index: number): boolean {
  let later = 0;
  for (const { step } of steps.slice(index + 1)) {
    if (step === 'withdrawn') {
      if (later === 0) return true;
      later--;
    } else if (step !== 'note') later++;
  }
  return false;
}
