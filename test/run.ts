/**
 * `npm test`: everything that must hold before a commit. Types, lint and format; a Chromium, found or installed; both
 * builds; then the tests in Node, in the browser and on the built app. A step that fails does not stop the others.
 * Checks that read the same files and disturb nobody run at the same time, and are printed one after the other.
 * The last line is `N passed, N failed`: each check counts as one, and each test as one.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { chromiumOrInstall } from './chromium.ts';
import { toolsOrInstall } from './tools.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, by name: said again at the end, where it is looked for. */
  failures?: readonly string[];
}

interface Step extends Counts {
  title: string;
  seconds: number;
}

/** What vitest's json reporter writes, as far as it is read here. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

const ROOT = resolve(import.meta.dirname, '..');
const CHECK_PASSED: Counts = { passed: 1, failed: 0, skipped: 0 };
const CHECK_FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };
/** A step that takes longer hangs, also on a machine that has other things to do. */
const STEP_LIMIT_MS = 20 * 60_000;

type Print = 'as it comes' | ((part: Buffer) => void);

const reports = mkdtempSync(join(tmpdir(), 'fedlens-test-'));

/** Runs a program of node_modules/.bin or npm, and prints what it prints; gives its exit status. */
function run(command: string, args: readonly string[], print: Print = 'as it comes'): Promise<number> {
  return new Promise((done) => {
    const out = print === 'as it comes' ? 'inherit' : 'pipe';
    // A group of its own, so that the limit ends the browsers and workers that it has started too.
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', out, out], detached: true });
    if (typeof print === 'function') for (const stream of [child.stdout, child.stderr]) stream?.on('data', print);
    const end = (status: number): void => {
      clearTimeout(limit);
      process.off('exit', stop);
      done(status);
    };
    const stop = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const limit = setTimeout(() => {
      console.log(`Stopped after ${STEP_LIMIT_MS / 1000} s: ${command} ${args.join(' ')}`);
      stop();
    }, STEP_LIMIT_MS);
    process.on('exit', stop);
    child.on('error', (error) => {
      console.log(`${command} could not be started: ${error.message}`);
      end(1);
    });
    child.on('close', (status) => end(status ?? 1));
  });
}

async function check(script: string, print?: Print): Promise<Counts> {
  return (await run('npm', ['run', '-s', script], print)) === 0 ? CHECK_PASSED : CHECK_FAILED;
}

async function browser(): Promise<Counts> {
  try {
    console.log(chromiumOrInstall());
    return CHECK_PASSED;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return CHECK_FAILED;
  }
}

/** What is missing is said, and its tests are skipped. */
async function othersTools(): Promise<Counts> {
  for (const line of toolsOrInstall()) console.log(line);
  return CHECK_PASSED;
}

async function vitest(projects: readonly string[], ...options: string[]): Promise<Counts> {
  const path = join(reports, `${projects.join('-')}.json`);
  const status = await run('npx', [
    'vitest',
    'run',
    ...projects.map((project) => `--project=${project}`),
    ...options,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ]);
  const counts = countsOf(path);
  // Errors outside of any test (a worker that died, a rejection that nobody awaited) fail the run all the same.
  if (status !== 0 && counts.failed === 0) return { ...counts, failed: 1, failures: ['an error outside of any test'] };
  return counts;
}

/** Imports, and all else that changes an archive, killed on the way and finished. */
async function crash(): Promise<Counts> {
  const path = join(reports, 'crash.json');
  await run('npm', ['run', '-s', 'test:crash', '--', '--points=5', '--chats=500', `--counts=${path}`]);
  try {
    const counts = JSON.parse(readFileSync(path, 'utf8')) as Omit<Counts, 'skipped'>;
    return { ...counts, skipped: 0 };
  } catch {
    console.log('The crash test ended without a count.');
    return CHECK_FAILED;
  }
}

function countsOf(path: string): Counts {
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  } catch {
    console.log('vitest ended without a report.');
    return { ...CHECK_FAILED };
  }
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...unloadable.map((file) => failureOf(file.name, 'not loaded', file.message)),
      ...report.testResults.flatMap((file) =>
        file.assertionResults
          .filter((test) => test.status === 'failed')
          .map((test) => failureOf(file.name, test.fullName, test.failureMessages[0] ?? '')),
      ),
    ],
  };
}

function failureOf(file: string, test: string, message: string): string {
  return `${relative(ROOT, file)}: ${test}: ${message.split('\n', 1)[0] ?? ''}`;
}

/** Read the sources and nothing else: together they take as long as the slowest, which is lint. */
const CHECKS: readonly (readonly [title: string, script: string])[] = [
  ['types', 'types'],
  ['lint', 'lint'],
  ['format', 'format:check'],
];
const STEPS: readonly (readonly [title: string, run: () => Promise<Counts>])[] = [
  ['Chromium', browser],
  ['tools of others', othersTools],
  ['build', () => check('build')],
  // Vitest would leave one core free, which is half of a small machine.
  ['tests in Node', () => vitest(['node'], '--maxWorkers=100%')],
  ['tests in Chromium', () => vitest(['browser'])],
  ['tests on the built app', () => vitest(['e2e', 'measured'])],
  ['crash test', crash],
];

const steps: Step[] = [];
async function take(title: string, perform: () => Promise<Counts>): Promise<void> {
  const start = performance.now();
  const counts = await perform();
  steps.push({ title, ...counts, seconds: (performance.now() - start) / 1000 });
}

await Promise.all(
  CHECKS.map(([title, script]) =>
    take(title, async () => {
      const printed: Buffer[] = [];
      const counts = await check(script, (part) => void printed.push(part));
      console.log(`\n--- ${title} ---\n${Buffer.concat(printed).toString()}`);
      return counts;
    }),
  ),
);
for (const [title, perform] of STEPS) {
  console.log(`\n--- ${title} ---`);
  await take(title, perform);
}
rmSync(reports, { recursive: true });

console.log();
for (const { title, passed, failed, skipped, seconds } of steps) {
  const verdict = failed > 0 ? 'FAILED' : 'passed';
  const numbers = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(`${verdict}  ${title.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s   ${numbers}`);
}
for (const failure of steps.flatMap((step) => step.failures ?? [])) console.log(`        ${failure}`);
const sum = (of: (step: Step) => number): number => steps.reduce((total, step) => total + of(step), 0);
const failed = sum((step) => step.failed);
console.log(`\n${sum((step) => step.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
