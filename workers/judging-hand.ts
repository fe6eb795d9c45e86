/** A helping thread of door 5: judges slices that it is given. It has no archive of its own, and loads little: it is soon at work. */
import * as Comlink from 'comlink';
import { bytesOf, sliceDesk } from '../src/archive/slices.ts';
import type { SealedSlice } from '../src/model.ts';
import type { JudgedSlice } from '../src/pipeline/judged-behind.ts';
import { openHand, type Hand, type JudgingTask } from '../src/pipeline/judging-slices.ts';

/** What it throws is a bug, and comes to whoever asked by its message. */
export interface JudgingHand {
  /** To be called before the first slice. */
  begin(task: JudgingTask): Promise<void>;
  judge(slice: SealedSlice): Promise<JudgedSlice>;
}

let hand: Hand | null = null;

const worker: JudgingHand = {
  async begin(task) {
    hand = openHand(task, sliceDesk);
  },

  async judge(slice) {
    if (hand === null) throw new Error('There is no task to judge by');
    const judged = await hand(slice);
    return judged.anew === null ? judged : Comlink.transfer(judged, bytesOf(judged.anew));
  },
};

Comlink.expose(worker);
