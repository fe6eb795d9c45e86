/** Long work of the archive as a page shows it: it goes on while another page is looked at. */
import type { RunningWork } from '../../../workers/client.ts';
import type { ArchiveName } from '../../../workers/api.ts';
import type { Outcome, PurgePlan, PurgeProgress, PurgeResult, Verification, VerifyProgress } from '../../model.ts';
import type { EncryptionProgress, ImportProgress, RestoreResult } from '../../model.ts';
import { archive } from '../archive.svelte.ts';
import { whyOf } from '../reasons.ts';

export class Work<P, T> {
  busy = $state(false);
  progress = $state.raw<P | null>(null);
  /** What came of the last run; null = it runs, it failed, or there was none. */
  result = $state.raw<T | null>(null);
  failure = $state<string | null>(null);
  wasCancelled = $state(false);
  #running: RunningWork<T> | null = null;

  /** @returns what came of it; null where it was cancelled or failed, or where the one before still runs */
  async run(start: (report: (progress: P) => void) => RunningWork<T>): Promise<T | null> {
    if (this.busy) return null;
    this.forget();
    this.busy = true;
    this.#running = start((progress) => (this.progress = progress));
    const outcome: Outcome<T> = await this.#running.done;
    this.#running = null;
    this.busy = false;
    if (outcome.ok) this.result = outcome.value;
    else if (outcome.code === 'aborted') this.wasCancelled = true;
    else this.failure = whyOf(outcome);
    return outcome.ok ? outcome.value : null;
  }

  cancel(): void {
    this.#running?.cancel();
  }

  /** What came of the last run is no longer told. */
  forget(): void {
    this.progress = null;
    this.result = null;
    this.failure = null;
    this.wasCancelled = false;
  }
}

class ArchiveWork {
  readonly verification = new Work<VerifyProgress, Verification>();
  /** Revision of the archive when it was verified. */
  verifiedAt = $state(0);
  readonly planning = new Work<PurgeProgress, PurgePlan>();
  readonly purge = new Work<PurgeProgress, PurgeResult>();
  /** Progress: rows so far. */
  readonly backup = new Work<number, Blob>();
  readonly restore = new Work<number, RestoreResult>();
  readonly encryption = new Work<EncryptionProgress, number>();
  readonly undo = new Work<ImportProgress, null>();
  /** Number of the job that is taken back, or was the last. */
  undone = $state<number | null>(null);
}

const WORK: Record<ArchiveName, ArchiveWork> = {
  fedlens: new ArchiveWork(),
  'fedlens-demonstration': new ArchiveWork(),
};

/** Of the archive that is shown. */
export const work = (): ArchiveWork => WORK[archive.name];
