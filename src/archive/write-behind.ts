/** Lets the stages go on while a batch is compressed and stored: both together take as long as the slower one. */
import type { ArchiveStore, JudgedSession, StoreBatch } from '../model.ts';

/**
 * Holds one batch on its way. `put` resolves when the batch before it is stored, and rejects with that one's failure; every other call
 * sees what was put. `sealSource` comes after everything: what is sealed is stored.
 */
export class WriteBehind implements ArchiveStore {
  readonly #store: ArchiveStore;
  #pending: Promise<void> = Promise.resolve();
  /** Join keys of the sessions on their way. */
  #joins = new Set<string>();

  constructor(store: ArchiveStore) {
    this.#store = store;
  }

  /** Rejects where the last batch could not be stored. */
  settled(): Promise<void> {
    return this.#pending;
  }

  async put(batch: StoreBatch): Promise<void> {
    await this.#pending;
    this.#joins = new Set(batch.put.flatMap(({ session }) => session.joins));
    this.#pending = this.#store.put(batch);
    // Whoever comes next gets the failure; until then it is not an unhandled one.
    this.#pending.catch(() => undefined);
  }

  /** What was taken out by the batch on its way had its keys in common with what was put. */
  async sharing(...asked: Parameters<ArchiveStore['sharing']>): ReturnType<ArchiveStore['sharing']> {
    if (asked[0].some((join) => this.#joins.has(join))) await this.#pending;
    return this.#store.sharing(...asked);
  }

  async rejudge(batch: JudgedSession[]): Promise<void> {
    await this.#pending;
    await this.#store.rejudge(batch);
  }

  async *batches(): ReturnType<ArchiveStore['batches']> {
    await this.#pending;
    yield* this.#store.batches();
  }

  async sealSource(...seal: Parameters<ArchiveStore['sealSource']>): Promise<void> {
    await this.#pending;
    await this.#store.sealSource(...seal);
  }

  sources(): ReturnType<ArchiveStore['sources']> {
    return this.#store.sources();
  }
  openSource(...source: Parameters<ArchiveStore['openSource']>): ReturnType<ArchiveStore['openSource']> {
    return this.#store.openSource(...source);
  }
  tallies(): ReturnType<ArchiveStore['tallies']> {
    return this.#store.tallies();
  }
}
