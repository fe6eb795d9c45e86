/** Databases of every version of the format, opened by the present code (FORMAT-CHANGES.md). */
import { describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import type { EpochMs } from '../../src/model.ts';
import { DexieStore } from '../../src/archive/index.ts';
import { FORMAT_VERSION } from '../../src/archive/database.ts';
import { judged, madeFragment, madeSessions, placeAt, SOURCE } from './made.ts';
import { newName, openReader, openStore, tell } from './opened.ts';
import { dumped, restored, type RawDatabase } from './raw-database.ts';

interface Fixture {
  database: RawDatabase;
  /** What was read from it when it was written. */
  reads: unknown;
}

const FIXTURES = import.meta.glob<Fixture>('../fixtures/archive/v*.json', { import: 'default' });
const pathOf = (version: number): string => `../fixtures/archive/v${version}.json`;

/** All that the present code can say of an archive, as JSON. */
async function readsOf(name: string): Promise<unknown> {
  const store = await DexieStore.open(name);
  const reader = await openReader(name);
  const listed = (await reader.rows({}, 'start', 0, 1000)).rows;
  // How the review stands came later.
  const rows = listed.map(({ standing: _later, ...row }) => row);
  // Facets that came later are counted from the same rows.
  const { providers, rules, severities, kinds } = await reader.facets({});
  const facets = { providers, rules, severities, kinds };
  const reads = {
    rows,
    sessions: await Promise.all(rows.map(async ({ id }) => ({ ...(await reader.session(id)), version: undefined }))),
    facets,
    found: (await reader.rows({ text: 'number 3' }, 'start', 0, 1000)).rows.map(({ id }) => id),
    sharing: await store.sharing(['call:made-2', 'chat:a@contoso.com|b@gmail.com']),
    bytes: (await reader.bytes([placeAt(10, 5), placeAt(1000, 4)])).map((bytes) => bytes && [...bytes]),
    sources: await store.sources(),
    tallies: await store.tallies(),
    organisation: await reader.organisation(),
  };
  store.close();
  return JSON.parse(JSON.stringify(reads));
}

async function written(): Promise<Fixture> {
  const { name, store } = await openStore();
  await tell(store, { v: 1, name: 'Contoso', timeZone: 'Europe/Berlin' });
  const source = await store.openSource('edge.log', 4000, 1 as EpochMs);
  const chat = { ...madeFragment(7), joins: ['chat:a@contoso.com|b@gmail.com'], gapMs: 1_800_000 };
  await store.put({
    put: [...madeSessions(0, 5), judged(chat, 7)],
    remove: [],
    evidence: [
      { source: SOURCE, offset: 0, bytes: new TextEncoder().encode('a line of a log '.repeat(60)) },
      { source: SOURCE, offset: 960, bytes: Uint8Array.from({ length: 100 }, (_, n) => n) },
    ],
  });
  await store.put({ put: madeSessions(4, 6), remove: [], evidence: [] });
  const tallies = [{ domain: 'contoso.com', messages: 6, inner: 6 }];
  const counts = {
    records: 1,
    sipRequests: 1,
    sipResponses: 0,
    methods: {},
    statuses: {},
    callIds: 1,
    certificates: 0,
  };
  const report = {
    ...{ name: 'edge.log', sha256: 'ab'.repeat(32), bytes: 4000, format: 'sipstack', encoding: 'utf-8' },
    ...{ explainedBytes: 4000, skippedBytes: 0, xmppMessages: 0, xmppPresence: 0, xmppIq: 0, issues: {} },
    ...counts,
  };
  await store.sealSource(source, { report, firstTime: 5 as EpochMs, tallies, size: 4000, complete: true });
  return { database: await dumped(name), reads: await readsOf(name) };
}

describe('an archive', () => {
  test.runIf(import.meta.env['VITE_WRITE_FIXTURE'] === '1')('of this version is written', async () => {
    await commands.writeFile(
      `test/fixtures/archive/v${FORMAT_VERSION}.json`,
      JSON.stringify(await written(), null, 1) + '\n',
    );
  });

  test('of this version is among the fixtures', () => {
    expect(Object.keys(FIXTURES)).toContain(pathOf(FORMAT_VERSION));
  });

  test('of this version is still stored in the same shape', async () => {
    const fixture = await FIXTURES[pathOf(FORMAT_VERSION)]?.();
    expect(shapeOf(await written())).toEqual(shapeOf(fixture));
  });

  test.each(Object.keys(FIXTURES))('%s is read as it was written', async (path) => {
    const fixture = await FIXTURES[path]?.();
    if (fixture === undefined) throw new Error(`${path} is not there`);
    const name = newName();
    await restored(name, fixture.database);
    expect(await readsOf(name)).toEqual(fixture.reads);
  });

  test('of a newer version is not opened', async () => {
    const name = newName();
    await restored(name, { version: (FORMAT_VERSION + 1) * 10, stores: {} });
    await expect(DexieStore.open(name)).rejects.toThrow('reads up to');
  });
});

/** The types of what is stored, whatever the values: a line for each path. */
function shapeOf(whole: unknown): string[] {
  const lines = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const part of value) walk(part, `${path}[]`);
    else if (typeof value !== 'object' || value === null)
      lines.add(`${path}: ${value === null ? 'null' : typeof value}`);
    else for (const [key, part] of Object.entries(value)) walk(part, `${path}.${key}`);
  };
  walk(whole, '');
  return [...lines].sort();
}
