/**
 * `npm run test:crash`: imports are killed at random points in a real Chromium (the page closed, the worker ended, the browser's process
 * killed by its pid), the same files are given again, and the archive must be the one of an import that nobody disturbed, and verify.
 * The same for all else that changes an archive or goes through all of it: judging, a decision, a hold, a backup, a purge, an undo, a
 * restore into it, encryption, another passphrase, a restore whole; each is killed on the way, and meets a disk that is too small for it.
 * Then two tabs at once.
 *
 *     npm run test:crash -- --points 20 --seed 7 --chats 2500 --counts FILE
 *
 * `points` are kills of an import; all steps are gone through once for every five of them, with another disturbance each time, over two
 * files of so many `chats`. `--only imports` leaves out the steps, `--only steps` the kills of an import alone.
 * `counts` gets what passed and failed as JSON. The last line is `N passed, N failed`.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { call, KillableBrowser, served } from './browser.ts';
import {
  expectSame,
  expectVerified,
  finishedAfterKill,
  finishedWithRoom,
  killed,
  KILLS,
  undisturbed,
  valueOf,
  type Passage,
  type Step,
} from './disturbance.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    chats: { type: 'string', default: '2500' },
    only: { type: 'string' },
    counts: { type: 'string' },
  },
});
const POINTS = Number(values.points);
const ROUNDS = Math.ceil(POINTS / 5);
const isAsked = (part: 'imports' | 'steps'): boolean => values.only === undefined || values.only === part;
/** Of each of the files whose import is killed. */
const CHATS = 2_500;
/** Of every step killed after it has begun, this share of its time at least. */
const LEAST_SHARE = 0.1;

const IMPORT: Step = { name: 'import', thread: 'import', chats: CHATS, room: 1_200_000 };
/** In this order in one archive. */
const STEPS: readonly Step[] = [
  { name: 'first', thread: 'import', chats: Number(values.chats), room: 100_000 },
  { name: 'second', thread: 'import', chats: Number(values.chats), room: 100_000 },
  { name: 'judging', thread: 'judging', room: 100_000 },
  { name: 'decision', thread: 'archive', room: 1 },
  { name: 'hold', thread: 'custody', room: 1 },
  { name: 'backup', thread: 'custody' },
  { name: 'purge', thread: 'custody', room: 100_000 },
  { name: 'undo', thread: 'custody', room: 1 },
  { name: 'restore', thread: 'custody', room: 100_000 },
  { name: 'encryption', thread: 'custody', room: 100_000 },
  { name: 'passphrase', thread: 'custody' },
  { name: 'restore', thread: 'custody', onNothing: true, room: 100_000 },
];

/** 0 … 1; the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomFrom(Number(values.seed));
/** Somewhere within a step. @returns ms */
const within = ({ ms }: Passage): number => Math.round((LEAST_SHARE + (1 - LEAST_SHARE) * random()) * ms);

const { origin, close } = await served(import.meta.dirname);
const counts = { passed: 0, failed: 0 };

/** @returns whether it passed */
async function check(title: string, work: () => Promise<string>): Promise<boolean> {
  const start = performance.now();
  const seconds = (): string => ((performance.now() - start) / 1000).toFixed(1);
  try {
    console.log(`passed  ${title}: ${await work()} (${seconds()} s)`);
    counts.passed += 1;
    return true;
  } catch (error) {
    console.log(`FAILED  ${title}: ${error instanceof Error ? error.message : String(error)} (${seconds()} s)`);
    counts.failed += 1;
    return false;
  }
}

async function inBrowser<T>(work: (browser: KillableBrowser) => Promise<T>): Promise<T> {
  const browser = new KillableBrowser(origin);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** Resolves when somebody imports. */
async function begun(page: Page): Promise<void> {
  while (!(await call(page, 'busy'))) await pause(5);
}

/** Killed, then taken back: nothing is left of it. */
async function undone(browser: KillableBrowser, delay: number): Promise<string> {
  const page = await browser.page();
  valueOf(await call(page, 'import', CHATS, [0]));
  const before = await call(page, 'told');
  void call(page, 'import', CHATS, [1]).catch(() => undefined);
  await begun(page);
  await pause(delay);
  const after = await killed(browser, page, 'browser', 'import');
  const left = valueOf(await call(after, 'unfinished'));
  for (const { id } of left) valueOf(await call(after, 'undo', id));
  await expectVerified(after, 'After the undo');
  if (left.length > 0) await expectSame(after, before);
  return `${left.length} taken back`;
}

/** Two tabs import at once and one is closed: the other goes on, and both see the same. */
async function twoTabs(browser: KillableBrowser, delay: number, reference: string): Promise<string> {
  const [one, other] = [await browser.page(), await browser.page()];
  void call(one, 'import', CHATS, [0]).catch(() => undefined);
  // The first file is the first of both.
  while ((await call(other, 'sessions')) === 0) await pause(20);
  const second = call(other, 'import', CHATS, [1]);
  await pause(delay);
  await one.close({ runBeforeUnload: false });
  valueOf(await second);
  const third = await browser.page();
  valueOf(await call(third, 'import', CHATS, [0]));
  if ((await call(third, 'told')) !== (await call(other, 'told'))) throw new Error('The tabs see different archives');
  await expectVerified(third, 'After both');
  await expectSame(third, reference);
  return 'both see the same';
}

/** All steps in one archive, each disturbed: by a kill, or where it needs room by a small disk. */
async function disturbedSteps(browser: KillableBrowser, passages: readonly Passage[], round: number): Promise<void> {
  for (const [number, step] of STEPS.entries()) {
    const passage = passages[number];
    if (passage === undefined) throw new RangeError(`Step ${number} was not gone through undisturbed`);
    const kinds = step.room === undefined ? KILLS : [...KILLS, 'disk' as const];
    const kind = kinds[(number + round) % kinds.length] ?? 'page';
    const delay = within(passage);
    const isFine =
      kind === 'disk'
        ? await check(`${step.name}: disk full`, () => finishedWithRoom(browser, step, passage))
        : await check(`${step.name}: ${kind} killed after ${delay} of ${Math.round(passage.ms)} ms`, () =>
            finishedAfterKill(browser, step, passage, { kind, delay }),
          );
    // What comes next begins with what this was to leave.
    if (!isFine) return;
  }
}

async function imports(): Promise<void> {
  const [whole] = await inBrowser((browser) => undisturbed(browser, [IMPORT]));
  if (whole === undefined) throw new Error('Nothing was imported');
  console.log(`undisturbed: ${(whole.ms / 1000).toFixed(1)} s, seed ${values.seed}`);
  // Each of the rounds begins with two.
  for (let point = 0; point < POINTS - 2 * ROUNDS; point++) {
    const kind = KILLS[point % KILLS.length] ?? 'page';
    const delay = within(whole);
    await check(`import: ${kind} killed after ${delay} ms`, () =>
      inBrowser((browser) => finishedAfterKill(browser, IMPORT, whole, { kind, delay })),
    );
  }
  const delay = Math.round(random() * whole.ms * 0.5);
  await check(`import: killed after ${delay} ms and taken back`, () => inBrowser((browser) => undone(browser, delay)));
  await check('import: disk full', () => inBrowser((browser) => finishedWithRoom(browser, IMPORT, whole)));
  await check('two tabs', () => inBrowser((browser) => twoTabs(browser, delay, whole.after)));
}

async function allSteps(): Promise<void> {
  const passages = await inBrowser((browser) => undisturbed(browser, STEPS));
  for (let round = 0; round < ROUNDS; round++) {
    await inBrowser((browser) => disturbedSteps(browser, passages, round));
  }
}

try {
  if (isAsked('imports')) await imports();
  if (isAsked('steps')) await allSteps();
} finally {
  await close();
}
if (values.counts !== undefined) writeFileSync(values.counts, JSON.stringify(counts));
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
