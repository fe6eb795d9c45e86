/**
 * Makes the pictures of the documents from the built app with its demonstration, in both themes: `node --import tsx
 * test/screenshots.ts` after `npm run build`. Look at them before they are committed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import './english.ts';
import { App, ROOT } from './e2e/app.ts';
import { STATES } from './e2e/states.ts';

const FOLDER = join(ROOT, 'docs');
/** Small enough to be carried with the source, large enough to be read. */
const VIEWPORT = { width: 1200, height: 750 };

/** What is pictured: state and name of the file, with what is to stand at the top of the page where that is not its beginning. */
const PICTURES: Readonly<Record<string, { name: string; top?: string }>> = {
  'first-run': { name: 'first-run' },
  overview: { name: 'overview' },
  import: { name: 'import' },
  sessions: { name: 'sessions' },
  'session-transcript': { name: 'session' },
  'session-ladder': { name: 'ladder', top: '[role=tablist]' },
  'session-compare': { name: 'compare', top: '[role=tablist]' },
  'export-bag': { name: 'export', top: '#export-title' },
  review: { name: 'review' },
  report: { name: 'report' },
  organisation: { name: 'organisation' },
  'organisation-coverage': { name: 'coverage' },
  'organisation-credit': { name: 'credit' },
  'organisation-catalogue': { name: 'catalogue' },
  'organisation-rules': { name: 'rules' },
  'organisation-preview': { name: 'preview' },
  'archive-verified': { name: 'archive' },
  palette: { name: 'palette' },
  lock: { name: 'lock' },
};

mkdirSync(FOLDER, { recursive: true });
const app = await App.open({ viewport: VIEWPORT, offline: true });
const { page } = app;
// What fades in is taken when it stands.
await page.emulateMedia({ reducedMotion: 'reduce' });
try {
  for (const walk of Object.values(STATES)) {
    for await (const state of walk(app)) {
      const picture = PICTURES[state];
      if (picture === undefined) continue;
      await page.mouse.move(0, 0);
      if (picture.top !== undefined)
        await page
          .locator(picture.top)
          .first()
          .evaluate((element) => element.scrollIntoView());
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.waitForTimeout(300);
        const path = join(FOLDER, theme === 'light' ? `${picture.name}.png` : `${picture.name}-dark.png`);
        await page.screenshot({ path });
        console.log(path);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    }
  }
} finally {
  await app.close();
}
