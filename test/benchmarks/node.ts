/** Speed and memory of the pipeline and the command line, each run a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReportLine } from '../cli/shapes.ts';
import type { PipelineResult } from './pipeline.ts';
import type { SplitResult } from './split.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** How `fedlens` is started: as `npm run build` makes it, or from its source by `npm run fedlens`. */
export const PROGRAMS = {
  built: [join(ROOT, 'dist/cli/fedlens.js')],
  source: ['--import', 'tsx', join(ROOT, 'src/cli.ts')],
} as const;
export type Program = keyof typeof PROGRAMS;

/**
 * Loaded before the program: tells at its end the greatest resident memory that it ever had, in kB. Linux keeps it by
 * process (VmHWM); `maxRSS`, which others have, may count what the parent had at the fork.
 */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync, writeFileSync } from 'node:fs';
  process.on('exit', () => {
    let peak = process.resourceUsage().maxRSS;
    try { peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); } catch {}
    writeFileSync(process.env.FEDLENS_PEAK, String(peak));
  });`)}`;

interface Ended {
  stdout: string;
  /** Greatest resident memory, bytes. */
  peak: number;
}

/** Output goes to a file: a reader of a pipe would take time from the one that is measured. */
async function measured(args: readonly string[]): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'fedlens-bench-'));
  try {
    const out = openSync(join(folder, 'stdout'), 'w');
    const peak = join(folder, 'peak');
    const status = await new Promise<number | null>((done, fail) => {
      const child = spawn(process.execPath, ['--import', TELL_PEAK, ...args], {
        cwd: ROOT,
        stdio: ['ignore', out, 'inherit'],
        env: { ...process.env, FEDLENS_PEAK: peak },
      });
      child.on('error', fail);
      child.on('close', done);
    });
    closeSync(out);
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
    return { stdout: readFileSync(join(folder, 'stdout'), 'utf8'), peak: Number(readFileSync(peak, 'utf8')) * 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function split(path: string): Promise<SplitResult> {
  const { stdout } = await measured(['--import', 'tsx', join(import.meta.dirname, 'split.ts'), path]);
  return JSON.parse(stdout) as SplitResult;
}

export async function pipeline(path: string): Promise<PipelineResult> {
  const { stdout } = await measured(['--import', 'tsx', join(import.meta.dirname, 'pipeline.ts'), path]);
  return JSON.parse(stdout) as PipelineResult;
}

export interface AnalyzeResult {
  bytes: number;
  messages: number;
  sessions: number;
  /** From the first byte read to the last line written, by the program's own report: reading, hashing, spilling, sorting, writing. */
  seconds: number;
  peak: number;
}

export async function analyze(path: string, program: Program): Promise<AnalyzeResult> {
  const { stdout, peak } = await measured([...PROGRAMS[program], 'analyze', path]);
  const last = stdout.slice(stdout.lastIndexOf('\n', stdout.length - 2) + 1);
  const report = JSON.parse(last) as ReportLine;
  const sum = (of: (file: ReportLine['files'][0]) => number): number =>
    report.files.reduce((all, file) => all + of(file), 0);
  return {
    bytes: sum((file) => file.bytes),
    messages: sum((file) => file.sipRequests + file.sipResponses + file.xmppMessages + file.xmppPresence + file.xmppIq),
    sessions: report.sessions,
    seconds: report.seconds,
    peak,
  };
}

/** Greatest resident memory of the program loaded, before it reads a byte: asked for its version only. */
export async function startPeak(program: Program): Promise<number> {
  return (await measured([...PROGRAMS[program], '--version'])).peak;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
