import { describe, expect, test } from 'vitest';
import type { EpochMs, IsoDate, JudgedSession, SessionFilter, SessionId, SessionSort } from '../../src/model.ts';
import { Database } from '../../src/archive/database.ts';
import { EMPTY_LEDGER } from '../../src/archive/ledger-chain.ts';
import { Superseded, type ArchiveReader } from '../../src/archive/index.ts';
import { flag, idsOf, madeSession, madeSessions, SOURCE, type Made } from './made.ts';
import { openReader, openStore } from './opened.ts';

const at = (iso: string): EpochMs => Date.parse(iso) as EpochMs;
const batch = (put: JudgedSession[]) => ({ put, remove: [], evidence: [] });

async function readerOf(sessions: readonly Made[]): Promise<ArchiveReader> {
  const { name, store } = await openStore();
  await store.put(batch(sessions.map((made, number) => madeSession(number, made))));
  return openReader(name);
}

async function listed(reader: ArchiveReader, filter: SessionFilter, sort: SessionSort = 'start'): Promise<number[]> {
  const { rows, matching } = await reader.rows(filter, sort, 0, 100);
  expect(rows).toHaveLength(matching);
  const numbers = new Map(idsOf(madeSessions(0, 20)).map((id, number) => [id, number]));
  return rows.map(({ id }) => numbers.get(id) ?? -1);
}

const SAMPLE: Made[] = [
  { start: at('2014-06-24T10:00Z'), provider: 'yahoo', remote: 'zoe@yahoo.com', flags: [flag('service-ended')] },
  { start: null, provider: 'aol', remote: 'bob@aol.com', flags: [] },
  { start: at('2014-06-24T08:00Z'), provider: 'yahoo', remote: null, flags: [flag('sender-unverified', 'info')] },
  {
    start: at('2014-07-01T00:30Z'),
    provider: 'skype',
    remote: 'bob@skype.com',
    flags: [flag('licence-cal-missing', 'undetermined'), flag('service-ended')],
  },
];

describe('rows', () => {
  test('are in each order; what is not known stands last', async () => {
    const reader = await readerOf(SAMPLE);
    expect(await listed(reader, {})).toEqual([2, 0, 3, 1]);
    expect(await listed(reader, {}, '-start')).toEqual([3, 0, 2, 1]);
    expect(await listed(reader, {}, 'provider')).toEqual([1, 3, 2, 0]);
    expect(await listed(reader, {}, 'remote')).toEqual([1, 3, 0, 2]);
    expect(await listed(reader, {}, 'severity')).toEqual([0, 3, 2, 1]);
  });

  test('fit every part of the filter', async () => {
    const reader = await readerOf(SAMPLE);
    expect(await listed(reader, { providers: ['yahoo', 'skype'] })).toEqual([2, 0, 3]);
    expect(await listed(reader, { rules: ['service-ended'] })).toEqual([0, 3]);
    expect(await listed(reader, { severities: ['undetermined', 'info'] })).toEqual([2, 3]);
    expect(await listed(reader, { kinds: ['presence'] })).toEqual([]);
    expect(await listed(reader, { from: at('2014-06-24T08:00Z'), to: at('2014-06-24T10:00Z') })).toEqual([2]);
    expect(await listed(reader, { providers: ['yahoo'], rules: ['service-ended'] })).toEqual([0]);
  });

  test('fit users, modalities, files and hours of the day', async () => {
    const reader = await readerOf(SAMPLE);
    expect(await listed(reader, { users: ['user3@contoso.com'] })).toEqual([3]);
    expect(await listed(reader, { modalities: ['im'] })).toEqual([2, 0, 3, 1]);
    expect(await listed(reader, { modalities: ['video'] })).toEqual([]);
    expect(await listed(reader, { sources: [SOURCE] })).toEqual([2, 0, 3, 1]);
    expect(await listed(reader, { sources: [7 as typeof SOURCE] })).toEqual([]);
    expect(await listed(reader, { hours: { of: [8], timeZone: 'UTC' } })).toEqual([2]);
    // 00:30 UTC is 06:00 in Kolkata.
    expect(await listed(reader, { hours: { of: [6], timeZone: 'Asia/Kolkata' } })).toEqual([3]);
  });

  test('come by the window, and are whole', async () => {
    const { name, store } = await openStore();
    const sessions = madeSessions(0, 500);
    await store.put(batch(sessions));
    const reader = await openReader(name);
    const { matching, total, first, rows } = await reader.rows({ providers: ['yahoo'] }, 'start', 100, 50);
    expect([matching, total, first, rows.length]).toEqual([125, 500, 100, 25]);
    expect(rows[0]).toEqual({
      id: sessions[400]?.session.id,
      protocol: 'sip',
      kind: 'im',
      modalities: ['im'],
      provider: 'yahoo',
      confidence: 'certain',
      local: 'user0@contoso.com',
      remote: 'friend100@yahoo.com',
      start: sessions[400]?.session.start,
      end: sessions[400]?.session.end,
      standing: 'open',
      timeSource: 'log',
      outcome: sessions[400]?.session.outcome,
      status: sessions[400]?.session.status,
      messages: 3,
      texts: 2,
      presence: 0,
      flags: [],
      sources: [0],
    });
    expect((await reader.rows({}, 'start', 9999, 50)).rows).toEqual([]);
  });
});

test('facets count within the filter, each without its own part', async () => {
  const reader = await readerOf(SAMPLE);
  const { providers, rules, severities, kinds } = await reader.facets({
    providers: ['yahoo'],
    rules: ['service-ended'],
  });
  expect(providers).toEqual([
    { value: 'skype', count: 1 },
    { value: 'yahoo', count: 1 },
  ]);
  expect(rules).toEqual([
    { value: 'sender-unverified', count: 1 },
    { value: 'service-ended', count: 1 },
  ]);
  expect(severities).toEqual([{ value: 'violation', count: 1 }]);
  expect(kinds).toEqual([{ value: 'im', count: 1 }]);
});

test('facets tell what each rule found: a session stands once under each of its rules, by the gravest answer', async () => {
  const unknown = flag('licence-cal-missing', 'undetermined');
  const reader = await readerOf([
    { flags: [unknown] },
    { flags: [unknown, flag('sender-unverified', 'info')] },
    { flags: [unknown, flag('licence-cal-missing', 'violation')] },
  ]);
  expect((await reader.facets({})).judgements).toEqual([
    { rule: 'licence-cal-missing', severity: 'violation', count: 1 },
    { rule: 'licence-cal-missing', severity: 'undetermined', count: 2 },
    { rule: 'sender-unverified', severity: 'info', count: 1 },
  ]);
});

describe('timeline', () => {
  test('counts by day of the zone; what has no time is counted apart', async () => {
    const reader = await readerOf(SAMPLE);
    const { unit, bins, undated, days } = await reader.timeline({}, 'America/New_York');
    expect({ unit, undated, days }).toEqual({
      unit: 'day',
      undated: 1,
      days: { first: '2014-06-24', last: '2014-06-30' },
    });
    expect(bins).toEqual([
      { day: '2014-06-24', provider: 'yahoo', sessions: 2 },
      { day: '2014-06-30', provider: 'skype', sessions: 1 },
    ]);
    expect((await reader.timeline({}, 'UTC')).days?.last).toBe('2014-07-01');
  });

  test('takes weeks from Monday, then months, as the span grows', async () => {
    const times = (last: string): Made[] => [
      { start: at('2014-06-25T12:00Z'), provider: 'aol' },
      { start: at('2014-06-29T12:00Z'), provider: 'aol' },
      { start: at(last), provider: 'aol' },
    ];
    const weeks = await (await readerOf(times('2015-06-01T00:00Z'))).timeline({}, 'UTC');
    expect([weeks.unit, ...weeks.bins.map(({ day, sessions }) => `${day} ${sessions}`)]).toEqual([
      'week',
      '2014-06-23 2',
      '2015-06-01 1',
    ]);
    const months = await (await readerOf(times('2019-02-28T23:00Z'))).timeline({}, 'UTC');
    expect([months.unit, ...months.bins.map(({ day, sessions }) => `${day} ${sessions}`)]).toEqual([
      'month',
      '2014-06-01 2',
      '2019-02-01 1',
    ]);
  });
});

describe('search', () => {
  test('finds all the words, whatever their case and width, in texts and addresses', async () => {
    const reader = await readerOf([
      { said: ['Quarterly FORECAST attached', 'see you'], remote: 'zoe@yahoo.com' },
      { said: ['ｆｏｒｅｃａｓｔ of the quarterly', '会议在三点'] },
      { said: ['nothing of it', 'Über Größe'] },
    ]);
    expect(await listed(reader, { text: 'forecast  Quarterly' })).toEqual([0, 1]);
    expect(await listed(reader, { text: 'ZOE@yahoo' })).toEqual([0]);
    expect(await listed(reader, { text: '三点' })).toEqual([1]);
    expect(await listed(reader, { text: 'über GRÖßE' })).toEqual([2]);
    expect(await listed(reader, { text: 'forecast nothing' })).toEqual([]);
    expect(await listed(reader, { text: '   ' })).toEqual([0, 1, 2]);
    expect((await reader.facets({ text: 'forecast' })).kinds).toEqual([{ value: 'im', count: 2 }]);
  });

  test('an older search is given up when a newer one comes; the same words wait together', async () => {
    const { name, store } = await openStore();
    for (let n = 0; n < 30; n++) await store.put(batch(madeSessions(n * 20, n * 20 + 20)));
    const reader = await openReader(name);
    const older = reader.rows({ text: 'hello' }, 'start', 0, 1);
    const gone = expect(older).rejects.toBeInstanceOf(Superseded);
    const [rows, facets] = await Promise.all([
      reader.rows({ text: 'number 59' }, 'start', 0, 1),
      reader.facets({ text: 'number 59' }),
    ]);
    await gone;
    expect(rows.matching).toBe(facets.kinds[0]?.count);
  });

  test('sees what changed since', async () => {
    const { name, store } = await openStore();
    await store.put(batch(madeSessions(0, 10)));
    const reader = await openReader(name);
    expect(await listed(reader, { text: 'secret' })).toEqual([]);
    await store.put(batch([madeSession(4, { said: ['the secret word', 'x'] }), madeSession(11)]));
    expect(await listed(reader, { text: 'secret' })).toEqual([4]);
    await store.put({ put: [], remove: idsOf([madeSession(4)]) as SessionId[], evidence: [] });
    expect(await listed(reader, { text: 'secret' })).toEqual([]);
  });
});

describe('changes', () => {
  test('what was committed before a question is in the answer, and the revision is told', async () => {
    const { name, store } = await openStore();
    const revisions: number[] = [];
    const reader = await openReader(name, (revision) => revisions.push(revision));
    expect((await reader.rows({}, 'start', 0, 5)).total).toBe(0);
    for (let n = 0; n < 8; n++) {
      await store.put(batch([madeSession(n)]));
      expect((await reader.rows({}, 'start', 0, 5)).total).toBe(n + 1);
    }
    await expect.poll(() => revisions.at(-1)).toBe(8);
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  });

  test('a reader that nobody asks hears of changes ten times a second at most', async () => {
    const { name, store } = await openStore();
    const told: number[] = [];
    const reader = await openReader(name, () => told.push(performance.now()));
    await reader.rows({}, 'start', 0, 5);
    const began = performance.now();
    for (let n = 0; n < 40; n++) await store.put(batch([madeSession(n)]));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const seconds = (performance.now() - began) / 1000;
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(seconds * 10 + 1);
  });

  test('a change of which no notice came is found by the next question', async () => {
    const { name, store } = await openStore();
    const reader = await openReader(name);
    await store.put(batch([madeSession(0)]));
    expect((await reader.rows({}, 'start', 0, 5)).total).toBe(1);
    // As a tab would do that was frozen before it could tell.
    const db = new Database(name);
    await db.open();
    await db.sessions.clear();
    const ends = { ledger: EMPTY_LEDGER, journal: EMPTY_LEDGER };
    await db.meta.put({ key: 'counters', value: { revision: 9, nextPack: 9, ...ends } });
    db.close();
    expect((await reader.rows({}, 'start', 0, 5)).total).toBe(0);
  });
});

test('sessions for an export come by start and id, each once', async () => {
  const { name, store } = await openStore();
  const sessions = madeSessions(0, 1200);
  await store.put(batch([...sessions].reverse()));
  await store.put(batch([madeSession(2000, { start: null })]));
  const reader = await openReader(name);
  const ids: string[] = [];
  for await (const some of reader.exports.sessions({})) ids.push(...some.map(({ id }) => id));
  expect(ids).toEqual(idsOf([...sessions, madeSession(2000)]));
});

test('a session that is not there is null', async () => {
  const reader = await readerOf(SAMPLE);
  expect(await reader.session('00000000000000000000' as SessionId)).toBeNull();
  const [first] = (await reader.rows({}, 'start', 0, 1)).rows;
  expect((await reader.session(first!.id))?.fragment.messages).toHaveLength(3);
});

describe('the counts across the columns', () => {
  const none = { timeZone: 'UTC', spans: new Map(), licenceRules: new Set<string>() };

  test('hold sessions against the days on which a provider federates them', async () => {
    const reader = await readerOf(SAMPLE);
    const spans = new Map([
      ['yahoo' as const, [{ modality: 'im' as const, from: null, to: '2014-06-30' as IsoDate }]],
      ['skype' as const, [{ modality: 'im' as const, from: null, to: '2014-06-30' as IsoDate }]],
      ['aol' as const, []],
    ]);
    const { matrix } = await reader.crossCounts({}, { ...none, spans });
    const cells = matrix.map(({ provider, sessions, outside }) => [provider, sessions, outside]).sort();
    expect(cells).toEqual([
      ['aol', 1, 1],
      ['skype', 1, 1],
      ['yahoo', 2, 0],
    ]);
  });

  test('give users, hours of the zone and what has no time', async () => {
    const reader = await readerOf(SAMPLE);
    const { users, userCount, hours, undated, matching, total } = await reader.crossCounts({}, none);
    expect(users.map(({ sessions }) => sessions)).toEqual([1, 1, 1, 1]);
    expect(users.find(({ user }) => user === 'user0@contoso.com')?.flagged).toBe(1);
    expect(userCount).toBe(4);
    expect([hours[0], hours[8], hours[10], undated, matching, total]).toEqual([1, 1, 1, 1, 4, 4]);
  });

  test('leave out their own part of the filter', async () => {
    const reader = await readerOf(SAMPLE);
    const filter: SessionFilter = { providers: ['yahoo'], hours: { of: [8], timeZone: 'UTC' } };
    const counts = await reader.crossCounts(filter, none);
    expect([counts.hours[8], counts.hours[10], counts.hours[0]]).toEqual([1, 1, 0]);
    expect(counts.matrix.map(({ provider }) => provider)).toEqual(['yahoo']);
    expect(counts.matching).toBe(1);
  });

  test('count what lacks a licence', async () => {
    const reader = await readerOf([{ provider: 'aol', flags: [flag('licence-pic-usl-missing')] }, {}]);
    const licenceRules = new Set(['licence-pic-usl-missing']);
    const { unlicensed } = await reader.crossCounts({}, { ...none, licenceRules });
    expect(unlicensed).toEqual([{ provider: 'aol', sessions: 1 }]);
  });
});
