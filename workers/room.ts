/** What is told when the browser's storage is full. */
import { isQuotaExceeded } from '../src/archive/index.ts';
import type { ImportProgress } from '../src/model.ts';

/** `message` says how much is there, and about how much is missing. */
class OutOfSpace extends Error {
  // By this name it is known as what it is: see `isQuotaExceeded`.
  override name = 'QuotaExceededError';
}

/** Follows an import, so that it can be said how much room the rest of it needs. */
export class RoomWatch {
  readonly #before: number;
  #progress: ImportProgress | null = null;

  private constructor(before: number) {
    this.#before = before;
  }

  static async begin(): Promise<RoomWatch> {
    return new RoomWatch((await navigator.storage.estimate()).usage ?? 0);
  }

  following(report: (progress: ImportProgress) => void): (progress: ImportProgress) => void {
    return (progress) => {
      this.#progress = progress;
      report(progress);
    };
  }

  /** Throws the same, or where the storage was full what can be told of that. */
  async explain(error: unknown): Promise<never> {
    if (!isQuotaExceeded(error)) throw error;
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    const files = this.#progress?.files ?? [];
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const read = files.reduce((sum, file) => sum + file.read, 0);
    // A byte of the rest takes as much as one of what was read.
    const missing = read > 0 ? ((total - read) * Math.max(0, usage - this.#before)) / read : total - read;
    throw new OutOfSpace(
      `The browser’s storage is full: ${inMegabytes(usage)} of ${inMegabytes(quota)} are used. What was stored stays; ` +
        `about ${inMegabytes(missing)} more are needed for the rest of these files.`,
    );
  }
}

const inMegabytes = (bytes: number): string => `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`;
