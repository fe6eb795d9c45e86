import {
  undecorate,
  type Modality,
  type SeenModality,
  type Session,
  type SessionFragment,
  type SessionKind,
  type SessionMessage,
  type TimeSource,
} from '../model.ts';
import { contentOf, type Content } from './content.ts';
import { joinEchoes } from './echoes.ts';
import { sessionIdOf } from './identity.ts';
import { inOrder, type SourceRank, type Timed } from './order.ts';
import { outcomeOf } from './outcome.ts';

/** SIP event packages that are about presence [MS-PRES]; a SUBSCRIBE without a package is taken for one. */
const PRESENCE_EVENT = /^(presence|vnd-microsoft-roaming)/;
const PRESENCE_METHODS: ReadonlySet<string> = new Set(['SUBSCRIBE', 'NOTIFY', 'BENOTIFY', 'PUBLISH', 'SERVICE']);

/** Reads a fragment as a whole. Pure: the same messages give the same session, whatever order they came in. */
export function summarise(fragment: SessionFragment, rank: SourceRank): Session {
  const messages = joinEchoes(inOrder(fragment.messages, rank));
  const content = contentOf(messages);
  const rooms = roomsOf(fragment);
  const participants = participantsOf(messages, content, rooms);
  const modalities = modalitiesOf(messages, content, participants, rooms);
  const dated = messages.filter(({ time }) => time !== null);
  const start = dated[0]?.time ?? null;
  return {
    ...fragment,
    messages: messages.map(({ message }) => message),
    id: sessionIdOf(fragment, start),
    kind: kindOf(modalities, content),
    modalities,
    start,
    end: dated.at(-1)?.time ?? null,
    timeSource: timeSourceOf(dated),
    ...outcomeOf(fragment.protocol, messages),
    callIds: distinct(messages, (message) => message.callId).sort(),
    conversation: distinct(messages, (message) => message.conversation)[0] ?? null,
    thread: distinct(messages, (message) => message.thread)[0] ?? null,
    participants,
    rooms,
    messageCount: messages.filter(({ message }) => message.method !== 'diagnostic').length,
    ...content,
  };
}

function distinct(messages: readonly Timed[], of: (message: SessionMessage) => string | null): string[] {
  const seen = new Set<string>();
  for (const { message } of messages) {
    const value = of(message);
    if (value !== null) seen.add(value);
  }
  return [...seen];
}

function timeSourceOf(dated: readonly Timed[]): TimeSource {
  if (dated.length === 0) return 'none';
  const assumed = dated.some(({ message }) => message.sightings.some((seen) => seen.timeSource === 'assumed-zone'));
  return assumed ? 'assumed-zone' : 'log';
}

/** Rooms name their session: see `joinsOf`. */
function roomsOf(fragment: SessionFragment): string[] {
  return fragment.joins.filter((join) => join.startsWith('room:')).map((join) => join.slice('room:'.length));
}

function participantsOf(messages: readonly Timed[], content: Content, rooms: readonly string[]): string[] {
  const seen = new Set<string>(rooms);
  for (const { message } of messages) {
    if (message.from !== null) seen.add(message.from);
    if (message.to !== null) seen.add(message.to);
    for (const fact of message.facts) if (fact.kind === 'member') seen.add(fact.who);
  }
  for (const text of content.texts) if (text.from !== '') seen.add(text.from);
  return [...seen].sort();
}

/** Each modality with its first message, sorted by name. */
function modalitiesOf(
  messages: readonly Timed[],
  content: Content,
  participants: readonly string[],
  rooms: readonly string[],
): SeenModality[] {
  const seen = new Map<Modality, SeenModality>();
  const add = (modality: Modality, { message, time }: Timed): void => {
    if (!seen.has(modality)) seen.set(modality, { modality, time, places: message.sightings[0]?.places ?? [] });
  };
  for (const item of messages) {
    for (const modality of modalitiesOfMessage(item.message)) add(modality, item);
  }
  const people = new Set(participants.map(undecorate)).size - rooms.length;
  const first = messages[0];
  const together = seen.has('im') || seen.has('audio') || seen.has('video') || seen.has('sharing');
  if (people > 2 && together && first !== undefined) add('multiparty', thirdParty(messages) ?? first);
  if (content.files.length > 0 && first !== undefined) add('file', first);
  return [...seen.values()].sort((a, b) => (a.modality < b.modality ? -1 : 1));
}

/** The message in which a third party first appears. */
function thirdParty(messages: readonly Timed[]): Timed | undefined {
  const seen = new Set<string>();
  return messages.find(({ message }) => {
    for (const who of [message.from, message.to]) if (who !== null) seen.add(undecorate(who));
    for (const fact of message.facts) if (fact.kind === 'member') seen.add(undecorate(fact.who));
    return seen.size > 2;
  });
}

function modalitiesOfMessage(message: SessionMessage): Modality[] {
  const found: Modality[] = [];
  for (const fact of message.facts) {
    if (fact.kind === 'media') found.push(fact.media);
    else if (fact.kind === 'text' || fact.kind === 'opaque') found.push('im');
    else if (fact.kind === 'notice') found.push('im');
    else if (fact.kind === 'presence') found.push('presence');
    else if (fact.kind === 'file') found.push('file');
  }
  if (message.method === 'MESSAGE') found.push('im');
  if (message.method === 'presence') found.push('presence');
  const presenceMethod = PRESENCE_METHODS.has(message.method);
  if (presenceMethod && (message.type === null ? message.status === null : PRESENCE_EVENT.test(message.type))) {
    found.push('presence');
  }
  return found;
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
