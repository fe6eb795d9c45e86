/**
 * Makes the pictures of the documents from the built app with its demonstration: `node --import tsx test/screenshots.ts`
 * after `npm run build`. Look at them before they are committed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, ROOT } from './e2e/app.ts';
import { openDemonstration, sessionCount } from './e2e/pages.ts';

const FOLDER = join(ROOT, 'docs');
mkdirSync(FOLDER, { recursive: true });

for (const theme of ['light', 'dark'] as const) {
  const app = await App.open({ theme, offline: true });
  const picture = async (name: string): Promise<void> => {
    if (theme === 'dark' && name !== 'overview') return;
    // What fades in is taken when it stands.
    await app.page.mouse.move(0, 0);
    await app.page.waitForTimeout(500);
    const path = join(FOLDER, theme === 'light' ? `${name}.png` : `${name}-dark.png`);
    await app.page.screenshot({ path });
    console.log(path);
  };
  try {
    await picture('first-run');
    await openDemonstration(app);
    await picture('overview');
    await sessionCount(app);
    await picture('sessions');
    await app.page.getByRole('row').nth(1).getByRole('link').click();
    await app.page.waitForURL(/#\/sessions\/./);
    await picture('session');
    await app.go('#/import');
    await picture('import');
  } finally {
    await app.close();
  }
}
