/**
 * Kinds of test. `node`: everything without a page. `browser`: parts that need a real one (`*.browser.test.ts` and
 * test/browser/). `e2e` and `measured`: the built app and the built command line (test/e2e/); they need `npm run build` before.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { bundledWorkers } from './test/bundled-workers.ts';
import { CHROMIUM_FLAGS, chromiumPath } from './test/chromium.ts';

const browserTests = ['test/**/*.browser.test.ts', 'test/browser/**/*.test.ts'];

/** Of those on the built app: how long the page waits, and how much memory it takes. They have the machine to themselves. */
const measured = ['budget', 'benchmarks', 'import', 'long-session'].map((name) => `test/e2e/${name}.test.ts`);
const onTheBuiltApp = {
  setupFiles: ['test/english.ts'],
  testTimeout: 240_000,
  hookTimeout: 240_000,
  // What a page comes to show may be long in coming on a machine that is busy; a second, which is given else, is luck.
  expect: { poll: { timeout: 60_000 } },
};

export default defineConfig({
  plugins: [svelte({ configFile: false }), bundledWorkers()],
  worker: { format: 'es' },
  test: {
    projects: [
      {
        test: {
          name: 'node',
          setupFiles: ['test/english.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...browserTests, 'test/e2e/**'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          setupFiles: ['test/english.ts', 'test/clean-origin.ts'],
          include: browserTests,
          // Each worker has a browser context, and so archives, of its own.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          ...onTheBuiltApp,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...measured],
          // A page waits more than it works: two keep two cores busy.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...onTheBuiltApp,
          name: 'measured',
          include: measured,
          fileParallelism: false,
          // After all others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
