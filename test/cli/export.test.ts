/** `fedlens export` and `fedlens verify` of bags: where it writes, what it says, exit statuses. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fedlens, withFiles } from './program.ts';
import { yahooChat } from './trace.ts';

const chat = yahooChat({ callId: 'chat-1', day: '07/02/2014', said: ['hello', 'bye'] });

// Each run of the command starts a process of its own, and several of them may have one core.
describe('fedlens export', { timeout: 120_000 }, () => {
  test('writes the lines of analyze, and states what is in them', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      const { status, stdout } = await fedlens([
        'export',
        '--form',
        'ndjson',
        '--out',
        path('deep/er/out.ndjson'),
        path('edge.log'),
      ]);
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        form: 'ndjson',
        sessions: { selected: 1, written: 1 },
        texts: 2,
        leftOut: [],
      });
      const analyzed = await fedlens(['analyze', path('edge.log')]);
      const sessions = (text: string): string[] =>
        text.split('\n').filter((line) => line.startsWith('{"type":"session"'));
      expect(sessions(readFileSync(path('deep/er/out.ndjson'), 'utf8'))).toEqual(sessions(analyzed.stdout));
    });
  });

  test('overwrites nothing, not even an empty folder, and leaves nothing behind', async () => {
    await withFiles({ 'edge.log': chat, taken: 'mine' }, async (path) => {
      for (const form of ['csv', 'eml']) {
        const { status, stderr } = await fedlens(['export', '--form', form, '--out', path('taken'), path('edge.log')]);
        expect([form, status]).toEqual([form, 2]);
        expect(stderr).toContain('is there already');
      }
      expect(readFileSync(path('taken'), 'utf8')).toBe('mine');
      expect(readdirSync(path('.')).sort()).toEqual(['edge.log', 'taken']);
    });
  });

  test.each([
    [['export', '--out', 'x', 'edge.log'], 'No form'],
    [['export', '--form', 'csv', 'edge.log'], 'No path'],
    [['export', '--form', 'pdf', '--out', 'x', 'edge.log'], 'no form'],
    [['export', '--form', 'bagit', '--inside', 'bagit', '--out', 'x', 'edge.log'], 'bag'],
    [['export', '--form', 'eml', '--mail-per', 'day', '--out', 'x', 'edge.log'], 'day'],
    [['export', '--form', 'csv', '--out', 'x'], 'No file'],
    [['export', '--form', 'bagit', '--evidence', 'some', '--out', 'x', 'edge.log'], 'some'],
    [['export', '--form', 'csv', '--session', 'abc', '--out', 'x', 'edge.log'], 'abc'],
    [['export', '--form', 'csv', '--from', '2014-02-30', '--out', 'x', 'edge.log'], '2014-02-30'],
    [['export', '--form', 'csv', '--from', '2014-07-02', '--to', '2014-07-01', '--out', 'x', 'edge.log'], 'after'],
  ])('%o is a usage error', async (args, says) => {
    const { status, stderr, stdout } = await fedlens(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
  });

  test('exits with 1 where a file is of no known format, and exports the rest', async () => {
    await withFiles({ 'edge.log': chat, 'notes.txt': 'nothing' }, async (path) => {
      const args = ['export', '--form', 'html', '--out', path('out'), path('edge.log'), path('notes.txt')];
      expect((await fedlens(args)).status).toBe(1);
      expect(readdirSync(path('out')).filter((name) => name !== 'index.html')).toHaveLength(1);
    });
  });

  test('takes the sessions that are named, and those of a period; of bags only the records that they stand on', async () => {
    const later = yahooChat({ callId: 'chat-2', day: '07/05/2014', said: ['later'] });
    await withFiles(
      { 'edge.log': chat + later, 'third.log': yahooChat({ callId: 'c3', day: '07/09/2014', said: ['x'] }) },
      async (path) => {
        const files = [path('edge.log'), path('third.log')];
        const textsOf = (file: string): string[] =>
          readFileSync(path(file), 'utf8')
            .split('\n')
            .filter((line) => line.startsWith('{"type":"session"'))
            .flatMap((line) => (JSON.parse(line) as { texts: { text: string }[] }).texts.map(({ text }) => text));
        const period = ['--from', '2014-07-03', '--to', '2014-07-05'];
        const { stdout } = await fedlens(['export', '--form', 'ndjson', '--out', path('days'), ...period, ...files]);
        expect(JSON.parse(stdout)).toMatchObject({ held: 3, sessions: { selected: 1, written: 1 } });
        expect(textsOf('days')).toEqual(['later']);
        const { id } = JSON.parse(readFileSync(path('days'), 'utf8').split('\n')[0]!) as { id: string };
        const bag = [
          'export',
          '--form',
          'bagit',
          '--evidence',
          'records',
          '--session',
          id,
          '--out',
          path('bag'),
          ...files,
        ];
        expect((await fedlens(bag)).status).toBe(0);
        expect(readdirSync(path('bag/data/excerpts'))).toEqual(['0001-edge.log']);
        // Between records stand empty lines, which are nobody's.
        const records = (text: string): string => text.replace(/(\r\n){2,}/g, '\r\n').trim();
        expect(records(readFileSync(path('bag/data/excerpts/0001-edge.log'), 'utf8'))).toBe(records(later));
        expect(readFileSync(path('bag/data/ndjson/sessions.ndjson'), 'utf8')).not.toContain('third.log');
        expect((await fedlens(['verify', path('bag')])).status).toBe(0);
        const none = await fedlens([
          'export',
          '--form',
          'csv',
          '--session',
          '0'.repeat(20),
          '--out',
          path('no'),
          ...files,
        ]);
        expect([none.status, existsSync(path('no'))]).toEqual([2, false]);
      },
    );
  });

  test('without texts no bytes of the sources go out', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      for (const evidence of ['files', 'records']) {
        const out = path(`bag-${evidence}`);
        const args = [
          'export',
          '--form',
          'bagit',
          '--no-content',
          '--evidence',
          evidence,
          '--out',
          out,
          path('edge.log'),
        ];
        const { stdout } = await fedlens(args);
        expect(JSON.parse(stdout)).toMatchObject({
          leftOut: expect.arrayContaining([
            { what: 'evidence files', why: expect.stringContaining('texts') as string, count: 1 },
          ]) as object[],
        });
        for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
          if (statSync(join(out, name)).isFile()) expect(readFileSync(join(out, name), 'utf8')).not.toContain('hello');
        }
      }
    });
  });

  test('redacts by the rules of a file, and refuses what are none', async () => {
    await withFiles(
      { 'edge.log': chat, 'rules.json': '{"words":["hello"]}', 'bad.json': '{"names":[]}' },
      async (path) => {
        const args = (rules: string): string[] => [
          'export',
          '--form',
          'csv',
          '--redact',
          path(rules),
          '--out',
          path('out.csv'),
          path('edge.log'),
        ];
        expect((await fedlens(args('bad.json'))).status).toBe(2);
        const { stdout } = await fedlens(args('rules.json'));
        expect(JSON.parse(stdout)).toMatchObject({ redaction: { parties: 0, words: 1 } });
        const csv = readFileSync(path('out.csv'), 'utf8');
        expect(csv).toContain('[redacted]');
        expect(csv).not.toContain('hello');
      },
    );
  });

  test('puts the files into a bag as they lie on the disk, with their times', async () => {
    await withFiles({ 'edge.log.gz': gzipSync(chat) }, async (path) => {
      expect((await fedlens(['export', '--form', 'bagit', '--out', path('bag'), path('edge.log.gz')])).status).toBe(0);
      const kept = join(path('bag'), 'data/evidence/0001-edge.log.gz');
      expect(readFileSync(kept)).toEqual(readFileSync(path('edge.log.gz')));
      expect(Math.abs(statSync(kept).mtimeMs - statSync(path('edge.log.gz')).mtimeMs)).toBeLessThan(1000);
      expect(existsSync(join(path('bag'), 'README.txt'))).toBe(true);
    });
  });
});

describe('fedlens verify', { timeout: 120_000 }, () => {
  test('reads a bag in a ZIP archive, and says of other files that they are none', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      await fedlens(['export', '--form', 'bagit', '--out', path('bag'), path('edge.log')]);
      const files: Record<string, Uint8Array> = {};
      for (const name of readdirSync(path('bag'), { recursive: true, encoding: 'utf8' })) {
        const full = join(path('bag'), name);
        if (statSync(full).isFile()) files[`bag/${name.replaceAll('\\', '/')}`] = readFileSync(full);
      }
      writeFileSync(path('bag.zip'), zipSync(files));
      expect(await fedlens(['verify', path('bag.zip')])).toMatchObject({ status: 0 });
      files['bag/bag-info.txt'] = new TextEncoder().encode('Payload-Oxum: 1.1\n');
      writeFileSync(path('bag.zip'), zipSync(files));
      const wrong = await fedlens(['verify', path('bag.zip')]);
      expect(wrong.status).toBe(1);
      expect(wrong.stdout).toContain('bag-info.txt');
      expect((await fedlens(['verify', path('edge.log')])).status).toBe(1);
      expect((await fedlens(['verify', path('nothing')])).status).toBe(1);
    });
  });
});
