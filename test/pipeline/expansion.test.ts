/** Archives give way to the files in them; what cannot be read of them is a row that says so. */
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ImportFile } from '../../src/pipeline.ts';
import { yahooChat } from '../cli/trace.ts';
import { tarOf, zipOf, type Member } from './archives.ts';
import { fileOf, imported } from './files.ts';

const chats = ['one', 'two', 'three'].map((callId, index) =>
  yahooChat({ callId, day: `06/2${index + 4}/2014`, said: ['hello', `this is ${callId}`] }),
);
const members: Member[] = chats.map((bytes, index) => ({ name: `logs/${index}.log`, bytes }));
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** As the doors give it: any place of it can be read. */
function archiveFile(content: Uint8Array, name: string, { ranged = true, chunk = 65_536 } = {}): ImportFile {
  const file = fileOf(content, { name, chunk });
  return ranged ? { ...file, range: async (from, to) => content.subarray(from, to) } : file;
}

async function rows(...files: ImportFile[]) {
  const { result, lines } = await imported(files);
  const found = result.files.map(({ report }, index) => {
    const { state, note, name } = result.progress.files[index]!;
    expect(name).toBe(report?.name);
    expect(report!.explainedBytes + report!.skippedBytes).toBe(report!.bytes);
    return { name, state, note, report: report!, codes: Object.keys(report!.issues) };
  });
  expect(result.progress.files).toHaveLength(result.files.length);
  return { found, sessions: lines.length };
}

const KINDS: [kind: string, pack: (given: { name: string; bytes: string | Uint8Array }[]) => Buffer][] = [
  ['zip', zipOf],
  ['zip written to a pipe', (given) => zipOf(given.map((member) => ({ ...member, streamed: true })))],
  ['zip without packing', (given) => zipOf(given.map((member) => ({ ...member, method: 0 })))],
  ['zip behind other bytes', (given) => zipOf(given, { comment: 'PK\x05\x06 is no end' })],
  ['tar', tarOf],
  ['tar.gz', (given) => gzipSync(tarOf(given))],
];

describe.each(KINDS)('expansion of %s', (kind, pack) => {
  test.each([true, false])(
    'gives each file in it a row of its own (any place of it can be read: %s)',
    async (ranged) => {
      const archive = pack(members.map(({ name, bytes }) => ({ name: name as string, bytes })));
      const { found, sessions } = await rows(archiveFile(archive, 'all.arc', { ranged, chunk: 700 }));
      expect(sessions).toBe(3);
      expect(found.map(({ name, state, report }) => [name, state, report.bytes, report.sha256])).toEqual(
        chats.map((chat, index) => [`all.arc/logs/${index}.log`, 'done', chat.length, sha256(chat)]),
      );
    },
  );

  test('goes into archives within it, and reads what is gzipped', async () => {
    const given = [
      { name: 'a.zip', bytes: zipOf(members.slice(0, 1)) },
      { name: 'b.tar.gz', bytes: gzipSync(tarOf([{ name: 'x/b.log', bytes: chats[1]! }])) },
      { name: 'c.log.gz', bytes: gzipSync(chats[2]!) },
      { name: 'copy.log', bytes: chats[0]! },
    ];
    const { found, sessions } = await rows(archiveFile(pack(given), 'all'), fileOf(chats[1]!, { name: 'last.log' }));
    expect(sessions).toBe(3);
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['all/a.zip/logs/0.log', 'done'],
      ['all/b.tar.gz/x/b.log', 'done'],
      ['all/c.log.gz', 'done'],
      ['all/copy.log', 'duplicate'],
      ['last.log', 'duplicate'],
    ]);
    expect(found[2]?.report.sha256).toBe(sha256(given[2]!.bytes));
  });

  test('cut anywhere is never taken for whole, and what is whole in it is read', async () => {
    const archive = pack(members.map(({ name, bytes }) => ({ name: name as string, bytes })));
    // Of the two blocks that end a tar archive one is enough.
    const end = archive.length - (kind === 'tar' ? 1024 : 1);
    for (let length = 100; length < end; length += Math.ceil(end / 40)) {
      const { found } = await rows(archiveFile(archive.subarray(0, length), 'all.arc'));
      const whole = found.filter(({ state }) => state === 'done');
      for (const { report } of whole) expect(chats.map(sha256)).toContain(report.sha256);
      expect(found.some(({ state }) => state === 'unreadable')).toBe(true);
    }
  });
});

describe('expansion of zip', () => {
  test.each<[string, Member, string, RegExp]>([
    ['encrypted', { name: 'a.log', bytes: 'secret', flags: 1 }, 'archive-encrypted', /encrypted/],
    ['packed in another way', { name: 'a.log', bytes: 'xz', method: 95 }, 'archive-method', /method 95/],
    ['damaged', { name: 'a.log', bytes: chats[0]!, crc: 1 }, 'archive-damaged', /checksum/],
    ['longer than said', { name: 'a.log', bytes: chats[0]!, size: 40 }, 'archive-damaged', /longer/],
    ['shorter than said', { name: 'a.log', bytes: chats[0]!, size: 40_000 }, 'archive-damaged', /cut off/],
    ['larger than all that is read', { name: 'a.log', bytes: 'x', size: 2 ** 31 }, 'archive-limit', /more bytes/],
  ])('says of a file that it is %s, and reads the others', async (_, member, code, why) => {
    const { found, sessions } = await rows(archiveFile(zipOf([member, members[1]!]), 'a.zip'));
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['a.zip/a.log', 'unreadable'],
      ['a.zip/logs/1.log', 'done'],
    ]);
    expect(found[0]?.codes).toContain(code);
    expect(found[0]?.codes).not.toContain('file-empty');
    expect(found[0]?.note).toMatch(why);
    expect(found[0]?.report.sha256).toBe('');
    expect(sessions).toBeGreaterThanOrEqual(1);
  });

  test('takes names in UTF-8, said or not, and in code page 437; folders are no rows', async () => {
    const archive = zipOf([
      { name: 'Über/', bytes: '', method: 0 },
      { name: 'Über\\a.log', bytes: chats[0]! },
      { name: Uint8Array.of(0x9a, 0x2f, 0x62), bytes: chats[1]! },
      { name: '../../c', bytes: chats[2]! },
    ]);
    const { found } = await rows(archiveFile(archive, 'z'));
    expect(found.map(({ name }) => name)).toEqual(['z/Über/a.log', 'z/Ü/b', 'z/../../c']);
  });

  test('tells the time of each file, exact where the archive has it', async () => {
    const stamp = Buffer.alloc(9);
    stamp.writeUInt16LE(0x5455, 0);
    stamp.writeUInt16LE(5, 2);
    stamp[4] = 1;
    stamp.writeInt32LE(1_403_601_000, 5);
    const archive = zipOf([members[0]!, { ...members[1]!, extra: stamp }]);
    const { expanded } = await import('../../src/pipeline/expansion.ts');
    const files = await expanded(archiveFile(archive, 'z'), async () => undefined);
    expect(files?.map(({ modified }) => modified)).toEqual([Date.UTC(2014, 5, 24, 9, 12, 2), 1_403_601_000_000]);
    const tar = await expanded(archiveFile(tarOf([{ name: 'a', bytes: 'x' }]), 't'), async () => undefined);
    expect(tar?.map(({ modified }) => modified)).toEqual([1_403_601_122_000]);
  });

  test('refuses files that lie over one another, and archives without end', async () => {
    const archive = zipOf([members[0]!, members[1]!]);
    // The second entry of the directory points at the first file.
    archive.writeUInt32LE(0, archive.lastIndexOf('PK\x01\x02') + 42);
    const { found } = await rows(archiveFile(archive, 'z'));
    expect(found.map(({ state, codes }) => [state, codes.includes('archive-damaged')])).toContainEqual([
      'unreadable',
      true,
    ]);

    let nested = zipOf([members[0]!]);
    for (let depth = 0; depth < 4; depth += 1) nested = zipOf([{ name: `${depth}.zip`, bytes: nested }]);
    const deep = await rows(archiveFile(nested, 'z'));
    expect(deep.found.map(({ state, codes }) => [state, codes.includes('archive-limit')])).toEqual([
      ['unreadable', true],
    ]);
  });

  test('says of an archive without files that there are none', async () => {
    const { found } = await rows(archiveFile(zipOf([]), 'z.zip'), archiveFile(randomBytes(3000), 'noise.zip'));
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['z.zip', 'unreadable'],
      ['noise.zip', 'unreadable'],
    ]);
    expect(found[0]?.note).toMatch(/no file/);
  });
});

describe('expansion of tar', () => {
  test('takes long names, passes over links, and says what is damaged', async () => {
    const long = 'folder/'.repeat(30) + 'a.log';
    const pax = `${(' path=päx.log\n'.length + 3).toString()} path=päx.log\n`;
    const entries = [
      { name: '././@LongLink', type: 'L', bytes: long + '\0' },
      { name: long, bytes: chats[0]! },
      { name: 'pax', type: 'x', bytes: pax },
      { name: 'short', bytes: chats[1]! },
      { name: 'link', type: '2' },
      { name: 'folder/', type: '5' },
      { name: 'holes', type: 'S', bytes: 'x' },
    ];
    const archive = tarOf(entries, false);
    const broken = Buffer.concat([archive, Buffer.alloc(512, 'x')]);
    const { found } = await rows(archiveFile(broken, 't'));
    expect(found.map(({ name, state, note }) => [name, state, note])).toEqual([
      [`t/${long}`, 'done', null],
      ['t/päx.log', 'done', null],
      ['t/holes', 'unreadable', 'It is stored as a sparse file, which is not read.'],
      ['t', 'unreadable', `There is no head of a member at byte ${archive.length}.`],
    ]);
  });

  test('reads files larger than what is kept, twice where they may be copies', async () => {
    const big = Buffer.concat([Buffer.from(chats[0]!), Buffer.alloc(17 * 1024 * 1024, 'filler\r\n')]);
    const other = Buffer.from(big);
    other.writeUInt8(0x20, other.length - 1);
    const archive = gzipSync(
      tarOf([
        { name: 'a', bytes: big },
        { name: 'b', bytes: other },
        { name: 'c', bytes: big },
      ]),
      { level: 1 },
    );
    const { found } = await rows(archiveFile(archive, 't.tgz'));
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['t.tgz/a', 'done'],
      ['t.tgz/b', 'done'],
      ['t.tgz/c', 'duplicate'],
    ]);
  });
});
