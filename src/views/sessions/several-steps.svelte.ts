/** One step of the review taken with many sessions: with progress, and with a way to take all of it back. */
import { t } from '../../messages/catalogue.ts';
import type { ArchiveName } from '../../../workers/api.ts';
import type { Disposition, ReviewStep, SessionId, StepRefusal } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { acting } from '../acting.svelte.ts';
import { whyOf } from '../reasons.ts';
import { toasts } from '../toasts.svelte.ts';

/** Sessions asked for at once: each is an entry of the ledger, some milliseconds. */
const AT_ONCE = 20;

export class SeveralSteps {
  progress = $state.raw<{ done: number; all: number } | null>(null);
  failure = $state<string | null>(null);
  #cancelled = false;

  cancel(): void {
    this.#cancelled = true;
  }

  /** @returns whether every session was asked about: some may have refused the step, which a toast tells */
  async take(sessions: readonly SessionId[], step: Disposition, note: string | null): Promise<boolean> {
    const who = acting.name;
    const { taken, refused, isWhole } = await this.#each(sessions, step, who, note);
    if (taken.length > 0 || refused.size > 0) {
      const words = [t('selection.done', { n: taken.length, step: t(`standing.${step}`) })];
      for (const [why, n] of refused) words.push(t('selection.refused', { n, why: t(`review.refused.${why}`) }));
      const of = archive.name;
      toasts.say({ text: words.join(' '), ...(taken.length > 0 && { undo: () => void this.#undo(of, taken, who) }) });
    }
    return isWhole;
  }

  async #undo(of: ArchiveName, sessions: readonly SessionId[], who: string): Promise<void> {
    // Another archive is shown by now: these are not its sessions.
    if (archive.name !== of) return;
    const { taken } = await this.#each(sessions, 'withdrawn', who, null);
    toasts.say({ text: this.failure ?? t('selection.undone', { n: taken.length }) });
  }

  async #each(
    sessions: readonly SessionId[],
    step: ReviewStep['step'],
    who: string,
    note: string | null,
  ): Promise<{ taken: SessionId[]; refused: Map<StepRefusal, number>; isWhole: boolean }> {
    const taken: SessionId[] = [];
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view reads it
    const refused = new Map<StepRefusal, number>();
    this.#cancelled = false;
    this.failure = null;
    let done = 0;
    while (done < sessions.length && !this.#cancelled && this.failure === null) {
      this.progress = { done, all: sessions.length };
      const some = sessions.slice(done, done + AT_ONCE);
      const outcome = await archive.ask((worker) => worker.takeSteps(some, step, who, note));
      if (!outcome.ok) this.failure = t('review.step-failed', { why: whyOf(outcome) });
      else
        outcome.value.forEach((why, at) => {
          const id = some[at];
          if (why !== null) refused.set(why, (refused.get(why) ?? 0) + 1);
          else if (id !== undefined) taken.push(id);
        });
      done += some.length;
    }
    this.progress = null;
    void archive.refresh();
    return { taken, refused, isWhole: done >= sessions.length && this.failure === null };
  }
}
