/** `fedlens export` and `fedlens verify` of bags: where it writes, what it says, exit statuses. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fedlens, withFiles } from './program.ts';
import { yahooChat } from './trace.ts';

const chat = yahooChat({ callId: 'chat-1', day: '07/02/2014', said: ['hello', 'bye'] });

describe('fedlens export', () => {
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

describe('fedlens verify', () => {
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
