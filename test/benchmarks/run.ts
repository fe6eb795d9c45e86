/**
 * `npm run bench`: how fast and in how much memory, as ratios, from a seeded trace. Builds first.
 *
 *   npm run bench -- [--size MB] [--rounds N] [--memory MB,MB] [--drop MB] [--seed N] [--only speed|memory|browser]
 *
 * Speed: the pipeline (pipeline.ts) and the whole of `fedlens analyze` on one file beside a bare read-and-split of it
 * (split.ts), in turn, each a fresh process; medians. Of the pipeline a fifth is asked for. Memory: the greatest resident memory over that of the program loaded, for a small
 * and a large file; at most 150 MB is allowed. Browser: dropped to archived in Chromium; the page may not wait over 50 ms.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dropAndMeasure } from './browser.ts';
import { analyze, median, pipeline, PROGRAMS, split, startPeak, type Program } from './node.ts';
import { writeTrace } from './trace-file.ts';

const LEAST_SHARE = 1 / 5;
const MOST_MEMORY_MB = 150;
const LONGEST_WAIT_MS = 50;
const MB = 1e6;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    memory: { type: 'string', default: '50,500' },
    drop: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'fedlens-bench-'));
let failed = false;

async function traceOf(megabytes: number): Promise<string> {
  const path = join(folder, `${megabytes}.log`);
  if (!existsSync(path)) await writeTrace(path, Number(values.seed), megabytes * MB);
  return path;
}

function verdict(holds: boolean, limit: string): string {
  failed ||= !holds;
  return `${holds ? 'PASS' : 'FAIL'} (${limit})`;
}

function table(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  console.log(`\n${title}`);
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join('   ').trimEnd()}`);
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');

/** The rounds go in turn, so that whatever else the machine does falls on all alike. */
async function speed(): Promise<void> {
  const path = await traceOf(Number(values.size));
  const bytes = statSync(path).size;
  const contenders: readonly (readonly [title: string, run: () => Promise<{ seconds: number; items: number }>])[] = [
    ['bare read-and-split', () => split(path).then(({ seconds, records }) => ({ seconds, items: records }))],
    ['pipeline', () => pipeline(path).then(({ seconds, messages }) => ({ seconds, items: messages }))],
    ...(Object.keys(PROGRAMS) as Program[]).map(
      (program) =>
        [
          `fedlens analyze, ${program === 'built' ? 'built' : 'from source'}`,
          () => analyze(path, program).then(({ seconds, messages }) => ({ seconds, items: messages })),
        ] as const,
    ),
  ];
  const times = contenders.map((): number[] => []);
  const items: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [index, [, run]] of contenders.entries()) {
      const result = await run();
      times[index]?.push(result.seconds);
      items[index] = result.items;
    }
  }
  const medians = times.map(median);
  const bare = medians[0] ?? NaN;
  const rows = contenders.map(([title], index) => {
    const seconds = medians[index] ?? NaN;
    const share = bare / seconds;
    return [
      title,
      whole(bytes / MB / seconds),
      whole((items[index] ?? NaN) / seconds),
      share.toFixed(2),
      title === 'pipeline' ? verdict(share >= LEAST_SHARE, `at least ${LEAST_SHARE}`) : '',
    ];
  });
  table(`Speed: ${whole(bytes / MB)} MB, median of ${values.rounds}`, [
    ['', 'MB/s', 'messages/s', 'of the split', ''],
    ...rows,
  ]);
}

async function memory(): Promise<void> {
  const start = await startPeak('built');
  const rows = [['', 'over the start, MB', '']];
  for (const megabytes of values.memory.split(',').map(Number)) {
    const over = ((await analyze(await traceOf(megabytes), 'built')).peak - start) / MB;
    rows.push([`${megabytes} MB of input`, whole(over), verdict(over < MOST_MEMORY_MB, `under ${MOST_MEMORY_MB}`)]);
  }
  table(`Memory of fedlens analyze (loaded: ${whole(start / MB)} MB)`, rows);
}

async function browser(): Promise<void> {
  const result = await dropAndMeasure(await traceOf(Number(values.drop)));
  table(`Chromium: ${whole(result.bytes / MB)} MB dropped to archived`, [
    ['seconds', result.seconds.toFixed(1), ''],
    ['MB/s', (result.bytes / MB / result.seconds).toFixed(1), ''],
    ['page and workers over the start, MB', whole(result.memory / MB), ''],
    ['whole browser over the start, MB', whole(result.memoryOfAll / MB), ''],
    [
      'longest wait of the page, ms',
      whole(result.longestWait),
      verdict(result.longestWait <= LONGEST_WAIT_MS, `at most ${LONGEST_WAIT_MS}`),
    ],
  ]);
}

const PARTS: Readonly<Record<string, () => Promise<void>>> = { speed, memory, browser };
try {
  const chosen = values.only === undefined ? Object.keys(PARTS) : values.only.split(',');
  const unknown = chosen.filter((name) => PARTS[name] === undefined);
  if (unknown.length > 0) throw new Error(`--only knows ${Object.keys(PARTS).join(', ')}; not ${unknown.join(', ')}.`);
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, seed ${values.seed}`,
  );
  execFileSync('npm', ['run', '-s', 'build'], { stdio: 'ignore' });
  for (const name of chosen) await PARTS[name]?.();
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
