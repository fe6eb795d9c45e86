/** The page's side of the service worker: registers it, and says when a new version waits. */

/**
 * Call once, in a build only (there is no service worker in development).
 * @param waiting called when a newer version is ready; `apply` switches to it and loads the page anew, in every tab.
 */
export async function keepOffline(waiting: (apply: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' });

  const offer = (): void => {
    const worker = registration.waiting;
    // Without a controller this is the first visit: nothing older runs.
    if (!worker || !navigator.serviceWorker.controller) return;
    waiting(() => worker.postMessage('skip-waiting'));
  };
  const watch = (worker: ServiceWorker | null): void => {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer();
    });
  };
  offer();
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));

  // The first controller is the first visit's own worker; each later one is another build.
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (controlled) location.reload();
    controlled = true;
  });
}
