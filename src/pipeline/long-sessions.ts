/**
 * A long session comes in many pieces. Each time one is put, the whole session is read, joined, judged and written anew: with
 * every piece at once the work would grow with the square of its length. So pieces wait until there is a quarter as much
 * of them as of what is stored.
 */
import type { SessionFragment } from '../model.ts';
import { isLegKey } from '../model/join-keys.ts';

/** Messages of a session from which on its pieces wait. */
const LONG = 1_000;
/** A piece waits until all that wait have this share of the session's messages. */
const SHARE = 1 / 4;
/** Messages that may wait in all; about 1 kB each. */
const MOST_WAITING = 16_000;

interface LongSession {
  stored: number;
  pieces: SessionFragment[];
  waiting: number;
}

export class LongSessions {
  /** By each of its join keys. */
  readonly #known = new Map<string, LongSession>();
  readonly #holding = new Set<LongSession>();
  #waiting = 0;

  /** Learns how long a session is that was put. */
  put({ joins, messages }: SessionFragment): void {
    if (messages.length < LONG) return;
    const session: LongSession = { stored: messages.length, pieces: [], waiting: 0 };
    for (const join of joins) {
      const before = this.#known.get(join);
      if (before !== undefined && this.#holding.delete(before)) {
        session.pieces.push(...before.pieces);
        session.waiting += before.waiting;
      }
      this.#known.set(join, session);
    }
    if (session.waiting > 0) this.#holding.add(session);
  }

  /** The pieces to put now that this one has come: none while it waits, itself alone where its session is not long. */
  add(piece: SessionFragment): SessionFragment[] {
    const session = this.#sessionOf(piece);
    if (session === undefined) return [piece];
    session.pieces.push(piece);
    session.waiting += piece.messages.length;
    this.#waiting += piece.messages.length;
    this.#holding.add(session);
    if (session.waiting >= session.stored * SHARE) return this.#take(session);
    return this.#waiting > MOST_WAITING ? this.takeAll() : [];
  }

  takeAll(): SessionFragment[] {
    return [...this.#holding].flatMap((session) => this.#take(session));
  }

  #sessionOf({ joins }: SessionFragment): LongSession | undefined {
    if (this.#known.size === 0) return undefined;
    for (const join of joins) {
      const session = isLegKey(join) ? undefined : this.#known.get(join);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  #take(session: LongSession): SessionFragment[] {
    const { pieces } = session;
    this.#waiting -= session.waiting;
    this.#holding.delete(session);
    session.pieces = [];
    session.waiting = 0;
    return pieces;
  }
}
