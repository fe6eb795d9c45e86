/**
 * `npm run test:crash`: an import is killed at random points in a real Chromium (the page closed, the worker ended, the
 * browser's process killed by its pid), the same files are given again, and the archive must be the one of an import that
 * nobody disturbed, and verify. Then the same with a disk that is full, with an undo, and with two tabs at once.
 *
 *     npm run test:crash -- --points 20 --seed 7 --counts FILE
 *
 * `counts` gets what passed and failed as JSON. The last line is `N passed, N failed`.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import type { Outcome } from '../../src/model.ts';
import { call, KillableBrowser, served } from './browser.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    counts: { type: 'string' },
  },
});
const KINDS = ['page', 'worker', 'browser'] as const;
type Kind = (typeof KINDS)[number];
/** Room that is too small for the two files, bytes. */
const SMALL_QUOTA = 1_200_000;

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

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

/** Resolves when somebody imports. */
async function begun(page: Page): Promise<void> {
  while (!(await call(page, 'busy'))) await pause(5);
}

async function expectVerified(page: Page, when: string): Promise<void> {
  const { fault } = valueOf(await call(page, 'verify'));
  if (fault !== null) throw new Error(`${when}: ${fault.message}`);
}

async function expectSame(page: Page, reference: string): Promise<void> {
  const told = await call(page, 'told');
  if (told !== reference) throw new Error(`Another archive than the undisturbed one: ${told.slice(0, 400)}`);
  const left = valueOf(await call(page, 'unfinished'));
  if (left.length > 0) throw new Error(`Still unfinished: ${JSON.stringify(left)}`);
}

/** Kills what imports; gives a page of the archive that is left. */
async function killed(browser: KillableBrowser, page: Page, kind: Kind): Promise<Page> {
  if (kind === 'browser') await browser.kill();
  else if (kind === 'page') await page.close({ runBeforeUnload: false });
  else {
    for (const worker of page.workers()) {
      if (worker.url().includes('import')) await worker.evaluate(() => self.close()).catch(() => undefined);
    }
    await page.close();
  }
  return browser.page();
}

/** @param delay ms from the beginning of the import */
async function finishedAfter(origin: string, kind: Kind, delay: number, reference: string): Promise<string> {
  const browser = new KillableBrowser(origin);
  try {
    const page = await browser.page();
    // What is killed never answers.
    void call(page, 'import').catch(() => undefined);
    await begun(page);
    await pause(delay);
    const after = await killed(browser, page, kind);
    const [sessions, left] = [await call(after, 'sessions'), valueOf(await call(after, 'unfinished'))];
    await expectVerified(after, 'After the kill');
    valueOf(await call(after, 'import'));
    await expectVerified(after, 'After the second import');
    await expectSame(after, reference);
    return `${sessions} sessions archived, ${left.length === 0 ? 'nothing' : 'one import'} unfinished`;
  } finally {
    await browser.close();
  }
}

/** Killed, then taken back: nothing is left of it. */
async function undone(origin: string, delay: number): Promise<string> {
  const browser = new KillableBrowser(origin);
  try {
    const page = await browser.page();
    valueOf(await call(page, 'import', [0]));
    const before = await call(page, 'told');
    void call(page, 'import', [1]).catch(() => undefined);
    await begun(page);
    await pause(delay);
    const after = await killed(browser, page, 'browser');
    const left = valueOf(await call(after, 'unfinished'));
    for (const { id } of left) valueOf(await call(after, 'undo', id));
    await expectVerified(after, 'After the undo');
    if (left.length > 0) await expectSame(after, before);
    return `${left.length} taken back`;
  } finally {
    await browser.close();
  }
}

/** The disk is full on the way: the import says so, what is there stays, and with room again it is finished. */
async function withoutRoom(origin: string, reference: string): Promise<string> {
  const browser = new KillableBrowser(origin);
  try {
    const page = await browser.page();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: SMALL_QUOTA });
    const outcome = await call(page, 'import');
    if (outcome.ok || outcome.code !== 'quota') throw new Error(`The import ended with ${JSON.stringify(outcome)}`);
    await expectVerified(page, 'On the full disk');
    const sessions = await call(page, 'sessions');
    if (valueOf(await call(page, 'unfinished')).length !== 1) throw new Error('Nobody is told that it is unfinished');
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    valueOf(await call(page, 'import'));
    await expectVerified(page, 'With room again');
    await expectSame(page, reference);
    return `${sessions} sessions fitted; “${outcome.message}”`;
  } finally {
    await browser.close();
  }
}

/** Two tabs import at once and one is closed: the other goes on, and both see the same. */
async function twoTabs(origin: string, delay: number, reference: string): Promise<string> {
  const browser = new KillableBrowser(origin);
  try {
    const [one, other] = [await browser.page(), await browser.page()];
    void call(one, 'import', [0]).catch(() => undefined);
    await begun(other);
    const second = call(other, 'import', [1]);
    await pause(delay);
    await one.close({ runBeforeUnload: false });
    valueOf(await second);
    const third = await browser.page();
    valueOf(await call(third, 'import', [0]));
    if ((await call(third, 'told')) !== (await call(other, 'told'))) throw new Error('The tabs see different archives');
    await expectVerified(third, 'After both');
    await expectSame(third, reference);
    return 'both see the same';
  } finally {
    await browser.close();
  }
}

const { origin, close } = await served(import.meta.dirname);
const counts = { passed: 0, failed: 0 };

async function check(title: string, work: () => Promise<string>): Promise<void> {
  const start = performance.now();
  const seconds = (): string => ((performance.now() - start) / 1000).toFixed(1);
  try {
    console.log(`passed  ${title}: ${await work()} (${seconds()} s)`);
    counts.passed += 1;
  } catch (error) {
    console.log(`FAILED  ${title}: ${error instanceof Error ? error.message : String(error)} (${seconds()} s)`);
    counts.failed += 1;
  }
}

try {
  const undisturbed = new KillableBrowser(origin);
  const page = await undisturbed.page();
  const start = performance.now();
  valueOf(await call(page, 'import'));
  const whole = performance.now() - start;
  await expectVerified(page, 'Undisturbed');
  const reference = await call(page, 'told');
  await undisturbed.close();
  console.log(`undisturbed: ${(whole / 1000).toFixed(1)} s, seed ${values.seed}`);

  const random = randomFrom(Number(values.seed));
  for (let point = 0; point < Number(values.points); point++) {
    const kind = KINDS[point % KINDS.length] ?? 'page';
    const delay = Math.round(random() * whole);
    await check(`${kind} killed after ${delay} ms`, () => finishedAfter(origin, kind, delay, reference));
  }
  const delay = Math.round(random() * whole * 0.5);
  await check(`killed after ${delay} ms and taken back`, () => undone(origin, delay));
  await check('disk full', () => withoutRoom(origin, reference));
  await check('two tabs', () => twoTabs(origin, Math.round(random() * whole * 0.5), reference));
} finally {
  await close();
}
if (values.counts !== undefined) writeFileSync(values.counts, JSON.stringify(counts));
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
