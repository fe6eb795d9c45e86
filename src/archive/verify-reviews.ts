import {
  reason,
  verifyFault,
  type EpochMs,
  type Json,
  type LedgerRecord,
  type ReviewStep,
  type SessionId,
  type VerifyFault,
} from '../model.ts';
import { canonicalJson } from './canonical.ts';
import { toldOfStep } from './review-store.ts';
import type { ReviewRecord } from './tables.ts';

type Payload = Readonly<Record<string, Json | undefined>>;

interface ToldStep {
  at: EpochMs;
  text: string;
  /** Told before the last purge: it may have taken the session with it, and another import brought it anew. */
  mayBeGone: boolean;
}

/** The steps of reviewers that must be there, as the ledger tells. Storage-free. */
export class ExpectedReviews {
  /** In the order in which they must stand: the last decides. */
  readonly #steps = new Map<SessionId, ToldStep[]>();

  follow({ action, subject, payload }: LedgerRecord): void {
    if (action === 'purge') for (const steps of this.#steps.values()) for (const step of steps) step.mayBeGone = true;
    if ((action !== 'decision' && action !== 'note') || !subject.startsWith('session:')) return;
    const session = subject.slice('session:'.length) as SessionId;
    const told = (payload ?? {}) as Payload;
    if (typeof told['joined'] === 'string') return this.#join(told['joined'] as SessionId, session);
    if (typeof told['step'] !== 'string') return;
    const { step, reviewer = null, at = null, note = null, restored } = told;
    const text = canonicalJson({ step, reviewer, at, note });
    const steps = this.#of(session);
    steps.push({ at: Date.parse(at as string) as EpochMs, text, mayBeGone: false });
    // Those of another archive stand among ours by time.
    if (restored === true) steps.sort((a, b) => a.at - b.at);
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
    const fault = (session: SessionId, why: 'review-missing' | 'review-changed' | 'review-untold'): VerifyFault =>
      verifyFault('ledger', `session:${session}`, reason(why, { session }));
    for (const [session, told] of this.#steps) {
      const steps = there.get(session) ?? [];
      const since = told.filter(({ mayBeGone }) => !mayBeGone);
      if (isSame(session, steps, since)) continue;
      if (steps.length === 0) {
        if (await isThere(session)) return fault(session, 'review-missing');
      } else if (!isSame(session, steps, told)) {
        return fault(session, 'review-changed');
      }
    }
    const stray = records.find(({ session }) => !this.#steps.has(session));
    return stray === undefined ? null : fault(stray.session, 'review-untold');
  }

  #of(session: SessionId): ToldStep[] {
    const known = this.#steps.get(session) ?? [];
    this.#steps.set(session, known);
    return known;
  }

  /** As `ReviewStore.follow` puts them together. */
  #join(gone: SessionId, heir: SessionId): void {
    const told = this.#steps.get(gone) ?? [];
    this.#steps.delete(gone);
    this.#steps.set(
      heir,
      [...this.#of(heir), ...told].sort((a, b) => a.at - b.at),
    );
  }
}

function isSame(session: SessionId, steps: readonly ReviewStep[], told: readonly ToldStep[]): boolean {
  return (
    steps.length === told.length &&
    steps.every((step, index) => step.session === session && canonicalJson(toldOfStep(step)) === told[index]?.text)
  );
}
