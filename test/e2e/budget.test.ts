/** What the first page loads, and that the other pages come when they are asked for. */
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { App, ROOT } from './app.ts';

const FIRST_LOAD_BYTES = 200_000;
let app: App;
beforeAll(async () => {
  app = await App.open();
  await app.page.waitForLoadState('networkidle');
});
afterAll(() => app.close());

/** Scripts of the page itself that were fetched; workers are threads of their own. */
const scripts = (): string[] =>
  [...new Set(app.requests)]
    .filter((url) => url.endsWith('.js'))
    .map((url) => url.slice(app.origin.length))
    .filter((path) => !/\/(?:archive|import|judging|custody)-[\w-]+\.js$/.test(path));
const gzippedOf = (path: string): number => gzipSync(readFileSync(join(ROOT, 'dist', path))).length;

test('the Import page is there with less than 200 kB of JavaScript, gzipped', () => {
  const loaded = scripts();
  const bytes = loaded.reduce((sum, path) => sum + gzippedOf(path), 0);
  console.log(`First load: ${loaded.length} scripts, ${Math.round(bytes / 1000)} kB gzipped`);
  expect(loaded.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
});

test('pictures and other pages are loaded when they are needed', async () => {
  const first = scripts();
  expect(first.filter((path) => /Page-|plot/.test(path))).toEqual([]);
  await app.go('#/sessions');
  expect(scripts().length).toBeGreaterThan(first.length);
});
