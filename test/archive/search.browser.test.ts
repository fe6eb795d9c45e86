import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveReader } from '../../src/archive/index.ts';
import { flag, judged, madeFragment, madeSessions } from './made.ts';
import { openReader, openStore, tell } from './opened.ts';

let reader: ArchiveReader;
let name: string;

/** Numbers of the sessions that a query finds. */
async function found(text: string): Promise<number[]> {
  const { rows } = await reader.rows({ text }, 'start', 0, 1000);
  return rows.map(({ start }) => ((start ?? 0) - Date.UTC(2014, 5, 24, 9)) / 60_000).sort((a, b) => a - b);
}

beforeEach(async () => {
  const { name: opened, store } = await openStore();
  name = opened;
  const said: [string, string][] = [
    ['Where is the parcel?', 'It is lost.'],
    ['Good morning, Zoë', 'the parcel was found'],
    ['你好，包裹在哪里？', 'Ｆｕｌｌ width'],
    ['nothing here', 'good day, and a lost morning'],
  ];
  const sessions = said.map((words, number) => {
    const made = { said: words, flags: number === 3 ? [flag('licence-cal-missing')] : [] };
    return judged(madeFragment(number, made), number, made);
  });
  await store.put({ put: sessions, remove: [], evidence: [] });
  reader = await openReader(name);
});

describe('a search', () => {
  test.each<[string, number[]]>([
    ['parcel', [0, 1]],
    ['parcel lost', [0]],
    ['parcel OR lost', [0, 1, 3]],
    ['parcel -lost', [1]],
    ['NOT parcel', [2, 3]],
    ['"good morning"', [1]],
    ['(good OR nothing) NOT zoe', [3]],
    ['包裹', [2]],
    ['full', [2]],
    ['from:user1@contoso.com', [1]],
    ['from:friend1', []],
    ['to:friend1', [1]],
    ['user:friend1', [1]],
    ['callid:made-2', [2]],
    ['made-2', [2]],
    ['callid:parcel', []],
    ['provider:skype', [2]],
    ['provider:skype OR provider:aol', [1, 2]],
    ['rule:licence', [3]],
    ['severity:violation parcel', []],
    ['kind:im -provider:yahoo', [1, 2, 3]],
    ['before:2014-06-24', []],
    ['after:2014-06-24 before:2014-06-25', [0, 1, 2, 3]],
    ['after:2014-06-24T09:02:00Z', [2, 3]],
    ['after:someday', []],
  ])('%s', async (text, numbers) => {
    expect(await found(text)).toEqual(numbers);
  });

  test('means days of the organisation’s zone', async () => {
    const { store } = await openStore(name);
    // 09:00 UTC is 23:00 of the day before.
    await tell(store, { v: 1, timeZone: 'Pacific/Honolulu' });
    expect(await found('before:2014-06-24')).toEqual([0, 1, 2, 3]);
  });
});

test('the first page of a search comes before the count', async () => {
  const { store } = await openStore(name);
  for (let from = 100; from < 2100; from += 500) {
    await store.put({ put: madeSessions(from, from + 500), remove: [], evidence: [] });
  }
  const filter = { text: 'hello', providers: ['aol' as const] };
  const first = await reader.firstPage(filter, '-start', 20);
  expect(first).toMatchObject({ counting: true, first: 0, total: 2004 });
  const whole = await reader.rows(filter, '-start', 0, 20);
  expect(first.rows).toEqual(whole.rows);
  expect(whole.matching).toBe(500);
  expect(await reader.firstPage(filter, '-start', 20)).toEqual({ ...whole, counting: false });
});

test('what is archived while a search goes through the texts is in the next answer', async () => {
  const { store } = await openStore(name);
  for (let from = 100; from < 3100; from += 500) {
    await store.put({ put: madeSessions(from, from + 500), remove: [], evidence: [] });
  }
  // Asked again and again while sessions come: some of it falls into the middle of a search.
  let [asked, done] = [0, false];
  const asking = (async () => {
    for (; !done; asked++)
      await Promise.all([reader.rows({ text: 'hello' }, 'start', 0, 1), reader.facets({ text: 'hello' })]);
  })();
  for (let n = 4000; n < 4020; n++) await store.put({ put: [madeSessions(n, n + 1)[0]!], remove: [], evidence: [] });
  done = true;
  await asking;
  expect(asked).toBeGreaterThan(0);
  expect((await reader.rows({ text: 'hello' }, 'start', 0, 1)).matching).toBe(3020);
  expect((await reader.facets({ text: 'hello' })).kinds[0]?.count).toBe(3020);
});
