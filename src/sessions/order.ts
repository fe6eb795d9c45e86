import type { EpochMs, SessionMessage, SourceId } from '../model.ts';
import { compareSightings, timeOf } from './merge.ts';

/** Position of a source file among those that hold one session: files are ordered by their first stamp, not by when they were read. */
export type SourceRank = (source: SourceId) => number;

/** A message with the time that orders it. */
export interface Timed {
  message: SessionMessage;
  time: EpochMs | null;
}

/**
 * Messages by (time, file, offset). What has no time stands first, in file order; files stand in their rank.
 */
export function inOrder(messages: readonly SessionMessage[], rank: SourceRank): Timed[] {
  const timed = messages.map((message) => ({ message, time: timeOf(message), ...firstPlace(message, rank) }));
  timed.sort((a, b) => {
    if (a.time !== b.time) return (a.time ?? -Infinity) - (b.time ?? -Infinity);
    return a.rank - b.rank || a.offset - b.offset || (a.message.identity < b.message.identity ? -1 : 1);
  });
  return timed;
}

/** Of the earliest sighting, told by rank where the times are equal. */
function firstPlace(message: SessionMessage, rank: SourceRank): { rank: number; offset: number } {
  let best = message.sightings[0];
  for (const sighting of message.sightings) {
    if (best === undefined) break;
    const later = sighting.time !== best.time ? compareSightings(sighting, best) : byRank(sighting, best, rank);
    if (later < 0) best = sighting;
  }
  const place = best?.places[0];
  return place === undefined ? { rank: 0, offset: 0 } : { rank: rank(place.source), offset: place.offset };
}

function byRank(a: SessionMessage['sightings'][0], b: SessionMessage['sightings'][0], rank: SourceRank): number {
  const p = a.places[0];
  const q = b.places[0];
  if (p === undefined || q === undefined) return 0;
  return rank(p.source) - rank(q.source) || p.offset - q.offset;
}
