/** A full disk, as the browser's own quota makes it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { isQuotaExceeded } from '../../src/archive/index.ts';
import type { JudgedSession, SourceId } from '../../src/model.ts';
import { importFiles, openArchive } from '../../workers/client.ts';
import { madeSession } from './made.ts';
import { madeTrace } from './made-trace.ts';
import { openReader, openStore } from './opened.ts';

/** Chromium asks for the quota at an origin's first write and remembers what is left: it is set before anything is stored. */
beforeAll(async () => {
  const { usage = 0 } = await navigator.storage.estimate();
  await cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin, quotaSize: usage + 3_000_000 });
});
afterAll(async () => {
  await cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin });
});

test('a put that does not fit is told apart from other failures; what was stored stays', async () => {
  const { name, store } = await openStore();
  let stored = 0;
  const fill = async (): Promise<void> => {
    for (; stored < 100; stored++) {
      const bytes = new Uint8Array(60_000);
      crypto.getRandomValues(bytes);
      const put: JudgedSession[] = [madeSession(stored)];
      const evidence = [{ source: 0 as SourceId, offset: stored * bytes.length, bytes }];
      await store.put({ put, remove: [], evidence });
    }
  };
  const failure: unknown = await fill().catch((error: unknown) => error);
  expect(isQuotaExceeded(failure)).toBe(true);
  expect(stored).toBeGreaterThan(0);
  const reader = await openReader(name);
  expect((await reader.rows({}, 'start', 0, 1)).total).toBe(stored);
});

test('an import that does not fit says so, and the archive can still be read', { timeout: 60_000 }, async () => {
  const options = { timeZone: null, organisation: null };
  const outcome = await importFiles('full', 'fedlens', [madeTrace(0, 10_000)], options, () => undefined);
  expect(outcome).toMatchObject({ ok: false, code: 'quota' });
  const archive = await openArchive('fedlens', () => undefined);
  if (!archive.ok) throw new Error(archive.message);
  const rows = await archive.value.rows({}, 'start', 0, 1);
  expect(rows.ok && rows.value.total).toBeLessThan(10_000);
  await archive.value.clear();
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
