/** Reading a file again puts the archive where reading it that way at once would have put it. */
import { afterEach, describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import type {
  EpochMs,
  ReadingChoice,
  RereadableStore,
  SealedSource,
  SourceId,
  SourceSeal,
  StoredFragment,
} from '../../src/model.ts';
import { Aborted, readAgain, runImport, type ImportFile } from '../../src/pipeline.ts';
import { yahooChat } from '../cli/trace.ts';
import { fileOf, linesOf, settings, TestStore } from './files.ts';

const FOUND: ReadingChoice = { format: null, encoding: null, timeZone: null, modified: null };
const stores: RereadingStore[] = [];
afterEach(() => stores.splice(0).forEach((store) => store.close()));

/** The command line's store with what an archive has beside it. */
class RereadingStore extends TestStore implements RereadableStore {
  readonly #seals = new Map<SourceId, SourceSeal>();

  constructor() {
    super();
    stores.push(this);
  }

  override async sealSource(id: SourceId, seal: SourceSeal): Promise<void> {
    await super.sealSource(id, seal);
    const before = this.#seals.get(id)?.reading;
    this.#seals.set(id, { ...(before !== undefined && { reading: before }), ...seal });
  }

  async sealed(id: SourceId): Promise<SealedSource | null> {
    const seal = this.#seals.get(id);
    const known = (await this.sources()).find((source) => source.id === id);
    if (seal === undefined || known === undefined) return null;
    return { ...known, report: seal.report, reading: seal.reading ?? null, complete: seal.complete };
  }

  async *holding(source: SourceId): AsyncIterable<StoredFragment[]> {
    for await (const batch of this.batches()) {
      yield batch.filter(({ fragment }) => JSON.stringify(fragment.messages).includes(`"source":${source},`));
    }
  }

  async evidenceBytes(source: SourceId): Promise<number> {
    return this.evidence.filter((block) => block.source === source).reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  async *evidenceOf(source: SourceId): AsyncIterable<Uint8Array> {
    for (const block of this.evidence) if (block.source === source) yield block.bytes;
  }
}

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const chat = (callId: string, said: string[]): string => yahooChat({ callId, day: '06/24/2014', said });
const dated = (file: ImportFile): ImportFile => ({ ...file, modified: Date.UTC(2014, 5, 30) as EpochMs });
const source = (id: number): SourceId => id as SourceId;

interface Case {
  files: ImportFile[];
  choice: Partial<ReadingChoice>;
  /** Read again. */
  which: number;
  evidence?: boolean;
}

/** The archive after reading a file again, and one in which it was read that way at once. */
async function both({ files, choice, which, evidence = true }: Case): Promise<{ again: string[]; atOnce: string[] }> {
  const store = new RereadingStore();
  const how = { ...FOUND, ...choice };
  const given = { ...settings(), evidence };
  await runImport(files, store, given);
  const file = evidence ? null : (files[which] ?? null);
  await readAgain({ source: source(which), choice: how, file }, store, given);
  const other = new RereadingStore();
  for (const [index, each] of files.entries()) {
    await runImport([each], other, { ...given, choice: index === which ? how : null });
  }
  return { again: await linesOf(store), atOnce: await linesOf(other) };
}

const PROSODY = [
  "Jun 24 09:00:00 c2s1\tdebug\tRECV: <message from='a@x.test/1' to='b@y.test' id='1'><body>hi</body></message>",
  "Jun 24 09:20:00 c2s1\tdebug\tSEND: <message from='b@y.test/1' to='a@x.test' id='2'><body>ho</body></message>",
  '',
].join('\n');
const LATER = PROSODY.replaceAll('09:', '10:').replaceAll("id='", "id='later");

describe('readAgain', () => {
  test.each<[string, Case]>([
    [
      'in another encoding',
      { files: [fileOf(latin(chat('a', ['gr\u00fc\u00dfe'])))], choice: { encoding: 'koi8-r' }, which: 0 },
    ],
    ['in another zone', { files: [dated(fileOf(PROSODY))], choice: { timeZone: 'Asia/Tokyo' }, which: 0 }],
    ['on another day', { files: [dated(fileOf(PROSODY))], choice: { modified: 1.3e12 as EpochMs }, which: 0 }],
    ['as another format', { files: [dated(fileOf(PROSODY))], choice: { format: 'xmpp-stream' }, which: 0 }],
    ['as a format that finds nothing', { files: [fileOf(chat('a', ['x']))], choice: { format: 'sipe' }, which: 0 }],
    [
      'where another file holds the same messages',
      {
        files: [
          fileOf(latin(chat('a', ['gr\u00fc\u00dfe'])), { name: '1' }),
          fileOf(chat('a', ['gr\u00fc\u00dfe']), { name: '2' }),
        ],
        choice: { encoding: 'koi8-r' },
        which: 0,
      },
    ],
    [
      'where a session goes on in another file',
      {
        files: [dated(fileOf(PROSODY, { name: '1' })), dated(fileOf(LATER, { name: '2' }))],
        choice: { timeZone: 'Asia/Tokyo' },
        which: 1,
      },
    ],
    [
      'from the file itself where no bytes are kept',
      { files: [dated(fileOf(PROSODY))], choice: { timeZone: 'Asia/Tokyo' }, which: 0, evidence: false },
    ],
    [
      'where no bytes are kept and a chat goes on in another file',
      {
        files: [dated(fileOf(PROSODY, { name: '1' })), dated(fileOf(LATER, { name: '2' }))],
        choice: { timeZone: 'Asia/Tokyo' },
        which: 1,
        evidence: false,
      },
    ],
  ])('gives the archive of reading at once: %s', async (_, given) => {
    const { again, atOnce } = await both(given);
    expect(again).toEqual(atOnce);
  });

  test('leaves other files’ sessions alone and says what it read beside', async () => {
    const store = new RereadingStore();
    const files = [
      fileOf(chat('a', ['x']), { name: '1' }),
      fileOf(chat('b', ['y']) + chat('a', ['x', 'z']), { name: '2' }),
    ];
    await runImport(files, store, settings());
    const before = await linesOf(store);
    const choice = { ...FOUND, encoding: 'utf-8' };
    const { files: rows, sessions } = await readAgain({ source: source(0), choice, file: null }, store, settings());
    expect(rows.map(({ name, state, source: id }) => [name, state, id])).toEqual([
      ['1', 'done', 0],
      ['2', 'done', 1],
    ]);
    expect(sessions).toBe(1);
    expect(await linesOf(store)).toEqual(before);
    expect((await store.sources()).every(({ sha256 }) => sha256 !== null)).toBe(true);
  });

  test('reads a file that no format fitted', async () => {
    const store = new RereadingStore();
    const text = 'log of mine\n'.repeat(3) + chat('a', ['x']);
    const none = { ...settings(), formats: FORMATS.slice(0, 1) };
    expect((await runImport([fileOf(text)], store, none)).progress.files[0]?.state).toBe('unreadable');
    const choice = { ...FOUND, format: 'sipstack' };
    const progress = await readAgain({ source: source(0), choice, file: null }, store, settings());
    expect(progress.files[0]).toMatchObject({ state: 'done', format: 'sipstack' });
    expect(await linesOf(store)).toHaveLength(1);
  });

  test('changes nothing, and says why, where the bytes are not at hand', async () => {
    const store = new RereadingStore();
    const kept = { ...settings(), evidence: false };
    const file = fileOf(chat('a', ['x']));
    await runImport([file], store, kept);
    const before = await linesOf(store);
    for (const given of [null, fileOf(chat('b', ['x']))]) {
      const progress = await readAgain({ source: source(0), choice: FOUND, file: given }, store, kept);
      expect(progress.files[0]).toMatchObject({ state: 'unreadable', note: expect.any(String) as string });
    }
    expect(await linesOf(store)).toEqual(before);
    expect((await store.sealed(source(0)))?.complete).toBe(true);
  });

  test('marks what it has not read as unfinished when it is cancelled, and goes on when it is asked again', async () => {
    const store = new RereadingStore();
    const files = [fileOf(chat('a', ['x']), { name: '1' }), fileOf(chat('a', ['x', 'z']), { name: '2' })];
    await runImport(files, store, settings());
    const before = await linesOf(store);
    const stop = new AbortController();
    const hooks = {
      signal: stop.signal,
      progress: ({ files: rows }: { files: unknown[] }) => rows.length > 1 && stop.abort(),
    };
    const request = { source: source(0), choice: FOUND, file: null };
    await expect(readAgain(request, store, settings(), hooks)).rejects.toThrow(Aborted);
    expect((await store.sources()).map(({ sha256 }) => sha256)).toEqual([null, null]);
    for (const id of [0, 1]) await readAgain({ ...request, source: source(id) }, store, settings());
    expect(await linesOf(store)).toEqual(before);
    expect((await store.sources()).every(({ sha256 }) => sha256 !== null)).toBe(true);
  });
});
