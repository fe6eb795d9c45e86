/** What is answered from columns, beside the same answered row by row; and what it takes. */
import { beforeAll, describe, expect, test } from 'vitest';
import { SessionColumns } from '../../src/archive/columns.ts';
import { Dictionary, joinedStrings, keptOf } from '../../src/archive/dictionary.ts';
import { countFacets, mostOf } from '../../src/archive/facets.ts';
import { LastAnswer } from '../../src/archive/last-answer.ts';
import { localTimes, NO_HOUR } from '../../src/archive/local-time.ts';
import { fitting, misfitsOf } from '../../src/archive/misfits.ts';
import { ordersOf } from '../../src/archive/session-orders.ts';
import { timelineOf } from '../../src/archive/timeline.ts';
import type { EpochMs, SessionFilter, SessionSort, SourceId } from '../../src/model.ts';
import { Chance } from '../demonstration/chance.ts';
import { madeColumns, madeRow, put, type MadeRow } from './columns-made.ts';

const at = (iso: string): EpochMs => Date.parse(iso) as EpochMs;

const FILTERS: [string, SessionFilter, (row: MadeRow) => boolean][] = [
  ['nothing', {}, () => true],
  ['providers', { providers: ['yahoo', 'skype'] }, ({ line }) => ['yahoo', 'skype'].includes(line.provider)],
  ['one that never was', { providers: ['gtalk'] }, () => false],
  ['kinds', { kinds: ['presence'] }, ({ record }) => record.kind === 'presence'],
  ['rules', { rules: ['service-ended'] }, ({ line }) => line.flags.some(({ rule }) => rule === 'service-ended')],
  ['severities', { severities: ['info'] }, ({ line }) => line.flags.some(({ severity }) => severity === 'info')],
  ['modalities', { modalities: ['audio', 'video'] }, ({ record }) => record.modalities.includes('audio')],
  ['users', { users: ['user7@contoso.com'] }, ({ line }) => line.local === 'user7@contoso.com'],
  ['files', { sources: [2 as SourceId] }, ({ record }) => record.sources.includes(2 as SourceId)],
  ['standings', { standings: ['open'] }, () => true],
  [
    'hours',
    { hours: { of: [23, 0], timeZone: 'Europe/Berlin' } },
    ({ record }) => record.start !== null && [23, 0].includes(hourIn('Europe/Berlin', record.start)),
  ],
  [
    'a period',
    { from: at('2012-02-01T00:00Z'), to: at('2012-03-01T00:00Z') },
    ({ record: { start } }) => start !== null && start >= at('2012-02-01T00:00Z') && start < at('2012-03-01T00:00Z'),
  ],
  [
    'a period, and what has no time',
    { from: at('2012-02-01T00:00Z'), undated: true },
    ({ record: { start } }) => start === null || start >= at('2012-02-01T00:00Z'),
  ],
  [
    'several',
    { providers: ['aol'], kinds: ['im'], severities: ['violation', 'warning'] },
    ({ record, line }) =>
      line.provider === 'aol' &&
      record.kind === 'im' &&
      line.flags.some(({ severity }) => severity === 'violation' || severity === 'warning'),
  ],
];

function hourIn(timeZone: string, time: number): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(time));
}

/** The rows that fit, sorted one by one. */
function sorted(rows: readonly MadeRow[], sort: SessionSort): MadeRow[] {
  const byStart = rows.toSorted((a, b) => {
    const [x, y] = [a.record.start ?? Infinity, b.record.start ?? Infinity];
    return x === y ? (a.record.id < b.record.id ? -1 : 1) : x - y;
  });
  if (sort === 'start') return byStart;
  const turn = sort.startsWith('-') ? -1 : 1;
  if (sort === '-start') {
    const dated = byStart.filter(({ record }) => record.start !== null);
    return [...dated.reverse(), ...byStart.filter(({ record }) => record.start === null)];
  }
  const key = sort.replace('-', '') as 'local' | 'remote' | 'provider';
  return byStart.toSorted(({ line: a }, { line: b }) => {
    const [x, y] = [a[key], b[key]];
    if (x === y) return 0;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y ? -turn : turn;
  });
}

const ids = (rows: readonly MadeRow[]): string[] => rows.map(({ record }) => record.id);
const listed = (columns: SessionColumns, filter: SessionFilter, sort: SessionSort): string[] =>
  [...fitting(ordersOf(columns).by(sort), misfitsOf(columns, filter, null))].map((row) => columns.idAt(row));

describe('columns answer what the rows say', () => {
  let columns: SessionColumns;
  let rows: MadeRow[];
  beforeAll(() => {
    ({ columns, rows } = madeColumns(3_000));
    const gone = rows.filter((_, number) => number % 17 === 3);
    columns.remove(gone.map(({ record }) => record.id));
    rows = rows.filter((_, number) => number % 17 !== 3);
  });

  test.each(FILTERS)('filtered by %s', (_, filter, fits) => {
    expect(listed(columns, filter, 'start')).toEqual(ids(sorted(rows.filter(fits), 'start')));
  });

  test.each<SessionSort>(['start', '-start', 'local', '-local', 'remote', '-remote', 'provider', '-provider'])(
    'sorted by %s',
    (sort) => {
      expect(listed(columns, { kinds: ['im'] }, sort)).toEqual(
        ids(sorted(rows, sort).filter(({ record }) => record.kind === 'im')),
      );
    },
  );

  test('counts leave out their own part of the filter, and the most are listed by name where they are as many', () => {
    const { users, providers, kinds } = countFacets(columns, misfitsOf(columns, { providers: ['aol'] }, null));
    const ofAol = rows.filter(({ line }) => line.provider === 'aol');
    const counts = (values: (string | null)[]): { value: string; count: number }[] => {
      const there = values.filter((value) => value !== null);
      const each = [...new Set(there)].map((value) => ({ value, count: there.filter((one) => one === value).length }));
      return each.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    };
    expect(users).toEqual(counts(ofAol.map(({ line }) => line.local)).slice(0, 12));
    expect(kinds).toEqual(counts(ofAol.map(({ record }) => record.kind)));
    expect(providers).toEqual(counts(rows.map(({ line }) => line.provider)));
  });

  test('after changes the order is what it would be without the one before', () => {
    const { columns: changing, rows: before } = madeColumns(2_000, 5);
    ordersOf(changing).by('start');
    const chance = new Chance(6);
    const anew = [7, 900, 1999].map((number) => ({ ...before[number]!, record: { ...before[number]!.record } }));
    anew.forEach(({ record }, index) => (record.start = index === 0 ? null : (((record.start ?? 0) - 9e9) as EpochMs)));
    const added = Array.from({ length: 50 }, (_, number) => madeRow(chance, 5_000 + number));
    put(changing, [...anew, ...added]);
    const now = new Map([...before, ...anew, ...added].map((row) => [row.record.id, row]));
    expect(listed(changing, {}, 'start')).toEqual(ids(sorted([...now.values()], 'start')));
  });
});

test('times stand by the clocks of the zone, also where those are set and where they once were odd', () => {
  const [start, step] = [Date.UTC(2014, 2, 28), 37 * 60_000];
  for (const timeZone of [
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/New_York',
  ]) {
    const times = Float64Array.from({ length: 400 }, (_, index) => start + index * step);
    const apia = Float64Array.from({ length: 200 }, (_, index) => Date.UTC(2011, 11, 29) + index * step);
    for (const some of [times, apia, Float64Array.of(NaN, -8.7e15, Date.UTC(1936, 5, 1), -1, 0)]) {
      const { day, hour, days } = localTimes(some, timeZone);
      const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
      some.forEach((time, row) => {
        if (!(Math.abs(time) < 8.64e15)) return expect(hour[row]).toBe(NO_HOUR);
        expect(hour[row]).toBe(hourIn(timeZone, time));
        expect(new Date(days[day[row]!]! * 86_400_000).toISOString().slice(0, 10)).toBe(format.format(time));
      });
    }
  }
});

test('columns that were kept know their rows by id at the first question', () => {
  const { columns, rows } = madeColumns(20, 9);
  const kept = (): SessionColumns => SessionColumns.of([columns.part(0, 20)], 20, columns.names(), columns.addresses);
  const id = rows[7]!.record.id;
  expect(kept().rowOf(id)).toBe(7);
  const loaded = kept();
  loaded.remove([id]);
  expect([loaded.count, loaded.rowOf(id)]).toEqual([19, null]);
});

test('a dictionary that was kept knows its strings, takes more, and sorts them all', () => {
  const values = ['zoë', 'b', '', 'aa', '包裹', 'a\nb', '\ud83d'];
  const first = Dictionary.of(values);
  const parts = [keptOf(values.slice(0, 3)), keptOf(values.slice(3))];
  const kept = new Dictionary({ ...joinedStrings(parts), sorted: first.sorted() });
  for (const more of ['c', 'aa', 'a', '\uffff']) expect(kept.numberOf(more)).toBe(first.numberOf(more));
  expect(kept.values).toEqual(first.values);
  expect([...kept.sorted()].map((number) => kept.valueAt(number))).toEqual(first.values.toSorted());
  expect(kept.numberOf('later')).toBe(10);
  expect([...kept.sorted()].map((number) => kept.valueAt(number))).toEqual([...first.values, 'later'].sort());
  expect([kept.find('zoë'), kept.find('none'), kept.find('')]).toEqual([0, undefined, 2]);
});

test('the most of many: no more than asked for, none that counts nothing', () => {
  const name = (number: number): string => 'cabed'[number] ?? '';
  expect(mostOf(Uint32Array.of(1, 5, 1, 0, 1), 3, name)).toEqual([1, 2, 0]);
  expect(mostOf(Uint32Array.of(0, 0), 3, name)).toEqual([]);
});

test('an answer is kept for the same question to the same columns, made of the same things', () => {
  const { columns } = madeColumns(10, 8);
  const answers = new LastAnswer<number>();
  let asked = 0;
  const ask = (key: string, from: unknown): number => answers.of({ key, columns, from }, () => ++asked);
  // A search that began before a change ends after it: what is sought anew is another thing.
  const [found, foundAnew] = [new Uint8Array(10), new Uint8Array(10)];
  expect([ask('a', found), ask('a', found), ask('a', foundAnew), ask('b', foundAnew)]).toEqual([1, 1, 2, 3]);
  columns.remove([columns.idAt(3)]);
  expect(ask('b', foundAnew)).toBe(4);
});

/** The quickest of several, ms: what else the machine does only ever adds. */
function quickest(work: () => unknown): number {
  let least = Infinity;
  for (let time = 0; time < 7; time++) {
    const began = performance.now();
    work();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

describe('what 20,000 sessions take', () => {
  let columns: SessionColumns;
  /** One pass over one column. */
  let pass: number;
  beforeAll(() => {
    ({ columns } = madeColumns(20_000, 3));
    const bare = (): number => {
      let sum = 0;
      for (let row = 0; row < columns.length; row++) sum += columns.start[row]! > sum ? 1 : 2;
      return sum;
    };
    for (let time = 0; time < 50; time++) bare();
    pass = Math.max(quickest(bare), 0.02);
  });

  // Measured on a busy machine: 2 … 15 passes for a filter, 11 … 32 for all counts, 3 … 35 for a timeline.
  test.each(FILTERS)('filtered by %s: a few passes over a column', (_, filter) => {
    ordersOf(columns).by('-start');
    const filtered = quickest(() => fitting(ordersOf(columns).by('-start'), misfitsOf(columns, filter, null)));
    expect(filtered / pass).toBeLessThan(60);
    const misfits = misfitsOf(columns, filter, null);
    expect(quickest(() => countFacets(columns, misfits)) / pass).toBeLessThan(150);
    expect(quickest(() => timelineOf(columns, misfits, 'Europe/Berlin')) / pass).toBeLessThan(200);
  });

  test('one changed row: nothing is sorted whole', () => {
    const { rows } = madeColumns(1, 9);
    const mended = quickest(() => {
      put(columns, rows);
      return ordersOf(columns).by('start');
    });
    expect(mended / pass).toBeLessThan(60);
  });
});
