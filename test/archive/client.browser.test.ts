import { afterEach, expect, test, vi } from 'vitest';
import { importFiles, judge, openArchive } from '../../workers/client.ts';
import type { Organisation } from '../../src/model.ts';

/** A worker that hears everything, answers nothing and dies. */
class DyingWorker extends EventTarget {
  constructor() {
    super();
    setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' })), 20);
  }
  postMessage(): void {}
  terminate(): void {}
}

afterEach(() => void vi.unstubAllGlobals());

test('a worker that dies gives a failure to everyone who waits for it, and no call hangs', async () => {
  vi.stubGlobal('Worker', DyingWorker);
  const options = { timeZone: null, organisation: null };
  const failure = { ok: false, code: 'bug', message: 'out of memory' };
  const report = (): void => undefined;
  expect(await importFiles('job', 'fedlens', [], options, report)).toEqual(failure);
  expect(await judge('fedlens', {} as Organisation)).toEqual(failure);
  expect(await openArchive('fedlens', () => undefined)).toEqual(failure);
});

test('an archive whose worker could not be started is opened anew by the next call', async () => {
  vi.stubGlobal('Worker', DyingWorker);
  expect((await openArchive('fedlens', () => undefined)).ok).toBe(false);
  vi.unstubAllGlobals();
  const archive = await openArchive('fedlens', () => undefined);
  expect(archive.ok).toBe(true);
  if (archive.ok) expect((await archive.value.vocabulary()).ok).toBe(true);
});
