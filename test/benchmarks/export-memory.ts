/**
 * How much memory an export takes, for few and for many sessions: bounded is what does not grow with them.
 *
 *     node --import tsx test/benchmarks/export-memory.ts [--sessions 10000,100000] [--forms ndjson,bagit,…]
 *
 * Sessions are lines of an earlier export, each with two texts; each form is a run of `fedlens export` of its own. Shown is the
 * greatest resident memory of the process, which also reads the sessions (Linux alone tells it).
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EXPORTS } from '../../src/exports/index.ts';
import { sessionOf } from '../exports/hostile.ts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '10000,100000' },
    forms: { type: 'string', default: EXPORTS.map(({ id }) => id).join(',') },
  },
});
const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'fedlens-export-memory-'));
const SAMPLE_MS = 50;

async function linesOf(sessions: number): Promise<string> {
  const path = join(folder, `${sessions}.ndjson`);
  const file = createWriteStream(path);
  for (let index = 0; index < sessions; index++) {
    const time = new Date(Date.UTC(2014, 5, 24) + index * 1000).toISOString();
    const [alice, bob] = [`user${index % 5000}@contoso.com`, `friend${index % 7919}@yahoo.com`];
    const said = [
      { time, from: alice, to: [bob], text: `Is parcel ${index} on its way? It should have been there by now.` },
      { time, from: bob, to: [alice], text: 'Yes; it left the warehouse this morning.' },
    ];
    const line = sessionOf(index, said, { local: alice, remote: bob, participants: [alice, bob] });
    if (!file.write(line + '\n')) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return path;
}

/** MB, and seconds. */
async function peakOf(form: string, path: string, sessions: number): Promise<[memory: number, seconds: number]> {
  const out = join(folder, `${form}-${sessions}`);
  const args = ['--import', 'tsx', 'src/cli.ts', 'export', '--form', form, '--out', out, path];
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const sampling = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, SAMPLE_MS);
  const [status] = (await once(child, 'exit')) as [number | null];
  clearInterval(sampling);
  if (status !== 0) throw new Error(`${form} ended with ${status}`);
  rmSync(out, { recursive: true });
  return [peak / 1024, (performance.now() - began) / 1000];
}

try {
  const counts = values.sessions.split(',').map(Number);
  const paths = await Promise.all(counts.map((sessions) => linesOf(sessions)));
  console.log(['form'.padEnd(9), ...counts.map((count) => `${count} sessions`.padStart(24))].join(''));
  console.log(
    ['file'.padEnd(9), ...paths.map((path) => `${(statSync(path).size / 1e6).toFixed(0)} MB`.padStart(24))].join(''),
  );
  for (const form of values.forms.split(',')) {
    const cells: string[] = [];
    for (const [index, path] of paths.entries()) {
      const [memory, seconds] = await peakOf(form, path, counts[index] ?? 0);
      cells.push(`${memory.toFixed(0)} MB, ${seconds.toFixed(0)} s`.padStart(24));
    }
    console.log(form.padEnd(9) + cells.join(''));
  }
} finally {
  rmSync(folder, { recursive: true });
}
