import type { Endpoint, SessionMessage, Sighting } from '../model.ts';
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
  const recent = new Map<string, Timed[]>();
  const kept: Timed[] = [];
  for (const item of messages) {
    const cut = item.message.identity.lastIndexOf(ECHO_MARK);
    if (cut < 0) {
      kept.push(item);
      continue;
    }
    const said = item.message.identity.slice(0, cut);
    const before = (recent.get(said) ?? []).filter((known) => isNear(known, item));
    const first = before.find((known) => isEcho(known, item));
    if (first !== undefined) {
      const sightings = mergeSightings(first.message.sightings, item.message.sightings);
      first.message = { ...first.message, sightings };
    } else {
      const own = { ...item };
      before.push(own);
      kept.push(own);
    }
    recent.set(said, before);
  }
  return kept;
}

function isNear(before: Timed, item: Timed): boolean {
  return before.time !== null && item.time !== null && Math.abs(item.time - before.time) <= ECHO_MS;
}

/** The first that was not seen in this way yet: of two equal stanzas each has an echo of its own. */
function isEcho(before: Timed, item: Timed): boolean {
  return isNear(before, item) && !item.message.sightings.some((sighting) => sawAlready(before.message, sighting));
}

/** The same log in the same direction, or the same leg of a capture: a second stanza, not a second sighting. */
function sawAlready(message: SessionMessage, sighting: Sighting): boolean {
  return message.sightings.some(
    (known) =>
      known.places[0]?.source === sighting.places[0]?.source &&
      known.direction === sighting.direction &&
      (known.direction !== null ||
        (isSamePeer(known.local, sighting.local) && isSamePeer(known.remote, sighting.remote))),
  );
}

function isSamePeer(a: Endpoint | null, b: Endpoint | null): boolean {
  return a?.host === b?.host && a?.port === b?.port;
}
