/**
 * A large archive in a real Chromium: filled through the product's store, then asked as the pages ask it, from a cold start.
 *
 *     node --import tsx test/million/run.ts --sessions 1000000 --profile /tmp/fedlens-million
 *
 * What is in the profile already is kept: a second run only measures.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { KillableBrowser, served } from '../crash/browser.ts';
import { call, filled, withoutApp } from './call.ts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000000' },
    profile: { type: 'string', default: '/tmp/fedlens-million' },
    port: { type: 'string', default: '43117' },
    runs: { type: 'string', default: '3' },
  },
});
const ROOT = resolve(import.meta.dirname, '../..');
const SESSIONS = Number(values.sessions);
/** Filled in one call of the page. */
const STEP = 50_000;

/** The browser's own start is not the app's. */
const BROWSER_STARTS_MS = 3_000;

/** From the navigation to the first row of the list in the built app, ms. On the first visit no service worker answers, and no code is compiled. */
async function appStart(browser: KillableBrowser): Promise<number> {
  const fresh = await browser.blank();
  await pause(BROWSER_STARTS_MS);
  const began = performance.now();
  await fresh.goto(`${origin}/#/sessions`);
  await fresh.getByRole('row').nth(2).waitFor({ timeout: 300_000 });
  const ms = performance.now() - began;
  // The next visit is one with it.
  await fresh.evaluate(async () => void (await navigator.serviceWorker.ready));
  await fresh.close();
  return ms;
}

const runs: Record<string, number>[] = [];

/** A column for each run. */
function tell(): void {
  for (const what of Object.keys(runs[0] ?? {})) {
    const each = runs.map((run) => (run[what] ?? NaN).toFixed(0).padStart(8)).join('');
    console.log(`${each}  ${what}`);
  }
}

mkdirSync(values.profile, { recursive: true });
withoutApp(values.profile);
const port = Number(values.port);
const { origin, close } = await served(import.meta.dirname, port);
const browser = new KillableBrowser(origin, values.profile);
try {
  const page = await browser.page('million');
  await filled(page, values.profile, SESSIONS, STEP);
  for (let run = 0; run < Number(values.runs); run++) {
    // A process of its own: nothing is at hand from before.
    await browser.kill();
    runs.push(await call(await browser.page('million'), 'measure'));
  }
} finally {
  await browser.kill();
  await close();
}
tell();
const app = await preview({ root: ROOT, logLevel: 'silent', preview: { port, strictPort: true, host: 'localhost' } });
try {
  for (const _ of runs) {
    await browser.kill();
    console.log(`${(await appStart(browser)).toFixed(0).padStart(8)}  app start to the first row of the list`);
  }
} finally {
  await browser.kill();
  await app.close();
}
