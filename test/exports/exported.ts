/** Exports in memory: what a form writes of files, and what the sessions of files are. */
import {
  cutRanges,
  ExportRun,
  exportForm,
  type EvidenceAccess,
  type ExportFormId,
  type ExportSource,
} from '../../src/exports/index.ts';
import { compareLines, sessionLine } from '../../src/exports/session-line.ts';
import { undecorate, type EpochMs, type SourceId } from '../../src/model.ts';
import { rankOf, runImport, summarise, type ImportFile } from '../../src/pipeline.ts';
import { settings, TestStore } from '../pipeline/files.ts';

export type Files = Map<string, Uint8Array>;

/** An export without sessions yet, and what it has written by path. @param more options in place of the plain ones */
export function begunExport(
  id: ExportFormId,
  sources: readonly ExportSource[],
  more: object = {},
): { run: ExportRun; written: Files } {
  const written: Files = new Map();
  const run = new ExportRun(
    exportForm(id),
    {
      program: 'Fedlens test',
      made: Date.UTC(2026, 0, 1) as EpochMs,
      selection: 'all',
      held: null,
      organisation: null,
      sources,
      documents: [],
      content: true,
      evidence: 'files',
      redaction: null,
      mailPer: 'conversation',
      inside: [exportForm('ndjson')],
      seconds: () => 0,
      newHash: () => ({ update: () => undefined, hex: () => 'aa' }),
      ...more,
    },
    {
      open(path) {
        if (written.has(path)) throw new Error(`${path} is opened twice`);
        const parts: Uint8Array[] = [];
        written.set(path, new Uint8Array(0));
        return {
          write: (bytes) => void parts.push(bytes.slice()),
          end: () => void written.set(path, Buffer.concat(parts)),
        };
      },
    },
  );
  return { run, written };
}

/** What a form writes of files, by path. */
export async function exported(files: ImportFile[], id: ExportFormId, more: object = {}): Promise<Files> {
  const store = new TestStore();
  const { files: read } = await runImport(files, store, settings());
  const sources = read.flatMap(({ source, report, file }): ExportSource[] =>
    report === null ? [] : [{ id: source, report, modified: file.modified, purged: false }],
  );
  const { run, written } = begunExport(id, sources, more);
  const rank = rankOf(await store.sources());
  for (const { fragment, judgement } of store.sorted(compareLines)) {
    run.session({ session: summarise(fragment, rank), judgement });
  }
  await run.finish(evidenceOf(read), async () => undefined);
  store.close();
  return written;
}

/** What the sessions of files are, but for where they were seen and what was judged of it. */
export async function told(files: ImportFile[]): Promise<object[]> {
  const store = new TestStore();
  await runImport(files, store, settings());
  const rank = rankOf(await store.sources());
  const shown = { fileOf: () => 0, addressOf: undecorate, content: true };
  const lines = [...store.sorted(compareLines)].map(({ fragment, judgement }) => {
    const line = sessionLine({ session: summarise(fragment, rank), judgement }, shown);
    const session = JSON.parse(line) as Record<string, unknown> & { provider: { id: string } };
    for (const key of ['counts', 'flags', 'places']) Reflect.deleteProperty(session, key);
    return { ...session, provider: session.provider.id };
  });
  store.close();
  return lines;
}

/** The files as they are: none of them is packed. */
function evidenceOf(read: readonly { source: SourceId; file: ImportFile }[]): EvidenceAccess {
  return {
    open({ source, as, ranges = [] }) {
      const file = read.find((each) => each.source === source)?.file;
      if (file === undefined) return null;
      const size = ranges.reduce((sum, { length }) => sum + length, 0);
      if (as === 'ranges') return { chunks: cutRanges(file.chunks(), ranges), unpacked: false, size };
      return { chunks: file.chunks(), unpacked: false, size: file.size };
    },
  };
}
