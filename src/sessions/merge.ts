import type { EpochMs, Fact, SeenMarker, SessionFragment, SessionMessage, Sighting } from '../model.ts';

/**
 * Joins pieces of one session. A fragment is a set of messages by identity, a message a set of sightings by
 * place, so merging is set union: associative, commutative, idempotent. Where two hops differ in what they
 * say, the fuller one stands, and between equals the one whose text sorts first: no order of arrival decides.
 */
export function mergeFragments(fragments: readonly SessionFragment[]): SessionFragment {
  const first = fragments[0];
  if (first === undefined) throw new Error('Cannot merge: no fragments');
  const joins = new Set<string>();
  const messages = new Map<string, SessionMessage>();
  const markers = new Map<string, SeenMarker>();
  for (const fragment of fragments) {
    for (const join of fragment.joins) joins.add(join);
    for (const message of fragment.messages) {
      const same = messages.get(message.identity);
      messages.set(message.identity, same === undefined ? message : mergeMessages(same, message));
    }
    for (const marker of fragment.markers) addMarker(markers, marker);
  }
  return {
    protocol: first.protocol,
    joins: [...joins].sort(),
    gapMs: first.gapMs,
    markers: [...markers.values()],
    messages: [...messages.values()],
  };
}

/** Both must have the same identity. Gives a new message; neither is changed. */
export function mergeMessages(a: SessionMessage, b: SessionMessage): SessionMessage {
  return { ...fuller(a, b), sightings: mergeSightings(a.sightings, b.sightings) };
}

export function mergeSightings(a: readonly Sighting[], b: readonly Sighting[]): Sighting[] {
  const all = [...a];
  for (const sighting of b) if (!a.some((known) => samePlace(known, sighting))) all.push(sighting);
  return all.sort(compareSightings);
}

function samePlace(a: Sighting, b: Sighting): boolean {
  const p = a.places[0];
  const q = b.places[0];
  return p !== undefined && q !== undefined && p.source === q.source && p.offset === q.offset && p.length === q.length;
}

/** Earliest first; what has no time comes first; then by place. */
export function compareSightings(a: Sighting, b: Sighting): number {
  if (a.time !== b.time) return (a.time ?? -Infinity) - (b.time ?? -Infinity);
  const p = a.places[0];
  const q = b.places[0];
  if (p === undefined || q === undefined) return 0;
  return p.source - q.source || p.offset - q.offset;
}

function fuller(a: SessionMessage, b: SessionMessage): SessionMessage {
  const weight = weightOf(a.facts) - weightOf(b.facts);
  if (weight !== 0) return weight > 0 ? a : b;
  if (sameHead(a, b) && sameFacts(a.facts, b.facts)) return a;
  return variantText(a) <= variantText(b) ? a : b;
}

/** All that is not part of the identity and not a fact: a cheap way to see that two hops say the same. */
function sameHead(a: SessionMessage, b: SessionMessage): boolean {
  return (
    a.title === b.title &&
    a.from === b.from &&
    a.to === b.to &&
    a.type === b.type &&
    a.conversation === b.conversation &&
    a.thread === b.thread
  );
}

function variantText(message: SessionMessage): string {
  return JSON.stringify({ ...message, sightings: null });
}

/** More said is fuller; text that could not be read counts least. */
function weightOf(facts: readonly Fact[]): number {
  let weight = 0;
  for (const fact of facts) {
    if (fact.kind === 'text') weight += 1000 + fact.text.length;
    else if (fact.kind !== 'opaque') weight += 10;
    else weight += 1;
  }
  return weight;
}

function sameFacts(a: readonly Fact[], b: readonly Fact[]): boolean {
  if (a.length !== b.length) return false;
  if (a.length === 0) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Keeps each marker value once, at its earliest (time, source, offset). */
export function addMarker(markers: Map<string, SeenMarker>, marker: SeenMarker): void {
  const key = markerKey(marker);
  const known = markers.get(key);
  if (known === undefined || isEarlier(marker, known)) markers.set(key, marker);
}

function isEarlier(a: SeenMarker, b: SeenMarker): boolean {
  const byTime = (a.time ?? Infinity) - (b.time ?? Infinity);
  if (a.time !== b.time) return byTime < 0;
  return (a.place.source - b.place.source || a.place.offset - b.place.offset) < 0;
}

/** The marker's value without its place and time. */
function markerKey(marker: SeenMarker): string {
  switch (marker.kind) {
    case 'agent':
      return 'agent ' + marker.value;
    case 'peer': {
      const { host, port, transport } = marker.endpoint;
      return 'peer ' + host + ' ' + port + ' ' + transport + ' ' + marker.side + ' ' + marker.direction;
    }
    case 'user-data':
      return 'user-data ' + marker.publicCloud + marker.federation;
    case 'trust':
      return (
        'trust ' + [marker.sourceType, marker.network, marker.verified, marker.remoteFqdn, marker.edgeFqdn].join(' ')
      );
  }
}

/** Time of a message: of its earliest sighting that has one. */
export function timeOf(message: SessionMessage): EpochMs | null {
  let least: EpochMs | null = null;
  for (const { time } of message.sightings) if (time !== null && (least === null || time < least)) least = time;
  return least;
}

/** Least and greatest time of a fragment's messages; null = none has one. */
export function spanOf(fragment: SessionFragment): { start: EpochMs; end: EpochMs } | null {
  let start: EpochMs | null = null;
  let end: EpochMs | null = null;
  for (const message of fragment.messages) {
    const time = timeOf(message);
    if (time === null) continue;
    if (start === null || time < start) start = time;
    if (end === null || time > end) end = time;
  }
  return start === null || end === null ? null : { start, end };
}
