/** Whose sessions are archived, how much of them, and with which evidence. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveWorker } from '../../workers/api.ts';
import { custody, importFiles, openArchive, verifyArchive } from '../../workers/client.ts';
import type { ArchivingPolicy, ImportProgress, Organisation, Outcome, SessionId } from '../../src/model.ts';
import { openDatabase } from '../../src/archive/database.ts';
import { madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
let archive: ArchiveWorker;
let number = 0;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

/** With a register in which nobody has a licence but user7. */
const organisation = (archiving: ArchivingPolicy | null): Organisation => ({
  ...{ v: 1, name: 'Contoso', timeZone: 'UTC', domains: ['contoso.com'], providers: null, xmppPartners: null },
  ...{ allowedDomains: null, access: null, edges: null, retentionDays: null },
  archiving,
  licences: (['lync-cal', 'pic-usl'] as const).map((sku) => ({
    ...{ sku, users: ['user7@contoso.com'], purchased: '2012-01-01' as never, from: '2012-01-01' as never, to: null },
    ...{ agreement: null, payment: null },
  })),
});

async function imported(archiving: ArchivingPolicy | null): Promise<ImportProgress> {
  const options = { timeZone: null, organisation: organisation(archiving) };
  return valueOf(await importFiles(`scope ${number++}`, ARCHIVE, [madeTrace(0, 20)], options, () => undefined));
}

/** All that the tables hold, as text. */
async function stored(): Promise<string> {
  const db = await openDatabase(ARCHIVE);
  const rows = [...(await db.transcripts.toArray()), ...(await db.evidence.toArray())];
  const parts = await Promise.all(
    rows.map(async ({ gzip, bytes }) => {
      const stream = new Blob([bytes]).stream();
      return new Response(gzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream).text();
    }),
  );
  const texts = (await db.texts.toArray()).map(({ text }) => text);
  db.close();
  return [...parts, ...texts].join('\n');
}

/** The bytes of a session's messages, as text. */
async function proofOf(id: SessionId): Promise<string> {
  const messages = valueOf(await archive.sessionPart(id, 'messages', 0, 9));
  const places = messages.flatMap(({ sightings }) => sightings.flatMap((sighting) => sighting.places));
  const bytes = valueOf(await archive.bytes(places));
  return bytes.map((some) => (some === null ? '' : new TextDecoder().decode(some))).join('');
}

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  valueOf(await archive.clear());
});

describe('archiving', () => {
  test('of named users stores nothing of the others, and counts them', async () => {
    const progress = await imported({ users: ['user7@contoso.com', 'user8@contoso.com'], content: 'full' });
    expect(progress).toMatchObject({ sessions: 2, outOfScope: 18 });
    const { rows, total } = valueOf(await archive.rows({}, 'start', 0, 9));
    expect([total, rows.map(({ local }) => local)]).toEqual([2, ['user7@contoso.com', 'user8@contoso.com']]);
    const all = await stored();
    expect(all).toContain('user7@contoso.com');
    expect(all).not.toMatch(/user(6|9|11)@contoso\.com|order 9 /);
    expect(await proofOf(rows[0]!.id)).toContain('Is order 7 on its way?');
    const [entry] = valueOf(await custody.ledgerPage(ARCHIVE, 1, 10_000)).slice(-1);
    expect(entry?.payload).toMatchObject({ sessions: 2, outOfScope: 18 });
    expect(valueOf(await verifyArchive(ARCHIVE, null, () => undefined).done).fault).toBeNull();
  });

  test('of metadata stores who and when, and no text anywhere', async () => {
    await imported({ users: 'all', content: 'metadata' });
    const { rows, total } = valueOf(await archive.rows({}, 'start', 0, 9));
    expect([total, rows[3]?.texts, rows[3]?.messages]).toEqual([20, 2, 5]);
    expect(await stored()).not.toMatch(/on its way|parcel/i);
    const lines = await valueOf(await archive.ndjson({})).text();
    const { texts } = JSON.parse(lines.split('\n')[3]!) as { texts: { text: string; from: string }[] };
    expect(texts.map(({ text, from }) => [text, from])).toEqual([
      ['', 'user3@contoso.com'],
      ['', 'friend3@yahoo.com'],
    ]);
  });

  test('keeps evidence of flagged sessions only, or none, where that is chosen', async () => {
    await imported({ users: 'all', content: 'full', evidence: 'flagged' });
    const { rows } = valueOf(await archive.rows({}, 'start', 0, 20));
    const flagged = rows.map(({ flags }) => flags.some(({ severity }) => severity === 'violation'));
    expect(flagged[7]).toBe(false);
    expect(flagged[8]).toBe(true);
    expect(await proofOf(rows[8]!.id)).toContain('Is order 8 on its way?');
    expect(await proofOf(rows[7]!.id)).not.toContain('order 7');
    expect(valueOf(await verifyArchive(ARCHIVE, null, () => undefined).done).fault).toBeNull();

    valueOf(await archive.clear());
    await imported({ users: 'all', content: 'full', evidence: 'none' });
    const db = await openDatabase(ARCHIVE);
    expect([await db.evidence.count(), await db.sessions.count()]).toEqual([0, 20]);
    db.close();
  });
});
