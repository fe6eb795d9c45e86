/**
 * The service worker: after the first visit the page works without a network. It serves the files of one build,
 * each checked against its hash, and never mixes two builds: a new one waits until the page says `skip-waiting`.
 */
export {};
declare const self: ServiceWorkerGlobalScope;
/** Path within the scope and SHA-256 (base64) of each file; written in by the build. */
declare const PRECACHE: readonly (readonly [path: string, hash: string])[];

/** One cache for all builds: a file's key holds its hash, so a file that did not change is fetched once. */
const CACHE = `fedlens ${self.registration.scope}`;
const START = 'index.html';
const FILES = PRECACHE;

const keyOf = (path: string, hash: string): string =>
  `${self.registration.scope}${path}?sha256=${encodeURIComponent(hash)}`;

const KEYS = new Map(FILES.map(([path, hash]) => [self.registration.scope + path, keyOf(path, hash)]));

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    FILES.map(async ([path, hash]) => {
      const key = keyOf(path, hash);
      if (await cache.match(key)) return;
      // `integrity` rejects a file of another build or one that was changed on the way: then nothing is installed.
      const response = await fetch(path, { cache: 'no-cache', integrity: `sha256-${hash}` });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      await cache.put(key, response);
    }),
  );
}

async function removeOldFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  const current = new Set(KEYS.values());
  for (const request of await cache.keys()) {
    if (!current.has(request.url)) await cache.delete(request);
  }
}

/** The file of this build that answers the request; undefined = not one of ours. */
function keyFor(request: Request): string | undefined {
  if (request.method !== 'GET') return undefined;
  const url = request.mode === 'navigate' ? self.registration.scope + START : request.url.replace(/[?#].*$/, '');
  return KEYS.get(url);
}

/** Files that were shared to the app wait here until a page takes them: see `src/views/import/shared.ts`. */
const SHARED = `fedlens shared ${self.registration.scope}`;

/** `share_target` of the manifest: a form with files, and perhaps a text. The page that opens then asks for them. */
async function takeShared(request: Request): Promise<Response> {
  const page = (query: string): Response =>
    Response.redirect(`${self.registration.scope}#/import?shared=${query}`, 303);
  try {
    const form = await request.formData();
    const files = form.getAll('files').filter((part) => part instanceof File && part.name !== '') as File[];
    const text = form.get('text');
    if (typeof text === 'string' && text.trim() !== '')
      files.push(new File([text], 'shared.txt', { type: 'text/plain' }));
    const cache = await caches.open(SHARED);
    for (const [at, file] of files.entries()) {
      const headers = { 'x-name': encodeURIComponent(file.name), 'x-modified': String(file.lastModified) };
      await cache.put(`${self.registration.scope}shared/${Date.now()}-${at}`, new Response(file, { headers }));
    }
    return page(String(files.length));
  } catch {
    // The disk is full, or what came is no form: the page says that it came to nothing.
    return page('failed');
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));

self.addEventListener('activate', (event) => event.waitUntil(removeOldFiles().then(() => self.clients.claim())));

self.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  if (event.request.method === 'POST' && event.request.url === `${self.registration.scope}shared`) {
    event.respondWith(takeShared(event.request));
    return;
  }
  const key = keyFor(event.request);
  if (key === undefined) return;
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(CACHE);
    return (await cache.match(key)) ?? fetch(event.request);
  };
  event.respondWith(answer());
});
