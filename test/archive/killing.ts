/** Workers that are killed in the middle of their work. */
import * as Comlink from 'comlink';
import { expect } from 'vitest';
import type { ArchiveName } from '../../workers/api.ts';

/** Comlink tells a worker when nobody holds its proxy any more, and it ends itself: before it could be killed. */
const held: unknown[] = [];

export function remoteOf<T>(worker: Worker): Comlink.Remote<T> {
  const remote = Comlink.wrap<T>(worker);
  held.push(remote);
  return remote;
}

/** Kills it, and waits until the browser has taken its locks back. */
export async function killed(worker: Worker, archive: ArchiveName): Promise<void> {
  worker.terminate();
  const locks = async (): Promise<number> =>
    ((await navigator.locks.query()).held ?? []).filter(({ name }) => name?.endsWith(archive)).length;
  await expect.poll(locks, { timeout: 60_000 }).toBe(0);
}
