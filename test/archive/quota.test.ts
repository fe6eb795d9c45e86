/**
 * A full disk, as the browser's own quota makes it. In a browser of its own: the quota holds for a whole origin, and Chromium
 * remembers what it was at the first write.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { isQuotaExceeded } from '../../src/archive/quota.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../chromium.ts';
import { backupText, madeTables } from './made-backup.ts';

/** A page whose origin may store so many bytes, and from which the project's modules can be imported. */
async function pageWith(quotaSize: number): Promise<Page> {
  const include = ['comlink', 'dexie', 'hash-wasm', 'papaparse', 'saxes', 'valibot'];
  const cacheDir = mkdtempSync(join(tmpdir(), 'fedlens-vite-'));
  onTestFinished(() => rmSync(cacheDir, { recursive: true, force: true }));
  const server = await createServer({
    configFile: false,
    root: resolve(import.meta.dirname, '../..'),
    cacheDir,
    logLevel: 'silent',
    // What is bundled while the page runs would break its imports off.
    optimizeDeps: { noDiscovery: true, include },
    server: { port: 0 },
  });
  await server.listen();
  onTestFinished(() => server.close());
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const origin = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
  await page.goto(`${origin}/public/_headers`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  return page;
}

/** As text: the test's own `import` would be that of Node. */
const IMPORT = `(async () => {
  const { importFiles, openArchive } = await import('/workers/client.ts');
  const { madeTrace } = await import('/test/archive/made-trace.ts');
  const options = { timeZone: null, organisation: null };
  const outcome = await importFiles('full', 'fedlens', [madeTrace(0, 8_000)], options, () => undefined);
  const archive = await openArchive('fedlens', () => undefined);
  const rows = await archive.value.rows({}, 'start', 0, 1);
  return { ...outcome, stored: rows.value.total };
})()`;

interface Seen {
  code?: string;
  message?: string;
  stored: number;
}

test('an import that does not fit says so; what was stored stays and can be read', { timeout: 60_000 }, async () => {
  const page = await pageWith(1_500_000);
  const seen = await page.evaluate<Seen>(IMPORT);
  expect(seen.code).toBe('quota');
  expect(seen.message).toMatch(/^The browser’s storage is full: .* about \d+\.\d MB more are needed for the rest\.$/);
  expect(seen.stored).toBeGreaterThan(0);
  expect(seen.stored).toBeLessThan(8_000);
});

/** Called with the backup in base64. */
const RESTORE = `(async (packed) => {
  const { restoreBackup } = await import('/workers/client.ts');
  const file = new File([Uint8Array.from(atob(packed), (c) => c.charCodeAt(0))], 'archive.gz');
  const outcome = await restoreBackup('fedlens', file, null, () => undefined).done;
  return { ...outcome, stored: 0 };
})`;

test('a restore that does not fit says how much is missing', { timeout: 60_000 }, async () => {
  const page = await pageWith(1_500_000);
  const packed = gzipSync(await backupText(await madeTables(8_000))).toString('base64');
  const seen = await page.evaluate<Seen>(`${RESTORE}('${packed}')`);
  expect(seen.code).toBe('quota');
  expect(seen.message).toMatch(/ about \d+\.\d MB more are needed for the rest\.$/);
});

test('isQuotaExceeded finds the browser’s error in those of Dexie, and takes no other for it', () => {
  const full = new DOMException('full', 'QuotaExceededError');
  const wrapped = (inner: unknown): Error => Object.assign(new Error('wrapped'), { inner });
  expect(isQuotaExceeded(full)).toBe(true);
  expect(isQuotaExceeded(wrapped(wrapped(full)))).toBe(true);
  expect(isQuotaExceeded(Object.assign(new Error('bulk'), { failures: [full] }))).toBe(true);
  for (const other of [new DOMException('x', 'AbortError'), new Error('quota'), null, 'QuotaExceededError']) {
    expect(isQuotaExceeded(other)).toBe(false);
  }
});
