import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { demonstrationTruth } from './demonstration.ts';
import { differences, type ReadSession } from './differences.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the command line finds in the demonstration what went into it', async () => {
  const served = ['demonstration.log', 'demonstration-xmpp.log'].map((name) => 'public/' + name);
  const asked = ['analyze', '--organisation', 'public/demonstration-organisation.json', ...served];
  const { stdout } = await promisify(execFile)('node', ['--import', 'tsx', 'src/cli.ts', ...asked], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = stdout.trim().split('\n');
  const read = lines.map((line) => JSON.parse(line) as ReadSession & { type: string });
  const sessions = read.filter(({ type }) => type === 'session');
  expect(differences(sessions, demonstrationTruth)).toEqual([]);
});
