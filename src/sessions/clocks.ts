/** How far the clocks of the logs of one session are apart, as far as its own messages show: by that they are put in order. */
import type { ClockOffset, SessionMessage, SourceId } from '../model.ts';
import { estimateSkew, skewSamples } from './clock-skew.ts';
import type { SourceRank } from './order.ts';

/** Offsets below this are delays between hops rather than clocks, ms; what they would change in order means nothing. */
const LEAST_MS = 50;

/** null = there is one log, or their clocks agree as far as can be told. Does not depend on the numbers of the sources. */
export function clocksAmong(messages: readonly SessionMessage[], rank: SourceRank): ClockOffset[] | null {
  if (!hasSeveralSources(messages)) return null;
  const ahead = new Map<number, number>();
  for (const { source, aheadMs } of estimateSkew(skewSamples(messages, rank))) ahead.set(source, aheadMs);
  if (![...ahead.values()].some((ms) => Math.abs(ms) >= LEAST_MS)) return null;
  const sources = new Set<SourceId>();
  for (const { sightings } of messages)
    for (const { places } of sightings) if (places[0]) sources.add(places[0].source);
  // Whatever order the pieces came in, the list is the same.
  const ranked = [...sources].sort((a, b) => rank(a) - rank(b));
  return ranked.map((source) => ({ source, aheadMs: ahead.get(rank(source)) ?? 0 }));
}

function hasSeveralSources(messages: readonly SessionMessage[]): boolean {
  let first: SourceId | undefined;
  for (const { sightings } of messages) {
    for (const { places } of sightings) {
      const source = places[0]?.source;
      if (source === undefined || source === first) continue;
      if (first !== undefined) return true;
      first = source;
    }
  }
  return false;
}
