/**
 * An adversary with the browser's developer tools: every table and every field of it, changed, swapped, deleted, added to or put back to
 * what it was, each for itself. Verification finds and names it.
 */
import type { Table } from 'dexie';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database, type MetaRecord } from '../../src/archive/database.ts';
import { DexieStore } from '../../src/archive/index.ts';
import { digestOf } from '../../src/archive/canonical.ts';
import { journalHash, newDraft } from '../../src/archive/journal-line.ts';
import { linked } from '../../src/archive/ledger-chain.ts';
import { verifyArchive } from '../../src/archive/verification.ts';
import type { EpochMs, ReviewStep, SourceId, SourceReport, VerifyFault } from '../../src/model.ts';
import { madeSession, madeSessions, SOURCE } from './made.ts';
import { tell } from './opened.ts';

type Row = Record<string, unknown>;
type Change = (db: Database) => Promise<unknown>;

const NAME = `tampering-${performance.timeOrigin}`;
const ids = [madeSession(17).session.id, madeSession(18).session.id] as const;
const BYTES = new Uint8Array(new TextEncoder().encode('a line of a log '.repeat(80)));

/** Everything that an archive can hold, and every job ended. */
async function fill(): Promise<void> {
  const store = await DexieStore.open(NAME);
  await tell(store, { v: 1, name: 'Contoso' });
  await store.jobs.begin('import');
  for (const [index, name] of ['edge.log', 'proxy.log'].entries()) {
    const source = await store.openSource(name, 2560, 1 as EpochMs);
    await store.jobs.addFile({ name, size: 2560, modified: 1 as EpochMs, source });
    const evidence = [
      { source, offset: 0, bytes: BYTES },
      { source, offset: 1280, bytes: Uint8Array.from({ length: 300 }, (_, n) => (n * (index + 3)) % 251) },
    ];
    await store.put({ put: madeSessions(index * 250, index * 250 + 240), remove: [], evidence });
    const report = { name, sha256: `a${index}`.repeat(32), bytes: 2560, format: 'sipstack' } as SourceReport;
    await store.sealSource(source, { report, firstTime: null, tallies: [], size: 2560, complete: true });
  }
  await store.put({ put: madeSessions(4, 6), remove: [madeSession(3).session.id], evidence: [] });
  await store.jobs.end('sealed');
  await store.jobs.begin('judging');
  await store.jobs.end('sealed');
  for (const [at, step] of (['note', 'flagged', 'compliant'] as const).entries()) {
    for (const session of ids) await store.review.step(reviewStep(session, step, at), () => null);
  }
  for (const text of ['one', 'two']) await store.review.keepWordList({ id: 'l', name: 'Words', text });
  await store.retention.placeHold('a matter', { users: ['a@b'] }, 'asked for');
  const other = await store.retention.placeHold('another', {}, 'asked for');
  await store.retention.releaseHold(other, 'settled');
  await store.retention.keepPolicy({ days: 365, periods: [], waitDays: 30, exportedOnly: true });
  await store.review.keepSettings({ severity: 'violation', share: 0.5, seed: '7' });
  await store.retention.recordExport(
    ids.map((id) => ({ id, messages: 3 })),
    { form: 'ndjson' },
  );
  await store.changeOwn('patterns', () => [{ id: 'own', title: 'Own' } as never]);
  await store.changeOwn('views', () => [{ name: 'All of Yahoo!', query: 'provider=yahoo' }]);
  await store.setClock(SOURCE, 5000);
  await store.reviewers.found({ name: 'Anna', passphrase: 'nine wooden boats at dusk' });
  await store.reviewers.keepLock(60_000);
  store.close();
}

const reviewStep = (session: ReviewStep['session'], step: string, at: number): ReviewStep =>
  ({ session, step, reviewer: 'Ada', at: at as EpochMs, note: `step ${at}` }) as ReviewStep;

async function faultNow(): Promise<VerifyFault | null> {
  const db = await openDatabase(NAME);
  try {
    return (await verifyArchive(db)).fault;
  } finally {
    db.close();
  }
}

/** Does it, verifies, and puts every table back that was changed. */
async function faultAfter(tables: string[], change: Change): Promise<VerifyFault | null> {
  const db = await openDatabase(NAME);
  const all = tables.map((name) => db.table<Row>(name));
  const before = await Promise.all(all.map((table) => table.toArray()));
  try {
    await change(db);
    return (await verifyArchive(db)).fault;
  } finally {
    for (const [index, table] of all.entries()) {
      await table.clear();
      await table.bulkAdd(before[index] ?? []);
    }
    db.close();
  }
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string')
    return value === '' ? 'x' : String.fromCharCode(value.charCodeAt(0) ^ 1) + value.slice(1);
  if (typeof value === 'boolean') return !value;
  if (value instanceof Uint8Array || value instanceof Uint32Array)
    return value.map((one, at) => (at === 2 ? one ^ 1 : one));
  if (Array.isArray(value)) return value.length === 0 ? [1] : [...(value as unknown[]).slice(1), other(value[0])];
  if (value === null || value === undefined) return 1;
  const [first, ...rest] = Object.entries(value);
  return first === undefined ? { x: 1 } : Object.fromEntries([[first[0], other(first[1])], ...rest]);
}

/** Rows of this table by their keys; `meta` has a row of each kind. */
const TABLES = [
  ...(['sessions', 'packs', 'transcripts', 'texts', 'judgements', 'evidence', 'blocks', 'sources'] as const),
  ...(['ledger', 'journal', 'jobs', 'holds', 'exports', 'reviews', 'reviewers', 'wordLists', 'meta'] as const),
];

/** Fields of which nothing depends: who knows them by heart may change them unseen. */
const FREE: Readonly<Record<string, string>> = {
  'reviewers.refused': 'a wrong passphrase is told by an entry of its own',
};

/** Of `meta`, what does not stand for itself. */
const APART = ['counters', 'organisation'];

beforeAll(async () => {
  await fill();
  expect(await faultNow()).toBeNull();
  return () => indexedDB.deleteDatabase(NAME);
}, 60_000);

describe('of every table', () => {
  test.each(TABLES)('%s: each field of a row that is changed is found', { timeout: 60_000 }, async (name) => {
    const db = await openDatabase(NAME);
    const [keyPath, rows] = [db.table(name).schema.primKey.keyPath ?? '', (await db.table(name).toArray()) as Row[]];
    db.close();
    const unfound: string[] = [];
    // Of a table of many kinds each row, otherwise the first.
    for (const row of name === 'meta' ? rows : rows.slice(0, 1)) {
      for (const field of Object.keys(row)) {
        if ([keyPath].flat().includes(field) || FREE[`${name}.${field}`] !== undefined) continue;
        const changed = { ...row, [field]: other(row[field]) };
        const found = await faultAfter([name], (open) => open.table(name).put(changed));
        if (found === null) unfound.push(`${row['key'] as string} ${field}`);
      }
    }
    expect(unfound).toEqual([]);
  });

  test.each(TABLES)('%s: a row that is deleted, and one that is added, is found', { timeout: 60_000 }, async (name) => {
    const db = await openDatabase(NAME);
    const table = db.table<Row>(name);
    const rows = (await table.toArray()).filter(({ key }) => !APART.includes(String(key)));
    db.close();
    const keys = [table.schema.primKey.keyPath ?? ''].flat();
    for (const row of name === 'meta' ? rows : rows.slice(0, 1)) {
      const key = (keys.length === 1 ? row[keys[0] ?? ''] : keys.map((part) => row[part])) as string;
      const deleted = await faultAfter([name], (open) => open.table(name).delete(key));
      expect(deleted, `without ${JSON.stringify(key)}`).not.toBeNull();
    }
    if (name === 'meta') return;
    const [first] = rows;
    const last = keys.at(-1) ?? '';
    const key = first?.[last];
    const added = { ...first, [last]: typeof key === 'number' ? 777 : 'ff'.repeat(10) };
    expect(await faultAfter([name], (open) => open.table(name).add(added))).not.toBeNull();
  });

  test.each(TABLES)('%s: two rows that are swapped are found', { timeout: 60_000 }, async (name) => {
    if (name === 'meta') return;
    const db = await openDatabase(NAME);
    const table = db.table<Row>(name);
    const keys = [table.schema.primKey.keyPath ?? ''].flat();
    const [one, two] = [(await table.toArray())[0], (await table.toArray()).at(-1)];
    db.close();
    if (one === undefined || two === undefined || one === two || (await countOf(name)) < 2) return;
    const keyOf = (row: Row): Row => Object.fromEntries(keys.map((part) => [part, row[part]]));
    const swapped = [
      { ...one, ...keyOf(two) },
      { ...two, ...keyOf(one) },
    ];
    expect(await faultAfter([name], (open) => open.table(name).bulkPut(swapped))).not.toBeNull();
  });
});

async function countOf(name: string): Promise<number> {
  const db = await openDatabase(NAME);
  try {
    return await db.table(name).count();
  } finally {
    db.close();
  }
}

type Counters = Extract<MetaRecord, { key: 'counters' }>;
const counted = async (db: Database, changed: Partial<Counters['value']>): Promise<void> => {
  const { value } = (await db.meta.get('counters')) as Counters;
  await db.meta.put({ key: 'counters', value: { ...value, ...changed } });
};

interface Attack {
  what: string;
  tables: string[];
  change: Change;
  /** Of the fault. */
  named: RegExp;
}

const ATTACKS: Attack[] = [
  {
    what: 'a pack goes whole, and a line of the journal says so',
    tables: ['sessions', 'packs', 'transcripts', 'texts', 'judgements', 'journal', 'meta'],
    async change(db) {
      const { value } = (await db.meta.get('counters')) as Counters;
      const line = { n: value.journal.count + 1, job: null, ...newDraft(), deleted: [0] };
      const hash = journalHash(line, value.journal.head);
      await db.journal.add({ ...line, hash });
      await counted(db, { journal: { count: line.n, head: hash } });
      await db.sessions.filter(({ pack }) => pack === 0).delete();
      for (const table of [db.packs, db.transcripts, db.texts, db.judgements]) await (table as Table).delete(0);
    },
    named: /of no work that the ledger knows/,
  },
  {
    what: 'the same, in the name of a job that had ended',
    tables: ['journal', 'meta'],
    async change(db) {
      const { value } = (await db.meta.get('counters')) as Counters;
      const line = { n: value.journal.count + 1, job: 1, ...newDraft(), deleted: [0] };
      const hash = journalHash(line, value.journal.head);
      await db.journal.add({ ...line, hash });
      await counted(db, { journal: { count: line.n, head: hash } });
    },
    named: /of no work that the ledger knows/,
  },
  {
    what: 'a hold goes, and what the ledger tells of it',
    tables: ['holds', 'ledger'],
    async change(db) {
      await db.holds.delete(1);
      const entry = await db.ledger.where('subject').equals('hold:1').first();
      const { payload: _payload, ...rest } = entry!;
      await db.ledger.put(rest);
    },
    named: /^The payload of ledger entry \d+ is missing/,
  },
  {
    what: 'two decisions change places, so that the other one stands',
    tables: ['reviews'],
    async change(db) {
      const { session, steps } = (await db.reviews.get(ids[0]))!;
      await db.reviews.put({ session, steps: [steps[0]!, steps[2]!, steps[1]!] });
    },
    named: /The review of session .* is another one/,
  },
  {
    what: 'the evidence of two files changes places',
    tables: ['evidence', 'blocks'],
    async change(db) {
      for (const table of [db.evidence, db.blocks] as unknown as Table<Row>[]) {
        const [one, two] = [await table.get([0, 1280]), await table.get([1, 1280])];
        await table.bulkPut([
          { ...one, source: 1 },
          { ...two, source: 0 },
        ]);
      }
    },
    named: /bytes of source 0 from 1280/,
  },
  {
    what: 'a block says that it is longer, in both tables',
    tables: ['evidence', 'blocks'],
    async change(db) {
      for (const table of [db.evidence, db.blocks] as unknown as Table<Row>[]) {
        await table.put({ ...(await table.get([0, 1280])), length: 900 });
      }
    },
    named: /bytes of source 0 from 1280/,
  },
  {
    what: 'a block more than was read stands among the heads',
    tables: ['blocks'],
    async change(db) {
      const head = await db.blocks.get([SOURCE, 0]);
      await db.blocks.add({ ...head!, source: 9 as SourceId });
    },
    named: /source 9 from 0 on are not known/,
  },
  {
    what: 'an export says that it took more of a session, so that it may be purged',
    tables: ['exports'],
    async change(db) {
      const record = await db.exports.get(1);
      const sessions = record!.sessions.slice();
      sessions[13] = 99;
      await db.exports.put({ ...record!, sessions });
    },
    named: /exported sessions was changed/,
  },
  {
    what: 'another passphrase opens for a reviewer',
    tables: ['reviewers'],
    async change(db) {
      const anna = (await db.reviewers.get('Anna'))!;
      await db.reviewers.put({ ...anna, key: { ...anna.key!, wrapped: anna.key!.wrapped.slice().reverse() } });
    },
    named: /Reviewer “Anna” was changed/,
  },
  {
    what: 'it never locks any more',
    tables: ['meta'],
    change: (db) => db.meta.put({ key: 'lock', value: { afterMs: null } }),
    named: /After how long the archive locks/,
  },
  {
    what: 'the encryption is said to be on',
    tables: ['meta'],
    change: (db) => db.meta.put({ key: 'encryption', value: { state: 'on' } }),
    named: /The encryption is “on”/,
  },
  {
    what: 'the mark of a restore is set, so that the next one throws everything away',
    tables: ['meta'],
    change: (db) => db.meta.put({ key: 'half-restored', value: 1 as EpochMs }),
    named: /A restore is marked as broken off/,
  },
  {
    what: 'a number of a pack would be given twice',
    tables: ['meta'],
    change: (db) => counted(db, { nextPack: 1 }),
    named: /The next pack would be 1/,
  },
  {
    what: 'an entry of another ledger is slipped in',
    tables: ['chains'],
    async change(db) {
      await db.chains.add((await db.ledger.get(1))!);
    },
    named: /of none that was restored/,
  },
  {
    what: 'a file that was never imported stands in the list',
    tables: ['sources'],
    async change(db) {
      await db.sources.add({ ...(await db.sources.get(SOURCE))!, id: 5 as SourceId, report: null, complete: false });
    },
    named: /Source 5 .* was not imported/,
  },
  {
    what: 'an import that failed is said to be whole',
    tables: ['jobs'],
    async change(db) {
      await db.jobs.add({ ...(await db.jobs.get(1))!, id: 3, state: 'sealed' });
    },
    named: /Job 3 is not known/,
  },
  {
    what: 'a version of the organisation is of another day',
    tables: ['meta'],
    async change(db) {
      const record = (await db.meta.get('basis:00000001')) as Extract<MetaRecord, { key: `basis:${string}` }>;
      await db.meta.put({ ...record, value: { ...record.value, at: 5 as EpochMs } });
    },
    named: /Version 1 of what sessions are judged by was changed/,
  },
];

test.each(ATTACKS)('found and named: $what', { timeout: 60_000 }, async ({ tables, change, named }) => {
  expect((await faultAfter(tables, change))?.message).toMatch(named);
  expect(await faultNow()).toBeNull();
});

test('a whole archive put back to an older state fits in itself, and not with an anchor from later', async () => {
  const db = await openDatabase(NAME);
  const { anchor } = await verifyArchive(db);
  const counters = ((await db.meta.get('counters')) as Counters).value;
  const time = new Date().toISOString();
  const told = { time, actor: 'Anna', action: 'backup', subject: 'archive', payload: null } as const;
  const entry = linked(counters.ledger, told);
  const later = { count: entry.seq, head: entry.hash };
  expect((await verifyArchive(db, { anchor: later })).fault).toMatchObject({ part: 'anchor' });
  // Of the same length, and another one.
  const forged = { ...anchor, head: digestOf('another') };
  expect((await verifyArchive(db, { anchor: forged })).fault).toMatchObject({ part: 'anchor' });
  expect((await verifyArchive(db, { anchor })).fault).toBeNull();
  db.close();
});
