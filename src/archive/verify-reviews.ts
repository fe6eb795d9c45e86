import type { Json, LedgerRecord, ReviewStep, SessionId, VerifyFault } from '../model.ts';
import { canonicalJson } from './canonical.ts';
import { toldOfStep } from './review-store.ts';
import type { ReviewRecord } from './tables.ts';

type Payload = Readonly<Record<string, Json | undefined>>;

/** The steps of reviewers that must be there, as the ledger tells. Storage-free. */
export class ExpectedReviews {
  /** What was told of each step, by session. */
  readonly #steps = new Map<SessionId, string[]>();
  /** How many of them were told before the last purge: it may have taken the session with them, and another import brought it anew. */
  readonly #purged = new Map<SessionId, number>();
  /** Sessions of which an entry has lost its payload: nothing can be said of them. */
  readonly #unknown = new Set<SessionId>();

  follow({ action, subject, payload }: LedgerRecord): void {
    if (action === 'purge') for (const [session, told] of this.#steps) this.#purged.set(session, told.length);
    if ((action !== 'decision' && action !== 'note') || !subject.startsWith('session:')) return;
    const session = subject.slice('session:'.length) as SessionId;
    if (payload === undefined) this.#unknown.add(session);
    const told = (payload ?? {}) as Payload;
    if (typeof told['joined'] === 'string') return this.#join(told['joined'] as SessionId, session);
    if (typeof told['step'] !== 'string') return;
    const { step, reviewer = null, at = null, note = null } = told;
    this.#add(session, canonicalJson({ step, reviewer, at, note }));
  }

  has(session: SessionId): boolean {
    return this.#steps.has(session);
  }

  /** @param isThere is that session archived? The steps of one that was purged went with it */
  async fault(
    records: readonly ReviewRecord[],
    isThere: (session: SessionId) => Promise<boolean>,
  ): Promise<VerifyFault | null> {
    const there = new Map(records.map((record) => [record.session, record.steps]));
    const fault = (session: SessionId, message: string): VerifyFault => {
      return { part: 'ledger', subject: `session:${session}`, message };
    };
    for (const [session, told] of this.#steps) {
      if (this.#unknown.has(session)) continue;
      const steps = there.get(session) ?? [];
      const since = told.slice(this.#purged.get(session) ?? 0);
      if (isSame(steps, since)) continue;
      if (steps.length === 0) {
        if (await isThere(session)) return fault(session, `The review of session ${session} is missing.`);
      } else if (!isSame(steps, told)) {
        return fault(session, `The review of session ${session} is another one than the ledger tells.`);
      }
    }
    const stray = records.find(({ session }) => !this.#steps.has(session) && !this.#unknown.has(session));
    return stray === undefined
      ? null
      : fault(stray.session, `The review of session ${stray.session} is not known to the ledger.`);
  }

  #add(session: SessionId, told: string): void {
    const known = this.#steps.get(session);
    if (known === undefined) this.#steps.set(session, [told]);
    else known.push(told);
  }

  #join(gone: SessionId, heir: SessionId): void {
    const told = this.#steps.get(gone) ?? [];
    const purged = this.#purged.get(gone) ?? 0;
    this.#steps.delete(gone);
    this.#purged.delete(gone);
    // What a purge may have taken stands first.
    const known = this.#steps.get(heir) ?? [];
    const kept = this.#purged.get(heir) ?? 0;
    this.#steps.set(heir, [
      ...known.slice(0, kept),
      ...told.slice(0, purged),
      ...known.slice(kept),
      ...told.slice(purged),
    ]);
    if (kept + purged > 0) this.#purged.set(heir, kept + purged);
  }
}

/** In any order: what was joined is ordered by time. */
function isSame(steps: readonly ReviewStep[], told: readonly string[]): boolean {
  const found = steps.map((step) => canonicalJson(toldOfStep(step))).sort();
  const expected = [...told].sort();
  return found.length === expected.length && found.every((step, index) => step === expected[index]);
}
