import type { EpochMs, Sink, XmppStanza } from '../model.ts';
import { joinsOf } from './joins.ts';

/** Stanzas that wait for one with a time; more have none to wait for. */
const MOST_WAITING = 1_000;
/** Talks whose last time is kept in mind. */
const MOST_TALKS = 100_000;

/**
 * Gives stanzas without a time a place among those that have one, as in logs where only what was delayed is dated: that of
 * the stanza before it of the same talk, or of the first behind it. In the order of one file, so that it does not depend on
 * what else is read.
 */
export class UndatedStanzas {
  #out: Sink<XmppStanza>;
  /** Time of the last stanza of a talk, by its key. */
  readonly #last = new Map<string, EpochMs>();
  /** Those that stand before any with a time, by key. */
  readonly #waiting = new Map<string, XmppStanza[]>();
  #waitingCount = 0;

  constructor(out: Sink<XmppStanza>) {
    this.#out = out;
  }

  push(stanza: XmppStanza): void {
    const key = joinsOf(stanza).keys[0];
    if (key === undefined || !this.#place(stanza, key)) this.#out(stanza);
  }

  end(): void {
    for (const key of [...this.#waiting.keys()]) this.#release(key, null);
  }

  /** @returns whether it must wait */
  #place(stanza: XmppStanza, key: string): boolean {
    if (stanza.time !== null) {
      if (this.#waiting.size > 0) this.#release(key, stanza.time);
      if (this.#last.size >= MOST_TALKS && !this.#last.has(key)) this.#last.clear();
      this.#last.set(key, stanza.time);
      return false;
    }
    const near = this.#last.get(key);
    if (near !== undefined) {
      stanza.near = near;
      return false;
    }
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, [stanza]);
    else waiting.push(stanza);
    this.#waitingCount += 1;
    if (this.#waitingCount > MOST_WAITING) this.end();
    return true;
  }

  #release(key: string, near: EpochMs | null): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    this.#waiting.delete(key);
    this.#waitingCount -= waiting.length;
    for (const stanza of waiting) {
      if (near !== null) stanza.near = near;
      this.#out(stanza);
    }
  }
}
