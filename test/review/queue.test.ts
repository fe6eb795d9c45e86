import { describe, expect, test } from 'vitest';
import type { EpochMs, QueueSettings, ReviewedSession, ReviewStep, SessionId } from '../../src/model.ts';
import { isSampled, progressOf, queueOf, supervisoryReport } from '../../src/review/index.ts';

const SETTINGS: QueueSettings = { severity: 'warning', share: 0, seed: '2014' };

function session(id: string, parts: Partial<Omit<ReviewedSession, 'id'>> = {}): ReviewedSession {
  return {
    id: id as SessionId,
    start: 0 as EpochMs,
    flags: [],
    hasWords: false,
    isSampled: false,
    steps: [],
    ...parts,
  };
}

function step(reviewer: string, taken: ReviewStep['step'], at = 1): ReviewStep {
  return { session: '' as SessionId, step: taken, reviewer, at: at as EpochMs, note: null };
}

const VIOLATION = [{ rule: 'service-ended', severity: 'violation' }] as const;
const WARNING = [{ rule: 'port-not-expected', severity: 'warning' }] as const;

describe('queueOf', () => {
  test('violations come first, then warnings, words and the sample; the earliest before the later', () => {
    const sessions = [
      session('sampled', { start: 1 as EpochMs, isSampled: true }),
      session('words', { hasWords: true }),
      session('later', { flags: VIOLATION, start: 9 as EpochMs }),
      session('warned', { flags: WARNING }),
      session('earlier', { flags: VIOLATION, start: 3 as EpochMs }),
      session('asked', { steps: [step('ben', 'more-information')] }),
      session('reopened', { steps: [step('ben', 'compliant'), step('ben', 'reopened')] }),
      session('escalated', { steps: [step('ben', 'escalated')] }),
    ];
    const queue = queueOf(sessions, SETTINGS, 'anna');
    expect(queue.map(({ session: { id }, reason }) => `${id} ${reason}`)).toEqual([
      'escalated escalation',
      'reopened reopened',
      'earlier violation',
      'later violation',
      'warned warning',
      'words words',
      'asked more-information',
      'sampled sample',
    ]);
  });

  test('what is decided waits no longer', () => {
    const decided = session('a', { flags: VIOLATION, steps: [step('anna', 'violation')] });
    expect(queueOf([decided], SETTINGS, 'anna')).toEqual([]);
  });

  test('an escalation waits for somebody else than who made it', () => {
    const escalated = session('a', { flags: VIOLATION, steps: [step('anna', 'escalated')] });
    expect(queueOf([escalated], SETTINGS, 'anna')).toEqual([]);
    expect(queueOf([escalated], SETTINGS, 'ben')).toHaveLength(1);
  });

  test('warnings are left out where only violations are asked for', () => {
    expect(queueOf([session('a', { flags: WARNING })], { ...SETTINGS, severity: 'violation' }, 'anna')).toEqual([]);
  });
});

describe('isSampled', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => index.toString(16).padStart(20, '0') as SessionId);

  test.each([0, 0.05, 0.5, 1])('draws a share of %d, within what chance allows', (share) => {
    const drawn = ids.filter((id) => isSampled(id, 'seed', share)).length;
    // Four standard deviations of a binomial distribution.
    const allowed = 4 * Math.sqrt(ids.length * share * (1 - share));
    expect(Math.abs(drawn - ids.length * share)).toBeLessThanOrEqual(allowed);
  });

  test('is the same for the same seed, and another for another', () => {
    const drawn = (seed: string): string => ids.filter((id) => isSampled(id, seed, 0.1)).join();
    expect(drawn('a')).toBe(drawn('a'));
    expect(drawn('a')).not.toBe(drawn('b'));
  });

  test('a greater share holds the smaller one', () => {
    const some = ids.filter((id) => isSampled(id, 'seed', 0.1));
    expect(some.every((id) => isSampled(id, 'seed', 0.2))).toBe(true);
  });
});

describe('supervisoryReport', () => {
  const DAY = 86_400_000;
  const period = { from: 0 as EpochMs, to: (10 * DAY) as EpochMs };
  const now = (30 * DAY) as EpochMs;

  test('counts what was due, who decided, what was found and what is open', () => {
    const sessions = [
      session('a', { flags: VIOLATION, steps: [step('anna', 'violation', 5)] }),
      session('b', { flags: VIOLATION, steps: [step('anna', 'escalated', 6), step('ben', 'compliant', 8)] }),
      session('c', { flags: VIOLATION, start: (2 * DAY) as EpochMs }),
      session('d', { flags: WARNING, start: (4 * DAY) as EpochMs, steps: [step('ben', 'escalated', 7)] }),
      session('e', { hasWords: true, steps: [step('ben', 'violation', 9)] }),
      session('f', { steps: [step('ben', 'compliant', 9)] }),
      session('outside', { flags: VIOLATION, start: (10 * DAY) as EpochMs }),
      session('timeless', { flags: VIOLATION, start: null }),
    ];
    expect(supervisoryReport(sessions, period, SETTINGS, now)).toEqual({
      ...period,
      at: now,
      settings: SETTINGS,
      sessions: 6,
      due: { violation: 3, warning: 1, words: 1, sample: 0 },
      decided: 3,
      waiting: { sessions: 2, medianDays: 27, oldestDays: 28 },
      decidedBeyond: 1,
      byReviewer: [
        { reviewer: 'anna', decided: 1, compliant: 0, violation: 1, escalated: 0, moreInformation: 0 },
        { reviewer: 'ben', decided: 4, compliant: 2, violation: 1, escalated: 1, moreInformation: 0 },
      ],
      findings: [
        { rule: '', sessions: 1 },
        { rule: 'service-ended', sessions: 1 },
      ],
      escalations: [
        { session: 'b', by: 'anna', at: 6, closedBy: 'ben', closedAt: 8, outcome: 'compliant' },
        { session: 'd', by: 'ben', at: 7, closedBy: null, closedAt: null, outcome: null },
      ],
    });
  });

  test('a slip that was withdrawn is no escalation', () => {
    const slip = session('a', { flags: VIOLATION, steps: [step('anna', 'escalated'), step('anna', 'withdrawn')] });
    expect(supervisoryReport([slip], period, SETTINGS, now).escalations).toEqual([]);
  });

  test('nothing to report is a report', () => {
    expect(supervisoryReport([], period, SETTINGS, now)).toMatchObject({
      sessions: 0,
      waiting: { sessions: 0, medianDays: null, oldestDays: null },
    });
  });
});

describe('progressOf', () => {
  test('what is decided counts for whoever took the step that holds; ages are those of what waits for the reviewer', () => {
    const DAY_MS = 86_400_000;
    const day = (number: number): EpochMs => (number * DAY_MS) as EpochMs;
    const sessions = [
      session('own', { steps: [step('anna', 'compliant')] }),
      session('taken over', { steps: [step('anna', 'escalated'), step('ben', 'violation')] }),
      session('withdrawn', {
        steps: [step('anna', 'compliant'), step('anna', 'withdrawn')],
        start: day(90),
        flags: WARNING,
      }),
      session('old', { flags: VIOLATION, start: day(10) }),
      session('young', { flags: VIOLATION, start: day(99) }),
      session('undated', { flags: VIOLATION, start: null }),
      session('unflagged', { start: day(1) }),
    ];
    const queue = queueOf(sessions, SETTINGS, 'anna');
    const at = (day(100) + DAY_MS / 2) as EpochMs;
    expect(progressOf(sessions, queue, 'anna', at)).toEqual({
      decided: 2,
      own: 1,
      waiting: { sessions: 4, medianDays: 10, oldestDays: 90 },
    });
    expect(progressOf([], [], 'anna', at).waiting).toEqual({ sessions: 0, medianDays: null, oldestDays: null });
  });
});
