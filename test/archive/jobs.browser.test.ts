/** Imports that were broken off, finished and taken back, through the real workers. */
import * as Comlink from 'comlink';
import { beforeEach, expect, test } from 'vitest';
import type { ArchiveWorker, ImportWorker } from '../../workers/api.ts';
import { cancelImport, custody, importFiles, openArchive, undoImport, verifyArchive } from '../../workers/client.ts';
import type { ImportProgress, LedgerRecord, Outcome } from '../../src/model.ts';
import { killed, remoteOf } from './killing.ts';
import { madeChat, madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const OPTIONS = { timeZone: null, organisation: null };
const quiet = (): void => undefined;
let number = 0;
let archive: ArchiveWorker;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

const imported = async (...files: File[]): Promise<ImportProgress> =>
  valueOf(await importFiles(`job ${number++}`, ARCHIVE, files, OPTIONS, quiet));
const ndjson = async (): Promise<string> => valueOf(await archive.ndjson({})).text();
const unfinished = async () => valueOf(await custody.unfinished(ARCHIVE));
const ledger = async (): Promise<LedgerRecord[]> => valueOf(await custody.ledgerPage(ARCHIVE, 1, 10_000));
const fits = async (): Promise<void> =>
  expect(valueOf(await verifyArchive(ARCHIVE, null, quiet).done).fault).toBeNull();

/** Breaks an import off by killing its worker once something is archived. */
async function brokenOff(file: File): Promise<void> {
  const worker = new Worker(new URL('../../workers/import.ts', import.meta.url), { type: 'module' });
  const remote = remoteOf<ImportWorker>(worker);
  const before = valueOf(await archive.rows({}, 'start', 0, 0)).total;
  void remote.start('killed', ARCHIVE, [file], OPTIONS, Comlink.proxy(quiet));
  while (valueOf(await archive.rows({}, 'start', 0, 0)).total === before) await new Promise(requestAnimationFrame);
  await killed(worker, ARCHIVE);
}

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  valueOf(await archive.clear());
});

test('an import stands in the ledger with its files, and the archive fits', async () => {
  await imported(madeTrace(0, 60));
  const [entry] = (await ledger()).slice(-1);
  expect(entry).toMatchObject({ action: 'import', subject: expect.stringMatching(/^job:\d+$/) as string, actor: '' });
  expect(entry?.payload).toMatchObject({
    state: 'sealed',
    sessions: 60,
    files: [{ name: 'edge.log', complete: true }],
  });
  expect(await unfinished()).toEqual([]);
  await fits();
});

test('one that was broken off is known, and the same file again finishes it without doubles', async () => {
  const file = madeTrace(0, 1600);
  await imported(file);
  const whole = await ndjson();
  valueOf(await archive.clear());

  await brokenOff(file);
  const [job, ...others] = await unfinished();
  expect(others).toEqual([]);
  expect(job).toMatchObject({ kind: 'import', state: 'running', missing: [{ name: 'edge.log', size: file.size }] });
  expect(job?.sessions).toBeGreaterThan(0);
  await fits();

  await imported(file);
  expect(await unfinished()).toEqual([]);
  expect(await ndjson()).toBe(whole);
  await fits();
});

test('one that was broken off is taken back: what was there before is as it was', async () => {
  const records = madeChat(1601).split(/(?<=\$\$end_record\r\n)/);
  await imported(madeTrace(5000, 5020, 'before.log'), new File(records.slice(0, 3), 'part.log'));
  const before = await ndjson();
  // It holds the rest of a chat of which the first part is there.
  await brokenOff(madeTrace(0, 2000, 'edge.log'));
  const [job] = await unfinished();
  valueOf(await undoImport(ARCHIVE, job!.id, quiet).done);
  expect(await ndjson()).toBe(before);
  expect(valueOf(await archive.sources()).map(({ name }) => name)).toEqual(['before.log', 'part.log']);
  expect(await unfinished()).toEqual([]);
  expect((await ledger()).at(-1)).toMatchObject({ action: 'undo' });
  await fits();
});

test('a finished import is taken back too, sessions shared with other files are made anew from these', async () => {
  const records = madeChat(5).split(/(?<=\$\$end_record\r\n)/);
  await imported(new File(records.slice(0, 3), 'first.log'), madeTrace(100, 110, 'other.log'));
  const before = await ndjson();
  await imported(new File(records.slice(3), 'second.log'));
  expect(await ndjson()).not.toBe(before);
  const [job] = valueOf(await custody.jobs(ARCHIVE));
  valueOf(await undoImport(ARCHIVE, job!.id, quiet).done);
  expect(await ndjson()).toBe(before);
  await fits();
  expect(await undoImport(ARCHIVE, job!.id, quiet).done).toMatchObject({ ok: false });
});

test('a cancelled import is unfinished until the file was read whole', async () => {
  const file = madeTrace(0, 2000);
  let cancelled = false;
  const importing = importFiles('cancelled', ARCHIVE, [file], OPTIONS, ({ sessions }) => {
    if (sessions === 0 || cancelled) return;
    cancelled = true;
    void cancelImport('cancelled');
  });
  expect(await importing).toMatchObject({ ok: false, code: 'aborted' });
  await expect.poll(unfinished).toMatchObject([{ state: 'cancelled', missing: [{ name: 'edge.log' }] }]);
  await imported(file);
  expect(await unfinished()).toEqual([]);
  await fits();
});

test('while an import runs a verification says that it cannot be done', async () => {
  const asked: Promise<unknown>[] = [];
  await importFiles('busy', ARCHIVE, [madeTrace(0, 1500)], OPTIONS, ({ sessions }) => {
    if (sessions > 0 && asked.length === 0) asked.push(verifyArchive(ARCHIVE, null, quiet).done);
  });
  expect(await asked[0]).toMatchObject({ ok: false, code: 'busy' });
});

test('whoever acts stands in the ledger', async () => {
  valueOf(await custody.actAs(ARCHIVE, 'Ada'));
  await imported(madeTrace(0, 2));
  expect((await ledger()).slice(-2).map(({ action, actor }) => [action, actor])).toEqual([
    ['login', 'Ada'],
    ['import', 'Ada'],
  ]);
  valueOf(await custody.actAs(ARCHIVE, ''));
  const blob = valueOf(await custody.ledgerFile(ARCHIVE));
  const file = await blob.text();
  expect(file.trimEnd().split('\n')).toHaveLength((await ledger()).length + 2);
});
