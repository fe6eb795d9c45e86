/** Work that changes the archive in many steps: one at a time, whatever tab it runs in, and as a job that is begun and ended. */
import { writeLockOf, type DexieStore } from '../src/archive/index.ts';
import type { JobFile, JobKind, JobState, Json } from '../src/model.ts';
import { Aborted } from '../src/pipeline.ts';
import type { ArchiveName } from './api.ts';
import { openStore } from './keyring.ts';
import { RoomWatch } from './room.ts';

export interface Errand {
  archive: ArchiveName;
  kind: JobKind;
  signal?: AbortSignal;
  /** Called when another job runs. */
  waits?: () => void;
  files?: JobFile[];
}

/** What came of it, what the ledger tells of it, and how the job ended (absent = all of it was done). */
export interface Done<T> {
  value: T;
  told: { readonly [key: string]: Json };
  state?: JobState;
}

/**
 * Which sessions join depends on what is there: so nobody else imports, judges or purges meanwhile.
 * @param work tells `room` how far it is, so that a full disk can be told with what is missing
 * @throws Aborted when the signal was raised
 */
export async function alone<T>(
  errand: Errand,
  work: (store: DexieStore, room: RoomWatch) => Promise<Done<T>>,
): Promise<T> {
  const { archive, signal = new AbortController().signal, waits } = errand;
  const name = writeLockOf(archive);
  const held = await navigator.locks.query();
  if (held.held?.some((lock) => lock.name === name) === true) waits?.();
  try {
    return await navigator.locks.request(name, { signal }, () => asJob(errand, work));
  } catch (error) {
    // While it waits for the lock, the browser's own error says that the signal was raised.
    if (signal.aborted && error === signal.reason) throw new Aborted();
    throw error;
  }
}

async function asJob<T>(
  { archive, kind, files = [] }: Errand,
  work: (store: DexieStore, room: RoomWatch) => Promise<Done<T>>,
): Promise<T> {
  const store = await openStore(archive);
  try {
    const room = await RoomWatch.begin();
    await store.jobs.begin(kind, files);
    const {
      value,
      told,
      state = 'sealed',
    } = await work(store, room).catch(async (error: unknown) => {
      const told = await room.explained(error);
      await endUnsealed(store, told);
      throw told;
    });
    await store.jobs.end(state, told);
    return value;
  } finally {
    store.close();
  }
}

/** What was put stays; the job says that it is not all. */
async function endUnsealed(store: DexieStore, error: unknown): Promise<void> {
  try {
    await store.jobs.end(error instanceof Aborted ? 'cancelled' : 'failed', {
      reason: error instanceof Error ? error.message : String(error),
    });
  } catch {
    // Where even that cannot be written the job is found as one that was broken off; the first failure is told.
  }
}
