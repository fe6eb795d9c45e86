/** A helping thread of door 5: judges slices that it is given. It has no archive of its own. */
import * as Comlink from 'comlink';
import { bytesOf, sliceDesk } from '../src/archive/index.ts';
import type { Outcome, SealedSlice } from '../src/model.ts';
import { openHand, type Hand, type JudgedSlice, type JudgingTask } from '../src/pipeline.ts';
import { outcomeOf } from './outcomes.ts';

export interface JudgingHand {
  /** To be called before the first slice. */
  begin(task: JudgingTask): Promise<Outcome<null>>;
  judge(slice: SealedSlice): Promise<Outcome<JudgedSlice>>;
}

let hand: Hand | null = null;

const worker: JudgingHand = {
  begin: (task) =>
    outcomeOf(async () => {
      hand = openHand(task, sliceDesk);
      return null;
    }),

  async judge(slice) {
    const outcome = await outcomeOf(async () => {
      if (hand === null) throw new Error('There is no task to judge by');
      return hand(slice);
    });
    const anew = outcome.ok ? outcome.value.anew : null;
    return anew === null ? outcome : Comlink.transfer(outcome, bytesOf(anew));
  },
};

Comlink.expose(worker);
