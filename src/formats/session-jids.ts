/** Whose the connections of a log are, by what its other lines say of them. */

/** Connections that are kept in mind; the one named longest ago is forgotten for another. */
const MOST_SESSIONS = 50_000;

export class SessionJids {
  readonly #jids = new Map<string, string>();

  /** A bare JID does not replace the full one of the same account. */
  set(session: string, jid: string): void {
    const known = this.#jids.get(session);
    if (known?.startsWith(jid + '/') === true) return;
    this.#jids.delete(session);
    this.#jids.set(session, jid);
    if (this.#jids.size <= MOST_SESSIONS) return;
    for (const oldest of this.#jids.keys()) {
      this.#jids.delete(oldest);
      return;
    }
  }

  get(session: string): string | null {
    return this.#jids.get(session) ?? null;
  }

  /** The name is given to another connection. */
  forget(session: string): void {
    this.#jids.delete(session);
  }
}
