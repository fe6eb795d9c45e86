/** Reading an archived file again, through the real workers into the real IndexedDB of this browser. */
import { beforeEach, expect, test } from 'vitest';
import type { ArchivedSource, ArchiveWorker } from '../../workers/api.ts';
import { custody, importFiles, judge, openArchive, readFileAgain, verifyArchive } from '../../workers/client.ts';
import type { ImportProgress, Organisation, Outcome, ReadingChoice, SessionId } from '../../src/model.ts';
import { NO_BYTES } from '../../src/pipeline/rereading.ts';
import { madeChat, madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const FOUND: ReadingChoice = { format: null, encoding: null, timeZone: null, modified: null };
let job = 0;
let archive: ArchiveWorker;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

const nothing = (): void => undefined;
const ndjson = async (): Promise<string> => valueOf(await archive.ndjson({})).text();
const stanza = (clock: string, id: string, said: string): string =>
  `Jun 24 ${clock} c2s1\tdebug\tRECV: <message from='a@x.test/1' to='b@y.test' id='${id}'><body>${said}</body></message>\n`;
const utf16 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0));
const log = (lines: string[], name = 'prosody.log'): File =>
  new File([utf16(lines.join(''))], name, { lastModified: Date.UTC(2014, 5, 30) });

async function imported(files: File[], timeZone: string | null = null): Promise<ImportProgress> {
  const options = { timeZone, organisation: null };
  return valueOf(await importFiles(`again ${job++}`, ARCHIVE, files, options, nothing));
}

async function sourceNamed(name: string): Promise<ArchivedSource> {
  const found = valueOf(await archive.sources()).find((source) => source.name === name);
  if (found === undefined) throw new Error(`There is no source ${name}`);
  return found;
}

async function again(name: string, choice: Partial<ReadingChoice>, file: File | null = null): Promise<ImportProgress> {
  const { id: source, size } = await sourceNamed(name);
  const options = { source, name, size, choice: { ...FOUND, ...choice }, file };
  return valueOf(await readFileAgain(`again ${job++}`, ARCHIVE, options, nothing));
}

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, nothing));
  valueOf(await archive.clear());
});

test('in another zone the archive is the one that was read in that zone at once', async () => {
  const lines = [stanza('09:00:00', '1', 'hello'), stanza('09:10:00', '2', 'there')];
  await imported([log(lines), madeTrace(0, 40)], 'Asia/Tokyo');
  const atOnce = await ndjson();
  expect(atOnce).toContain('2014-06-24T00:00:00.000Z');
  valueOf(await archive.clear());
  await imported([log(lines), madeTrace(0, 40)]);
  const { files, sessions } = await again('prosody.log', { timeZone: 'Asia/Tokyo' });
  expect([files[0]?.state, sessions]).toEqual(['done', 1]);
  expect(await ndjson()).toBe(atOnce);
  expect(valueOf(await archive.rows({}, 'start', 0, 1)).total).toBe(41);
  expect((await sourceNamed('prosody.log')).reading).toMatchObject({ timeZone: 'Asia/Tokyo', dateAssumed: true });
});

test('a hold keeps the session that a chat becomes in another zone, under another id', async () => {
  await imported([log([stanza('09:00:00', '1', 'hello'), stanza('09:10:00', '2', 'there')])]);
  const idNow = async (): Promise<SessionId> => valueOf(await archive.rows({}, 'start', 0, 1)).rows[0]!.id;
  const before = await idNow();
  const hold = valueOf(await custody.placeHold(ARCHIVE, 'a chat', { sessions: [before] }, 'asked for'));
  await again('prosody.log', { timeZone: 'Asia/Tokyo' });
  expect(await idNow()).not.toBe(before);
  const held = valueOf(await custody.holds(ARCHIVE)).find(({ id }) => id === hold);
  expect(held?.scope.sessions).toEqual([await idNow()]);
  expect(valueOf(await verifyArchive(ARCHIVE, null, nothing).done).fault).toBeNull();
  valueOf(await custody.releaseHold(ARCHIVE, hold, 'over'));
});

test('there and back again, also where a chat goes on in another file, nothing is doubled or lost', async () => {
  const records = madeChat(5).split(/(?<=\$\$end_record\r\n)/);
  const part = (from: number, to: number, name: string): File => new File(records.slice(from, to), name);
  await imported([part(0, 3, 'earlier.log'), part(2, 5, 'later.log'), madeTrace(10, 20)]);
  const before = await ndjson();
  const away = await again('earlier.log', { format: 'sipe' });
  expect(away.files.map(({ name, state }) => [name, state])).toEqual([
    ['earlier.log', 'done'],
    ['later.log', 'done'],
  ]);
  expect(valueOf(await archive.rows({}, 'start', 0, 20)).rows.map(({ messages }) => messages)).toContain(3);
  await again('earlier.log', {});
  expect(await ndjson()).toBe(before);
  expect(valueOf(await archive.sources()).every(({ complete }) => complete)).toBe(true);
});

test('a file that no format fitted is read as the one that is named', async () => {
  // Longer than what is looked through for a format.
  const text = 'noise\n'.repeat(800_000) + madeChat(1);
  const first = await imported([new File([text], 'mine.log')]);
  expect(first.files[0]?.state).toBe('unreadable');
  expect(first.files[0]?.source).toBe((await sourceNamed('mine.log')).id);
  await again('mine.log', { format: 'sipstack' });
  expect(valueOf(await archive.rows({}, 'start', 0, 1)).total).toBe(1);
  expect((await sourceNamed('mine.log')).report).toMatchObject({ format: 'sipstack', bytes: new Blob([text]).size });
});

test('where only facts may be kept the file itself is needed, and without it nothing changes', async () => {
  const organisation = { v: 1, name: null, timeZone: null, domains: null, licences: null, providers: null } as const;
  const rest = { xmppPartners: null, allowedDomains: null, access: null, edges: null, retentionDays: null };
  const metadata = { ...organisation, ...rest, archiving: { content: 'metadata' } } as unknown as Organisation;
  const file = log([stanza('09:00:00', '1', 'hello')]);
  valueOf(await judge(ARCHIVE, metadata));
  await imported([file]);
  const before = await ndjson();
  const refused = await again('prosody.log', { timeZone: 'Asia/Tokyo' });
  expect(refused.files[0]).toMatchObject({ state: 'unreadable', note: NO_BYTES });
  expect(await ndjson()).toBe(before);
  await again('prosody.log', { timeZone: 'Asia/Tokyo' }, file);
  expect(await ndjson()).toContain('2014-06-24T00:00:00.000Z');
  valueOf(await judge(ARCHIVE, { ...metadata, archiving: null }));
});

test('a file of many blocks of evidence is read again whole', async () => {
  const stamp = (index: number): string => `09:00:${String(index % 60).padStart(2, '0')}`;
  const filling = 'words of the server\n'.repeat(600);
  const lines = Array.from({ length: 60 }, (_, index) => stanza(stamp(index), `m${index}`, `said ${index}`) + filling);
  await imported([log(lines)]);
  const before = await ndjson();
  expect((await sourceNamed('prosody.log')).report?.bytes).toBeGreaterThan(512 * 1024);
  const { files } = await again('prosody.log', { encoding: 'windows-1252' });
  expect(files[0]).toMatchObject({ state: 'done', encoding: 'windows-1252', messages: 60 });
  expect(await ndjson()).toBe(before);
});
