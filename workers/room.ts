/** What is told when the browser's storage is full. */
import { isQuotaExceeded } from '../src/archive/index.ts';
import { reason, Reasoned, type ImportProgress, type Reason } from '../src/model.ts';

/** Says how much is there, and about how much is missing. */
class OutOfSpace extends Reasoned {
  // By this name it is known as what it is: see `isQuotaExceeded`.
  override name = 'QuotaExceededError';
}

/** Follows work that fills the archive, so that it can be said how much room the rest of it needs. */
export class RoomWatch {
  readonly #before: number;
  /** How far what needs the room has come, in any unit. */
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
      this.reached(read, total, total);
      report(progress);
    };
  }

  /** @param least what all of it takes at least, bytes; null = not known */
  reached(done: number, total: number, least: number | null = null): void {
    this.#done = done;
    this.#total = total;
    this.#least = least;
  }

  /** The same, or where the storage was full what can be told of that. */
  async explained(error: unknown): Promise<unknown> {
    if (!isQuotaExceeded(error) || error instanceof OutOfSpace) return error;
    const { usage = 0 } = await navigator.storage.estimate();
    return new OutOfSpace(await stands(this.#missing(Math.max(0, usage - this.#before))));
  }

  /** Each part of the rest takes as much as one of what was done. */
  #missing(taken: number): number | null {
    if (this.#done > 0 && this.#total > 0) return ((this.#total - this.#done) * taken) / this.#done;
    return this.#least;
  }
}

/** Work that is too short to be followed. @param needed bytes that it takes, about; null = not known */
export async function explainedRoom(error: unknown, needed: number | null = null): Promise<unknown> {
  if (!isQuotaExceeded(error) || error instanceof OutOfSpace) return error;
  return new OutOfSpace(await stands(needed));
}

/** @param rest bytes that are missing, about; null = not known */
async function stands(rest: number | null): Promise<Reason> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const values = { used: { bytes: usage }, allowed: { bytes: quota } };
  // On a disk that is full the browser's own estimate may still promise room.
  const isUsed = usage > quota / 2;
  if (rest === null) return reason(isUsed ? 'storage-full' : 'storage-short', values);
  return reason(isUsed ? 'storage-full-missing' : 'storage-short-missing', { ...values, missing: { bytes: rest } });
}
