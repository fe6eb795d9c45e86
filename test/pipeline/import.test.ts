/** From files to an archive: the same for any cut, any order, any number of tries; nothing is lost unsaid. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ImportProgress } from '../../src/model.ts';
import { Aborted, basisOf, judgeAgain, runImport } from '../../src/pipeline.ts';
import { record, yahooChat } from '../cli/trace.ts';
import { fileOf, imported, linesOf, settings, TestStore } from './files.ts';

const chats = ['one', 'two', 'three'].map((callId, index) =>
  yahooChat({ callId, day: `06/2${index + 4}/2014`, said: ['hello', `this is ${callId}`] }),
);
const trace = chats.join('');

describe('runImport', () => {
  test.each([1, 2, 7, 65_536])('gives the same archive for chunks of %i bytes', async (chunk) => {
    const whole = await imported([fileOf(trace)]);
    const cut = await imported([fileOf(trace, { chunk })]);
    expect(whole.lines).toHaveLength(3);
    expect(cut.lines).toEqual(whole.lines);
    expect(cut.result.files.map(({ report }) => report)).toEqual(whole.result.files.map(({ report }) => report));
  });

  test('tells the encoding by the first 64 KiB, however long the first chunks are', async () => {
    const log = trace + 'x'.repeat(65_536 - trace.length) + '\xe9\n';
    const encodings = [65_535, 65_536, 100_000].map(async (chunk) => {
      const { result } = await imported([fileOf(Buffer.from(log, 'latin1'), { chunk })]);
      return result.files[0]?.report?.encoding;
    });
    expect(await Promise.all(encodings)).toEqual(['utf-8', 'utf-8', 'utf-8']);
  });

  test('gives the same sessions for files in any order', async () => {
    const files = chats.map((chat, index) => fileOf(chat, { name: `${index}.log` }));
    const forwards = await imported(files);
    const backwards = await imported(files.toReversed());
    expect(backwards.lines).toEqual(forwards.lines);
  });

  test('joins a session that a rotation has cut in two', async () => {
    const middle = trace.indexOf('$$end_record', trace.indexOf('this is two') - 900) + '$$end_record\r\n\r\n'.length;
    const parts = [trace.slice(0, middle), trace.slice(middle)].map((part, index) =>
      fileOf(part, { name: `${index}.log` }),
    );
    const whole = await imported([fileOf(trace)]);
    for (const files of [parts, parts.toReversed()]) {
      const rotated = await imported(files);
      expect(rotated.lines.map(withoutPlaces)).toEqual(whole.lines.map(withoutPlaces));
    }
  });

  test('reads a gzip file as what is in it, and hashes what lies on disk', async () => {
    const plain = await imported([fileOf(trace)]);
    const packed = await imported([fileOf(gzipSync(trace), { chunk: 7 })]);
    expect(packed.lines).toEqual(plain.lines);
    expect(packed.result.files[0]?.report).toMatchObject({ bytes: trace.length, format: 'sipstack' });
    expect(packed.result.files[0]?.report?.sha256).not.toBe(plain.result.files[0]?.report?.sha256);
  });

  test('reads a file once that is given twice, under whatever name', async () => {
    const { lines, result } = await imported([
      fileOf(trace),
      fileOf(chats[0] ?? ''),
      fileOf(trace, { name: 'copy.log' }),
    ]);
    expect(lines).toHaveLength(3);
    expect(result.files.map(({ report }) => [report?.name, report?.duplicateOf])).toEqual([
      ['edge.log', undefined],
      ['edge.log', undefined],
      ['copy.log', 0],
    ]);
    expect(result.progress.files.map(({ state }) => state)).toEqual(['done', 'done', 'duplicate']);
  });

  test('changes nothing when a file is imported again', async () => {
    const store = new TestStore();
    await runImport([fileOf(trace)], store, settings());
    const before = await linesOf(store);
    const again = await runImport([fileOf(trace)], store, settings());
    expect(again.progress.files[0]?.state).toBe('duplicate');
    expect(await linesOf(store)).toEqual(before);
    store.close();
  });

  test('keeps what came before a read error, says so, and goes on with the next file', async () => {
    const failsAt = trace.indexOf('$$end_record') + 200;
    const { lines, result } = await imported([
      fileOf(trace, { failsAt, chunk: 100, name: 'broken.log' }),
      fileOf(chats[2] ?? '', { name: 'whole.log' }),
    ]);
    expect(lines.map((line) => (JSON.parse(line) as { keys: object }).keys)).toMatchObject([
      { callIds: ['one'] },
      { callIds: ['three'] },
    ]);
    const [broken, whole] = result.progress.files;
    expect([broken?.state, broken?.note, whole?.state]).toEqual(['unreadable', 'The disk is gone.', 'done']);
    expect(result.files[0]?.report?.issues['file-unreadable']?.count).toBe(1);
  });

  test('puts open sessions early where somebody watches, and the archive is the same', async () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      yahooChat({ callId: `call-${index}`, day: '06/24/2014', said: ['hello', `this is ${index}`] }),
    ).join('');
    const file = fileOf(many, { chunk: Math.ceil(many.length / 10) });
    expect(many.length / 2).toBeGreaterThan(65_536);
    const counts: number[] = [];
    const store = new TestStore();
    const slow = {
      ...file,
      async *chunks() {
        for await (const chunk of file.chunks()) {
          await new Promise((resolve) => setTimeout(resolve, 120));
          yield chunk;
        }
      },
    };
    const progress = ({ files, sessions }: ImportProgress): void => {
      if (files[0]?.state === 'reading') counts.push(sessions);
    };
    await runImport([slow], store, settings(), { signal: new AbortController().signal, progress });
    expect(Math.max(...counts)).toBeGreaterThan(0);
    expect(await linesOf(store)).toEqual((await imported([file])).lines);
  });

  test('of a cancelled file the last snapshot says how many sessions are archived', async () => {
    const stop = new AbortController();
    const store = new TestStore();
    const snapshots: ImportProgress[] = [];
    const file = fileOf(trace, { chunk: 16 });
    const stopped = {
      ...file,
      async *chunks() {
        let given = 0;
        for await (const chunk of file.chunks()) {
          yield chunk;
          given += chunk.length;
          if (given > file.size / 2) stop.abort();
        }
      },
    };
    const hooks = { signal: stop.signal, progress: (snapshot: ImportProgress) => snapshots.push(snapshot) };
    await expect(runImport([fileOf(chats[0] ?? ''), stopped], store, settings(), hooks)).rejects.toThrow(Aborted);
    const archived = (await linesOf(store)).length;
    expect(archived).toBe(1);
    const { files, sessions } = snapshots.at(-1) ?? {};
    expect(sessions).toBe(archived);
    expect(files?.map(({ state, sessions: own }) => [state, own])).toEqual([
      ['done', 1],
      ['cancelled', 0],
    ]);
  });

  test('completes a file that was cancelled, with no session twice', async () => {
    const store = new TestStore();
    const stop = new AbortController();
    const progress: ImportProgress[] = [];
    const file = fileOf(trace, { chunk: 16 });
    const slow = {
      ...file,
      async *chunks() {
        let given = 0;
        for await (const chunk of file.chunks()) {
          yield chunk;
          given += chunk.length;
          if (given > trace.length / 2) stop.abort();
        }
      },
    };
    const hooks = { signal: stop.signal, progress: (snapshot: ImportProgress) => progress.push(snapshot) };
    await expect(runImport([slow, fileOf('later')], store, settings(), hooks)).rejects.toThrow(Aborted);
    expect(progress.at(-1)?.files.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect((await store.sources())[0]?.sha256).toBeNull();

    await runImport([file], store, settings());
    const undisturbed = await imported([file]);
    expect((await linesOf(store)).map(withoutPlaces)).toEqual(undisturbed.lines.map(withoutPlaces));
    store.close();
  });

  test('keeps every byte of the files as evidence', async () => {
    const store = new TestStore();
    const big = chats.join('x'.repeat(300_000));
    await runImport([fileOf(big)], store, settings());
    const bytes = Buffer.concat(store.evidence.map((block) => block.bytes));
    expect(bytes.equals(Buffer.from(big))).toBe(true);
    expect(store.evidence.map(({ offset }) => offset)).toEqual(store.evidence.map((_, index) => index * 256 * 1024));
    store.close();
  });

  test('tells of a file that is empty and of one that no format fits, and counts their bytes', async () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1);
    const { result } = await imported([fileOf(''), fileOf(jpeg)]);
    const [empty, picture] = result.files.map(({ report }) => report);
    expect(empty).toMatchObject({ bytes: 0, format: null, issues: { 'file-empty': { count: 1, severity: 'error' } } });
    expect(picture).toMatchObject({
      bytes: 16,
      skippedBytes: 16,
      format: null,
      issues: { 'format-unknown': { count: 1 } },
    });
    expect(result.progress.files.map(({ state }) => state)).toEqual(['unreadable', 'unreadable']);
  });

  test('judges anew what was judged before the organisation’s domain could be guessed', async () => {
    // The first session alone looks like Fabrikam’s; the trace as a whole is Contoso’s.
    const first = record({
      start: 'OPTIONS sip:x@fabrikam.com SIP/2.0',
      headers: ['Call-ID: first', 'CSeq: 1 OPTIONS', 'From: <sip:a@fabrikam.com>;tag=a', 'To: <sip:x@fabrikam.com>'],
      stamp: '06/23/2014-09:00:00.000',
      direction: 'incoming',
    });
    const store = new TestStore();
    await runImport([fileOf(first)], store, settings());
    await runImport([fileOf(trace)], store, settings());
    const after = await linesOf(store);
    expect(await judgeAgain(store, basisOf(null))).toBe(0);
    expect(await linesOf(store)).toEqual(after);
    store.close();
  });
});

function withoutPlaces(line: string): unknown {
  return JSON.parse(line, (key, value: unknown) => (key === 'places' ? undefined : value)) as unknown;
}
