/** Judging again, from the page's side: each preview and each run has a thread of its own. Nothing here rejects. */
import * as Comlink from 'comlink';
import type {
  ChangeFilter,
  ChangeWindow,
  JudgingBasis,
  JudgingPreview,
  JudgingProgress,
  JudgingResult,
  Outcome,
} from '../../src/model.ts';
import type { ArchiveName, JudgingWorker } from '../api.ts';
import { threadOf, type Thread } from './thread.ts';

type Report = (progress: JudgingProgress) => void;

const startJudging = (): Thread<JudgingWorker> =>
  threadOf(new Worker(new URL('../judging.ts', import.meta.url), { type: 'module' }));

/** A preview that can be asked for its sessions as long as it is not closed. */
export interface OpenPreview {
  /** What would change; `aborted` when it was cancelled. */
  found: Promise<Outcome<JudgingPreview>>;
  /** A screenful of the sessions that would change; waits until they are found. */
  changes(filter: ChangeFilter, first: number, count: number): Promise<Outcome<ChangeWindow>>;
  cancel(): void;
  /** Ends its thread: always to be called. */
  close(): void;
}

/** What judging by the basis would change. Nothing is kept. @param report gets a snapshot ten times a second */
export function previewBasis(archive: ArchiveName, basis: JudgingBasis, report: Report): OpenPreview {
  const thread = startJudging();
  const found = thread.ask<JudgingPreview>((remote) => remote.preview(archive, basis, Comlink.proxy(report)));
  return {
    found,
    changes: async (...asked) => {
      const outcome = await found;
      return outcome.ok ? thread.ask<ChangeWindow>((remote) => remote.changes(...asked)) : outcome;
    },
    cancel: () => void thread.remote.cancel().catch(() => undefined),
    close: () => thread.release(),
  };
}

/** A judging on its way. */
export interface RunningJudging {
  done: Promise<Outcome<JudgingResult>>;
  /** It ends within 100 ms as `aborted`; what is left stays unfinished and can be gone on with. */
  cancel(): void;
}

/**
 * Puts the basis in force as a new version and judges every session by it.
 * @param note the person's words for the list of versions
 * @param restores number of the version whose content it gives back; null = it is new
 */
export function applyBasis(
  archive: ArchiveName,
  basis: JudgingBasis,
  note: string,
  restores: number | null,
  report: Report,
): RunningJudging {
  return running((remote) => remote.apply(archive, basis, note, restores, Comlink.proxy(report)));
}

/** Goes on with a judging that was cancelled or broken off. */
export function resumeJudging(archive: ArchiveName, report: Report): RunningJudging {
  return running((remote) => remote.resume(archive, Comlink.proxy(report)));
}

function running(call: (remote: Comlink.Remote<JudgingWorker>) => Promise<Outcome<JudgingResult>>): RunningJudging {
  const thread = startJudging();
  const done = thread.ask(call).finally(() => thread.release());
  return { done, cancel: () => void thread.remote.cancel().catch(() => undefined) };
}
