/** How much memory a browser takes, as the system tells it (Linux). */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

export interface Resident {
  /** Of all renderers: pages and their workers, MB. */
  renderers: number;
  /** Of all processes of the browser, MB: also that which holds databases and what a page keeps as a Blob. */
  all: number;
}

const SAMPLE_MS = 100;

/** Of the processes there are now. */
export async function residentOf(page: Page): Promise<() => Resident> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page has no browser');
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return () => {
    const sum: Resident = { renderers: 0, all: 0 };
    for (const { id, type } of processInfo) {
      const megabytes = megabytesOf(id);
      sum.all += megabytes;
      if (type === 'renderer') sum.renderers += megabytes;
    }
    return sum;
  };
}

/** What there was before the work, and the most while it ran. */
export async function measured<T>(
  page: Page,
  work: () => Promise<T>,
): Promise<{ value: T; before: Resident; peak: Resident }> {
  const resident = await residentOf(page);
  const before = resident();
  const peak = { ...before };
  const sampling = setInterval(() => {
    const now = resident();
    peak.renderers = Math.max(peak.renderers, now.renderers);
    peak.all = Math.max(peak.all, now.all);
  }, SAMPLE_MS);
  try {
    return { value: await work(), before, peak };
  } finally {
    clearInterval(sampling);
  }
}

function megabytesOf(pid: number): number {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
