/** Door 7: exports, streamed off the page's thread. */
import * as Comlink from 'comlink';
import type { DexieStore } from '../src/archive/index.ts';
import { ArchiveReader, knownSourceOf } from '../src/archive/index.ts';
import {
  EXPORTS,
  LEDGER_CHECK,
  exportForm,
  ExportRun,
  type EvidenceAccess,
  type ExportDocument,
  type ExportSource,
  type Range,
} from '../src/exports/index.ts';
import type { EpochMs, ExportedSession, JudgedSession, JudgingBasis, SourceId } from '../src/model.ts';
import { Aborted, editedCatalogue, rankOf, summarise } from '../src/pipeline.ts';
import { version } from '../package.json' with { type: 'json' };
import ledgerCheck from '../public/verify-ledger.mjs?raw';
import type { ArchiveName, ExportOptions, ExportProgress, ExportResult, ExportTarget, ExportWorker } from './api.ts';
import { askCustody } from './ask-custody.ts';
import { HashPool } from './hash-pool.ts';
import { heldKey, keyHolder, openStore } from './keyring.ts';
import { outcomeOf } from './outcomes.ts';
import { Outlet, singleFile, zipFolder } from './export-outlet.ts';

/** How often progress is told, ms. */
const REPORT_MS = 100;

let running: AbortController | null = null;

const worker: ExportWorker = {
  ...keyHolder,
  forms: () =>
    outcomeOf(async () =>
      EXPORTS.map(({ id, title, shape, fileName, mediaType }) => {
        const zipped = shape === 'folder';
        return { id, title, fileName: fileName ?? `${id}.zip`, mediaType: zipped ? 'application/zip' : mediaType };
      }),
    ),
  run: (archive, options, to, report) =>
    outcomeOf(async () => {
      const abort = (running = new AbortController());
      try {
        return await exported(archive, options, to, paced(report), abort.signal);
      } finally {
        running = null;
      }
    }),
  cancel: async () => running?.abort(),
};

async function exported(
  archive: ArchiveName,
  options: ExportOptions,
  to: ExportTarget,
  report: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const began = performance.now();
  const reader = await ArchiveReader.open(archive, () => undefined, heldKey(archive));
  const store = await openStore(archive);
  let given = 0;
  let isClosed = false;
  const write = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    given += bytes.length;
    // Moved, not copied: the outlet is done with them.
    await to.write(Comlink.transfer(bytes, [bytes.buffer]));
  };
  try {
    const records = await reader.sources();
    const chosen = await reader.exports.choose(options.select);
    const sources = records.flatMap(({ id, report, modified, erased }): ExportSource[] =>
      report === null || !chosen.sources.has(id) ? [] : [{ id, report, modified, purged: erased === true }],
    );
    const basis = await store.bases.inForce();
    const form = exportForm(options.form);
    const hashes = await HashPool.open();
    const outlet = new Outlet(write, await hashes.streaming());
    // A bag is packed from its parent folder (RFC 8493 §4): unpacked it is one folder.
    const base = form.id === 'bagit' ? 'bagit/' : '';
    const folder = form.shape === 'folder' ? zipFolder(outlet, base) : singleFile(outlet);
    const { total } = await reader.rows({}, 'start', 0, 0);
    const run = new ExportRun(
      form,
      {
        program: `Fedlens ${version}`,
        made: Date.now() as EpochMs,
        selection: options.selection,
        held: total,
        organisation: basis.organisation,
        sources,
        documents: await documentsOf(archive, options, basis),
        content: options.content,
        evidence: options.evidence,
        redaction: options.redaction,
        mailPer: options.mailPer,
        inside: options.inside.map(exportForm),
        seconds: () => Math.round(performance.now() - began) / 1000,
        newHash: (algorithm) => hashes.take(algorithm),
      },
      folder,
    );
    const rank = rankOf(records.map(knownSourceOf));
    const progress: ExportProgress = { sessions: 0, selected: chosen.count, bytes: 0 };
    const pause = async (): Promise<void> => {
      if (signal.aborted) throw new Aborted();
      await outlet.drained();
      progress.bytes = outlet.bytes;
      report({ ...progress });
    };
    const out: ExportedSession[] = [];
    for await (const batch of reader.exports.read(chosen)) {
      for (const { fragment, judgement } of batch) {
        const session = summarise(fragment, rank);
        run.session({ session, judgement } satisfies JudgedSession);
        out.push({ id: session.id, messages: session.messageCount });
        progress.sessions++;
        if (progress.sessions % 50 === 0) await pause();
      }
      await pause();
    }
    const contents = await run.finish(evidenceOf(reader, store, sources), pause);
    await outlet.end();
    report({ ...progress, bytes: outlet.bytes });
    const sha256 = outlet.sha256();
    await to.close();
    isClosed = true;
    await recordOf(store, options, out, { ended: 'whole', sha256, bytes: outlet.bytes });
    return { contents, sha256, bytes: outlet.bytes };
  } catch (error) {
    if (given > 0 && !isClosed) await recordOf(store, options, [], { ended: endOf(error, signal), bytes: given });
    throw error;
  } finally {
    store.close();
    reader.close();
  }
}

/** What became of the file: `whole`, where the person finds it; else nobody has it. */
type ExportEnd =
  | { ended: 'whole'; sha256: string; bytes: number }
  /** `bytes` were given out. */
  | { ended: 'cancelled' | 'refused' | 'failed'; bytes: number };

function endOf(error: unknown, signal: AbortSignal): 'cancelled' | 'refused' | 'failed' {
  if (signal.aborted) return 'cancelled';
  return error instanceof Aborted ? 'refused' : 'failed';
}

/** The ledger tells of it. Where something was left out or blacked, a purge that waits for exports goes on waiting. */
async function recordOf(
  store: DexieStore,
  { form, selection, content, redaction }: ExportOptions,
  sessions: readonly ExportedSession[],
  end: ExportEnd,
): Promise<void> {
  const whole = content && redaction === null && end.ended === 'whole';
  await store.retention.recordExport(
    sessions,
    { form, selection, content, redacted: redaction !== null, ...end },
    whole,
  );
}

/** Of a range some bytes may be purged: then it is as if none were there. */
async function* rangesOf(
  reader: ArchiveReader,
  source: SourceId,
  ranges: readonly Range[],
): AsyncGenerator<Uint8Array> {
  for (const range of ranges) {
    const [bytes] = await reader.bytes([{ source, ...range }]);
    yield bytes ?? new Uint8Array(0);
  }
}

/** The archive keeps bytes after gunzip. */
function evidenceOf(reader: ArchiveReader, store: DexieStore, sources: readonly ExportSource[]): EvidenceAccess {
  const sizes = new Map(sources.map(({ id, report }) => [id, report.bytes]));
  return {
    open({ source, as, ranges = [] }) {
      const size = sizes.get(source);
      if (size === undefined) return null;
      if (as !== 'ranges') return { chunks: store.evidenceOf(source), unpacked: as === 'disk', size };
      const wanted = ranges.reduce((sum, { length }) => sum + length, 0);
      return { chunks: rangesOf(reader, source, ranges), unpacked: false, size: wanted };
    },
  };
}

async function documentsOf(
  archive: ArchiveName,
  options: ExportOptions,
  { organisation, catalogue, rules }: JudgingBasis,
): Promise<ExportDocument[]> {
  if (options.form !== 'bagit') return [];
  const documents: ExportDocument[] = [
    {
      name: 'catalogue.json',
      says: 'providers, their domains and dates, with sources: what the judgements rest on',
      text:
        JSON.stringify({ ...editedCatalogue(catalogue), ...(catalogue !== null && { edits: catalogue }) }, null, 2) +
        '\n',
    },
  ];
  if (organisation !== null) {
    const told = Object.fromEntries(Object.entries(organisation).filter(([, part]) => part !== null));
    const says = 'what was told about the deployment: the judgements rest on it, too';
    documents.push({ name: 'organisation.json', says, text: JSON.stringify(told, null, 2) + '\n' });
  }
  if (rules !== null) {
    const says = 'rules that were turned off or changed, and rules of one’s own, with their versions';
    documents.push({ name: 'rules.json', says, text: JSON.stringify(rules, null, 2) + '\n' });
  }
  if (options.ledger) {
    const says = 'who did what to the archive, and when: a chain of hashes';
    documents.push({ name: 'ledger.ndjson', says, text: await ledgerOf(archive), sealed: true });
    documents.push({
      name: LEDGER_CHECK,
      says: 'checks the ledger without Fedlens',
      text: ledgerCheck,
      sealed: true,
    });
  }
  return documents;
}

const ledgerOf = (archive: ArchiveName): Promise<string> =>
  askCustody(archive, async (custody) => {
    let text = '';
    for await (const lines of custody.ledgerFile()) text += lines;
    return text;
  });

function paced(report: (progress: ExportProgress) => void): (progress: ExportProgress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < REPORT_MS && progress.sessions < progress.selected) return;
    last = now;
    report(progress);
  };
}

Comlink.expose({ ...worker, [Comlink.finalizer]: () => close() });
