import { holdsByTime, isLegKey } from '../model/join-keys.ts';
import type { SeenMarker, SessionFragment, SessionMessage, SourceId } from '../model.ts';
import { assemble } from './assemble.ts';
import { isStanza } from './legs.ts';
import { spanOf } from './merge.ts';

/** Every source in which a message of the fragment was seen. */
export function sourcesOf(fragment: SessionFragment): Set<SourceId> {
  const sources = new Set<SourceId>();
  for (const { sightings } of fragment.messages) {
    for (const { places } of sightings) for (const { source } of places) sources.add(source);
  }
  return sources;
}

/**
 * What is left of a session when one source is taken out of it; nothing where it stood in no other. Where silence ends a
 * session it may fall into several. What two sources said of one message stays as it was joined, since it cannot be told apart.
 */
export function withoutSource(fragment: SessionFragment, source: SourceId): SessionFragment[] {
  const messages = fragment.messages.flatMap((message) => {
    const sightings = message.sightings.filter(({ places }) => places.every((place) => place.source !== source));
    return sightings.length === 0 ? [] : [{ ...message, sightings }];
  });
  const markers = fragment.markers.filter(({ place }) => place.source !== source);
  if (messages.length === 0) return [];
  if (fragment.gapMs === null) return [{ ...fragment, messages, markers }];
  const pieces = assemble(apart(fragment, messages));
  if (pieces.length === 1) return pieces.map(({ fragment: piece }) => ({ ...piece, markers }));
  return pieces.map(({ fragment: piece }) => ({ ...piece, markers: markers.filter((marker) => lies(marker, piece)) }));
}

function lies({ time }: SeenMarker, piece: SessionFragment): boolean {
  const span = spanOf(piece);
  return span === null || time === null ? span === null && time === null : time >= span.start && time <= span.end;
}

/** Stanzas singly, each with the keys of its kind; a leg of SIP, which its own keys hold together, as one. */
function apart(fragment: SessionFragment, messages: readonly SessionMessage[]): SessionFragment[] {
  const [own, pieces]: [SessionMessage[], SessionFragment[]] = [[], []];
  const byTime = fragment.joins.filter((join) => holdsByTime(join) && !isLegKey(join));
  for (const message of messages) {
    if (fragment.protocol === 'xmpp' || isStanza(message)) {
      pieces.push({ ...fragment, protocol: 'xmpp', joins: byTime, messages: [message], markers: [] });
    } else own.push(message);
  }
  if (own.length === 0) return pieces;
  const joins = fragment.joins.filter((join) => !byTime.includes(join));
  return [{ ...fragment, protocol: 'sip', gapMs: null, joins, messages: own, markers: [] }, ...pieces];
}
