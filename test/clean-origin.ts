/** Every test file in Chromium begins in an origin where nothing is kept: no archive, no choice of an earlier file. */
import { beforeAll } from 'vitest';

/** Waits until the last page and worker of an earlier file have let go of it. */
function deleted(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} could not be deleted.`));
  });
}

beforeAll(async () => {
  const databases = await indexedDB.databases();
  await Promise.all(databases.map(({ name }) => deleted(name ?? '')));
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) if (key.startsWith('fedlens')) storage.removeItem(key);
  }
});
