import type { SessionMessage } from '../model.ts';
import { ECHO_MARK } from './identity.ts';
import { mergeSightings } from './merge.ts';
import type { Timed } from './order.ts';

/** Two sightings of one id-less stanza lie no further apart than this, ms: the way through one server. */
const ECHO_MS = 5_000;

/**
 * Joins the sightings of stanzas that carry no id (most presence): what a server received and, within
 * moments, sent on, or what a second log shows. Two equal stanzas in the same direction of one file stay two.
 */
export function joinEchoes(messages: readonly Timed[]): Timed[] {
  const last = new Map<string, Timed>();
  const kept: Timed[] = [];
  for (const item of messages) {
    const cut = item.message.identity.lastIndexOf(ECHO_MARK);
    if (cut < 0) {
      kept.push(item);
      continue;
    }
    const said = item.message.identity.slice(0, cut);
    const before = last.get(said);
    if (before !== undefined && isEcho(before, item)) {
      before.message = {
        ...before.message,
        sightings: mergeSightings(before.message.sightings, item.message.sightings),
      };
      continue;
    }
    const own = { ...item };
    last.set(said, own);
    kept.push(own);
  }
  return kept;
}

function isEcho(before: Timed, item: Timed): boolean {
  if (before.time === null || item.time === null || item.time - before.time > ECHO_MS) return false;
  return !item.message.sightings.some((sighting) => sawAlready(before.message, sighting));
}

/** The same log in the same direction: a second stanza, not a second sighting. */
function sawAlready(message: SessionMessage, sighting: SessionMessage['sightings'][0]): boolean {
  return message.sightings.some(
    (known) => known.direction === sighting.direction && known.places[0]?.source === sighting.places[0]?.source,
  );
}
