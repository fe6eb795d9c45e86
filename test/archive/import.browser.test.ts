/** Files through the real workers into the real IndexedDB of this browser. */
import * as Comlink from 'comlink';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveWorker, ImportWorker } from '../../workers/api.ts';
import { cancelImport, importFiles, judge, openArchive } from '../../workers/client.ts';
import type { ImportProgress, Organisation, Outcome } from '../../src/model.ts';
import { EMPTY_ORGANISATION } from '../../src/model/organisation.ts';
import { remoteOf } from './killing.ts';
import { madeChat, madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
const OPTIONS = { timeZone: null, organisation: null };
const PATIENT = { timeout: 10_000 };
let job = 0;
let archive: ArchiveWorker;

const CONTOSO: Organisation = {
  ...EMPTY_ORGANISATION,
  name: 'Contoso',
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com'],
  licences: [],
};

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

async function imported(files: File[], organisation: Organisation | null = null): Promise<ImportProgress> {
  return valueOf(await importFiles(`job ${job++}`, ARCHIVE, files, { timeZone: null, organisation }, () => undefined));
}

const ndjson = async (): Promise<string> => valueOf(await archive.ndjson({})).text();

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  valueOf(await archive.clear());
});

describe('importFiles', () => {
  test('a trace becomes sessions that can be listed, searched and opened with their bytes', async () => {
    const progress = await imported([madeTrace(0, 60)], CONTOSO);
    expect(progress.sessions).toBe(60);
    expect(progress.files[0]).toMatchObject({ state: 'done', format: 'sipstack', messages: 300 });
    const { rows, matching } = valueOf(await archive.rows({ text: 'PARCEL 77.' }, 'start', 0, 10));
    expect(matching).toBe(1);
    const [row] = rows;
    expect(row).toMatchObject({ provider: 'yahoo', local: 'user11@contoso.com', texts: 2, messages: 5 });
    const view = valueOf(await archive.session(row!.id));
    const entries = valueOf(await archive.sessionPart(row!.id, 'transcript', 0, 10));
    expect(entries.map((entry) => entry.kind === 'text' && entry.item.text)).toEqual([
      'Is order 11 on its way?',
      'It left this morning — parcel 77.',
    ]);
    expect(view?.counts).toMatchObject({ transcript: 2, messages: 5 });
    expect(valueOf(await archive.sessionPart(row!.id, 'transcript', 1, 10))).toEqual([entries[1]]);
    expect(view?.sources[0]).toMatchObject({ name: 'edge.log', format: 'sipstack' });
    expect(view?.timeZone).toBe('Europe/Berlin');
    const places = valueOf(await archive.sessionPart(row!.id, 'places', 0, 100)).map(({ place }) => place);
    const bytes = valueOf(await archive.bytes(places));
    expect(bytes.map((part) => new TextDecoder().decode(part ?? undefined)).join('')).toContain(
      'It left this morning — parcel 77.',
    );
    const timeline = valueOf(await archive.timeline({}));
    expect(timeline.bins).toEqual([{ day: '2014-06-24', provider: 'yahoo', sessions: 60 }]);
    expect(timeline.ends.map(({ day }) => day)).toContain('2014-06-30');
  });

  test('the same files again, in another order and cut into pieces, give the same archive', async () => {
    const whole = (): File[] => [madeTrace(0, 150, 'a.log'), madeTrace(150, 300, 'b.log')];
    await imported(whole());
    const first = await ndjson();
    expect(first.split('\n')).toHaveLength(301);
    const again = await imported(whole());
    expect(again.files.map(({ state }) => state)).toEqual(['duplicate', 'duplicate']);
    expect(await ndjson()).toBe(first);

    valueOf(await archive.clear());
    await imported([whole()[1]!]);
    await imported([whole()[0]!]);
    const strip = (lines: string): unknown[] =>
      lines
        .trimEnd()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as object), places: null, flags: null }));
    expect(strip(await ndjson())).toEqual(strip(first));
  });

  test('a chat that lies in two files is one session, whichever is read first', async () => {
    const records = madeChat(5).split(/(?<=\$\$end_record\r\n)/);
    const part = (from: number, to: number, name: string): File => new File(records.slice(from, to), name);
    await imported([part(3, 5, 'later.log')]);
    await imported([part(0, 3, 'earlier.log')]);
    const { rows } = valueOf(await archive.rows({}, 'start', 0, 10));
    expect(rows.map(({ messages, texts, sources }) => ({ messages, texts, sources }))).toEqual([
      { messages: 5, texts: 2, sources: [0, 1] },
    ]);
  });

  test('a file without bytes is told of, and the others are read', async () => {
    const progress = await imported([new File([], 'empty.log'), madeTrace(0, 3)]);
    expect(progress.files.map(({ state }) => state)).toEqual(['unreadable', 'done']);
    expect(progress.files[0]?.issues).toHaveProperty('file-empty');
  });

  test('two imports at once take turns, and the second says that it waits', async () => {
    const notes: (string | null)[] = [];
    // Which of two workers starts sooner is chance: the second comes when the first is at work.
    let first!: ReturnType<typeof importFiles>;
    await new Promise<void>((atWork) => {
      first = importFiles('first', ARCHIVE, [madeTrace(0, 900, 'a.log')], OPTIONS, ({ files }) => {
        if (files[0]?.state === 'reading') atWork();
      });
    });
    const second = importFiles('second', ARCHIVE, [madeTrace(900, 910, 'b.log')], OPTIONS, ({ files }) => {
      notes.push(files[0]?.note ?? null);
    });
    expect([valueOf(await first).sessions, valueOf(await second).sessions].sort()).toEqual([10, 900]);
    expect(notes[0]).toMatch(/^Waits: /);
    const held = async (): Promise<unknown> =>
      (await navigator.locks.query()).held?.filter(({ name }) => name === `fedlens-import:${ARCHIVE}`);
    await expect.poll(held).toEqual([]);
  });
});

describe('an import whose thread is killed', () => {
  test('leaves a file that is listed as interrupted, exported, completed by reading it again, and deleted', async () => {
    const file = madeTrace(0, 3_000);
    const thread = new Worker(new URL('../../workers/import.ts', import.meta.url), { type: 'module' });
    const killed = new Promise<void>((resolve) => {
      const report = Comlink.proxy(({ sessions }: ImportProgress) => void (sessions > 0 && resolve()));
      void remoteOf<ImportWorker>(thread).start('killed', ARCHIVE, [file], OPTIONS, report);
    });
    await expect
      .poll(async () => valueOf(await archive.sources()), PATIENT)
      .toMatchObject([{ name: 'edge.log', beingRead: true }]);
    await killed;
    expect(await archive.clear()).toMatchObject({ ok: false, code: 'busy' });
    await expect.poll(async () => valueOf(await archive.rows({}, 'start', 0, 1)).total, PATIENT).toBeGreaterThan(0);
    thread.terminate();
    const left = { name: 'edge.log', size: file.size, report: null, complete: false, beingRead: false };
    await expect.poll(async () => valueOf(await archive.sources()), PATIENT).toMatchObject([left]);
    const [line = ''] = (await ndjson()).split('\n');
    expect((JSON.parse(line) as { places: { file: number }[] }).places[0]?.file).toBe(0);
    expect((await imported([file])).sessions).toBe(3_000);
    expect(valueOf(await archive.sources())).toMatchObject([{ complete: true, beingRead: false }]);
    valueOf(await archive.clear());
    expect(valueOf(await archive.sources())).toEqual([]);
  });
});

// Within how long is measured on the built app, with nothing beside it: test/e2e/import.test.ts.
describe('cancelImport', () => {
  test('the import ends; what is archived stays, and reading the file again completes it', async () => {
    const file = madeTrace(0, 3_000);
    let archived = 0;
    let last: ImportProgress['files'][number] | undefined;
    const importing = importFiles('cancelled', ARCHIVE, [file], OPTIONS, ({ sessions, files }) => {
      archived = sessions;
      last = files[0];
    });
    await expect.poll(() => archived, { timeout: 20_000 }).toBeGreaterThan(300);
    const began = performance.now();
    await cancelImport('cancelled');
    const outcome = await importing;
    const took = performance.now() - began;
    expect(outcome).toMatchObject({ ok: false, code: 'aborted' });
    await expect.poll(() => last?.state, PATIENT).toBe('cancelled');
    const { total } = valueOf(await archive.rows({}, 'start', 0, 1));
    expect([archived, last?.sessions]).toEqual([total, total]);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(3_000);
    expect((await imported([file])).sessions).toBe(3_000);
    expect(valueOf(await archive.rows({}, 'start', 0, 1)).total).toBe(3_000);
    const sources = valueOf(await archive.sources());
    expect(sources.map(({ complete }) => complete)).toEqual([true]);
    console.log(`cancelled in ${took.toFixed(0)} ms`);
  });
});

describe('judge', () => {
  test('what the organisation tells changes the judgements, and is kept', async () => {
    // The archive keeps what was told when it is emptied.
    valueOf(await judge(ARCHIVE, { ...CONTOSO, domains: null, licences: null, timeZone: null }));
    await imported([madeTrace(0, 300)]);
    const before = valueOf(await archive.facets({}));
    const changed = valueOf(await judge(ARCHIVE, CONTOSO));
    expect(changed).toBe(300);
    const after = valueOf(await archive.facets({}));
    expect(after.rules).not.toEqual(before.rules);
    expect(after.severities).toContainEqual({ value: 'violation', count: 300 });
    expect(valueOf(await archive.organisation())).toEqual(CONTOSO);
    expect(valueOf(await judge(ARCHIVE, CONTOSO))).toBe(0);
  });
});

test('speed from file to archive, with the page free', { timeout: 120_000 }, async () => {
  const file = madeTrace(0, 2_000);
  let longest = 0;
  let last = performance.now();
  let running = true;
  const watch = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setTimeout(watch, 0);
  };
  watch();
  const began = performance.now();
  const { sessions } = await imported([file]);
  const seconds = (performance.now() - began) / 1000;
  running = false;
  expect(sessions).toBe(2_000);
  console.log(
    `${(sessions / seconds).toFixed(0)} sessions/s, ${(file.size / seconds / 1e6).toFixed(1)} MB/s, ` +
      `longest wait of the page ${longest.toFixed(0)} ms`,
  );
});
