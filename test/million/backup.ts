/**
 * Archives of several sizes in a real Chromium: backed up, wiped, restored whole, verified, and the same backup merged into an archive
 * that holds something else. How long, and how much memory the renderer (the page and its workers) takes over what it had before.
 *
 *     node --import tsx test/million/backup.ts --sessions 10000,100000 [--passphrase 'correct horse battery']
 *
 * Each step has a browser of its own. The profiles are made anew and thrown away; `--filled FOLDER` begins with a copy of one that
 * `run.ts` has filled, and `--merge no` ends behind the restore.
 */
import { parseArgs } from 'node:util';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KillableBrowser, served } from '../crash/browser.ts';
import { call, withoutApp } from './call.ts';
import { measured } from './memory.ts';
import type { Page } from 'playwright';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '10000,100000' },
    // An archive belongs to the address at which it was filled.
    port: { type: 'string', default: '43117' },
    passphrase: { type: 'string' },
    filled: { type: 'string' },
    merge: { type: 'string', default: 'yes' },
  },
});
const STEP = 10_000;
/** Sessions that an archive holds into which a backup is merged: others than the backup's. */
const OTHERS = 1_000;

type Step = 'saveBackup' | 'restoreSaved' | 'verify';

async function filled(page: Page, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += STEP) await call(page, 'fill', at, Math.min(to, at + STEP));
}

async function rounds(origin: string, sessions: number): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'fedlens-backup-'));
  if (values.filled !== undefined) {
    cpSync(values.filled, profile, { recursive: true });
    withoutApp(profile);
  }
  const browser = new KillableBrowser(origin, profile);
  /** In a process of its own. */
  const step = async (name: Step, title: string): Promise<string> => {
    await browser.kill();
    const page = await browser.page('million');
    const began = performance.now();
    const { value, before, peak } = await measured(page, () => call(page, name, values.passphrase ?? null));
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const [more, all] = [peak.renderers - before.renderers, peak.all - before.all].map((megabytes) =>
      megabytes.toFixed(0),
    );
    const figures = [`${seconds} s`, `renderer +${more} MB`, `all processes +${all} MB`, value];
    console.log([`${sessions} sessions`.padEnd(16), title.padEnd(14), ...figures].join('   '));
    return value;
  };
  try {
    if (values.filled === undefined) await filled(await browser.page('million'), 0, sessions);
    await step('saveBackup', 'backup');
    const whole = await step('verify', 'verify');
    await call(await browser.page('million'), 'wipe');
    await step('restoreSaved', 'restore');
    if ((await step('verify', 'verify')) !== whole) throw new Error('Another archive was restored');
    if (values.merge === 'no') return;
    const page = await browser.page('million');
    await call(page, 'wipe');
    await filled(page, sessions, sessions + OTHERS);
    await step('restoreSaved', 'merge');
    await step('verify', 'verify');
  } finally {
    await browser.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const { origin, close } = await served(import.meta.dirname, Number(values.port));
try {
  for (const sessions of values.sessions.split(',').map(Number)) await rounds(origin, sessions);
} finally {
  await close();
}
