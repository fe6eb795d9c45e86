import { expect, test } from 'vitest';
import { ExpectedReviews } from '../../src/archive/verify-reviews.ts';
import type { EpochMs, LedgerRecord, ReviewStep, SessionId } from '../../src/model.ts';

const SESSION = 'aa72497faa47d27b79dc' as SessionId;
const HEIR = 'bb72497faa47d27b79dc' as SessionId;
const isThere = async (): Promise<boolean> => Promise.resolve(true);

const step = (note: string, session = SESSION): ReviewStep => ({
  ...{ session, step: 'note', reviewer: 'Ada', at: 0 as EpochMs, note },
});
function entry(action: 'note' | 'purge' | 'decision', subject: string, payload: LedgerRecord['payload']): LedgerRecord {
  const chained = { seq: 1, time: '', actor: 'Ada', digest: '', previous: '', hash: '' };
  return { ...chained, action, subject, ...(payload === undefined ? {} : { payload }) };
}
const told = (note: string, session = SESSION): LedgerRecord =>
  entry('note', `session:${session}`, { step: 'note', reviewer: 'Ada', at: '1970-01-01T00:00:00.000Z', note });
const PURGE = entry('purge', 'archive', null);
const JOIN = entry('decision', `session:${HEIR}`, { joined: SESSION });

async function faultOf(entries: readonly LedgerRecord[], steps: readonly ReviewStep[]): Promise<string | null> {
  const expected = new ExpectedReviews();
  for (const each of entries) expected.follow(each);
  const records = groupedBySession(steps);
  const fault = await expected.fault(
    [...records].map(([session, its]) => ({ session, steps: its })),
    isThere,
  );
  return fault?.message ?? null;
}

test('a review that the ledger tells is missed, and one that it tells otherwise is named', async () => {
  expect(await faultOf([told('a')], [step('a')])).toBe(null);
  expect(await faultOf([told('a')], [])).toMatch(/is missing/);
  expect(await faultOf([told('a')], [step('b')])).toMatch(/another one/);
  expect(await faultOf([], [step('a')])).toMatch(/not known/);
});

test('the last decision counts: steps in another order are another review', async () => {
  expect(await faultOf([told('a'), told('b')], [step('b'), step('a')])).toMatch(/another one/);
});

test('a purge may have taken a review: its session, imported anew, needs what was told since alone', async () => {
  expect(await faultOf([told('a'), PURGE], [])).toBe(null);
  expect(await faultOf([told('a'), PURGE], [step('a')])).toBe(null);
  expect(await faultOf([told('a'), PURGE, told('b')], [step('b')])).toBe(null);
  expect(await faultOf([told('a'), PURGE, told('b')], [step('a'), step('b')])).toBe(null);
  expect(await faultOf([told('a'), PURGE, told('b')], [])).toMatch(/is missing/);
  expect(await faultOf([told('a'), PURGE, told('b')], [step('a')])).toMatch(/another one/);
});

test('the steps of a session that became one with another are asked of the other, also across a purge', async () => {
  // At the same time: those of the heir stand first.
  const steps = [step('b', HEIR), step('a', HEIR)];
  expect(await faultOf([told('a'), told('b', HEIR), JOIN], steps)).toBe(null);
  expect(await faultOf([told('a'), PURGE, told('b', HEIR), JOIN], steps)).toBe(null);
  expect(await faultOf([told('a'), PURGE, told('b', HEIR), JOIN], [step('b', HEIR)])).toBe(null);
  expect(await faultOf([told('a'), PURGE, told('b', HEIR), JOIN], [step('a', HEIR)])).toMatch(/another one/);
});

function groupedBySession(steps: readonly ReviewStep[]): Map<SessionId, ReviewStep[]> {
  const grouped = new Map<SessionId, ReviewStep[]>();
  for (const each of steps) grouped.set(each.session, [...(grouped.get(each.session) ?? []), each]);
  return grouped;
}
