/** Retention, holds and purges, through the real workers. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveWorker } from '../../workers/api.ts';
import {
  custody,
  importFiles,
  openArchive,
  planPurge,
  purge,
  undoImport,
  verifyArchive,
} from '../../workers/client.ts';
import type { LedgerAction, Outcome, PurgePlan, RetentionPolicy } from '../../src/model.ts';
import { openDatabase } from '../../src/archive/database.ts';
import { madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const quiet = (): void => undefined;
let archive: ArchiveWorker;
let number = 0;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

const policy = (changed: Partial<RetentionPolicy>): RetentionPolicy => ({
  ...{ days: 365, periods: [], waitDays: 0, exportedOnly: false },
  ...changed,
});
const keep = async (changed: Partial<RetentionPolicy>): Promise<unknown> =>
  valueOf(await custody.keepRetention(ARCHIVE, policy(changed)));
const plan = async (): Promise<PurgePlan> => valueOf(await planPurge(ARCHIVE, quiet).done);
const total = async (): Promise<number> => valueOf(await archive.rows({}, 'start', 0, 0)).total;
const actions = async (): Promise<LedgerAction[]> =>
  valueOf(await custody.ledgerPage(ARCHIVE, 1, 10_000)).map(({ action }) => action);
const fits = async (): Promise<void> =>
  expect(valueOf(await verifyArchive(ARCHIVE, null, quiet).done).fault).toBeNull();
const imported = async (...files: File[]): Promise<void> => {
  valueOf(await importFiles(`retention ${number++}`, ARCHIVE, files, { timeZone: null, organisation: null }, quiet));
};

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  for (const { id, released } of valueOf(await custody.holds(ARCHIVE))) {
    if (released === null) valueOf(await custody.releaseHold(ARCHIVE, id, 'the test is over'));
  }
  await keep({ days: null, waitDays: 0 });
  valueOf(await archive.clear());
  // user0@contoso.com … with friend0@yahoo.com …, on 24 June 2014, every two seconds.
  await imported(madeTrace(0, 40, 'first.log'), madeTrace(40, 60, 'second.log'));
});

describe('a plan', () => {
  test('takes what is past its time; the longest period that fits holds', async () => {
    expect(await plan()).toMatchObject({ due: 0, kept: 60 });
    await keep({ days: 365 });
    expect(await plan()).toMatchObject({ due: 60, kept: 0, byProvider: [{ provider: 'yahoo', sessions: 60 }] });
    const of = { provider: null, rule: null, user: null };
    await keep({ days: 365, periods: [{ ...of, user: 'user7@contoso.com', days: null }] });
    expect(await plan()).toMatchObject({ due: 59, kept: 1 });
    await keep({ days: null, periods: [{ ...of, provider: 'yahoo', days: 365 }] });
    expect(await plan()).toMatchObject({ due: 60 });
    await keep({
      days: 365,
      periods: [
        { ...of, provider: 'yahoo', days: 40_000 },
        { ...of, user: 'user7@contoso.com', days: 1 },
      ],
    });
    expect(await plan()).toMatchObject({ due: 0, kept: 60 });
    await keep({ days: 365, periods: [{ ...of, rule: 'no-such-rule', days: null }] });
    expect(await plan()).toMatchObject({ due: 60 });
  });

  test('leaves what is held, by user, provider, period and query, and for a time what was held', async () => {
    await keep({ days: 365, waitDays: 30 });
    const scopes = [
      { users: ['USER7@contoso.com', 'friend8@yahoo.com'] },
      { query: '"parcel 63"', providers: ['yahoo' as const] },
      { from: (Date.UTC(2014, 5, 24, 9) + 58 * 2000) as never },
      { providers: ['aol' as const] },
    ];
    const ids = [];
    for (const scope of scopes) ids.push(valueOf(await custody.placeHold(ARCHIVE, 'a matter', scope, 'asked for')));
    expect(await plan()).toMatchObject({ due: 60 - 2 - 1 - 2, held: 5, waiting: 0 });
    valueOf(await custody.releaseHold(ARCHIVE, ids[0]!, 'settled'));
    expect(await plan()).toMatchObject({ due: 55, held: 3, waiting: 2 });
    await keep({ days: 365, waitDays: 0 });
    expect(await plan()).toMatchObject({ due: 57, held: 3, waiting: 0 });
    expect((await custody.releaseHold(ARCHIVE, ids[0]!, 'again')).ok).toBe(false);
    expect(await actions()).toEqual(expect.arrayContaining(['hold', 'release', 'retention']));
  });

  test('waits for exports where that was chosen, and for a session that has grown again', async () => {
    await keep({ days: 365, exportedOnly: true });
    expect(await plan()).toMatchObject({ due: 0, notExported: 60 });
    expect(valueOf(await custody.recordExport(ARCHIVE, { text: 'from:user7@contoso.com' }, { form: 'csv' }))).toBe(1);
    expect(await plan()).toMatchObject({ due: 1, notExported: 59 });
    expect((await actions()).at(-1)).toBe('export');
  });
});

describe('a purge', () => {
  test('takes out exactly the plan: sessions, their words and their bytes; what is held stays whole', async () => {
    await keep({ days: 365 });
    const scope = { users: ['user7@contoso.com'] };
    valueOf(await custody.placeHold(ARCHIVE, 'a matter', scope, 'asked for'));
    const { rows: before } = valueOf(await archive.rows({ text: 'user:user7@contoso.com' }, 'start', 0, 9));
    const whole = valueOf(await archive.session(before[0]!.id));
    const result = valueOf(await purge(ARCHIVE, await plan(), quiet).done);
    expect(result).toMatchObject({ sessions: 59, sources: 1 });
    expect(await total()).toBe(1);
    await fits();
    expect((await actions()).at(-1)).toBe('purge');

    const { rows } = valueOf(await archive.rows({}, 'start', 0, 9));
    expect(rows).toEqual(before);
    const after = valueOf(await archive.session(rows[0]!.id));
    expect(after?.session).toEqual(whole?.session);
    const places = valueOf(await archive.sessionPart(rows[0]!.id, 'messages', 0, 9)).flatMap(({ sightings }) =>
      sightings.flatMap((sighting) => sighting.places),
    );
    const bytes = valueOf(await archive.bytes(places)).map((some) => new TextDecoder().decode(some!));
    expect(bytes.join('')).toContain('user7@contoso.com');
    expect(bytes.join('')).not.toContain('\0');

    // Nothing of the others is left, in any table.
    const db = await openDatabase(ARCHIVE);
    const texts = (await db.texts.toArray()).map(({ text }) => text).join('');
    const blocks = await db.evidence.toArray();
    const unpacked = await Promise.all(
      blocks.map(async ({ gzip, bytes: packed }) => {
        const stream = new Blob([packed]).stream();
        return new Response(gzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream).text();
      }),
    );
    db.close();
    for (const text of [texts, ...unpacked]) expect(text).not.toMatch(/user(8|9|20)@contoso/);
    expect(unpacked.join('')).toContain('user7@contoso.com');

    // The same files again bring nothing back.
    await imported(madeTrace(0, 40, 'first.log'), madeTrace(40, 60, 'second.log'));
    expect(await total()).toBe(1);
    await fits();
  });

  test('is refused where the plan is no longer true', async () => {
    await keep({ days: 365 });
    const old = await plan();
    valueOf(await custody.placeHold(ARCHIVE, 'a matter', { users: ['user7@contoso.com'] }, 'asked for'));
    expect(await purge(ARCHIVE, old, quiet).done).toMatchObject({ ok: false, code: 'busy' });
    expect(await total()).toBe(60);
  });
});

test('an import of which something is held cannot be taken back, and the archive cannot be emptied', async () => {
  const [job] = valueOf(await custody.jobs(ARCHIVE)).filter(
    ({ kind, state }) => kind === 'import' && state === 'sealed',
  );
  const hold = valueOf(await custody.placeHold(ARCHIVE, 'a matter', { users: ['user7@contoso.com'] }, 'asked for'));
  expect(await undoImport(ARCHIVE, job!.id, quiet).done).toMatchObject({ ok: false, code: 'busy' });
  expect(await archive.clear()).toMatchObject({ ok: false, code: 'busy' });
  expect(await total()).toBe(60);
  valueOf(await custody.releaseHold(ARCHIVE, hold, 'settled'));
  valueOf(await undoImport(ARCHIVE, job!.id, quiet).done);
  expect(await total()).toBe(0);
  await fits();
});
