/** The queue of imports, with a stand-in for the worker's side. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { reason, sentenceOf, type ImportProgress, type Outcome } from '../../src/model.ts';
import { Imports } from '../../src/views/import/imports.svelte.ts';

type Ending = (outcome: Outcome<ImportProgress>) => void;
const started: { job: string; end: Ending; report: (progress: ImportProgress) => void }[] = [];
const cancelled: string[] = [];

const imports = new Imports({
  importFiles: (job, _archive, _files, _options, report) => new Promise((end) => started.push({ job, end, report })),
  readFileAgain: (job, _archive, _options, report) => new Promise((end) => started.push({ job, end, report })),
  cancelImport: (job) => {
    cancelled.push(job);
    started.find((one) => one.job === job)?.end({ ok: false, code: 'aborted', message: '' });
    return Promise.resolve();
  },
});

const OPTIONS = { timeZone: null, organisation: null };
const begin = (name: string) => imports.start('fedlens', [new File(['INVITE'], name)], OPTIONS);
const done = (sessions: number): Outcome<ImportProgress> => ({
  ok: true,
  value: { files: [], sessions, flags: 0, bytesPerSecond: 1 },
});

beforeEach(async () => {
  while (imports.current) {
    started.at(-1)?.end(done(0));
    await imports.current.over;
  }
  started.length = 0;
  cancelled.length = 0;
  imports.forget('fedlens');
});

describe('imports', () => {
  test('run one after the other, in the order in which they were dropped', async () => {
    const first = begin('first.log');
    const second = begin('second.log');
    expect(imports.jobs.map((job) => job.state)).toEqual(['running', 'waiting']);
    expect(started).toHaveLength(1);
    started[0]?.end(done(3));
    expect((await first)?.state).toBe('done');
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(imports.jobs.map((job) => job.state)).toEqual(['done', 'running']);
    started[1]?.end(done(1));
    expect((await second)?.state).toBe('done');
    await vi.waitFor(() => expect(imports.current).toBeNull());
    expect(imports.jobs.map((job) => job.progress.sessions)).toEqual([3, 1]);
  });

  test('a waiting one is cancelled without the worker, a running one by it', async () => {
    void begin('running.log');
    void begin('waiting.log');
    const [running, waiting] = imports.jobs;
    waiting?.cancel();
    expect(waiting?.state).toBe('cancelled');
    expect(cancelled).toEqual([]);
    running?.cancel();
    await vi.waitFor(() => expect(running?.state).toBe('cancelled'));
    expect(cancelled).toEqual([running?.id]);
    expect(started).toHaveLength(1);
  });

  test('a cancelled one takes the last snapshot, which may come late', async () => {
    void begin('edge.log');
    const [job] = imports.jobs;
    job?.cancel();
    await vi.waitFor(() => expect(job?.state).toBe('cancelled'));
    started[0]?.report({ files: [], sessions: 7, flags: 0, bytesPerSecond: 1 });
    expect(job?.progress.sessions).toBe(7);
    expect(job?.state).toBe('cancelled');
  });

  test('a full disk is said in words, and the next import still runs', async () => {
    void begin('large.log');
    void begin('small.log');
    const full = reason('storage-full', { used: { bytes: 9e8 }, allowed: { bytes: 1e9 } });
    started[0]?.end({ ok: false, code: 'quota', message: sentenceOf(full), reason: full });
    await vi.waitFor(() => expect(imports.jobs[0]?.state).toBe('failed'));
    expect(imports.jobs[0]?.failure).toMatch(/^The browser’s storage is full: 900 MB of 1 GB are used\./);
    await vi.waitFor(() => expect(imports.jobs[1]?.state).toBe('running'));
    started[1]?.end(done(1));
    await vi.waitFor(() => expect(imports.current).toBeNull());
  });

  test('shows what is read before the first report', () => {
    void begin('edge.log');
    expect(imports.current?.progress.files).toMatchObject([{ name: 'edge.log', size: 6, state: 'waiting', read: 0 }]);
  });
});
