import type { FileProgress, ImportProgress } from '../model.ts';
import { waitingFile } from '../model/report.ts';
import type { FileStages } from './stages.ts';

/** How often an import reports, ms. */
export const REPORT_EVERY_MS = 100;

/** The state of a running import, of which snapshots are given out. */
export class ProgressBoard {
  readonly #files: FileProgress[];
  readonly #began = performance.now();
  readonly #report: (progress: ImportProgress) => void;
  #last = 0;
  #sessions = 0;
  #flags = 0;
  #outOfScope = 0;

  constructor(files: readonly { name: string; size: number }[], report: (progress: ImportProgress) => void) {
    this.#report = report;
    this.#files = files.map(waitingFile);
  }

  /** An archive's row gives way to those of the files in it. */
  expand(index: number, members: readonly { name: string; size: number }[]): void {
    const after = this.#files.splice(index);
    for (const member of members) this.#files.push(waitingFile(member));
    for (const file of after.slice(1)) this.#files.push(file);
  }

  update(index: number, change: Partial<FileProgress>): void {
    const file = this.#files[index];
    if (file === undefined) throw new RangeError(`No file ${index} of ${this.#files.length}`);
    Object.assign(file, change);
  }

  /** Takes over what the stages have counted. */
  follow(index: number, stages: FileStages): void {
    const { format, encoding, account, tally, reading } = stages;
    this.update(index, {
      source: account.source,
      reading: { ...reading },
      format: format?.id ?? null,
      formatTitle: format?.title ?? null,
      encoding,
      explainedBytes: account.explainedBytes,
      skippedBytes: account.skippedBytes,
      messages: tally.messages,
      issues: account.issues(),
      certificates: stages.certificates.list(),
    });
  }

  count({ sessions, flags, outOfScope }: { sessions: number; flags: number; outOfScope: number }): void {
    this.#sessions = sessions;
    this.#flags = flags;
    this.#outOfScope = outOfScope;
  }

  isDue(now: number): boolean {
    return now - this.#last >= REPORT_EVERY_MS;
  }

  tell(): ImportProgress {
    this.#last = performance.now();
    const snapshot = this.snapshot();
    this.#report(snapshot);
    return snapshot;
  }

  snapshot(): ImportProgress {
    const seconds = (performance.now() - this.#began) / 1000;
    const read = this.#files.reduce((sum, file) => sum + file.read, 0);
    return {
      files: this.#files.map((file) => ({ ...file })),
      sessions: this.#sessions,
      flags: this.#flags,
      outOfScope: this.#outOfScope,
      bytesPerSecond: seconds === 0 ? 0 : read / seconds,
    };
  }
}
