/** Keeps judgements while the next are made: reading, judging and writing run beside each other. */
import type { JudgedStore, RejudgedSlice } from '../model.ts';
import type { ChangedLine } from './preview.ts';

/** How often progress is told, ms. */
const REPORT_MS = 100;

/** How far a judging has come. */
export interface JudgingMark {
  /** Number of the last slice that was judged whole; -1 = none. */
  through: number;
  judged: number;
  changed: number;
}

/** A slice that was judged. */
export interface JudgedSlice {
  number: number;
  judged: number;
  changed: number;
  /** Of those that changed, where the task asks for it. */
  changes: ChangedLine[];
  /** What is to be kept; null = nothing. */
  anew: RejudgedSlice | null;
}

/** Slices that are kept together: a transaction costs some milliseconds, whatever is in it. */
const KEPT_AT_ONCE = 8;
/** How long one may wait, ms: what is told of the progress is what is kept. */
const KEPT_AFTER_MS = 300;

export class JudgedBehind {
  readonly #store: JudgedStore;
  readonly #progress: (mark: JudgingMark) => void;
  #waiting: RejudgedSlice[] = [];
  /** With all that was taken; and with all that is kept. */
  #taken: JudgingMark;
  #kept: JudgingMark;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #wrote = performance.now();
  #told = performance.now();

  constructor(store: JudgedStore, from: JudgingMark, progress: (mark: JudgingMark) => void) {
    this.#store = store;
    this.#progress = progress;
    this.#taken = { ...from };
    this.#kept = { ...from };
  }

  /** A slice that was judged whole. Waits while the write before the last is not done. */
  async take({ number, judged, changed, anew }: JudgedSlice): Promise<void> {
    if (anew !== null) this.#waiting.push(anew);
    const { judged: before, changed: others } = this.#taken;
    this.#taken = { through: number, judged: before + judged, changed: others + changed };
    const late = performance.now() - this.#wrote >= KEPT_AFTER_MS;
    if (this.#waiting.length >= KEPT_AT_ONCE || (late && this.#waiting.length > 0)) await this.#write();
    else if (this.#waiting.length === 0 && !this.#isWriting) this.#settled(this.#taken);
  }

  async end(): Promise<JudgingMark> {
    await this.#write();
    await this.#writing;
    this.#progress({ ...this.#kept });
    return this.#kept;
  }

  /** What is on its way is kept, what waits is given up. */
  async stop(): Promise<void> {
    await this.#writing;
    this.#progress({ ...this.#kept });
  }

  async #write(): Promise<void> {
    await this.#writing;
    const batch = this.#waiting;
    const mark = this.#taken;
    this.#waiting = [];
    this.#isWriting = true;
    this.#wrote = performance.now();
    this.#writing = this.#keep(batch).then(() => {
      this.#isWriting = false;
      this.#settled(mark);
    });
    // Whoever waits for it next gets the failure.
    this.#writing.catch(() => undefined);
  }

  async #keep(batch: readonly RejudgedSlice[]): Promise<void> {
    if (batch.length > 0) await this.#store.keepJudged(batch);
  }

  #settled(mark: JudgingMark): void {
    this.#kept = mark;
    const now = performance.now();
    if (now - this.#told < REPORT_MS) return;
    this.#told = now;
    this.#progress({ ...mark });
  }
}
