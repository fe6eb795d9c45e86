/**
 * A large archive exported in a real Chromium: how long, and how much memory the renderer (the page and its workers) takes.
 *
 *     node --import tsx test/million/export.ts --sessions 100000 --profile /tmp/fedlens-export --forms ndjson,bagit
 *
 * The file goes nowhere: its bytes are counted and let go, as a file on the disk would take them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KillableBrowser, served } from '../crash/browser.ts';
import { measured } from './memory.ts';
import type { Exported, Million } from './page.ts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '100000' },
    profile: { type: 'string', default: '/tmp/fedlens-export' },
    port: { type: 'string', default: '43118' },
    forms: { type: 'string', default: 'rsmf,eml,actiance,dat,csv,ndjson,html,bagit' },
  },
});
const SESSIONS = Number(values.sessions);
const STEP = 10_000;
const STATE = join(values.profile, 'sessions.txt');

mkdirSync(values.profile, { recursive: true });
const { origin, close } = await served(import.meta.dirname, Number(values.port));
const browser = new KillableBrowser(origin, values.profile);
try {
  let page = await browser.page('million');
  for (let from = existsSync(STATE) ? Number(readFileSync(STATE, 'utf8')) : 0; from < SESSIONS; from += STEP) {
    const to = Math.min(SESSIONS, from + STEP);
    await page.evaluate(
      ([first, last]) => (window as unknown as { million: Million }).million.fill(first!, last!),
      [from, to],
    );
    writeFileSync(STATE, String(to));
  }
  for (const form of values.forms.split(',')) {
    // A process of its own for each.
    await browser.kill();
    page = await browser.page('million');
    const { value, before, peak } = await measured<Exported>(page, () =>
      page.evaluate((id) => (window as unknown as { million: Million }).million.export(id), form),
    );
    const { sessions, bytes, ms } = value;
    const figures = [`${sessions} sessions`, `${(bytes / 1e6).toFixed(0)} MB`, `${(ms / 1000).toFixed(0)} s`];
    console.log(
      [form.padEnd(9), ...figures, `renderer ${before.renderers.toFixed(0)} -> ${peak.renderers.toFixed(0)} MB`].join(
        '   ',
      ),
    );
  }
} finally {
  await browser.kill();
  await close();
}
