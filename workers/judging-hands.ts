/** Judges with several threads where that is worth it: opening slices and judging sessions is most of the work. */
import * as Comlink from 'comlink';
import { bytesOf, sliceDesk } from '../src/archive/index.ts';
import type { SealedSlice } from '../src/model.ts';
import { openHand, type Hand, type JudgedSlice, type JudgingTask } from '../src/pipeline.ts';
import type { JudgingHand } from './judging-hand.ts';

/** Fewer sessions are judged sooner than threads are started. */
const FEW = 4_000;
/** More threads than cores gain nothing; more than four are more than the store gives slices to. */
const MOST = 4;
/** Slices that each has at hand: one to judge and some that wait, for the store gives several at once. */
const EACH = 3;

export interface Hands {
  hand: Hand;
  /** Slices that are judged at once. */
  hands: number;
  /** Ends the threads, whatever they do. */
  close: () => void;
}

/** @param sessions how many there are to judge */
export function handsFor(task: JudgingTask, sessions: number, signal?: AbortSignal): Hands {
  const threads = Math.min(MOST, navigator.hardwareConcurrency);
  if (sessions <= FEW || threads < 2) {
    return { hand: openHand(task, sliceDesk, signal), hands: EACH, close: () => undefined };
  }
  const helpers = Array.from({ length: threads }, () => new Helper(task));
  let next = 0;
  return {
    hand: (slice) => {
      const helper = helpers[next++ % helpers.length] as Helper;
      return helper.judge(slice);
    },
    hands: threads * EACH,
    close: () => helpers.forEach((helper) => helper.end()),
  };
}

class Helper {
  readonly #worker = new Worker(new URL('./judging-hand.ts', import.meta.url), { type: 'module' });
  readonly #remote = Comlink.wrap<JudgingHand>(this.#worker);
  readonly #death: Promise<never>;
  readonly #begun: Promise<unknown>;

  constructor(task: JudgingTask) {
    this.#death = new Promise((_, reject) => {
      this.#worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Error(event.message || 'A thread for judging could not be started.'));
      });
    });
    this.#begun = this.#answer(() => this.#remote.begin(task));
    // Whoever waits for a slice meets it.
    this.#death.catch(() => undefined);
    this.#begun.catch(() => undefined);
  }

  async judge(slice: SealedSlice): Promise<JudgedSlice> {
    await this.#begun;
    return this.#answer(() => this.#remote.judge(Comlink.transfer(slice, bytesOf(slice))));
  }

  end(): void {
    this.#worker.terminate();
  }

  #answer<T>(ask: () => Promise<T>): Promise<T> {
    return Promise.race([ask(), this.#death]);
  }
}
