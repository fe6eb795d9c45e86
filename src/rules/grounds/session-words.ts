/** What every rule says of a session alike: its day, its people, the bytes that show it. */
import type { IsoDate, Organisation, Place, ProviderVerdict, SeenModality, SidedSession } from '../../model.ts';
import { dayOf, zoneOf } from '../../organisation/index.ts';

/** Day of the session's start in the organisation's zone; null = the log has no time. */
export function dayOfSession(session: SidedSession, organisation: Organisation): IsoDate | null {
  return session.start === null ? null : dayOf(session.start, zoneOf(organisation));
}

/** Day on which a modality was first seen; the session's, where it carries no time of its own. */
export function dayOfModality(seen: SeenModality, session: SidedSession, organisation: Organisation): IsoDate | null {
  const time = seen.time ?? session.start;
  return time === null ? null : dayOf(time, zoneOf(organisation));
}

/** A day of the session as texts name it, with what was assumed of it. */
export function onDay(day: IsoDate, { timeSource }: SidedSession, organisation: Organisation): string {
  const zone = organisation.timeZone === null ? 'UTC, for no time zone is told' : organisation.timeZone;
  const assumed =
    timeSource === 'assumed-date'
      ? "; the log gives no year or no date, so that of the file's last change is assumed"
      : '';
  return `on ${day} (${zone}${assumed})`;
}

export const NO_TIME = 'The log carries no time for this session';

/** Added where a rule speaks of the local user and the organisation has not named its domains. */
export function guessWords(organisation: Organisation): string {
  return organisation.domains === null ? " Which side is the organisation's own is a guess from the trace." : '';
}

/** At most four places: where the session opens, then what shows the provider. */
export function openingPlaces(session: SidedSession, verdict?: ProviderVerdict): Place[] {
  const opening = session.messages.find(({ method }) => method !== 'diagnostic') ?? session.messages[0];
  return fewPlaces(opening?.sightings[0]?.places ?? [], verdict?.places ?? []);
}

const MOST_PLACES = 4;
const MOST_OF_A_LIST = 3;

/** Joins lists of places, each once, a few of each. */
export function fewPlaces(...lists: readonly (readonly Place[])[]): Place[] {
  const few: Place[] = [];
  for (const list of lists) {
    for (const place of list.slice(0, MOST_OF_A_LIST)) {
      if (few.length < MOST_PLACES && !few.some((known) => isSame(known, place))) few.push(place);
    }
  }
  return few;
}

function isSame(a: Place, b: Place): boolean {
  return a.source === b.source && a.offset === b.offset && a.length === b.length;
}
