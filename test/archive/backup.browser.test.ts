import { expect, test } from 'vitest';
import { checkBackup } from '../../src/archive/backup-check.ts';
import { backupLines, halfRestored, restoreRows } from '../../src/archive/backup.ts';
import { DERIVED, openDatabase } from '../../src/archive/database.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import {
  acceptLoss,
  backUp,
  custody,
  importFiles,
  openArchive,
  restoreBackup,
  verifyArchive as verifyWhole,
} from '../../workers/client.ts';
import { sentenceOf, type Outcome } from '../../src/model.ts';
import { madeTrace } from './made-trace.ts';
import { madeSession, madeSessions, SOURCE } from './made.ts';
import { newName, openReader, openStore, tell } from './opened.ts';
import { dumped } from './raw-database.ts';

const quiet = (): void => undefined;

/** All tables that are not made from the others; the ledger, to which a restore adds its own entry, without that. */
async function kept(name: string): Promise<unknown> {
  const { stores } = await dumped(name);
  const isRestore = (row: unknown): boolean => (row as { action?: string }).action === 'restore';
  const isCounters = (row: unknown): boolean => (row as { key?: string }).key === 'counters';
  return Object.entries(stores)
    .filter(([table]) => !DERIVED.includes(table))
    .map(([table, { rows, ...shape }]) => [table, shape, rows.filter((row) => !isRestore(row) && !isCounters(row))]);
}

const linesOf = (text: string) =>
  async function* (): AsyncIterable<string> {
    yield* text.trimEnd().split('\n');
  };

async function backedUp(): Promise<{ name: string; text: string }> {
  const { name, store } = await openStore();
  await store.jobs.begin('import');
  const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 7919) % 251);
  const evidence = Array.from({ length: 12 }, (_, n) => ({ source: SOURCE, offset: n * 100_000, bytes }));
  await store.put({ put: madeSessions(0, 700), remove: [], evidence });
  await store.put({ put: [madeSession(900, { said: ['a lone \ud83d half', '\u0000'] })], remove: [], evidence: [] });
  await tell(store, { v: 1, name: 'Contoso' });
  await store.retention.placeHold('a matter', {}, 'asked for');
  const db = await openDatabase(name);
  let text = '';
  for await (const line of backupLines(db, quiet)) text += line;
  db.close();
  return { name, text };
}

test('an archive is restored row by row, and verifies', { timeout: 60_000 }, async () => {
  const { name, text } = await backedUp();
  const other = newName();
  const db = await openDatabase(other);
  expect(await restoreRows(db, linesOf(text)(), {}, quiet)).toBeGreaterThan(700);
  expect((await verifyArchive(db)).fault).toBeNull();
  expect(await kept(other)).toEqual(await kept(name));
  const reader = await openReader(other);
  expect((await reader.rows({ text: 'number 77' }, 'start', 0, 5)).matching).toBe(7);
  expect(await checkBackup(linesOf(text)())).toMatchObject({ fault: null, counts: { sessions: 701, evidence: 12 } });
  db.close();
});

test('a backup that is cut off, changed or none restores nothing', { timeout: 60_000 }, async () => {
  const { text } = await backedUp();
  const db = await openDatabase(newName());
  const lines = text.trimEnd().split('\n');
  const spoiled: [string, RegExp][] = [
    [lines.slice(0, -1).join('\n'), /cut off/],
    [text.slice(0, -60), /cut off/],
    [lines.toSpliced(3, 1).join('\n'), /digest does not fit/],
    [text.replace('Contoso', 'Fabrikam'), /digest does not fit/],
    [`${text}{}`, /behind the end/],
    ['{"type":"fedlens-ledger","v":1}', /no backup/],
  ];
  for (const [spoilt, why] of spoiled) {
    await expect(checkBackup(linesOf(spoilt)())).rejects.toThrow(why);
  }
  await expect(restoreRows(db, linesOf(text.slice(0, -60))(), {}, quiet)).rejects.toThrow(/cut off/);
  expect(await halfRestored(db)).not.toBeNull();
  expect(await restoreRows(db, linesOf(text)(), {}, quiet)).toBeGreaterThan(700);
  expect(await halfRestored(db)).toBeNull();
  expect((await verifyArchive(db)).fault).toBeNull();
  db.close();
});

test('what was changed in the archive before it was backed up is named by the check', { timeout: 60_000 }, async () => {
  const { name } = await backedUp();
  const db = await openDatabase(name);
  const faultNow = async (): Promise<string | null> => {
    let text = '';
    for await (const line of backupLines(db, quiet)) text += line;
    const { fault } = await checkBackup(linesOf(text)());
    return fault && sentenceOf(fault);
  };
  const row = (await db.sessions.toCollection().first())!;
  await db.sessions.put({ ...row, messages: 99 });
  expect(await faultNow()).toMatch(`Session ${row.id} was changed`);
  await db.sessions.delete(row.id);
  expect(await faultNow()).toMatch(/A session is missing/);
  await db.sessions.put(row);
  const block = (await db.evidence.toCollection().first())!;
  await db.evidence.put({ ...block, bytes: block.bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte)) });
  expect(await faultNow()).toMatch(/The bytes of source 0 from 0 on were changed/);
  await db.evidence.put(block);
  const hold = (await db.holds.toCollection().first())!;
  await db.holds.put({ ...hold, why: 'another' });
  expect(await faultNow()).toMatch(/Hold 1 .* was changed/);
  await db.holds.put(hold);
  await db.ledger.delete(1);
  expect(await faultNow()).toMatch(/Ledger entry 1 is missing/);
  db.close();
});

test('through the workers: back up, wipe, restore', { timeout: 60_000 }, async () => {
  const ARCHIVE = 'fedlens-demonstration';
  const archive = valueOf(await openArchive(ARCHIVE, quiet));
  valueOf(await archive.clear());
  valueOf(await importFiles('backed up', ARCHIVE, [madeTrace(0, 300)], { timeZone: null, organisation: null }, quiet));
  const before = await valueOf(await archive.ndjson({})).text();
  const rows: number[] = [];
  const under = 'four lanterns on the pier';
  const hidden = new File([valueOf(await backUp(ARCHIVE, under, quiet).done)], 'archive.encrypted');
  const blob = valueOf(await backUp(ARCHIVE, null, (count) => rows.push(count)).done);
  expect(rows.length).toBeGreaterThan(0);
  const file = new File([blob], 'archive.fedlens.gz');
  // Into the archive from which it is: nothing is doubled.
  expect(valueOf(await restoreBackup(ARCHIVE, file, null, quiet).done)).toMatchObject({
    how: 'merged',
    sessions: { taken: 0 },
    sources: { taken: 0, same: 1 },
    conflicts: [],
  });
  expect((await valueOf(await archive.ndjson({})).text()) === before).toBe(true);
  valueOf(await archive.clear());
  const half = new File([blob.slice(0, blob.size / 2)], 'half.gz');
  expect(await restoreBackup(ARCHIVE, half, null, quiet).done).toMatchObject({ ok: false, code: 'refused' });
  expect(await restoreBackup(ARCHIVE, hidden, null, quiet).done).toMatchObject({ ok: false, code: 'refused' });
  const wrong = await restoreBackup(ARCHIVE, hidden, 'four lanterns on the quay', quiet).done;
  expect(wrong.ok ? '' : wrong.message).toContain('The passphrase is not the one');
  valueOf(await restoreBackup(ARCHIVE, hidden, under, quiet).done);
  const after = await valueOf(await archive.ndjson({})).text();
  expect([after.length, after === before]).toEqual([before.length, true]);
  expect(valueOf(await verifyWhole(ARCHIVE, null, quiet).done).fault).toBeNull();
  const { count } = valueOf(await custody.ledgerEnd(ARCHIVE));
  expect(valueOf(await custody.ledgerPage(ARCHIVE, count, 1))).toMatchObject([{ action: 'restore' }]);
  await acceptLoss(ARCHIVE);
});

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}
