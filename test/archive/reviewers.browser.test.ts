/** Reviewers with a passphrase each: what unlocks the archive, what is refused, and what the ledger says of it. */
import { expect, test } from 'vitest';
import { DexieStore, type HeldKey } from '../../src/archive/index.ts';
import { LedgerCheck } from '../../src/archive/ledger-chain.ts';
import type { LedgerRecord, Outcome } from '../../src/model.ts';
import { custody, holdKey, importFiles, openArchive, reviewers } from '../../workers/client.ts';
import { madeTrace } from './made-trace.ts';
import { newName, openStore } from './opened.ts';
import { openDatabase } from '../../src/archive/database.ts';

const ANNA = { name: 'Anna', passphrase: 'nine wooden boats at dusk' };
const BEN = { name: 'Ben', passphrase: 'a kettle under the stairs' };

async function ledgerOf(name: string): Promise<LedgerRecord[]> {
  const db = await openDatabase(name);
  const entries = await db.ledger.orderBy(':id').toArray();
  db.close();
  const check = new LedgerCheck();
  expect(entries.map((entry) => check.next(entry)).filter((fault) => fault !== null)).toEqual([]);
  return entries;
}

async function founded(): Promise<{ name: string; store: DexieStore; held: HeldKey }> {
  const { name, store } = await openStore();
  const { held } = await store.reviewers.found(ANNA);
  return { name, store, held };
}

test('the first reviewer unlocks, and a wrong passphrase does not', { timeout: 60_000 }, async () => {
  const { name, store, held } = await founded();
  expect(held.name).toBe('Anna');
  expect(held.key.extractable).toBe(false);
  await expect(store.reviewers.login({ ...ANNA, passphrase: 'nine wooden boats at dawn' })).rejects.toThrow(
    'right one',
  );
  await expect(store.reviewers.login({ ...ANNA, name: 'Nobody' })).rejects.toThrow('no reviewer');
  const again = await store.reviewers.login(ANNA);
  expect([again.refused, again.held.keyId]).toEqual([1, held.keyId]);
  expect((await store.reviewers.login(ANNA)).refused).toBe(0);
  const told = (await ledgerOf(name)).map(({ action, actor, subject, payload }) => [action, actor, subject, payload]);
  expect(told).toEqual([
    [
      'reviewer',
      'Anna',
      'reviewer:Anna',
      { reviewer: 'Anna', is: 'added', record: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ],
    ['login', 'Anna', 'archive', { name: 'Anna' }],
    ['login', '', 'reviewer:Anna', { reviewer: 'Anna', is: 'refused', refused: 1 }],
    ['login', 'Anna', 'archive', { name: 'Anna', refused: 1 }],
    ['login', 'Anna', 'archive', { name: 'Anna' }],
  ]);
});

test('the same passphrase typed on another keyboard unlocks', { timeout: 60_000 }, async () => {
  const { store } = await openStore();
  await store.reviewers.found({ name: 'Zoë', passphrase: 'crème brûlée for eleven'.normalize('NFC') });
  const { held } = await store.reviewers.login({ name: 'Zoë', passphrase: 'crème brûlée for eleven'.normalize('NFD') });
  expect(held.name).toBe('Zoë');
});

test('two reviewers hold one key, and each passphrase is changed by itself', { timeout: 60_000 }, async () => {
  const { store, held } = await founded();
  await expect(store.reviewers.found(BEN)).rejects.toThrow('already');
  await expect(store.reviewers.add({ ...ANNA, passphrase: 'something else here' }, BEN)).rejects.toThrow('right one');
  await store.reviewers.add(ANNA, BEN);
  await expect(store.reviewers.add(ANNA, { ...BEN, name: 'BEN' })).rejects.toThrow('“Ben” already');
  await expect(store.reviewers.add(ANNA, { name: 'Carl', passphrase: 'too short' })).rejects.toThrow('12 characters');
  const asBen = await store.reviewers.login(BEN);
  expect(asBen.held.keyId).toBe(held.keyId);
  // One key, in two hands: what one encrypts the other reads.
  const iv = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, held.key, new Uint8Array([1, 2, 3]));
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, asBen.held.key, sealed);
  expect([...new Uint8Array(opened)]).toEqual([1, 2, 3]);
  await store.reviewers.changePassphrase(BEN, 'two kettles under the stairs');
  await expect(store.reviewers.login(BEN)).rejects.toThrow('right one');
  expect((await store.reviewers.login({ ...BEN, passphrase: 'two kettles under the stairs' })).held.keyId).toBe(
    held.keyId,
  );
  expect((await store.reviewers.login(ANNA)).held.keyId).toBe(held.keyId);
});

test('a disabled reviewer unlocks nothing, and may be added again', { timeout: 60_000 }, async () => {
  const { name, store } = await founded();
  await store.reviewers.add(ANNA, BEN);
  await store.reviewers.disable('Ben');
  await expect(store.reviewers.login(BEN)).rejects.toThrow('no reviewer');
  const db = await openDatabase(name);
  expect(await db.reviewers.get('Ben')).toMatchObject({ key: null });
  db.close();
  await store.reviewers.add(ANNA, BEN);
  expect((await store.reviewers.login(BEN)).held.name).toBe('Ben');
});

test('a key wrapped for one reviewer is none for another', { timeout: 60_000 }, async () => {
  const { name, store } = await founded();
  await store.reviewers.add(ANNA, BEN);
  const db = await openDatabase(name);
  const [anna, ben] = await db.reviewers.bulkGet(['Anna', 'Ben']);
  if (anna === undefined || ben === undefined) throw new Error('A reviewer is missing');
  await db.reviewers.put({ ...anna, key: ben.key });
  db.close();
  await expect(store.reviewers.login({ name: 'Anna', passphrase: BEN.passphrase })).rejects.toThrow('right one');
});

test('without a reviewer names are said as before, and with one they are not', { timeout: 60_000 }, async () => {
  const { name, store } = await openStore();
  await store.reviewers.actAs('Carla');
  await store.reviewers.found(ANNA);
  await expect(store.reviewers.actAs('Carla')).rejects.toThrow('passphrases');
  expect((await ledgerOf(name)).map(({ actor }) => actor)).toEqual(['Carla', 'Anna', 'Anna']);
});

test('a store opened with a key acts as its reviewer, whoever unlocks later', { timeout: 60_000 }, async () => {
  const { name, store, held } = await founded();
  await store.reviewers.add(ANNA, BEN);
  const annas = await DexieStore.open(name, held);
  await store.reviewers.login(BEN);
  await annas.retention.placeHold('a matter', {}, 'asked for');
  await annas.refuseLocked();
  annas.close();
  await expect(store.refuseLocked()).rejects.toThrow('locked');
  expect((await ledgerOf(name)).at(-1)).toMatchObject({ action: 'hold', actor: 'Anna' });
});

test(
  'through the workers: locked, nothing is changed; unlocked, what is done carries the name',
  { timeout: 120_000 },
  async () => {
    const ARCHIVE = 'fedlens-demonstration';
    const gone = indexedDB.deleteDatabase(ARCHIVE);
    await new Promise((resolve) => (gone.onsuccess = resolve));
    const quiet = (): void => undefined;
    const options = { timeZone: null, organisation: null };
    const archive = valueOf(await openArchive(ARCHIVE, quiet));
    const { held } = valueOf(await reviewers.foundReviewer(ARCHIVE, ANNA));
    const files = [madeTrace(0, 20)];
    expect(await importFiles('locked', ARCHIVE, files, options, quiet)).toMatchObject({ ok: false, code: 'locked' });
    expect(await custody.placeHold(ARCHIVE, 'm', {}, 'w')).toMatchObject({ ok: false, code: 'locked' });
    expect(await reviewers.disableReviewer(ARCHIVE, 'Anna')).toMatchObject({ ok: false, code: 'locked' });
    expect(valueOf(await archive.rows({}, 'start', 0, 1)).total).toBe(0);
    holdKey(ARCHIVE, held);
    valueOf(await importFiles('unlocked', ARCHIVE, files, options, quiet));
    const [row] = valueOf(await archive.rows({}, 'start', 0, 1)).rows;
    if (row === undefined) throw new Error('Nothing was imported');
    expect(valueOf(await archive.takeSteps([row.id], 'compliant', 'somebody else', null))).toEqual([null]);
    expect(valueOf(await archive.reviewOf(row.id)).steps).toMatchObject([{ reviewer: 'Anna' }]);
    valueOf(await reviewers.keepLock(ARCHIVE, 60_000));
    expect(valueOf(await archive.guard())).toMatchObject({ lockAfterMs: 60_000, encryption: 'off' });
    valueOf(await reviewers.disableReviewer(ARCHIVE, 'Anna'));
    holdKey(ARCHIVE, null);
    expect(valueOf(await archive.guard()).keyId).toBeNull();
    const entries = await ledgerOf(ARCHIVE);
    const acted = entries.filter(({ action }) => action === 'import' || action === 'decision');
    expect(acted.map(({ action, actor }) => [action, actor])).toEqual([
      ['import', 'Anna'],
      ['decision', 'Anna'],
    ]);
    valueOf(await archive.clear());
  },
);

test('names cannot hide behind each other', { timeout: 60_000 }, async () => {
  const name = newName();
  const store = await DexieStore.open(name);
  await expect(store.reviewers.found({ ...ANNA, name: '  ' })).rejects.toThrow('needs a name');
  const { held } = await store.reviewers.found({ ...ANNA, name: '  Anna ' });
  expect(held.name).toBe('Anna');
  store.close();
});

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}
