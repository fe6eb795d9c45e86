import type { ClockOffset, EpochMs, Place, SessionMessage, Sighting, SourceId } from '../model.ts';
import { correctedBy } from '../model/clock-offsets.ts';
import { compareSightings, momentOf, ordinalOf, timeOf } from './merge.ts';

/** Position of a source file among those that hold one session: files are ordered by their first stamp, not by when they were read. */
export type SourceRank = (source: SourceId) => number;

/** A message with the time that orders it. */
export interface Timed {
  message: SessionMessage;
  time: EpochMs | null;
}

interface Placed extends Timed {
  /** The time by which it is put in order: its own, or a neighbour's. */
  at: EpochMs | null;
  rank: number;
  position: number;
  ordinal: number;
}

/**
 * Messages by (time, file, position), those of one record in the order in which they stand in it; files stand in their
 * rank. What has no time stands beside its neighbour in its file; what has none either, first.
 * @param clocks where the logs' clocks differ: they order, the times stay those of the logs
 */
export function inOrder(
  messages: readonly SessionMessage[],
  rank: SourceRank,
  clocks: readonly ClockOffset[] | null = null,
): Timed[] {
  const placed: Placed[] = [];
  for (const message of messages) {
    const own = placedAt(clocks === null ? message : atOneClock(message, clocks), rank);
    placed.push(clocks === null ? own : { ...own, message, time: timeOf(message) });
  }
  return isInOrder(placed) ? placed : placed.sort(comparePlaced);
}

function atOneClock(message: SessionMessage, clocks: readonly ClockOffset[]): SessionMessage {
  const sightings = message.sightings.map((sighting) => {
    const { time, near, places } = sighting;
    const [place] = places;
    if (place === undefined) return sighting;
    const corrected = { ...sighting, time: time === null ? null : correctedBy(clocks, time, place) };
    if (near !== undefined) corrected.near = correctedBy(clocks, near, place);
    return corrected;
  });
  return { ...message, sightings: sightings.sort(compareSightings) };
}

/** Mostly a log shows them so. */
function isInOrder(placed: readonly Placed[]): boolean {
  for (let index = 1; index < placed.length; index += 1) {
    if (comparePlaced(placed[index - 1]!, placed[index]!) > 0) return false;
  }
  return true;
}

function comparePlaced(a: Placed, b: Placed): number {
  if (a.at !== b.at) return (a.at ?? -Infinity) - (b.at ?? -Infinity);
  return (
    a.rank - b.rank ||
    a.position - b.position ||
    a.ordinal - b.ordinal ||
    (a.message.identity < b.message.identity ? -1 : 1)
  );
}

/** By the earliest sighting; of those that are equally early the one in the first file. */
function placedAt(message: SessionMessage, rank: SourceRank): Placed {
  const { sightings } = message;
  let best: Sighting | undefined;
  let bestRank = 0;
  let position = 0;
  let ordinal = 0;
  for (const sighting of sightings) {
    const place = sighting.places[0];
    if (place === undefined) continue;
    const sightingRank = rank(place.source);
    const at = positionOf(sighting, place);
    const earlier =
      best === undefined ||
      (sighting.time ?? -Infinity) - (best.time ?? -Infinity) < 0 ||
      (sighting.time === best.time && (sightingRank - bestRank || at - position || ordinalOf(sighting) - ordinal) < 0);
    if (!earlier) continue;
    best = sighting;
    bestRank = sightingRank;
    position = at;
    ordinal = ordinalOf(sighting);
  }
  const time = timeOf(message);
  return { message, time, at: time ?? momentOf(message), rank: bestRank, position, ordinal };
}

/** What a log shows stands at its offset. Packets may lie out of order in a capture: there counts when they could be read. */
function positionOf(sighting: Sighting, place: Place): number {
  const captured = sighting.direction === null && sighting.local !== null;
  return captured ? ordinalOf(sighting) : place.offset;
}
