import type { EpochMs, Fact, Marker, Place, SeenMarker, SessionFragment, SessionMessage, Sighting } from '../model.ts';

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
  const markers: SeenMarker[] = [];
  for (const fragment of fragments) {
    for (const join of fragment.joins) joins.add(join);
    for (const message of fragment.messages) {
      const same = messages.get(message.identity);
      messages.set(message.identity, same === undefined ? message : mergeMessages(same, message));
    }
    for (const marker of fragment.markers) addMarker(markers, marker);
  }
  return {
    // Of a session with a leg of each protocol SIP is the one that names it.
    protocol: fragments.some(({ protocol }) => protocol === 'sip') ? 'sip' : first.protocol,
    joins: [...joins].sort(),
    gapMs: gapOf(fragments),
    markers,
    messages: [...messages.values()],
  };
}

function gapOf(fragments: readonly SessionFragment[]): number | null {
  let gap: number | null = null;
  for (const { gapMs } of fragments) if (gapMs !== null && (gap === null || gapMs > gap)) gap = gapMs;
  return gap;
}

/** Both must have the same identity. Gives a new message; neither is changed. */
export function mergeMessages(a: SessionMessage, b: SessionMessage): SessionMessage {
  return { ...fuller(a, b), sightings: mergeSightings(a.sightings, b.sightings) };
}

export function mergeSightings(a: readonly Sighting[], b: readonly Sighting[]): Sighting[] {
  const all = [...a];
  for (const sighting of b) addSighting(all, sighting);
  return all;
}

/** As `addSighting`, for a list that nobody else holds: most have one, and one that grows by itself takes room for seventeen. */
export function withSighting(sightings: Sighting[], sighting: Sighting): Sighting[] {
  const only = sightings[0];
  if (sightings.length !== 1 || only === undefined) {
    addSighting(sightings, sighting);
    return sightings;
  }
  if (samePlace(only, sighting)) return sightings;
  return compareSightings(only, sighting) <= 0 ? [only, sighting] : [sighting, only];
}

/** As long a list is looked through whole; a message has a handful of hops, but what never changes may come a million times. */
const FEW = 32;

/** Puts a sighting into an ordered list, unless it is there. Mostly it comes last. */
export function addSighting(sightings: Sighting[], sighting: Sighting): void {
  if (sightings.length <= FEW) for (const known of sightings) if (samePlace(known, sighting)) return;
  let from = 0;
  let index = sightings.length;
  if (index > 0 && compareSightings(sightings[index - 1] ?? sighting, sighting) <= 0) from = index;
  while (from < index) {
    const middle = (from + index) >> 1;
    if (compareSightings(sightings[middle] ?? sighting, sighting) <= 0) from = middle + 1;
    else index = middle;
  }
  // The same time and the same first byte: equals stand together.
  for (let at = index - 1; at >= 0; at -= 1) {
    const known = sightings[at] ?? sighting;
    if (compareSightings(known, sighting) !== 0) break;
    if (samePlace(known, sighting)) return;
  }
  if (index === sightings.length) sightings.push(sighting);
  else sightings.splice(index, 0, sighting);
}

function samePlace(a: Sighting, b: Sighting): boolean {
  const p = a.places[0];
  const q = b.places[0];
  return (
    p !== undefined &&
    q !== undefined &&
    p.source === q.source &&
    p.offset === q.offset &&
    p.length === q.length &&
    ordinalOf(a) === ordinalOf(b)
  );
}

/** 0 where the archive is older than the numbers. */
export function ordinalOf({ ordinal }: Sighting): number {
  return ordinal ?? 0;
}

/** Earliest first; what has no time comes first; then by place, and in one record in the order of reading. */
export function compareSightings(a: Sighting, b: Sighting): number {
  if (a.time !== b.time) return (a.time ?? -Infinity) - (b.time ?? -Infinity);
  const p = a.places[0];
  const q = b.places[0];
  if (p === undefined || q === undefined) return 0;
  return p.source - q.source || p.offset - q.offset || ordinalOf(a) - ordinalOf(b);
}

/** Of two hops of one message the one that says more; between equals the one whose words sort first. */
function fuller(a: SessionMessage, b: SessionMessage): SessionMessage {
  const order = weightOf(b.facts) - weightOf(a.facts) || compareHeads(a, b) || compareFacts(a.facts, b.facts);
  return order <= 0 ? a : b;
}

/** By all that is not part of the identity and not a fact. */
function compareHeads(a: SessionMessage, b: SessionMessage): number {
  return (
    compareWords(a.title, b.title) ||
    compareWords(a.from, b.from) ||
    compareWords(a.to, b.to) ||
    compareWords(a.type, b.type) ||
    compareWords(a.conversation, b.conversation) ||
    compareWords(a.thread, b.thread)
  );
}

function compareFacts(a: readonly Fact[], b: readonly Fact[]): number {
  return sameFacts(a, b) ? 0 : compareWords(JSON.stringify(a), JSON.stringify(b));
}

/** What is missing comes last. */
function compareWords(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** More said is fuller. What could not be read counts when nothing else is there, and against a text that was cut. */
function weightOf(facts: readonly Fact[]): number {
  let weight = 0;
  let opaque = 0;
  let said = false;
  for (const fact of facts) {
    if (fact.kind === 'opaque') opaque++;
    else if (fact.kind === 'text') {
      said = true;
      weight += 1000 + 10 * fact.text.length + (fact.names?.length ?? 0);
    } else weight += 10;
  }
  return said ? weight - opaque : weight + opaque;
}

export function sameFacts(a: readonly Fact[], b: readonly Fact[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  // Readers give one object for what a body says again: then nothing need be compared.
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index] && !sameValues(a[index], b[index])) return false;
  }
  return true;
}

/** Facts are flat: strings, numbers, and lists of strings. */
function sameValues(a: Fact | undefined, b: Fact | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  for (const key in a) {
    const p: unknown = a[key as keyof Fact];
    const q: unknown = b[key as keyof Fact];
    if (p !== q && !(Array.isArray(p) && Array.isArray(q) && p.join('\n') === q.join('\n'))) return false;
  }
  return true;
}

/** Keeps each marker value once, at its earliest (time, source, offset). */
function addMarker(markers: SeenMarker[], marker: SeenMarker): void {
  for (let index = 0; index < markers.length; index++) {
    const known = markers[index];
    if (known === undefined || !isSameMarker(known, marker)) continue;
    if (isEarlier(marker.place, marker.time, known)) markers[index] = marker;
    return;
  }
  markers.push(marker);
}

export function isEarlier(place: Place, time: EpochMs | null, known: Pick<SeenMarker, 'place' | 'time'>): boolean {
  if (time !== known.time) return (time ?? Infinity) < (known.time ?? Infinity);
  return (place.source - known.place.source || place.offset - known.place.offset) < 0;
}

/** The marker's value without its place and time. */
export function isSameMarker(a: Marker, b: Marker): boolean {
  if (a.kind === 'peer') {
    if (b.kind !== 'peer' || a.side !== b.side || a.direction !== b.direction) return false;
    const p = a.endpoint;
    const q = b.endpoint;
    if (p === q) return true;
    return p.port === q.port && p.transport === q.transport && p.host === q.host;
  }
  if (a.kind === 'agent') return b.kind === 'agent' && a.value === b.value;
  if (a.kind === 'stream') {
    return b.kind === 'stream' && a.of === b.of && a.tls === b.tls && a.auth === b.auth && a.accepted === b.accepted;
  }
  if (a.kind === 'archived') {
    if (b.kind !== 'archived') return false;
    return a.provider === b.provider && a.confidence === b.confidence && a.because === b.because;
  }
  if (a.kind === 'user-data') {
    return b.kind === 'user-data' && a.publicCloud === b.publicCloud && a.federation === b.federation;
  }
  return (
    b.kind === 'trust' &&
    a.sourceType === b.sourceType &&
    a.network === b.network &&
    a.verified === b.verified &&
    a.remoteFqdn === b.remoteFqdn &&
    a.edgeFqdn === b.edgeFqdn
  );
}

/** Time of a message: of its earliest sighting that has one. */
export function timeOf(message: SessionMessage): EpochMs | null {
  let least: EpochMs | null = null;
  for (const { time } of message.sightings) if (time !== null && (least === null || time < least)) least = time;
  return least;
}

/** The time by which a message takes its place: its own, else that of a neighbour in its file. */
export function momentOf(message: SessionMessage): EpochMs | null {
  const time = timeOf(message);
  if (time !== null) return time;
  let least: EpochMs | null = null;
  for (const { near } of message.sightings) if (near !== undefined && (least === null || near < least)) least = near;
  return least;
}

/** Least and greatest moment of a fragment's messages; null = none has one. */
export function spanOf(fragment: SessionFragment): { start: EpochMs; end: EpochMs } | null {
  let start: EpochMs | null = null;
  let end: EpochMs | null = null;
  for (const message of fragment.messages) {
    const time = momentOf(message);
    if (time === null) continue;
    if (start === null || time < start) start = time;
    if (end === null || time > end) end = time;
  }
  return start === null || end === null ? null : { start, end };
}
