import type { SessionFragment } from '../model.ts';
import { canonicalJson } from './canonical.ts';

/** Does the first fragment hold all that the second one tells: each message, each place in which it was seen, each key and marker? */
export function contains(whole: SessionFragment, part: SessionFragment): boolean {
  if (!part.joins.every((join) => whole.joins.includes(join))) return false;
  const known = new Set(namesOf(whole));
  return namesOf(part).every((name) => known.has(name));
}

function namesOf({ messages, markers }: SessionFragment): string[] {
  const seen = messages.flatMap(({ identity, sightings }) =>
    sightings.flatMap(({ places }) => places.map((place) => `${identity}\n${canonicalJson(place)}`)),
  );
  // Of a marker the earliest place is kept: another one tells nothing more.
  return [...seen, ...markers.map(({ place: _place, time: _time, ...marker }) => canonicalJson(marker))];
}
