import { describe, expect, test } from 'vitest';
import type { EpochMs, ReviewStep, SessionId } from '../../src/model.ts';
import { stateOf } from '../../src/model/review-state.ts';
import { isDecided, refusalOf } from '../../src/review/index.ts';

/** `anna escalated`, one after the other. */
function steps(...taken: string[]): ReviewStep[] {
  return taken.map((text, index) => {
    const [reviewer = '', step = ''] = text.split(' ');
    const at = (index + 1) as EpochMs;
    return { session: 's' as SessionId, step: step as ReviewStep['step'], reviewer, at, note: null };
  });
}

describe('stateOf', () => {
  test('a session without steps is open', () => {
    expect(stateOf([])).toEqual({ disposition: null, by: null, at: null, escalatedBy: null });
  });

  test('the last decision holds', () => {
    expect(stateOf(steps('anna compliant', 'anna reopened', 'ben violation'))).toMatchObject({
      disposition: 'violation',
      by: 'ben',
      at: 3,
    });
  });

  test('a note changes nothing', () => {
    expect(stateOf(steps('anna violation', 'ben note'))).toMatchObject({ disposition: 'violation', by: 'anna', at: 1 });
  });

  test('what was withdrawn gives way to what was before', () => {
    expect(stateOf(steps('anna escalated', 'ben compliant', 'ben withdrawn'))).toEqual({
      disposition: 'escalated',
      by: 'anna',
      at: 1,
      escalatedBy: 'anna',
    });
    expect(stateOf(steps('anna compliant', 'anna withdrawn')).disposition).toBeNull();
  });

  test('asking for information leaves an escalation open', () => {
    expect(stateOf(steps('anna escalated', 'ben more-information'))).toMatchObject({
      disposition: 'more-information',
      escalatedBy: 'anna',
    });
  });

  test('only compliant and violation decide', () => {
    const decided = ['compliant', 'violation', 'escalated', 'more-information', 'reopened'].filter((step) =>
      isDecided(stateOf(steps(`anna ${step}`))),
    );
    expect(decided).toEqual(['compliant', 'violation']);
  });
});

describe('refusalOf', () => {
  const cases: [title: string, taken: string[], step: ReviewStep['step'], reviewer: string, refusal: string | null][] =
    [
      ['the first decision', [], 'compliant', 'anna', null],
      ['nobody', [], 'compliant', '', 'no-reviewer'],
      ['nobody, for a note', [], 'note', '', 'no-reviewer'],
      ['a second decision', ['anna compliant'], 'violation', 'ben', 'decided'],
      ['a note on what is decided', ['anna compliant'], 'note', 'ben', null],
      ['the escalator', ['anna escalated'], 'compliant', 'anna', 'four-eyes'],
      ['another after an escalation', ['anna escalated'], 'violation', 'ben', null],
      ['the escalator asks', ['anna escalated'], 'more-information', 'anna', null],
      ['the escalator, after a question', ['anna escalated', 'ben more-information'], 'compliant', 'anna', 'four-eyes'],
      ['the escalator, when handed back', ['anna escalated', 'ben escalated'], 'compliant', 'anna', 'four-eyes'],
      ['a new review of what was escalated', ['anna escalated', 'ben reopened'], 'compliant', 'anna', null],
      ['reopening what is open', [], 'reopened', 'anna', 'nothing-decided'],
      ['reopening', ['anna violation'], 'reopened', 'ben', null],
      ['withdrawing nothing', [], 'withdrawn', 'anna', 'nothing-decided'],
      ['withdrawing a step of one’s own', ['anna violation', 'ben note'], 'withdrawn', 'anna', null],
      ['withdrawing a step of another', ['anna violation'], 'withdrawn', 'ben', 'not-own-step'],
      ['withdrawing twice', ['anna violation', 'anna withdrawn'], 'withdrawn', 'anna', 'nothing-decided'],
    ];
  test.each(cases)('%s', (_, taken, step, reviewer, refusal) => {
    expect(refusalOf(steps(...taken), step, reviewer)).toBe(refusal);
  });
});
