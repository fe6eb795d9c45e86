import { describe, expect, test } from 'vitest';
import type {
  EpochMs,
  JudgedSession,
  Judgement,
  SessionFragment,
  SourceId,
  SourceReport,
  StoredFragment,
} from '../../src/model.ts';
import { summarise } from '../../src/sessions/index.ts';
import { Database } from '../../src/archive/database.ts';
import type { DexieStore } from '../../src/archive/index.ts';
import { idsOf, judged, madeFragment, madeSession, madeSessions, SOURCE } from './made.ts';
import { openReader, openStore } from './opened.ts';

const batch = (put: JudgedSession[], remove: JudgedSession[] = []) => ({
  put,
  remove: remove.map(({ session }) => session.id),
  evidence: [],
});

async function allOf(store: DexieStore): Promise<(StoredFragment & { judgement: Judgement })[]> {
  const all: (StoredFragment & { judgement: Judgement })[] = [];
  for await (const some of store.batches()) {
    all.push(...some.map(({ id, fragment, judgement }) => ({ id, fragment, judgement })));
  }
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const report = (name: string): SourceReport => ({
  name,
  sha256: 'ab'.repeat(32),
  bytes: 10,
  format: 'sipstack',
  encoding: 'utf-8',
  explainedBytes: 10,
  skippedBytes: 0,
  records: 1,
  sipRequests: 1,
  sipResponses: 0,
  methods: { INVITE: 1 },
  statuses: {},
  callIds: 1,
  xmppMessages: 0,
  xmppPresence: 0,
  xmppIq: 0,
  certificates: 0,
  issues: {},
});

describe('sources', () => {
  test('a file that was left unfinished gets its own number again, a finished one does not', async () => {
    const { store } = await openStore();
    const first = await store.openSource('edge.log', 10, 5 as EpochMs);
    expect(await store.openSource('edge.log', 10, 5 as EpochMs)).toBe(first);
    expect(await store.openSource('edge.log', 11, 5 as EpochMs)).not.toBe(first);
    const seal = { report: report('edge.log'), firstTime: 7 as EpochMs, tallies: [], size: 10 };
    await store.sealSource(first, { ...seal, complete: false });
    expect((await store.sources())[0]).toMatchObject({ id: first, sha256: null, firstTime: 7 });
    expect(await store.openSource('edge.log', 10, 5 as EpochMs)).toBe(first);
    await store.sealSource(first, { ...seal, complete: true });
    expect((await store.sources())[0]).toMatchObject({ sha256: 'ab'.repeat(32), format: 'sipstack' });
    expect(await store.openSource('edge.log', 10, 5 as EpochMs)).not.toBe(first);
  });

  test('a file that no format fitted gets its own number again: this version may know it', async () => {
    const { store } = await openStore();
    const first = await store.openSource('edge.log', 10, 5 as EpochMs);
    const unknown = { ...report('edge.log'), format: null };
    await store.sealSource(first, { report: unknown, firstTime: null, tallies: [], size: 10, complete: true });
    expect(await store.openSource('edge.log', 10, 5 as EpochMs)).toBe(first);
  });

  test('sealing a source that was not opened is refused', async () => {
    const { store } = await openStore();
    const seal = { report: report('x'), firstTime: null, tallies: [], size: 1, complete: true };
    await expect(store.sealSource(9 as SourceId, seal)).rejects.toThrow('Cannot seal source 9');
  });

  test('tallies of sealed sources are added up', async () => {
    const { store } = await openStore();
    for (const name of ['a', 'b']) {
      const id = await store.openSource(name, 1, null);
      const tallies = [{ domain: 'contoso.com', messages: 2, inner: 1 }];
      await store.sealSource(id, { report: report(name), firstTime: null, tallies, size: 1, complete: true });
    }
    expect(await store.tallies()).toEqual([{ domain: 'contoso.com', messages: 4, inner: 2 }]);
  });
});

describe('put', () => {
  test('what is put is given back by key, whole', async () => {
    const { store } = await openStore();
    const sessions = madeSessions(0, 450);
    await store.put(batch(sessions));
    const found = await store.sharing(['call:made-3', 'call:made-449', 'call:never']);
    expect(found.map(({ id }) => id).sort()).toEqual(idsOf(sessions.filter((_, n) => n === 3 || n === 449)).sort());
    const again = found.map(({ fragment }) => summarise(fragment, () => 0)).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(again).toEqual(
      [madeSession(3), madeSession(449)].map(({ session }) => session).sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  test('the same batch again leaves the archive as it is', async () => {
    const { name, store } = await openStore();
    await store.put(batch(madeSessions(0, 300)));
    const before = await allOf(store);
    await store.put(batch(madeSessions(0, 300)));
    expect(await allOf(store)).toEqual(before);
    const db = await new Database(name).open();
    // The packs of the first time hold nothing any more.
    expect(await Promise.all([db.table('packs').count(), db.table('transcripts').count()])).toEqual([2, 2]);
    db.close();
  });

  test('sessions that were joined into another one go', async () => {
    const { store } = await openStore();
    const [a, b] = [madeSession(1), madeSession(2)];
    await store.put(batch([a, b]));
    const joined: SessionFragment = {
      ...madeFragment(1),
      joins: ['call:made-1', 'call:made-2'],
      messages: [...madeFragment(1).messages, ...madeFragment(2).messages],
    };
    await store.put(batch([judged(joined, 1)], [b]));
    const found = await store.sharing(['call:made-2']);
    expect(found.map(({ id }) => id)).toEqual([a.session.id]);
    expect(found[0]?.fragment.messages).toHaveLength(6);
    expect(await allOf(store)).toHaveLength(1);
  });

  test('a batch goes in whole or not at all', async () => {
    const { name, store } = await openStore();
    const bad = madeSession(2);
    // The row is the last thing written, and a function cannot be stored.
    const broken = { ...bad, session: { ...bad.session, status: (() => 0) as never } };
    const evidence = [{ source: SOURCE, offset: 0, bytes: new Uint8Array(10) }];
    await expect(store.put({ put: [madeSession(1), broken], remove: [], evidence })).rejects.toThrow();
    const db = await new Database(name).open();
    expect(await Promise.all(db.tables.map((table) => table.count()))).toEqual(db.tables.map(() => 0));
    db.close();
    await store.put(batch([madeSession(1)]));
    expect(await allOf(store)).toHaveLength(1);
  });

  test('text that is not well-formed Unicode comes back as it was', async () => {
    const { store } = await openStore();
    await store.put(batch([madeSession(1, { said: ['a lone \ud83d half', '\u0000 nul'] })]));
    const [found] = await store.sharing(['call:made-1']);
    expect(found?.fragment.messages[1]?.facts[0]).toMatchObject({ text: 'a lone \ud83d half' });
    expect(found?.fragment.messages[2]?.facts[0]).toMatchObject({ text: '\u0000 nul' });
  });

  test('a session of 20,000 messages has a pack of its own and comes back', async () => {
    const { store } = await openStore();
    const fragment = madeFragment(1);
    const message = fragment.messages[1];
    if (message === undefined) throw new Error('no message');
    fragment.messages = Array.from({ length: 20_000 }, (_, n) => ({ ...message, identity: `m${n}` }));
    await store.put(batch([madeSession(0), judged(fragment, 1), madeSession(2)]));
    expect((await store.sharing(['call:made-1']))[0]?.fragment.messages).toHaveLength(20_000);
    expect(await allOf(store)).toHaveLength(3);
  });
});

describe('sharing', () => {
  const chat = (number: number, start: number): JudgedSession => {
    const fragment = madeFragment(number, { start });
    return judged({ ...fragment, joins: ['chat:a@x|b@y'], gapMs: 1_800_000, protocol: 'xmpp' }, number);
  };
  const day = 86_400_000;

  test('of sessions that silence ends, only those near in time are read when spans are given', async () => {
    const { store } = await openStore();
    const chats = Array.from({ length: 10 }, (_, n) => chat(n, 1_000_000_000_000 + n * 3 * day));
    await store.put(batch(chats));
    expect(await store.sharing(['chat:a@x|b@y'])).toHaveLength(10);
    const from = (1_000_000_000_000 + 6 * day - 1_800_000) as EpochMs;
    const near = await store.sharing(['chat:a@x|b@y'], [{ from, to: (from + 3_600_000) as EpochMs }]);
    expect(near.map(({ id }) => id)).toEqual([chats[2]?.session.id]);
    expect(await store.sharing(['chat:a@x|b@y'], [null])).toHaveLength(10);
  });

  test('a key that begins like another one is not taken for it', async () => {
    const { store } = await openStore();
    await store.put(batch([madeSession(1), madeSession(11)]));
    expect(await store.sharing(['call:made-1'])).toHaveLength(1);
  });
});

describe('rejudge', () => {
  test('every session is judged once while batches are read, and nothing else changes', async () => {
    const { name, store } = await openStore();
    await store.put(batch(madeSessions(0, 500)));
    let seen = 0;
    for await (const some of store.batches()) {
      seen += some.length;
      await store.rejudge(
        some.map(({ fragment, judgement }) => ({
          session: summarise(fragment, () => 0),
          judgement: { ...judgement, verdict: { ...judgement.verdict, id: 'wlm' } },
        })),
      );
    }
    expect(seen).toBe(500);
    const reader = await openReader(name);
    expect((await reader.facets({})).providers).toEqual([{ value: 'wlm', count: 500 }]);
    expect(await allOf(store)).toHaveLength(500);
  });
});

describe('compact', () => {
  test('small packs and packs that are mostly garbage become full ones; every session stays', async () => {
    const { name, store } = await openStore();
    for (let n = 0; n < 60; n += 2) await store.put(batch(madeSessions(n, n + 2)));
    await store.put(batch(madeSessions(1000, 1200)));
    await store.put(batch(madeSessions(1000, 1150)));
    const before = await allOf(store);
    await store.compact();
    expect(await allOf(store)).toEqual(before);
    expect(await store.sharing(['call:made-7'])).toHaveLength(1);
    const db = await new Database(name).open();
    expect(await db.table('packs').count()).toBe(2);
    expect(await db.table('texts').count()).toBe(2);
    db.close();
    const reader = await openReader(name);
    expect((await reader.rows({ text: 'hello number 1149' }, 'start', 0, 10)).matching).toBe(1);
    // There is nothing left to do.
    const again = await allOf(store);
    await store.compact();
    expect(await allOf(store)).toEqual(again);
  });
});

describe('evidence', () => {
  test('exact bytes come back from one block, over a border, and not where there are none', async () => {
    const { name, store } = await openStore();
    const noise = Uint8Array.from({ length: 1000 }, (_, n) => (n * 7919) % 251);
    const text = new TextEncoder().encode('line of a log\r\n'.repeat(100));
    await store.put({
      put: [],
      remove: [],
      evidence: [
        { source: SOURCE, offset: 0, bytes: text.subarray(0, 1000) },
        { source: SOURCE, offset: 1000, bytes: noise.subarray(0, 500) },
      ],
    });
    const reader = await openReader(name);
    const place = (offset: number, length: number) => ({ source: SOURCE, offset, length });
    const [inside, over, end, beyond, other] = await reader.bytes([
      place(15, 13),
      place(990, 20),
      place(1490, 10),
      place(1490, 11),
      { source: 5 as SourceId, offset: 0, length: 1 },
    ]);
    expect(inside).toEqual(text.slice(15, 28));
    expect(over).toEqual(Uint8Array.from([...text.subarray(990, 1000), ...noise.subarray(0, 10)]));
    expect(end).toEqual(noise.slice(490, 500));
    expect([beyond, other]).toEqual([null, null]);
  });
});

test('clear takes out everything but the organisation', async () => {
  const { name, store } = await openStore();
  const id = await store.openSource('a', 1, null);
  await store.sealSource(id, { report: report('a'), firstTime: null, tallies: [], size: 1, complete: true });
  await store.put(batch(madeSessions(0, 5)));
  const reader = await openReader(name);
  expect((await reader.rows({}, 'start', 0, 10)).total).toBe(5);
  await store.clear();
  expect(await store.sources()).toEqual([]);
  expect(await allOf(store)).toEqual([]);
  expect((await reader.rows({}, 'start', 0, 10)).total).toBe(0);
  await store.put(batch(madeSessions(0, 5)));
  expect((await reader.rows({}, 'start', 0, 10)).total).toBe(5);
});
