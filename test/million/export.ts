/**
 * A large archive exported in a real Chromium: how long, and how much memory the renderer (the page and its workers) takes.
 *
 *     node --import tsx test/million/export.ts --sessions 100000 --profile /tmp/fedlens-export --forms ndjson,bagit
 *
 * The file goes nowhere: its bytes are counted and let go, as a file on the disk would take them.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KillableBrowser, served } from '../crash/browser.ts';
import { call, filled } from './call.ts';
import { measured } from './memory.ts';

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

mkdirSync(values.profile, { recursive: true });
const { origin, close } = await served(import.meta.dirname, Number(values.port));
const browser = new KillableBrowser(origin, values.profile);
try {
  let page = await browser.page('million');
  await filled(page, values.profile, SESSIONS, STEP);
  for (const form of values.forms.split(',')) {
    // A process of its own for each.
    await browser.kill();
    page = await browser.page('million');
    const { value, before, peak } = await measured(page, () => call(page, 'export', form));
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
