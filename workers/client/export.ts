/** Exports, from the page's side. Nothing here rejects. */
import * as Comlink from 'comlink';
import type { Outcome } from '../../src/model.ts';
import type {
  ArchiveName,
  ExportForm,
  ExportOptions,
  ExportProgress,
  ExportResult,
  ExportTarget,
  ExportWorker,
} from '../api.ts';
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

export function exportArchive(
  archive: ArchiveName,
  options: ExportOptions,
  to: ExportTarget,
  report: (progress: ExportProgress) => void,
): RunningExport {
  const thread = start();
  const target: ExportTarget = { write: async (bytes) => to.write(bytes), close: async () => to.close() };
  return {
    done: thread
      .ask<ExportResult>((remote) => remote.run(archive, options, Comlink.proxy(target), Comlink.proxy(report)))
      .finally(() => thread.release()),
    cancel: () => void thread.remote.cancel().catch(() => undefined),
  };
}
