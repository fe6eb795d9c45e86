/** The page and the command line are one pipeline: the same sessions, line by line. And the built command line runs. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILT, fedlens, parsed } from '../cli/program.ts';
import type { SessionLine } from '../cli/shapes.ts';
import { yahooChat } from '../cli/trace.ts';
import { App, ROOT } from './app.ts';
import { importOver, savedSessions } from './pages.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(ROOT, '../shared/corpus');

async function fromPage(paths: readonly string[]): Promise<SessionLine[]> {
  const app = await App.open();
  try {
    await app.drop(paths);
    await importOver(app.page);
    return await savedSessions(app);
  } finally {
    await app.close();
  }
}

async function expectSame(paths: readonly string[]): Promise<void> {
  const { sessions } = parsed((await fedlens(['analyze', ...paths], '', BUILT)).stdout);
  const page = await fromPage(paths);
  expect(page.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id));
  for (const [index, session] of page.entries()) expect(session).toEqual(sessions[index]);
}

describe('the page and the command line agree', () => {
  test('on the demonstration', async () => {
    const logs = readdirSync(join(ROOT, 'public')).filter((name) => name.endsWith('.log'));
    expect(logs.length).toBeGreaterThan(0);
    await expectSame(logs.map((name) => join(ROOT, 'public', name)));
  });

  test.skipIf(!existsSync(CORPUS))(`on every log and capture of ${CORPUS}, read together`, async () => {
    // What another program read in them lies there as JSON, which the page takes for an organisation's file.
    const files = readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.name.endsWith('.json'),
    );
    await expectSame(files.map((entry) => join(entry.parentPath, entry.name)).sort());
  });
});

describe('the built command line', () => {
  const chat = yahooChat({ callId: 'c', day: '06/24/2014', said: ['hello'] });

  test('gives what the source gives', async () => {
    const built = await fedlens(['analyze', '-'], chat, BUILT);
    expect(built.status).toBe(0);
    expect(parsed(built.stdout).sessions).toEqual(parsed((await fedlens(['analyze', '-'], chat)).stdout).sessions);
  });

  test('has the exit statuses of the source', async () => {
    expect((await fedlens(['--version'], '', BUILT)).status).toBe(0);
    expect((await fedlens(['analyze', '-'], 'no log at all', BUILT)).status).toBe(1);
    expect((await fedlens(['analyze'], '', BUILT)).status).toBe(2);
  });
});
