/** End to end in Chromium: a trace is dropped on the built page; how long until it is archived, and what it takes. */
import { readFileSync, statSync } from 'node:fs';
import type { Page } from 'playwright';
import { App } from '../e2e/app.ts';
import { importOver } from '../e2e/pages.ts';

export interface DropResult {
  bytes: number;
  /** From the drop to the row that says the file is done. */
  seconds: number;
  /** Greatest resident memory of the renderer process (the page and its workers) over that before the drop, bytes. */
  memory: number;
  /** The same for all processes of the browser together: the renderer, and the one that holds the database. */
  memoryOfAll: number;
  /** Longest time for which the page's thread did not answer, ms. */
  longestWait: number;
}

/** How often memory is looked at, ms. */
const SAMPLE_MS = 100;

export async function dropAndMeasure(path: string): Promise<DropResult> {
  const app = await App.open();
  try {
    await app.page.waitForTimeout(1000);
    const processes = await processesOf(app);
    const before = memoryOf(processes);
    const peak = { ...before };
    const sampling = setInterval(() => {
      const now = memoryOf(processes);
      peak.renderer = Math.max(peak.renderer, now.renderer);
      peak.all = Math.max(peak.all, now.all);
    }, SAMPLE_MS);
    await watchWaits(app.page);
    const start = performance.now();
    await app.drop([path]);
    await importOver(app.page, 600_000);
    const seconds = (performance.now() - start) / 1000;
    clearInterval(sampling);
    const longestWait = await longestWaitOf(app.page);
    return {
      bytes: statSync(path).size,
      seconds,
      memory: peak.renderer - before.renderer,
      memoryOfAll: peak.all - before.all,
      longestWait,
    };
  } finally {
    await app.close();
  }
}

interface Process {
  id: number;
  type: string;
}

async function processesOf(app: App): Promise<Process[]> {
  const browser = app.context.browser();
  if (browser === null) return [];
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo;
}

/** Resident memory, bytes; 0 where the system does not tell it (other than Linux). */
function memoryOf(processes: readonly Process[]): { renderer: number; all: number } {
  const sum = { renderer: 0, all: 0 };
  for (const { id, type } of processes) {
    const resident = residentOf(id);
    sum.all += resident;
    if (type === 'renderer') sum.renderer += resident;
  }
  return sum;
}

function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** How late a timer of the page comes is how long its thread was held. */
export async function watchWaits(page: Page): Promise<void> {
  await page.evaluate(() => {
    const waits = { longest: 0 };
    Object.assign(globalThis, { fedlensWaits: waits });
    const every = 10;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      waits.longest = Math.max(waits.longest, now - last - every);
      last = now;
    }, every);
  });
}

/** ms, since `watchWaits`. */
export function longestWaitOf(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { fedlensWaits: { longest: number } }).fedlensWaits.longest);
}
