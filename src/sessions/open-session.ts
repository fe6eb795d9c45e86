import type {
  ArchivedMessage,
  EpochMs,
  Marker,
  Message,
  Place,
  SeenMarker,
  SessionFragment,
  SessionMessage,
  Sighting,
  SipMessage,
} from '../model.ts';
import { ARCHIVED } from './archived.ts';
import { dialogOf, identityOf, sipIdentity } from './identity.ts';
import { KeptMessages } from './kept-messages.ts';
import { addLegKeys } from './legs.ts';
import { isEarlier, isSameMarker, mergeMessages, sameFacts, withSighting } from './merge.ts';

interface Mark {
  marker: Marker;
  place: Place;
  time: EpochMs | null;
}

/** What is known so far of a session whose messages stream by. */
export class OpenSession {
  readonly protocol: SessionFragment['protocol'];
  readonly gapMs: number | null;
  readonly joins = new Set<string>();
  start: EpochMs | null;
  end: EpochMs | null;
  /** Running number of the message that last touched it. */
  touched = 0;
  /** Ms-Conversation-ID of the message that came last with one: a key that need not be looked up again. */
  conversation: string | null = null;
  /** False = handed on, or joined into another. */
  open = true;
  readonly #messages = new KeptMessages();
  readonly #marks: Mark[] = [];

  constructor(message: Message, gapMs: number | null) {
    this.protocol = isOfXmpp(message) ? 'xmpp' : 'sip';
    this.gapMs = gapMs;
    this.start = this.end = momentOfMessage(message);
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Where the message lies that came first; null = it has none. */
  get firstPlace(): Place | null {
    return this.#messages.first?.sightings[0]?.places[0] ?? null;
  }

  add(message: Message): void {
    const moment = momentOfMessage(message);
    this.#widen(moment, moment);
    const place = message.places[0];
    if (place !== undefined) for (const marker of message.markers) this.#mark(marker, place, message.time);
    if (message.protocol === 'sip') this.#addSip(message);
    else this.#messages.keep(sessionMessageOf(message, null));
  }

  /** Takes over all of a session that turns out to be the same. */
  absorb(other: OpenSession): void {
    this.#messages.absorb(other.#messages);
    for (const { marker, place, time } of other.#marks) this.#mark(marker, place, time);
    this.#widen(other.start, other.start);
    this.#widen(other.end, other.end);
    other.#close();
  }

  /** Gives all of it away. Whoever still knows the session holds nothing by it. */
  handOn(): SessionFragment {
    const fragment = this.#fragment();
    this.#close();
    return fragment;
  }

  #close(): void {
    this.open = false;
    this.#messages.clear();
    this.#marks.length = 0;
  }

  #fragment(): SessionFragment {
    const messages = this.#messages.all();
    if (this.protocol === 'sip') addLegKeys(this.joins, messages);
    return {
      protocol: this.protocol,
      joins: [...this.joins].sort(),
      gapMs: this.gapMs,
      markers: this.#marks.map(seenMarker),
      messages,
    };
  }

  #widen(start: EpochMs | null, end: EpochMs | null): void {
    if (start !== null && (this.start === null || start < this.start)) this.start = start;
    if (end !== null && (this.end === null || end > this.end)) this.end = end;
  }

  #addSip(message: SipMessage): void {
    const known = this.#messages.knownSip(message);
    if (known !== undefined && saysTheSame(known.message, message)) {
      known.message.sightings = withSighting(known.message.sightings, sightingOf(message));
      return;
    }
    const own = sessionMessageOf(message, this.#messages.dialogOf(message));
    if (known === undefined) this.#messages.addSip(own, message);
    else known.message = mergeMessages(known.message, own);
  }

  #mark(marker: Marker, place: Place, time: EpochMs | null): void {
    const mark = markOf(this.#marks, marker);
    if (mark === undefined) this.#marks.push({ marker, place, time });
    else if (isEarlier(place, time, mark)) {
      mark.place = place;
      mark.time = time;
    }
  }
}

function isOfXmpp(message: Message): boolean {
  if (message.protocol === 'trace-diagnostic') return message.talk !== undefined;
  return message.protocol === 'xmpp' || (message.protocol === 'archive' && message.of === 'xmpp');
}

function saysTheSame(message: SessionMessage, other: SipMessage): boolean {
  return (
    message.title === other.title &&
    message.from === other.from &&
    message.to === other.to &&
    message.type === other.event &&
    message.conversation === other.conversation &&
    sameFacts(message.facts, other.facts)
  );
}

/** Kind by kind: a copy of an object of any shape is slow, and every session has several. */
function seenMarker({ marker, place, time }: Mark): SeenMarker {
  switch (marker.kind) {
    case 'peer': {
      const { kind, endpoint, side, direction } = marker;
      return { kind, endpoint, side, direction, place, time };
    }
    case 'agent':
      return { kind: marker.kind, value: marker.value, place, time };
    case 'user-data': {
      const { kind, publicCloud, federation } = marker;
      return { kind, publicCloud, federation, place, time };
    }
    case 'trust': {
      const { kind, sourceType, network, verified, remoteFqdn, edgeFqdn } = marker;
      return { kind, sourceType, network, verified, remoteFqdn, edgeFqdn, place, time };
    }
    case 'stream':
    case 'archived':
      return { ...marker, place, time };
  }
}

/** Readers give one object for a marker that recurs: most are found by what they are, not by what they say. */
function markOf(marks: readonly Mark[], marker: Marker): Mark | undefined {
  for (const mark of marks) if (mark.marker === marker) return mark;
  for (const mark of marks) if (isSameMarker(mark.marker, marker)) return mark;
  return undefined;
}

/** @param dialog tags of a SIP message; null = it is none */
function sessionMessageOf(message: Message, dialog: string | null): SessionMessage {
  if (message.protocol === 'archive') return archivedMessageOf(message);
  const sip = message.protocol === 'sip' ? message : null;
  const xmpp = message.protocol === 'xmpp' ? message : null;
  const own: SessionMessage = {
    identity: sip === null ? identityOf(message) : sipIdentity(sip, dialog ?? dialogOf(sip)),
    method: message.protocol === 'msrp' ? message.method : (sip?.method ?? xmpp?.name ?? 'diagnostic'),
    status: sip?.status ?? null,
    cseq: sip?.cseq ?? null,
    type: sip?.event ?? xmpp?.type ?? null,
    dialog: dialog ?? '',
    callId: message.protocol === 'xmpp' || message.protocol === 'msrp' ? null : message.callId,
    conversation: sip?.conversation ?? null,
    thread: xmpp?.thread ?? null,
    from: message.from,
    to: message.to,
    title: message.title,
    facts: message.facts,
    sightings: [sightingOf(message)],
  };
  if (xmpp === null) return own;
  if (xmpp.id !== null && xmpp.id !== '') own.id = xmpp.id;
  if (xmpp.call !== undefined) own.call = xmpp.call;
  return own;
}

/** The time by which a message takes its place: its own, else that of a neighbour in its file. */
export function momentOfMessage(message: Message): EpochMs | null {
  return message.time ?? (message.protocol === 'xmpp' ? (message.near ?? null) : null);
}

function archivedMessageOf(message: ArchivedMessage): SessionMessage {
  const { callId, conversation, thread, from, to, title, facts, told } = message;
  const none = { status: null, cseq: null, type: null, dialog: '' };
  const kept = { callId, conversation, thread, from, to, title, facts, sightings: [sightingOf(message)] };
  const own: SessionMessage = { identity: identityOf(message), method: ARCHIVED, ...none, ...kept };
  if (told !== undefined) own.told = told;
  return own;
}

function sightingOf(message: Message): Sighting {
  const { places, ordinal = 0, time, timeSource, direction, local, remote, side } = message;
  const sighting: Sighting = { places, ordinal, time, timeSource, direction, local, remote, side };
  if (message.protocol !== 'xmpp') return sighting;
  if (message.heardBy !== undefined) sighting.heardBy = message.heardBy;
  if (message.near !== undefined) sighting.near = message.near;
  return sighting;
}
