/** Jobs held against what the ledger tells of them. */
import { expect, test } from 'vitest';
import { ExpectedJobs, toldOfFile, toldOfJob } from '../../src/archive/verify-jobs.ts';
import type { EpochMs, Job, Json, LedgerRecord } from '../../src/model.ts';

const job = (id: number, more: Partial<Job> = {}): Job => ({
  ...{ id, kind: 'import', state: 'sealed', started: 1 as EpochMs, ended: 2 as EpochMs },
  files: [{ name: 'edge.log', size: 9, modified: null, source: null }],
  ...more,
});
const broken = (id: number, more: Partial<Job> = {}): Job => job(id, { state: 'running', ended: null, ...more });

function entry(of: Job, more: { readonly [key: string]: Json } = {}): LedgerRecord {
  const { id, kind, state, files } = of;
  const payload = { job: id, kind, state, ...toldOfJob(of), files: files.map(toldOfFile), ...more };
  const chained = { seq: id, time: '', actor: '', digest: '', previous: '', hash: '' };
  return { ...chained, action: 'import', subject: `job:${id}`, payload };
}

function faultOf(entries: readonly LedgerRecord[], jobs: readonly Job[]): string | null {
  const expected = new ExpectedJobs();
  for (const each of entries) expected.follow(each);
  return expected.fault(jobs)?.message ?? null;
}

test('a job that was told is there as it was told; one that was broken off is not told', () => {
  expect(faultOf([entry(job(1))], [job(1), broken(2)])).toBeNull();
  expect(faultOf([entry(job(1))], [])).toMatch(/Job 1 is missing/);
  for (const changed of [{ kind: 'purge' }, { state: 'failed' }, { ended: 3 }, { started: 0 }, { files: [] }]) {
    expect(faultOf([entry(job(1))], [job(1, changed as Partial<Job>)])).toMatch(/Job 1 was changed/);
  }
  expect(faultOf([], [job(1)])).toMatch(/not known to the ledger/);
});

test('a job is done again by a later one that was sealed, and by no other', () => {
  const superseded = broken(1, { state: 'superseded' });
  expect(faultOf([entry(job(2))], [superseded, job(2)])).toBeNull();
  expect(faultOf([], [superseded])).toMatch(/not known to the ledger/);
  expect(faultOf([entry(job(1)), entry(job(2))], [job(1, { state: 'superseded' }), job(2)])).toMatch(/was changed/);
});

test('a job was taken back where an undo is told, or was broken off before it could tell', () => {
  const undone = job(1, { state: 'undone' });
  const undo = job(2, { kind: 'undo' });
  expect(faultOf([entry(job(1))], [undone])).toMatch(/Job 1 was changed/);
  expect(faultOf([entry(job(1)), entry(undo, { undone: 1 })], [undone, undo])).toBeNull();
  expect(faultOf([entry(job(1))], [undone, broken(2, { kind: 'undo' })])).toBeNull();
});
