/** Clocks of several logs that hold one session: where they differ, what is put in order is put on one of them first. */
import type { EpochMs, Place, SourceId } from './records.ts';

/** How far the clock of a source is ahead of that of the others' reference, ms. */
export interface ClockOffset {
  source: SourceId;
  aheadMs: number;
}

/** The time at the reference. */
export function correctedBy(clocks: readonly ClockOffset[], time: EpochMs, place: Place): EpochMs {
  const ahead = clocks.find(({ source }) => source === place.source)?.aheadMs ?? 0;
  return (time - ahead) as EpochMs;
}

/** The time by which something of a session takes its place among all else; `clocks` absent = the logs' own times order. */
export function placeInTime(
  clocks: readonly ClockOffset[] | undefined,
  time: EpochMs | null,
  places: readonly Place[],
): EpochMs | null {
  const [place] = places;
  return clocks === undefined || time === null || place === undefined ? time : correctedBy(clocks, time, place);
}
