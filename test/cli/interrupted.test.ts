/** What is left where a run does not come to its end: nothing that looks whole, and it is said. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sessionOf } from '../exports/hostile.ts';
import { begun, withFiles } from './program.ts';
import { yahooChat } from './trace.ts';

const chat = yahooChat({ callId: 'chat-1', day: '07/02/2014', said: ['hello', 'bye'] });

interface Ended {
  status: number | null;
  signal: string | null;
  stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { status, signal, stderr: Buffer.concat(errors).toString() };
}

/** Resolves when a file or folder of such a name is in the folder. */
async function appears(folder: string, name: RegExp): Promise<void> {
  const isThere = (): boolean => readdirSync(folder).some((each) => name.test(each));
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!isThere()) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, look);
    look();
  });
}

describe('an export that a signal ends', { timeout: 120_000 }, () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s leaves nothing, in the temporary folder either',
    async (signal) => {
      await withFiles({}, async (path) => {
        mkdirSync(path('tmp'));
        mkdirSync(path('out'));
        const args = ['export', '--form', 'eml', '--out', path('out/mails'), '-'];
        const child = await begun(args, { env: { ...process.env, TMPDIR: path('tmp') } });
        const end = ended(child);
        child.stdin?.write(chat);
        // It waits for more of its input: both are begun.
        await appears(path('out'), /^mails\.partial-\d+$/);
        await appears(path('tmp'), /^fedlens-input-/);
        child.kill(signal);
        expect(await end).toEqual({ status: null, signal, stderr: expect.stringContaining('taken away') as string });
        expect(readdirSync(path('out'))).toEqual([]);
        expect(readdirSync(path('tmp'))).toEqual([]);
      });
    },
  );
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', { timeout: 120_000 }, () => {
  test('under standard output ends analyze with 3, and says so', async () => {
    await withFiles({ 'edge.log': chat }, async (path) => {
      const full = openSync('/dev/full', 'w');
      const end = await ended(await begun(['analyze', path('edge.log')], { stdio: ['ignore', full, 'pipe'] }));
      closeSync(full);
      expect(end).toEqual({
        status: 3,
        signal: null,
        stderr: 'Cannot write to standard output: no space is left on the disk.\n',
      });
    });
  });

  // A limit on the size of files stands for the end of the disk: markup takes four bytes for one of the text.
  const said = {
    time: '2014-06-24T09:00:00.000Z',
    from: 'a@contoso.com',
    to: ['b@yahoo.com'],
    text: '<'.repeat(100_000),
  };
  test.each([
    [256, /^Cannot write .*sessions\.xml: the file would be larger than is allowed\.\n$/],
    [64, /^Cannot write to the temporary folder .*: the file would be larger than is allowed\.\n$/],
  ])('at %i KiB ends an export with 3, says where, and leaves nothing', async (kib, message) => {
    await withFiles({ 'x.ndjson': sessionOf(1, [said]) + '\n' }, async (path) => {
      mkdirSync(path('out'));
      mkdirSync(path('tmp'));
      const args = ['export', '--form', 'actiance', '--out', path('out/sessions.xml'), path('x.ndjson')];
      const env = { ...process.env, TMPDIR: path('tmp') };
      const end = await ended(await begun(args, { env }, `trap '' XFSZ; ulimit -f ${kib}; exec "$@"`));
      expect(end).toEqual({ status: 3, signal: null, stderr: expect.stringMatching(message) as string });
      expect(readdirSync(path('out'))).toEqual([]);
      expect(readdirSync(path('tmp'))).toEqual([]);
    });
  });
});

test('a reader that stops early leaves no copy of standard input behind', { timeout: 120_000 }, async () => {
  await withFiles({}, async (path) => {
    mkdirSync(path('tmp'));
    const child = await begun(['analyze', '-'], { env: { ...process.env, TMPDIR: path('tmp') } });
    const end = ended(child);
    child.stdout?.destroy();
    child.stdin?.end(chat);
    expect(await end).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(join(path('tmp')))).toEqual([]);
  });
});
