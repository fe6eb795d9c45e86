/** What is told when the browser's storage is full. */
import { isQuotaExceeded } from '../src/archive/index.ts';
import type { ImportProgress } from '../src/model.ts';

/** `message` says how much is there, and about how much is missing. */
class OutOfSpace extends Error {
  // By this name it is known as what it is: see `isQuotaExceeded`.
  override name = 'QuotaExceededError';
}

/** Follows work that fills the archive, so that it can be said how much room the rest of it needs. */
export class RoomWatch {
  readonly #before: number;
  /** What needs the room, in words, and how far it has come, in any unit. */
  #of = '';
  #done = 0;
  #total = 0;
  /** What all of it takes where nothing is done yet, bytes; null = not known. */
  #least: number | null = null;

  private constructor(before: number) {
    this.#before = before;
  }

  static async begin(): Promise<RoomWatch> {
    return new RoomWatch((await navigator.storage.estimate()).usage ?? 0);
  }

  following(report: (progress: ImportProgress) => void): (progress: ImportProgress) => void {
    return (progress) => {
      const total = progress.files.reduce((sum, { size }) => sum + size, 0);
      const read = progress.files.reduce((sum, file) => sum + file.read, 0);
      this.reached('these files', read, total, total);
      report(progress);
    };
  }

  /** @param least what all of it takes at least, bytes; null = not known */
  reached(of: string, done: number, total: number, least: number | null = null): void {
    this.#of = of;
    this.#done = done;
    this.#total = total;
    this.#least = least;
  }

  /** The same, or where the storage was full what can be told of that. */
  async explained(error: unknown): Promise<unknown> {
    if (!isQuotaExceeded(error) || error instanceof OutOfSpace) return error;
    const { usage = 0 } = await navigator.storage.estimate();
    const missing = this.#missing(Math.max(0, usage - this.#before));
    const rest = missing === null ? null : `about ${inMegabytes(missing)} more are needed for the rest of ${this.#of}.`;
    return new OutOfSpace(await sentence(rest));
  }

  /** Each part of the rest takes as much as one of what was done. */
  #missing(taken: number): number | null {
    if (this.#done > 0 && this.#total > 0) return ((this.#total - this.#done) * taken) / this.#done;
    return this.#least;
  }
}

/** Work that is too short to be followed. */
export async function explainedRoom(error: unknown): Promise<unknown> {
  if (!isQuotaExceeded(error) || error instanceof OutOfSpace) return error;
  return new OutOfSpace(await sentence(null));
}

async function sentence(rest: string | null): Promise<string> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const needed = rest ?? 'more room is needed for what was to be stored now.';
  // On a disk that is full the browser's own estimate may still promise room.
  const stands =
    usage > quota / 2
      ? `${inMegabytes(usage)} of ${inMegabytes(quota)} are used`
      : `it stores no more than the ${inMegabytes(usage)} that are used, though it had promised ${inMegabytes(quota)}`;
  return `The browser’s storage is full: ${stands}. What was stored stays; ${needed}`;
}

const inMegabytes = (bytes: number): string => `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`;
