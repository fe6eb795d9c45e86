/** What a log says once of a session and means from then on: whose it is (a JID), which process its other half is. */

/** Sessions that are kept in mind; the one named longest ago is forgotten for another. */
const MOST_SESSIONS = 50_000;

export class SessionNames {
  readonly #names = new Map<string, string>();

  /** A bare JID does not replace the full one of the same account. */
  set(session: string, name: string): void {
    const known = this.#names.get(session);
    if (known?.startsWith(name + '/') === true) return;
    this.#names.delete(session);
    this.#names.set(session, name);
    if (this.#names.size <= MOST_SESSIONS) return;
    for (const oldest of this.#names.keys()) {
      this.#names.delete(oldest);
      return;
    }
  }

  get(session: string): string | null {
    return this.#names.get(session) ?? null;
  }

  /** The session's own name is given to another one. */
  forget(session: string): void {
    this.#names.delete(session);
  }
}
