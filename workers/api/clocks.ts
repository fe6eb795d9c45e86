/** What pages ask about the clocks behind the logs. */
import type { Outcome, SourceId } from '../../src/model.ts';
import type { ClockSkew } from '../../src/model/ladder.ts';

export interface SourceClock {
  source: SourceId;
  /** Of the sessions that it shares with other sources; null = there is nothing to measure it by. */
  estimated: ClockSkew | null;
  /** Sessions were passed over so that the answer does not take long. */
  sampled: boolean;
}

export interface ClockDesk {
  /** Measures the clocks of all sources against each other, over sessions that they share: of many, some. */
  clocks(): Promise<Outcome<SourceClock[]>>;
  /**
   * Keeps how far the clock of a source is ahead, ms, whole; null = what is estimated counts. Ladders are drawn by it; times in the
   * archive stay those of the log. Refused beyond ten years.
   */
  setClock(source: SourceId, aheadMs: number | null): Promise<Outcome<null>>;
}
