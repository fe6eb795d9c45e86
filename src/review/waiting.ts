/** How long sessions have been waiting: from when they began, since nobody can have looked at them before. */
import type { EpochMs, WaitingFigures } from '../model.ts';

const DAY_MS = 86_400_000;

/** Whole days. */
export const ageDays = (start: EpochMs, at: EpochMs): number => Math.floor((at - start) / DAY_MS);

/** @param ages whole days, of those of the sessions that have a time; they are put in order */
export function waitingOf(sessions: number, ages: number[]): WaitingFigures {
  const sorted = ages.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? null;
  const median = upper === null || sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
  return { sessions, medianDays: median, oldestDays: sorted.at(-1) ?? null };
}
