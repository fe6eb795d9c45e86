/** A backup restored into an archive that holds something. */
import * as Comlink from 'comlink';
import { expect, test } from 'vitest';
import type { Outcome, SavedView, ReviewStep, SessionId } from '../../src/model.ts';
import {
  acceptLoss,
  backUp,
  custody,
  importFiles,
  openArchive,
  restoreBackup,
  undoImport,
  verifyArchive,
} from '../../workers/client.ts';
import type { CustodyWorker } from '../../workers/api.ts';
import { DexieStore } from '../../src/archive/index.ts';
import { openDatabase } from '../../src/archive/database.ts';
import { killed, remoteOf } from './killing.ts';
import { madeTrace } from './made-trace.ts';
import { tell } from './opened.ts';

const ARCHIVE = 'fedlens-demonstration';
const quiet = (): void => undefined;
const first = (): File => new File([madeTrace(0, 120)], 'first.log', { lastModified: 1 });
const second = (): File => new File([madeTrace(100, 260)], 'second.log', { lastModified: 2 });

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

async function imported(file: File): Promise<void> {
  valueOf(await importFiles('merging', ARCHIVE, [file], { timeZone: null, organisation: null }, quiet));
}

async function fresh(): Promise<void> {
  const db = await openDatabase(ARCHIVE);
  await db.transaction('rw', db.tables, () => Promise.all(db.tables.map((table) => table.clear())));
  await db.meta.put({
    key: 'counters',
    value: { revision: Date.now(), nextPack: 0, ledger: EMPTY, journal: EMPTY },
  });
  db.close();
}
const EMPTY = { count: 0, head: '0'.repeat(64) };

async function told(): Promise<string> {
  const archive = valueOf(await openArchive(ARCHIVE, quiet));
  return valueOf(await archive.ndjson({})).text();
}

async function changed(work: (store: DexieStore) => Promise<unknown>): Promise<void> {
  const store = await DexieStore.open(ARCHIVE);
  await work(store);
  store.close();
}

async function organisationOf(name: string): Promise<void> {
  const archive = valueOf(await openArchive(ARCHIVE, quiet));
  const reading = valueOf(await archive.readOrganisation(JSON.stringify({ v: 1, name })));
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  await changed((store) => tell(store, reading.organisation));
}

const step = (session: SessionId, disposition: ReviewStep['step'], reviewer: string, at: number): ReviewStep => ({
  ...{ session, step: disposition, reviewer, at: at as ReviewStep['at'], note: null },
});

async function idOf(index: number): Promise<SessionId> {
  const archive = valueOf(await openArchive(ARCHIVE, quiet));
  return valueOf(await archive.rows({}, 'start', index, 1)).rows[0]!.id;
}

async function backup(): Promise<File> {
  return new File([valueOf(await backUp(ARCHIVE, null, quiet).done)], 'one.backup.gz', { lastModified: 3 });
}

const view = (name: string, query: string): SavedView => ({ name, query });

async function faultNow(): Promise<unknown> {
  return valueOf(await verifyArchive(ARCHIVE, null, quiet).done).fault;
}

test('a merge: nothing is doubled, what both have is joined, differences are told', { timeout: 180_000 }, async () => {
  await fresh();
  await organisationOf('Ours');
  await imported(second());
  await imported(first());
  const reference = await told();
  await fresh();
  await imported(first());
  const id = await idOf(3);
  await changed((store) => store.review.step(step(id, 'violation', 'Ann', 1_000), () => null));
  await changed((store) => store.retention.placeHold('a matter', { sessions: [id] }, 'asked for'));
  await changed((store) => store.review.keepWordList({ id: 'l', name: 'Words', text: 'one' }));
  await changed((store) => store.changeOwn('views', () => [view('AOL', 'provider=aol'), view('Mine', 'q=one')]));
  await organisationOf('Theirs');
  const file = await backup();
  const theirs = valueOf(await custody.ledgerEnd(ARCHIVE));

  await fresh();
  await organisationOf('Ours');
  await imported(second());
  await changed((store) => store.review.step(step(id, 'compliant', 'Bob', 2_000), () => null));
  await changed((store) => store.review.keepWordList({ id: 'l', name: 'Words', text: 'two' }));
  await changed((store) => store.changeOwn('views', () => [view('Mine', 'q=two')]));
  const result = valueOf(await restoreBackup(ARCHIVE, file, null, quiet).done);
  expect(result).toMatchObject({ how: 'merged', sources: { taken: 1, same: 0 } });
  expect(result.conflicts.map(({ about }) => about).sort()).toEqual(['organisation', 'review', 'view', 'word-list']);
  expect((await told()) === reference).toBe(true);
  expect(await faultNow()).toBeNull();
  const db = await openDatabase(ARCHIVE);
  expect((await db.reviews.get(id))?.steps.map(({ reviewer }) => reviewer)).toEqual(['Ann', 'Bob']);
  expect((await db.holds.toArray()).map(({ scope }) => scope)).toEqual([{ sessions: [id] }]);
  expect(await db.wordLists.count()).toBe(2);
  expect((await db.meta.get('views'))?.value).toEqual([view('Mine', 'q=two'), view('AOL', 'provider=aol')]);
  expect(await db.chains.count()).toBe(theirs.count);

  const again = valueOf(await restoreBackup(ARCHIVE, file, null, quiet).done);
  expect(again).toMatchObject({ sessions: { taken: 0 }, sources: { taken: 0, same: 1 } });
  expect((await told()) === reference).toBe(true);
  expect([await db.holds.count(), await db.wordLists.count(), await db.chains.count()]).toEqual([1, 2, theirs.count]);
  expect(await faultNow()).toBeNull();

  const some = (await db.chains.toCollection().first())!;
  await db.chains.put({ ...some, actor: 'Mallory' });
  expect(await faultNow()).toMatchObject({
    message: expect.stringMatching(/that was restored .* was changed/) as string,
  });
  await db.chains.delete(some.hash);
  expect(await faultNow()).toMatchObject({
    message: expect.stringMatching(/that was restored .* is missing/) as string,
  });
  db.close();
  await acceptLoss(ARCHIVE);
});

/** Kills the worker of a merge once some of it is archived. */
async function killedWhileMerging(file: File): Promise<void> {
  const archive = valueOf(await openArchive(ARCHIVE, quiet));
  const total = async (): Promise<number> => valueOf(await archive.rows({}, 'start', 0, 0)).total;
  const before = await total();
  const worker = new Worker(new URL('../../workers/custody.ts', import.meta.url), { type: 'module' });
  let ended: Outcome<unknown> | null = null;
  void remoteOf<CustodyWorker>(worker)
    .restore(ARCHIVE, file, null, Comlink.proxy(quiet))
    .then((outcome) => (ended = outcome));
  while ((await total()) === before) {
    // A merge that was refused would be waited for in vain; and frames come to no page that is not seen.
    if (ended !== null) throw new Error(`The merge has ended: ${JSON.stringify(ended)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await killed(worker, ARCHIVE);
}

test(
  'a merge that was killed on the way is unfinished and verifies: the same backup finishes it, undo takes it back',
  { timeout: 180_000 },
  async () => {
    const many = (): File => new File([madeTrace(0, 1_200)], 'many.log', { lastModified: 4 });
    await fresh();
    await imported(second());
    const before = await told();
    await imported(many());
    const reference = await told();
    await fresh();
    await imported(many());
    const id = await idOf(3);
    await changed((store) => store.retention.placeHold('a matter', { users: ['someone@contoso.com'] }, 'asked for'));
    await changed((store) => store.review.keepWordList({ id: 'l', name: 'Words', text: 'one' }));
    const file = await backup();

    await fresh();
    await imported(second());
    await killedWhileMerging(file);
    expect(await faultNow()).toBeNull();
    expect(valueOf(await custody.unfinished(ARCHIVE))).toMatchObject([{ kind: 'restore', state: 'running' }]);
    expect((await told()) === reference).toBe(false);
    valueOf(await restoreBackup(ARCHIVE, file, null, quiet).done);
    expect(valueOf(await custody.unfinished(ARCHIVE))).toEqual([]);
    expect((await told()) === reference).toBe(true);
    expect(await faultNow()).toBeNull();

    // What people told stays, as the page says before; the sessions and their files go.
    const merged = valueOf(await custody.jobs(ARCHIVE)).find(
      ({ kind, state }) => kind === 'restore' && state === 'sealed',
    )!;
    valueOf(await undoImport(ARCHIVE, merged.id, quiet).done);
    expect((await told()) === before).toBe(true);
    expect(await faultNow()).toBeNull();
    const db = await openDatabase(ARCHIVE);
    expect([await db.holds.count(), await db.wordLists.count()]).toEqual([1, 1]);
    expect(await db.sessions.get(id)).toBeUndefined();
    db.close();
    await acceptLoss(ARCHIVE);
  },
);
