/** Files that another app shared to this one (`share_target` of the manifest): the service worker has put them aside. */

/** As the service worker names it. */
const PREFIX = 'fedlens shared ';

/**
 * They are taken once. Rejects where the browser does not give them out.
 * @param shared what the address says: how many came, or that it failed
 */
export async function takeShared(shared: string | null): Promise<File[]> {
  if (shared === null || !('caches' in window)) return [];
  const cache = await caches.open(PREFIX + new URL('./', location.href).href);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response) files.push(await fileOf(response));
    await cache.delete(request);
  }
  return files;
}

async function fileOf(response: Response): Promise<File> {
  const name = decodeURIComponent(response.headers.get('x-name') ?? 'shared');
  const lastModified = Number(response.headers.get('x-modified')) || Date.now();
  return new File([await response.blob()], name, { lastModified });
}
