/** Runs the command line as a person does: a process, its output, its exit status. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import * as v from 'valibot';
import { afterAll } from 'vitest';
import { ReportLine, SessionLine } from './shapes.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
/** As `npm run build` makes it. */
export const BUILT: readonly string[] = [join(ROOT, 'dist/cli/fedlens.js')];

let bundle: Promise<readonly string[]> | null = null;
const folder = mkdtempSync(join(tmpdir(), 'fedlens-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As the sources are now, in one file: read from its hundreds, the program takes a second to start. */
function fromSource(): Promise<readonly string[]> {
  bundle ??= (async () => {
    const path = join(folder, 'fedlens.mjs');
    const made = await rolldown({ input: join(ROOT, 'src/cli.ts'), platform: 'node' });
    await made.write({ file: path, format: 'es', codeSplitting: false });
    await made.close();
    return [path];
  })();
  return bundle;
}

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

export async function fedlens(
  args: readonly string[],
  input: string | Uint8Array = '',
  program?: readonly string[],
): Promise<Run> {
  const started = program ?? (await fromSource());
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...started, ...args], { cwd: ROOT });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // A program that stops early does not read its input to the end.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', fail);
    child.on('close', (status) => {
      done({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/**
 * The program as a process that goes on, for what a person does to it meanwhile.
 * @param shell runs it, as `"$@"`
 */
export async function begun(args: readonly string[], options: SpawnOptions, shell?: string): Promise<ChildProcess> {
  const command = [process.execPath, ...(await fromSource()), ...args];
  const [program = '', ...rest] = shell === undefined ? command : ['bash', '-c', shell, 'bash', ...command];
  return spawn(program, rest, { cwd: ROOT, ...options });
}

export interface Output {
  sessions: SessionLine[];
  report: ReportLine;
}

/** Every line, checked against the documented shapes: no key missing, none too many. */
export function parsed(stdout: string): Output {
  const lines = stdout.split('\n');
  if (lines.pop() !== '') throw new Error('The output does not end with a line break.');
  const report = v.parse(ReportLine, JSON.parse(lines.pop() ?? ''));
  return { sessions: lines.map((line) => v.parse(SessionLine, JSON.parse(line))), report };
}

/** A folder that is gone after use, with these files in it. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (path: (name: string) => string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fedlens-test-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
