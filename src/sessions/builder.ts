import type { EpochMs, Marker, Message, Place, SessionFragment, SessionMessage, Sighting, Sink } from '../model.ts';
import { identityOf } from './identity.ts';
import { joinsOf } from './joins.ts';
import { isEarlier, isSameMarker, mergeMessages } from './merge.ts';

/**
 * Messages held in open sessions before the longest untouched are handed on; about 1 kB each. Few enough that
 * most are gone again before the collector has moved them: with 30,000 the building took three times as long.
 */
const OPEN_MESSAGES = 8_000;
/** How often, in messages, the open sessions are looked over. */
const SWEEP_EVERY = 2_048;
/** Log time without a message after which a session is handed on, ms. Later messages still join it in the archive. */
const SETTLED_AFTER_MS = 10 * 60_000;

interface Mark {
  marker: Marker;
  place: Place;
  time: EpochMs | null;
}

interface OpenSession {
  joins: Set<string>;
  gapMs: number | null;
  protocol: SessionFragment['protocol'];
  messages: Map<string, SessionMessage>;
  marks: Mark[];
  start: EpochMs | null;
  end: EpochMs | null;
  /** Running number of the message that last touched it. */
  touched: number;
  /** Ms-Conversation-ID of the message that came last with one: a key that need not be looked up again. */
  conversation: string | null;
  /** False = handed on, or joined into another. */
  open: boolean;
}

/**
 * Gathers messages into session fragments while they stream by. Memory is bounded by handing on whatever
 * has been quiet longest: a fragment is no verdict that a session is over, since the archive joins the
 * pieces by their keys (`assemble`). So where the cuts fall changes nothing in the result.
 */
export class SessionBuilder {
  #out: Sink<SessionFragment>;
  #open = new Map<string, OpenSession>();
  /** By Call-ID, for messages that bring no other key: building and looking up keys would take a third of the time. */
  #calls = new Map<string, OpenSession>();
  #sessions = new Set<OpenSession>();
  #openMessages = 0;
  #pushed = 0;
  #logTime: EpochMs | null = null;

  constructor(out: Sink<SessionFragment>) {
    this.#out = out;
  }

  push(message: Message): void {
    const session = this.#knownFor(message) ?? this.#sessionFor(message);
    if (session === null) return;
    this.#pushed++;
    if (message.time !== null) this.#logTime = message.time;
    this.#add(session, message);
    if (this.#pushed % SWEEP_EVERY === 0) this.#sweep();
  }

  /** Hands on everything that is open. */
  end(): void {
    for (const session of this.#sessions) this.#handOn(session);
  }

  /** The open session of a SIP message whose keys it is known to have. */
  #knownFor(message: Message): OpenSession | undefined {
    if (message.protocol !== 'sip' || message.links.length > 0) return undefined;
    const known = this.#calls.get(message.callId);
    if (known === undefined || !known.open) return undefined;
    return message.conversation === null || message.conversation === known.conversation ? known : undefined;
  }

  /** null = the message belongs to no session. */
  #sessionFor(message: Message): OpenSession | null {
    const { keys, gapMs } = joinsOf(message);
    if (keys.length === 0) return null;
    let session: OpenSession | undefined;
    for (const key of keys) {
      const known = this.#open.get(key);
      if (known === undefined || known === session) continue;
      if (gapMs !== null && !isNear(known, message.time, gapMs)) {
        this.#handOn(known);
        continue;
      }
      session = session === undefined ? known : this.#join(session, known);
    }
    session ??= this.#start(gapMs, message);
    for (const key of keys) {
      if (session.joins.has(key)) continue;
      session.joins.add(key);
      this.#open.set(key, session);
    }
    if (message.protocol === 'sip') this.#remember(message.callId, message.conversation, session);
    return session;
  }

  #remember(callId: string, conversation: string | null, session: OpenSession): void {
    if (this.#calls.size > OPEN_MESSAGES) this.#calls.clear();
    this.#calls.set(callId, session);
    session.conversation = conversation ?? session.conversation;
  }

  #start(gapMs: number | null, message: Message): OpenSession {
    const session: OpenSession = {
      joins: new Set(),
      gapMs,
      protocol: message.protocol === 'xmpp' ? 'xmpp' : 'sip',
      messages: new Map(),
      marks: [],
      start: message.time,
      end: message.time,
      touched: this.#pushed,
      conversation: null,
      open: true,
    };
    this.#sessions.add(session);
    return session;
  }

  #add(session: OpenSession, message: Message): void {
    session.touched = this.#pushed;
    if (message.time !== null) {
      if (session.start === null || message.time < session.start) session.start = message.time;
      if (session.end === null || message.time > session.end) session.end = message.time;
    }
    const place = message.places[0];
    if (place !== undefined) this.#mark(session, message.markers, place, message.time);
    this.#keep(session, sessionMessageOf(message));
  }

  /** Readers give one object for a marker that recurs: most are found by what they are, not by what they say. */
  #mark(session: OpenSession, markers: readonly Marker[], place: Place, time: EpochMs | null): void {
    for (const marker of markers) {
      const mark =
        session.marks.find((known) => known.marker === marker) ??
        session.marks.find((known) => isSameMarker(known.marker, marker));
      if (mark === undefined) session.marks.push({ marker, place, time });
      else if (isEarlier(place, time, mark)) {
        mark.place = place;
        mark.time = time;
      }
    }
  }

  #keep(session: OpenSession, message: SessionMessage): void {
    const same = session.messages.get(message.identity);
    if (same === undefined) this.#openMessages++;
    session.messages.set(message.identity, same === undefined ? message : mergeMessages(same, message));
  }

  /** Two open sessions turn out to be one. */
  #join(into: OpenSession, other: OpenSession): OpenSession {
    this.#openMessages -= other.messages.size;
    for (const message of other.messages.values()) this.#keep(into, message);
    for (const { marker, place, time } of other.marks) this.#mark(into, [marker], place, time);
    for (const key of other.joins) {
      into.joins.add(key);
      this.#open.set(key, into);
    }
    if (other.start !== null && (into.start === null || other.start < into.start)) into.start = other.start;
    if (other.end !== null && (into.end === null || other.end > into.end)) into.end = other.end;
    other.open = false;
    this.#sessions.delete(other);
    return into;
  }

  #sweep(): void {
    const now = this.#logTime;
    if (now !== null) {
      for (const session of this.#sessions) {
        if (session.end !== null && Math.abs(now - session.end) > SETTLED_AFTER_MS) this.#handOn(session);
      }
    }
    if (this.#openMessages <= OPEN_MESSAGES) return;
    const quietFirst = [...this.#sessions].sort((a, b) => a.touched - b.touched);
    for (const session of quietFirst) {
      if (this.#openMessages <= OPEN_MESSAGES / 2) break;
      this.#handOn(session);
    }
  }

  #handOn(session: OpenSession): void {
    session.open = false;
    this.#sessions.delete(session);
    this.#openMessages -= session.messages.size;
    for (const key of session.joins) if (this.#open.get(key) === session) this.#open.delete(key);
    this.#out({
      protocol: session.protocol,
      joins: [...session.joins].sort(),
      gapMs: session.gapMs,
      markers: session.marks.map(({ marker, place, time }) => ({ ...marker, place, time })),
      messages: [...session.messages.values()],
    });
  }
}

function isNear(session: OpenSession, time: EpochMs | null, gapMs: number): boolean {
  if (session.start === null || session.end === null || time === null) return session.start === null && time === null;
  return time >= session.start - gapMs && time <= session.end + gapMs;
}

function sessionMessageOf(message: Message): SessionMessage {
  const sip = message.protocol === 'sip' ? message : null;
  const xmpp = message.protocol === 'xmpp' ? message : null;
  return {
    identity: identityOf(message),
    method: sip?.method ?? xmpp?.name ?? 'diagnostic',
    status: sip?.status ?? null,
    cseq: sip?.cseq ?? null,
    type: sip?.event ?? xmpp?.type ?? null,
    dialog: sip === null ? '' : (sip.fromTag ?? '') + ';' + (sip.toTag ?? ''),
    callId: message.protocol === 'xmpp' ? null : message.callId,
    conversation: sip?.conversation ?? null,
    thread: xmpp?.thread ?? null,
    from: message.from,
    to: message.to,
    title: message.title,
    facts: message.facts,
    sightings: [sightingOf(message)],
  };
}

function sightingOf(message: Message): Sighting {
  const { places, time, timeSource, direction, local, remote, side } = message;
  return { places, time, timeSource, direction, local, remote, side };
}
