import {
  CHAT_ROOM,
  undecorate,
  type EpochMs,
  type Fact,
  type Modality,
  type SeenMarker,
  type SeenModality,
  type Session,
  type SessionFragment,
  type SessionId,
  type SessionKind,
  type SessionMessage,
  type TimeSource,
} from '../model.ts';
import { ARCHIVED, isTold, toldRooms, withoutRetold } from './archived.ts';
import { clocksAmong } from './clocks.ts';
import { contentOf, type Content } from './content.ts';
import { joinEchoes } from './echoes.ts';
import { sessionIdOf } from './identity.ts';
import { mediaOf } from './media.ts';
import { jingleMediaOf } from './jingle-media.ts';
import { withPersons } from './occupants.ts';
import { inOrder, type SourceRank, type Timed } from './order.ts';
import { outcomeOf } from './outcome.ts';
import { streamsOf } from './streams.ts';

/** SIP event packages that are about presence [MS-PRES]; a SUBSCRIBE without a package is taken for one. */
const PRESENCE_EVENT = /^(presence|vnd-microsoft-roaming)/;
const PRESENCE_METHODS: ReadonlySet<string> = new Set(['SUBSCRIBE', 'NOTIFY', 'BENOTIFY', 'PUBLISH', 'SERVICE']);

/**
 * Reads a fragment as a whole. Pure: the same messages give the same session, whatever order they came in.
 * @param id that under which it is archived; without it, it is made of the keys, which takes as long as all the rest of a short session
 */
export function summarise(fragment: SessionFragment, rank: SourceRank, id?: SessionId): Session {
  const named = roomsOf(fragment);
  const clocks = clocksAmong(fragment.messages, rank);
  const ordered = inOrder(named.length > 0 ? withPersons(fragment.messages) : fragment.messages, rank, clocks);
  // Each message of SIP has an identity of its own; some stanzas have none.
  const seen = fragment.gapMs === null ? ordered : joinEchoes(ordered);
  const told = isTold(fragment);
  const messages = told ? withoutRetold(seen) : seen;
  const content = contentOf(messages);
  const rooms = [...new Set([...named, ...chatRoomsOf(content), ...(told ? toldRooms(seen) : [])])];
  const participants = participantsOf(messages, content, rooms);
  const modalities = modalitiesOf(messages, content, participants, rooms);
  const { start, end } = spanOf(messages);
  const thread = firstOf(messages, 'thread');
  const { outcome, status, initiator, responder } = outcomeOf(fragment.protocol, messages);
  const session: Session = {
    protocol: fragment.protocol,
    joins: fragment.joins,
    gapMs: fragment.gapMs,
    markers: fragment.markers.toSorted(byTime(rank)),
    messages: seen.map(({ message }) => message),
    id: id ?? sessionIdOf(fragment, start, thread),
    kind: kindOf(modalities, content),
    modalities,
    start,
    end,
    timeSource: timeSourceOf(messages),
    outcome,
    status,
    callIds: callIdsOf(messages).sort(),
    conversation: firstOf(messages, 'conversation'),
    thread,
    initiator,
    responder,
    participants,
    rooms,
    messageCount: messages.reduce((count, { message }) => count + (isCounted(message) ? 1 : 0), 0),
    texts: content.texts,
    presence: content.presence,
    files: content.files,
    media: fragment.gapMs === null ? mediaOf(messages) : [...mediaOf(messages), ...jingleMediaOf(messages)],
    diagnostics: content.diagnostics,
    opaque: content.opaque,
  };
  const streams = streamsOf(session.markers);
  if (streams.length > 0) session.streams = streams;
  if (clocks !== null) session.clocks = clocks;
  return session;
}

/** Not all need have a time; the first in order need not have the least where clocks differ. */
function spanOf(messages: readonly Timed[]): Pick<Session, 'start' | 'end'> {
  let start: EpochMs | null = null;
  let end: EpochMs | null = null;
  for (const { time } of messages) {
    if (time === null) continue;
    if (start === null || time < start) start = time;
    if (end === null || time > end) end = time;
  }
  return { start, end };
}

/** A protocol message, not what a trace or an archive says beside it. */
function isCounted({ method }: SessionMessage): boolean {
  return method !== 'diagnostic' && method !== ARCHIVED;
}

/** Earliest first, as messages are: so the first of a kind is the same in whatever order the pieces came. */
function byTime(rank: SourceRank): (a: SeenMarker, b: SeenMarker) => number {
  return (a, b) => {
    if (a.time !== b.time) return (a.time ?? -Infinity) - (b.time ?? -Infinity);
    return rank(a.place.source) - rank(b.place.source) || a.place.offset - b.place.offset;
  };
}

function callIdsOf(messages: readonly Timed[]): string[] {
  const seen: string[] = [];
  let last: string | null = null;
  for (const { message } of messages) {
    const value = message.callId;
    if (value === null || value === last) continue;
    last = value;
    if (!seen.includes(value)) seen.push(value);
  }
  return seen;
}

function firstOf(messages: readonly Timed[], key: 'conversation' | 'thread'): string | null {
  for (const { message } of messages) if (message[key] !== null) return message[key];
  return null;
}

function timeSourceOf(messages: readonly Timed[]): TimeSource {
  let source: TimeSource = 'none';
  for (const { message } of messages) {
    for (const { timeSource } of message.sightings) {
      if (timeSource === 'assumed-date') return timeSource;
      if (timeSource === 'assumed-zone' || source === 'none') source = timeSource;
    }
  }
  return source;
}

/** Rooms name their session: see `joinsOf`. */
function roomsOf(fragment: SessionFragment): string[] {
  return fragment.joins.filter((join) => join.startsWith('room:')).map((join) => join.slice('room:'.length));
}

/** Rooms of Persistent Chat: all of them are reached over one dialog with their server. */
function chatRoomsOf({ texts }: Content): string[] {
  return [...new Set(texts.flatMap(({ to }) => to.filter((address) => address.startsWith(CHAT_ROOM))))].sort();
}

function participantsOf(messages: readonly Timed[], content: Content, rooms: readonly string[]): string[] {
  const seen = new Set<string>(rooms);
  for (const { message } of messages) {
    if (message.from !== null) seen.add(message.from);
    if (message.to !== null) seen.add(message.to);
    for (const fact of message.facts) {
      if (fact.kind === 'member') seen.add(fact.who);
      else if (fact.kind === 'subscription' && fact.of !== undefined) seen.add(fact.of);
    }
    for (const { heardBy } of message.sightings) if (heardBy !== undefined) seen.add(heardBy);
  }
  for (const text of content.texts) if (text.from !== '') seen.add(text.from);
  for (const change of content.presence) if (change.who !== '') seen.add(change.who);
  return [...seen].sort();
}

/** Each modality with its first message, sorted by name. */
function modalitiesOf(
  messages: readonly Timed[],
  content: Content,
  participants: readonly string[],
  rooms: readonly string[],
): SeenModality[] {
  const seen: SeenModality[] = [];
  for (const item of messages) seeModalities(seen, item);
  const first = messages[0];
  if (first !== undefined) {
    const third = participants.length - rooms.length > 2 ? thirdParty(messages, rooms) : undefined;
    if (third !== undefined && seen.some(({ modality }) => TOGETHER.has(modality))) see(seen, 'multiparty', third);
    if (content.files.length > 0) see(seen, 'file', first);
  }
  return seen.sort(byModality);
}

/** What more than two can do at once. */
const TOGETHER: ReadonlySet<Modality> = new Set<Modality>(['im', 'audio', 'video', 'sharing']);

function byModality(a: SeenModality, b: SeenModality): number {
  return a.modality < b.modality ? -1 : 1;
}

function see(seen: SeenModality[], modality: Modality, { message, time }: Timed): void {
  for (const known of seen) if (known.modality === modality) return;
  seen.push({ modality, time, places: message.sightings[0]?.places ?? [] });
}

/** The message in which a third party first takes part. Whose presence is told takes no part. */
function thirdParty(messages: readonly Timed[], rooms: readonly string[]): Timed | undefined {
  const people = new Set<string>();
  const add = (who: string | null): void => {
    if (who !== null && !rooms.includes(who)) people.add(undecorate(who));
  };
  return messages.find(({ message }) => {
    add(message.from);
    add(message.to);
    for (const fact of message.facts) {
      if (fact.kind === 'member') add(fact.who);
      else if (fact.kind === 'text') add(fact.from);
    }
    for (const { heardBy } of message.sightings) if (heardBy !== undefined) add(heardBy);
    return people.size > 2;
  });
}

function seeModalities(seen: SeenModality[], item: Timed): void {
  const { message } = item;
  for (const fact of message.facts) {
    const modality = modalityOf(fact);
    if (modality !== null) see(seen, modality, item);
  }
  if (message.method === 'MESSAGE') see(seen, 'im', item);
  else if (message.method === 'presence') see(seen, 'presence', item);
  else if (PRESENCE_METHODS.has(message.method)) {
    // The answer to a request without a package tells nothing.
    const about = message.type === null ? message.status === null : PRESENCE_EVENT.test(message.type);
    if (about) see(seen, 'presence', item);
  }
}

function modalityOf(fact: Fact): Modality | null {
  switch (fact.kind) {
    case 'media':
      return fact.media;
    case 'text':
    case 'opaque':
    case 'notice':
      return 'im';
    case 'presence':
    case 'file':
      return fact.kind;
    case 'invitation':
    case 'reaction':
    case 'retraction':
    case 'topic':
    case 'undelivered':
      return 'im';
    case 'subscription':
      return 'presence';
    case 'diagnostic':
    case 'member':
    case 'call':
    case 'named':
      return null;
  }
}

/** The main purpose: what was said outweighs what was set up. */
function kindOf(modalities: readonly SeenModality[], content: Content): SessionKind {
  const has = (modality: Modality): boolean => modalities.some((seen) => seen.modality === modality);
  if (content.texts.length > 0 || content.opaque.length > 0) return 'im';
  if (has('audio') || has('video') || has('sharing')) return 'av';
  if (has('im')) return 'im';
  if (has('presence')) return 'presence';
  return 'other';
}
