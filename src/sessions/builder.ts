import { holdsByTime } from '../model/join-keys.ts';
import type { EpochMs, Message, Place, SessionFragment, Sink } from '../model.ts';
import { IDLE_GAP_MS, joinsOf } from './joins.ts';
import { momentOfMessage, OpenSession } from './open-session.ts';

/**
 * Messages held in open sessions before the longest untouched are handed on; about 1 kB each. Few enough that
 * most are gone again before the collector has moved them: with 30,000 the building took three times as long.
 */
const OPEN_MESSAGES = 8_000;
/** How often, in messages, the open sessions are looked over. */
const SWEEP_EVERY = 2_048;
/** Log time without a message after which a session is handed on, ms. Later messages still join it in the archive. */
const SETTLED_AFTER_MS = 10 * 60_000;

/**
 * Gathers messages into session fragments while they stream by. Memory is bounded by handing on whatever
 * has been quiet longest: a fragment is no verdict that a session is over, since the archive joins the
 * pieces by their keys (`assemble`). So where the cuts fall changes nothing in the result.
 */
export class SessionBuilder {
  #out: Sink<SessionFragment>;
  readonly #closedEarly: Sink<Place>;
  readonly #idleGapMs: number;
  #open = new Map<string, OpenSession>();
  /** By Call-ID, for messages that bring no other key: building and looking up keys would take a third of the time. */
  #calls = new Map<string, OpenSession>();
  #sessions = new Set<OpenSession>();
  #openMessages = 0;
  #pushed = 0;
  #logTime: EpochMs | null = null;

  /**
   * @param closedEarly told where a session begins that is handed on while it may still go on, since too many are open
   * @param idleGapMs silence that ends a chat
   */
  constructor(out: Sink<SessionFragment>, closedEarly: Sink<Place> = () => undefined, idleGapMs: number = IDLE_GAP_MS) {
    this.#out = out;
    this.#closedEarly = closedEarly;
    this.#idleGapMs = idleGapMs;
  }

  /** @returns false = no message of its Call-ID has come before, or it may be one that came long ago */
  push(message: Message): boolean {
    const known = this.#knownFor(message);
    const session = known ?? this.#sessionFor(message);
    if (session === null) return false;
    this.#pushed++;
    if (message.time !== null) this.#logTime = message.time;
    this.#add(session, message);
    if (this.#pushed % SWEEP_EVERY === 0) this.#sweep();
    return known !== undefined;
  }

  /** Hands on the half that has been quiet longest, so that somebody who waits sees the first sessions. */
  handOnQuiet(): void {
    for (const session of this.#quietest(this.#openMessages / 2)) this.#handOn(session);
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
    const { keys, gapMs } = joinsOf(message, this.#idleGapMs);
    if (keys.length === 0) return null;
    let session: OpenSession | undefined;
    for (const key of keys) {
      const known = this.#open.get(key);
      if (known === undefined || known === session) continue;
      if (gapMs !== null && holdsByTime(key) && !isNear(known, momentOfMessage(message), gapMs)) {
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
    const session = new OpenSession(message, gapMs);
    this.#sessions.add(session);
    return session;
  }

  #add(session: OpenSession, message: Message): void {
    session.touched = this.#pushed;
    const before = session.size;
    session.add(message);
    this.#openMessages += session.size - before;
  }

  /** Two open sessions turn out to be one. */
  #join(into: OpenSession, other: OpenSession): OpenSession {
    const before = into.size + other.size;
    into.absorb(other);
    this.#openMessages += into.size - before;
    for (const key of other.joins) {
      into.joins.add(key);
      this.#open.set(key, into);
    }
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
    for (const session of this.#quietest(OPEN_MESSAGES / 2)) {
      const place = session.firstPlace;
      this.#handOn(session);
      if (place !== null) this.#closedEarly(place);
    }
  }

  /** Those that have been quiet longest. @param messages that may stay in the others */
  #quietest(messages: number): OpenSession[] {
    const quietFirst = [...this.#sessions].sort((a, b) => a.touched - b.touched);
    let left = this.#openMessages;
    return quietFirst.filter(({ size }) => {
      const goes = left > messages;
      if (goes) left -= size;
      return goes;
    });
  }

  #handOn(session: OpenSession): void {
    this.#sessions.delete(session);
    this.#openMessages -= session.size;
    for (const key of session.joins) if (this.#open.get(key) === session) this.#open.delete(key);
    this.#out(session.handOn());
  }
}

function isNear(session: OpenSession, time: EpochMs | null, gapMs: number): boolean {
  if (session.start === null || session.end === null || time === null) return session.start === null && time === null;
  return time >= session.start - gapMs && time <= session.end + gapMs;
}
