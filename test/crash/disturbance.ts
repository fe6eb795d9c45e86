/** An officer's steps in one archive, undisturbed or each broken off on the way and finished then. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Outcome } from '../../src/model.ts';
import { call, type KillableBrowser } from './browser.ts';
import type { StepName } from './officer.ts';

export interface Step {
  name: StepName;
  /** The name of the worker that does it. */
  thread: 'import' | 'judging' | 'custody' | 'archive';
  /** Of each of its files; absent = it reads none. */
  chats?: number;
  /** The archive is gone when it begins. */
  onNothing?: true;
  /** Bytes that there are on a disk that is too small for it; absent = it needs too few. */
  room?: number;
}

/** What an archive tells before a step and after it, and how long the step took undisturbed. */
export interface Passage {
  before: string;
  after: string;
  ms: number;
}

export const KILLS = ['page', 'worker', 'browser'] as const;
export type Kill = (typeof KILLS)[number];

/** The number of a restore of all rows that was broken off. */
const HALF_RESTORE = 0;

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

export async function expectVerified(page: Page, when: string): Promise<void> {
  const { fault } = valueOf(await call(page, 'verify'));
  if (fault !== null) throw new Error(`${when}: ${fault.message}`);
}

/** Tells what is expected, and nothing is unfinished. */
export async function expectSame(page: Page, expected: string): Promise<void> {
  const told = await call(page, 'told');
  if (told !== expected) throw new Error(`Another archive than the undisturbed one: ${difference(told, expected)}`);
  const left = valueOf(await call(page, 'unfinished'));
  if (left.length > 0) throw new Error(`Still unfinished: ${JSON.stringify(left)}`);
}

function difference(told: string, expected: string): string {
  let at = 0;
  while (told[at] === expected[at]) at++;
  const part = (text: string): string => text.slice(Math.max(0, at - 80), at + 160);
  return `… ${part(told)} … and not … ${part(expected)} …`;
}

const done = (page: Page, { name, chats = 0 }: Step): Promise<Outcome<unknown>> => call(page, 'step', name, chats);

/** A page in which the step can begin. */
async function ready(browser: KillableBrowser, { onNothing }: Step): Promise<Page> {
  const page = await browser.page();
  if (onNothing === true) await call(page, 'wiped');
  await call(page, 'unlock');
  return page;
}

/** @returns a passage for each step */
export async function undisturbed(browser: KillableBrowser, steps: readonly Step[]): Promise<Passage[]> {
  const passages: Passage[] = [];
  for (const step of steps) {
    const page = await ready(browser, step);
    const last = passages.at(-1);
    const before = last === undefined || step.onNothing === true ? await call(page, 'told') : last.after;
    const began = performance.now();
    valueOf(await done(page, step));
    const ms = performance.now() - began;
    passages.push({ before, after: await call(page, 'told'), ms });
    await page.close();
  }
  return passages;
}

/** Kills what works in the page; gives a page of the archive that is left. */
export async function killed(browser: KillableBrowser, page: Page, kind: Kill, thread: Step['thread']): Promise<Page> {
  if (kind === 'browser') await browser.kill();
  else {
    const threads = kind === 'worker' ? page.workers().filter((worker) => worker.url().includes(`/${thread}-`)) : [];
    for (const worker of threads) await worker.evaluate(() => self.close()).catch(() => undefined);
    await page.close({ runBeforeUnload: false });
  }
  return lookingAt(browser);
}

/** A new page, when nothing of an earlier one writes any more. */
async function lookingAt(browser: KillableBrowser): Promise<Page> {
  const page = await browser.page();
  while (await call(page, 'busy')) await pause(20);
  await call(page, 'unlock');
  return page;
}

/**
 * Whatever broke it off: the archive verifies, and it is as it was before, or as it is to be, or the page says what is unfinished.
 * @returns which of them it is
 */
async function standing(page: Page, { before, after }: Passage): Promise<string> {
  const left = valueOf(await call(page, 'unfinished'));
  const unfinished = left.map(({ kind }) => kind).join(', ');
  if (left.some(({ id }) => id === HALF_RESTORE)) {
    const { fault } = valueOf(await call(page, 'verify'));
    if (fault?.reason.id !== 'half-restored') throw new Error('Half an archive verifies');
    return `unfinished: ${unfinished} of all rows`;
  }
  await expectVerified(page, 'Broken off');
  const told = await call(page, 'told');
  if (left.length > 0) return `unfinished: ${unfinished}`;
  if (told === before) return 'nothing of it done';
  if (told === after) return 'all of it done';
  throw new Error(`Neither done nor undone, and nobody says so: ${difference(told, before)}`);
}

async function finished(page: Page, step: Step, { after }: Passage): Promise<void> {
  valueOf(await done(page, step));
  await expectVerified(page, `After ${step.name} was finished`);
  await expectSame(page, after);
  await page.close();
}

/** @param delay ms from the begin of the step. @returns how the archive stood after the kill */
export async function finishedAfterKill(
  browser: KillableBrowser,
  step: Step,
  passage: Passage,
  { kind, delay }: { kind: Kill; delay: number },
): Promise<string> {
  const page = await ready(browser, step);
  // What is killed never answers.
  void done(page, step).catch(() => undefined);
  await pause(delay);
  const left = await killed(browser, page, kind, step.thread);
  const stands = await standing(left, passage);
  await finished(left, step, passage);
  return stands;
}

/**
 * The disk is too small for the step: it says so and how much is missing, what is there stays, and with room again it is finished.
 * @returns how the archive stood, and what was said
 */
export async function finishedWithRoom(browser: KillableBrowser, step: Step, passage: Passage): Promise<string> {
  const before = await ready(browser, step);
  const used = await call(before, 'used');
  // Chromium remembers for a while how much room there was at the first write.
  await browser.kill();
  const page = await browser.page();
  await browser.limit(page, used + (step.room ?? 0));
  await call(page, 'unlock');
  const outcome = await done(page, step);
  if (outcome.ok || outcome.code !== 'quota') throw new Error(`It ended with ${JSON.stringify(outcome)}`);
  const stands = await standing(page, passage);
  await browser.limit(page, null);
  await finished(page, step, passage);
  return `${stands}; “${outcome.message}”`;
}
