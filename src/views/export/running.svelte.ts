/** The export of this page: one at a time. */
import { exportArchive } from '../../../workers/client.ts';
import type { ArchiveName, ExportForm, ExportOptions, ExportProgress, ExportResult } from '../../../workers/api.ts';
import { t } from '../../messages/catalogue.ts';
import { chooseDestination } from './destination.ts';
import { whyOf } from '../reasons.ts';

class Exporting {
  busy = $state(false);
  progress = $state.raw<ExportProgress | null>(null);
  /** null = it runs, it failed, or there was none. */
  result = $state.raw<(ExportResult & { name: string }) | null>(null);
  failure = $state<string | null>(null);
  wasCancelled = $state(false);
  #cancel: (() => void) | null = null;

  /** To be called while the person's click lasts: it may ask for a file. */
  async run(archive: ArchiveName, form: ExportForm, options: ExportOptions): Promise<void> {
    if (this.busy) return;
    this.forget();
    this.busy = true;
    try {
      await this.#run(archive, form, options);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.#cancel = null;
    this.busy = false;
  }

  async #run(archive: ArchiveName, form: ExportForm, options: ExportOptions): Promise<void> {
    const to = await chooseDestination(form.fileName, form.mediaType);
    if (to === null) return;
    /** Why the file takes no more; the export then ends as if it had been cancelled. */
    let refusal: string | null = null;
    const taking = async (step: () => Promise<void>): Promise<void> => {
      try {
        await step();
      } catch (error) {
        refusal = error instanceof Error ? error.message : String(error);
        throw error;
      }
    };
    let isClosed = false;
    const target = {
      write: (bytes: Uint8Array) => taking(() => to.write(bytes)),
      close: async (): Promise<void> => {
        await taking(() => to.close());
        isClosed = true;
      },
    };
    const running = exportArchive(archive, options, target, (progress) => (this.progress = progress));
    this.#cancel = () => running.cancel();
    const outcome = await running.done;
    if (outcome.ok) {
      this.result = { ...outcome.value, name: to.name };
      return;
    }
    if (isClosed) {
      this.failure = t('export.unrecorded', { name: to.name, why: whyOf(outcome) });
      return;
    }
    await to.discard();
    if (refusal !== null) this.failure = t('export.refused', { why: refusal });
    else if (outcome.code === 'aborted') this.wasCancelled = true;
    else this.failure = whyOf(outcome);
  }

  cancel(): void {
    this.#cancel?.();
  }

  forget(): void {
    this.progress = null;
    this.result = null;
    this.failure = null;
    this.wasCancelled = false;
  }
}

export const exporting = new Exporting();
