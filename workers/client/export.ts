/** Exports, from the page's side. Nothing here rejects. */
import * as Comlink from 'comlink';
import type { Outcome } from '../../src/model.ts';
import type { ArchiveName, ExportForm, ExportOptions, ExportProgress, ExportResult, ExportWorker } from '../api.ts';
import { threadOf, type Thread } from './thread.ts';

export interface RunningExport {
  done: Promise<Outcome<ExportResult>>;
  /** It ends soon as `aborted`. */
  cancel(): void;
}

const start = (): Thread<ExportWorker> =>
  threadOf(new Worker(new URL('../export.ts', import.meta.url), { type: 'module' }));

export async function exportForms(): Promise<Outcome<ExportForm[]>> {
  const thread = start();
  return thread.ask<ExportForm[]>((remote) => remote.forms()).finally(() => thread.release());
}

/** @param take gets the bytes of the file in order, and is waited for: `(bytes) => writable.write(bytes)` */
export function exportArchive(
  archive: ArchiveName,
  options: ExportOptions,
  take: (bytes: Uint8Array) => Promise<void>,
  report: (progress: ExportProgress) => void,
): RunningExport {
  const thread = start();
  const taken = async (bytes: Uint8Array): Promise<void> => take(bytes);
  return {
    done: thread
      .ask<ExportResult>((remote) => remote.run(archive, options, Comlink.proxy(taken), Comlink.proxy(report)))
      .finally(() => thread.release()),
    cancel: () => void thread.remote.cancel().catch(() => undefined),
  };
}
