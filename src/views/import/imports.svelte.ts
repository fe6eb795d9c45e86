/** The imports of this page, one after the other: what was dropped, how far it is, how it ended. */
import { cancelImport, importFiles, readFileAgain } from '../../../workers/client.ts';
import type { ArchiveName, ImportOptions, RereadOptions } from '../../../workers/api.ts';
import { t } from '../../messages/catalogue.ts';
import type { FileProgress, ImportProgress, Outcome } from '../../model.ts';
import { waitingFile } from '../../model/report.ts';
import { whyOf } from '../reasons.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

type FileName = Pick<File, 'name' | 'size'>;
type Work = (job: string, report: (progress: ImportProgress) => void) => Promise<Outcome<ImportProgress>>;

/** Who does the work: the import workers. */
const IMPORT_WORKERS = { importFiles, readFileAgain, cancelImport };
export type ImportWorkers = typeof IMPORT_WORKERS;

/** Nothing has been read yet. */
function untouched(files: readonly FileName[]): ImportProgress {
  return {
    files: files.map(waitingFile),
    sessions: 0,
    flags: 0,
    bytesPerSecond: 0,
  };
}

export class ImportJob {
  readonly id = crypto.randomUUID();
  readonly archive: ArchiveName;
  /** What it is given to read; the rows may be others, where a file turns out to hold several. */
  readonly files: readonly FileName[];
  /** A file that the archive has is read another way. */
  readonly isAgain: boolean;
  readonly #work: Work;
  readonly #cancel: (job: string) => unknown;
  progress = $state.raw<ImportProgress>(untouched([]));
  state = $state<JobState>('waiting');
  /** What went wrong, in words. */
  failure = $state<string | null>(null);
  /** Of this machine's clock, ms. */
  seconds = $state(0);
  #end: () => void = () => undefined;
  /** Resolves when nothing more happens to it, however it ended. */
  readonly over = new Promise<void>((resolve) => (this.#end = resolve));

  constructor(
    archive: ArchiveName,
    files: readonly FileName[],
    isAgain: boolean,
    work: Work,
    cancel: (job: string) => unknown,
  ) {
    this.archive = archive;
    this.files = files;
    this.isAgain = isAgain;
    this.#work = work;
    this.#cancel = cancel;
    this.progress = untouched(files);
  }

  /** The file of a row, where it is at hand. */
  fileOf({ name, size }: FileProgress): File | null {
    const found = this.files.find((file) => file.name === name && file.size === size);
    return found instanceof File ? found : null;
  }

  get size(): number {
    return this.files.reduce((sum, file) => sum + file.size, 0);
  }
  get read(): number {
    return this.progress.files.reduce((sum, file) => sum + file.read, 0);
  }
  get isOver(): boolean {
    return this.state !== 'waiting' && this.state !== 'running';
  }

  async run(): Promise<void> {
    this.state = 'running';
    const started = performance.now();
    const outcome = await this.#work(this.id, (progress) => {
      // A cancelled import tells at its very end what is archived, when the page has long been told that it is over.
      if (this.state === 'running' || this.state === 'cancelled') this.progress = progress;
      if (this.state === 'running') this.seconds = (performance.now() - started) / 1000;
    });
    this.seconds = (performance.now() - started) / 1000;
    if (outcome.ok) {
      this.progress = outcome.value;
      this.state = 'done';
    } else if (outcome.code === 'aborted') {
      this.state = 'cancelled';
    } else {
      this.failure = outcome.code === 'bug' ? t('import.failed.bug', { why: whyOf(outcome) }) : whyOf(outcome);
      this.state = 'failed';
    }
    this.#end();
  }

  /** What is archived by then stays. */
  cancel(): void {
    if (this.state === 'waiting') {
      this.state = 'cancelled';
      this.#end();
    } else if (this.state === 'running') this.#cancel(this.id);
  }
}

export class Imports {
  /** Oldest first. */
  jobs = $state.raw<ImportJob[]>([]);
  readonly #workers: ImportWorkers;
  #busy = false;

  constructor(workers: ImportWorkers) {
    this.#workers = workers;
  }

  readonly current = $derived(this.jobs.find((job) => !job.isOver) ?? null);

  /** Resolves when the import of these files is over. */
  async start(archive: ArchiveName, files: File[], options: ImportOptions): Promise<ImportJob | null> {
    if (files.length === 0) return null;
    const work: Work = (id, report) => this.#workers.importFiles(id, archive, files, options, report);
    return this.#queue(new ImportJob(archive, files, false, work, this.#workers.cancelImport));
  }

  /** Resolves when the file has been read again. */
  again(archive: ArchiveName, options: RereadOptions): Promise<ImportJob> {
    const files = [options.file ?? { name: options.name, size: options.size }];
    const work: Work = (id, report) => this.#workers.readFileAgain(id, archive, options, report);
    return this.#queue(new ImportJob(archive, files, true, work, this.#workers.cancelImport));
  }

  async #queue(job: ImportJob): Promise<ImportJob> {
    this.jobs = [...this.jobs, job];
    void this.#runWaiting();
    await job.over;
    return job;
  }

  async #runWaiting(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
      const next = this.jobs.find((job) => job.state === 'waiting');
      if (!next) break;
      await next.run();
    }
    this.#busy = false;
  }

  /** Takes the rows of imports that are over off the page; the archive is not touched. */
  forget(archive: ArchiveName): void {
    this.jobs = this.jobs.filter((job) => !job.isOver || job.archive !== archive);
  }
}

export const imports = new Imports(IMPORT_WORKERS);
