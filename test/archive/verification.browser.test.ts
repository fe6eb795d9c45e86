/** What is flipped, deleted, cut off or swapped behind the program's back is found, and named. */
import type { Table } from 'dexie';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs, SessionId, SourceReport, Verification } from '../../src/model.ts';
import { append, ledgerTables } from '../../src/archive/ledger.ts';
import { markJudged } from '../../src/archive/bases.ts';
import { openDatabase, type Database } from '../../src/archive/database.ts';
import type { DexieStore } from '../../src/archive/index.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import { flag, madeSession, madeSessions, SOURCE } from './made.ts';
import { newName, openStore, tell } from './opened.ts';
import { restored, type RawDatabase } from './raw-database.ts';

const BYTES = Uint8Array.from({ length: 600 }, (_, n) => (n * 7919) % 251);
let store: DexieStore;
let db: Database;

beforeEach(async () => {
  const opened = await openStore();
  store = opened.store;
  // Sessions come and go in a job; of this one the end is not told, so that the ledger holds nothing else than these tests write.
  await store.jobs.begin('import');
  const source = await store.openSource('edge.log', 1200, 1 as EpochMs);
  const evidence = [
    { source: SOURCE, offset: 0, bytes: BYTES },
    { source: SOURCE, offset: 600, bytes: BYTES.slice().reverse() },
  ];
  await store.put({ put: madeSessions(0, 250), remove: [], evidence });
  await store.put({ put: madeSessions(200, 260), remove: [madeSession(3).session.id], evidence: [] });
  const report = { name: 'edge.log', sha256: 'ab'.repeat(32), bytes: 1200, format: 'sipstack' } as SourceReport;
  await store.sealSource(source, { report, firstTime: null, tallies: [], size: 1200, complete: true });
  for (const name of ['Contoso', 'Fabrikam', 'Tailspin']) {
    await tell(store, { v: 1, name });
  }
  db = await openDatabase(opened.name);
});

const idsFrom = (from: number, to: number): SessionId[] => madeSessions(from, to).map(({ session }) => session.id);

async function fault(): Promise<Verification['fault']> {
  const { fault: found } = await verifyArchive(db);
  db.close();
  return found;
}

test('an archive that nobody touched fits, also after it was compacted and when it was upgraded', async () => {
  const { fault: none, counts, anchor, unfinished } = await verifyArchive(db);
  expect(none).toBeNull();
  expect(counts).toMatchObject({ ledger: 3, sources: 1, sessions: 2, evidence: 2 });
  expect({ count: anchor.count, unfinished }).toEqual({ count: 3, unfinished: 1 });
  await markJudged(db);
  await store.put({ put: [], remove: idsFrom(60, 190), evidence: [] });
  await store.compact();
  expect((await db.packs.orderBy(':id').toArray()).map(({ live }) => live)).toEqual([129]);
  expect((await verifyArchive(db)).fault).toBeNull();
  await store.clear();
  expect((await verifyArchive(db)).fault).toBeNull();
  db.close();

  const old = (await import('../fixtures/archive/v1.json')).default as unknown as { database: RawDatabase };
  const name = newName();
  await restored(name, old.database);
  const upgraded = await openDatabase(name);
  const { fault: after, counts: found } = await verifyArchive(upgraded);
  expect(after).toBeNull();
  expect(found).toMatchObject({ ledger: 1, sources: 1, sessions: 2, evidence: 2 });
  upgraded.close();
});

describe('a flipped byte', () => {
  const flipped = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    const other = bytes.slice();
    const middle = bytes.length >> 1;
    other[middle] = (other[middle] ?? 0) ^ 1;
    return other;
  };

  test('in a transcript', async () => {
    const packed = await db.transcripts.get(2);
    await db.transcripts.put({ ...packed!, bytes: flipped(packed!.bytes) });
    expect(await fault()).toMatchObject({ part: 'sessions', subject: 'pack:2' });
  });

  test('in what a search looks through', async () => {
    const texts = await db.texts.get(2);
    await db.texts.put({ ...texts!, text: texts!.text.replace('hello', 'hallo') });
    expect(await fault()).toMatchObject({ part: 'sessions', subject: 'pack:2' });
  });

  test('in a session’s line, by the field', async () => {
    const { id } = madeSession(17).session;
    await db.sessions.update(id, { status: 200 });
    const found = await fault();
    expect(found).toMatchObject({ part: 'sessions', subject: `session:${id}` });
    expect(found?.message).toContain('“status”');
  });

  test('in a judgement, and in what lists show of it', async () => {
    const judged = await db.judgements.get(2);
    const message = 'The judgements of pack 2 were changed: their digest does not fit.';
    await db.judgements.put({ ...judged!, bytes: flipped(judged!.bytes) });
    expect((await verifyArchive(db)).fault).toMatchObject({ part: 'sessions', subject: 'pack:2', message });
    await db.judgements.put({ ...judged!, lines: judged!.lines.replace('violation', 'permitted') });
    expect((await verifyArchive(db)).fault).toMatchObject({ subject: 'pack:2', message });
    await db.judgements.put({ ...judged!, bases: judged!.bases.map(() => 7) });
    expect((await fault())?.message).toBe(message);
  });

  test('not even where the judgements of before are put back, whose digest fits', async () => {
    const before = await db.judgements.get(2);
    await store.rejudge([madeSession(250, { flags: [flag('sender-unverified')] })]);
    expect((await verifyArchive(db)).fault).toBeNull();
    await db.judgements.put(before!);
    expect(await fault()).toMatchObject({ part: 'sessions', subject: 'pack:2' });
  });

  test('in the bytes of a file', async () => {
    const block = await db.evidence.get([SOURCE, 600]);
    await db.evidence.put({ ...block!, bytes: flipped(block!.bytes) });
    expect(await fault()).toMatchObject({ part: 'evidence', subject: 'block:0+600' });
  });

  test('in what is known of a file', async () => {
    await db.sources.update(SOURCE, { name: 'other.log' });
    expect(await fault()).toMatchObject({ part: 'sources', subject: 'source:0' });
  });

  test('in the ledger: an actor, a payload', async () => {
    const entry = await db.ledger.get(2);
    await db.ledger.put({ ...entry!, actor: 'somebody else' });
    expect((await verifyArchive(db)).fault).toMatchObject({ part: 'ledger', subject: 'ledger:2' });
    await db.ledger.put({ ...entry!, payload: { v: 1, name: 'Northwind' } });
    expect((await fault())?.message).toBe('The payload of ledger entry 2 was changed: its digest does not fit.');
  });
});

describe('compacting hides no damage', () => {
  beforeEach(async () => {
    await markJudged(db);
    await store.put({ put: [], remove: idsFrom(60, 190), evidence: [] });
  });

  test('of a pack whose transcripts, texts or judgements are missing', async () => {
    for (const table of [db.transcripts, db.texts, db.judgements]) {
      const row = await (table as Table<object, number>).get(2);
      await table.delete(2);
      await store.compact();
      expect((await verifyArchive(db)).fault).toMatchObject({ subject: 'pack:2' });
      await (table as Table<object, number>).put(row!);
    }
    await store.compact();
    expect(await db.packs.bulkGet([0, 2])).toEqual([undefined, undefined]);
    expect(await fault()).toBeNull();
  });

  test('of a pack of which a session is missing, or a text was changed', async () => {
    const row = await db.sessions.get(madeSession(17).session.id);
    await db.sessions.delete(row!.id);
    await store.compact();
    expect((await verifyArchive(db)).fault).toMatchObject({ subject: `session:${row!.id}` });
    await db.sessions.put(row!);
    const texts = await db.texts.get(0);
    await db.texts.put({ ...texts!, text: texts!.text.replace('hello', 'hallo') });
    await store.compact();
    expect((await verifyArchive(db)).fault).toMatchObject({ subject: 'pack:0' });
    await expect(store.purge([madeSession(5).session.id], {})).rejects.toThrow(/^Nothing was purged.*pack 0/);
    expect(await db.sessions.get(madeSession(5).session.id)).toBeDefined();
    await db.texts.put(texts!);
    await store.compact();
    expect(await db.packs.get(0)).toBeUndefined();
    expect(await fault()).toBeNull();
  });
});

describe('a deleted row', () => {
  test('of a session', async () => {
    const { id } = madeSession(17).session;
    await db.sessions.delete(id);
    expect(await fault()).toMatchObject({
      subject: `session:${id}`,
      message: expect.stringContaining('missing') as string,
    });
  });

  test('of a pack with all its sessions', async () => {
    await Promise.all([db.packs.delete(0), db.transcripts.delete(0), db.texts.delete(0)]);
    await db.sessions.filter(({ pack }) => pack === 0).delete();
    expect(await fault()).toMatchObject({ subject: 'pack:0', message: 'Pack 0 with 199 sessions is missing.' });
  });

  test('of the judgements of a pack, or of the pack but for them', async () => {
    const judged = await db.judgements.get(2);
    await db.judgements.delete(2);
    expect((await verifyArchive(db)).fault).toMatchObject({ subject: 'pack:2' });
    await db.judgements.put(judged!);
    await db.judgements.put({ ...judged!, pack: 77 });
    expect(await fault()).toMatchObject({ message: 'Pack 77 is not known to the journal.' });
  });

  test('of evidence and of a source', async () => {
    await db.evidence.delete([SOURCE, 0]);
    await db.blocks.delete([SOURCE, 0]);
    expect((await verifyArchive(db)).fault).toMatchObject({ subject: 'block:0+0' });
    await db.sources.delete(SOURCE);
    expect(await fault()).toMatchObject({ subject: 'source:0' });
  });

  test('of the ledger and of the journal', async () => {
    const line = await db.journal.get(2);
    await db.journal.delete(2);
    expect((await verifyArchive(db)).fault).toMatchObject({ part: 'journal', subject: 'journal:2' });
    await db.journal.put(line!);
    await db.ledger.delete(2);
    expect(await fault()).toMatchObject({ part: 'ledger', subject: 'ledger:2' });
  });
});

test('a session that was put behind the program’s back is named', async () => {
  const row = await db.sessions.get(madeSession(17).session.id);
  await db.sessions.add({ ...row!, id: 'ff'.repeat(10) as never, slot: 999 });
  expect(await fault()).toMatchObject({ subject: `session:${'ff'.repeat(10)}` });
});

test('a cut tail is found, even where the counters were cut too, by an anchor', async () => {
  // An entry of which nothing else in the archive tells.
  await db.transaction('rw', ledgerTables(db), () => append(db, 'backup', 'archive', null));
  const { anchor } = await verifyArchive(db);
  await db.ledger.delete(4);
  expect((await verifyArchive(db)).fault?.message).toMatch(/its tail from entry 4 to 4 was cut off/);
  const counters = await db.meta.get('counters');
  if (counters?.key !== 'counters') throw new Error('no counters');
  const third = await db.ledger.get(3);
  const value = { ...counters.value, ledger: { count: 3, head: third!.hash } };
  await db.meta.put({ key: 'counters', value });
  expect((await verifyArchive(db)).fault).toBeNull();
  const { fault: found } = await verifyArchive(db, { anchor });
  expect(found).toMatchObject({ part: 'anchor', subject: 'ledger:4' });
  db.close();
});

test('a swapped entry is found', async () => {
  const [second, third] = await db.ledger.bulkGet([2, 3]);
  await db.ledger.bulkPut([
    { ...third!, seq: 2 },
    { ...second!, seq: 3 },
  ]);
  expect(await fault()).toMatchObject({ part: 'ledger', subject: 'ledger:2' });
});

test('it can be given up on the way, and tells how far it is', async () => {
  const abort = new AbortController();
  const parts: string[] = [];
  const progress = ({ part }: { part: string }): void => {
    parts.push(part);
    if (part === 'sessions') abort.abort();
  };
  await expect(verifyArchive(db, { progress, signal: abort.signal })).rejects.toThrow('abort');
  expect([...new Set(parts)]).toEqual(['ledger', 'journal', 'sources', 'sessions']);
  db.close();
});
