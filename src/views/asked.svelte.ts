/** A question to a worker whose answer a view shows. */
import type { Outcome } from '../model.ts';
import { whyOf } from './reasons.ts';

/**
 * One question is out at a time; of those asked meanwhile only the newest is sent, after `pauseMs`. The last good
 * answer stays until the next one is there, so a view does not flicker while an import changes the archive.
 */
export class Asked<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<string | null>(null);
  /** A question is out or waits. */
  busy = $state(false);
  readonly #pauseMs: () => number;
  #out = false;
  #waiting: (() => Promise<Outcome<T>>) | null = null;

  constructor(pauseMs: number | (() => number) = 100) {
    this.#pauseMs = typeof pauseMs === 'number' ? () => pauseMs : pauseMs;
  }

  ask(question: () => Promise<Outcome<T>>): void {
    this.#waiting = question;
    this.busy = true;
    if (!this.#out) void this.#send();
  }

  async #send(): Promise<void> {
    this.#out = true;
    while (this.#waiting) {
      const question = this.#waiting;
      this.#waiting = null;
      const outcome = await question();
      if (outcome.ok) {
        this.value = outcome.value;
        this.failure = null;
      } else if (outcome.code !== 'aborted') {
        this.failure = whyOf(outcome);
      }
      const pause = this.#waiting ? this.#pauseMs() : 0;
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.#out = false;
    this.busy = false;
  }
}
