import { Aborted } from './settings.ts';
import { turn } from './turn.ts';

/** How long a loop may hold its thread, ms. */
const TURN_MS = 50;

/** Lets a long loop be cancelled: where nobody can cancel there is nobody to wait for. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #turned = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Called between two pieces of work. @returns the time now. @throws Aborted */
  async next(): Promise<number> {
    const now = performance.now();
    if (this.#signal === undefined) return now;
    if (now - this.#turned >= TURN_MS) {
      await turn();
      this.#turned = performance.now();
    }
    if (this.#signal.aborted) throw new Aborted();
    return now;
  }
}
