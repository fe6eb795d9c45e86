/** `fedlens export`: the sessions of the files in a form that other tools take. */
import { createHash } from 'node:crypto';
import { version } from '../../package.json' with { type: 'json' };
import { FileAccount } from '../bytes/account.ts';
import { cutRanges, ExportRun, type EvidenceAccess, type ExportDocument, type ExportSource } from '../exports/index.ts';
import { compareLines, reportLine } from '../exports/session-line.ts';
import type { EpochMs, Organisation, SourceId } from '../model.ts';
import { CATALOGUE, rankOf, summarise, type ImportFile } from '../pipeline.ts';
import { unpacked } from '../pipeline/unpacking.ts';
import type { ExportCommand } from './arguments.ts';
import { breather } from './leaving.ts';
import { NewPath } from './new-path.ts';
import { chosenFrom } from './selection.ts';
import { statusOf, withReadFiles, type ReadFiles } from './reading.ts';
import { redactionRulesIn } from './redaction-rules.ts';

/**
 * Reads the files, writes the export and tells on standard output what is in it.
 * @returns the exit status: 0, or 1 when some file could not be read or is of no known format.
 * @throws UsageError when the path is taken, or a file of options cannot be used
 */
export async function exportSessions(request: ExportCommand): Promise<number> {
  const began = performance.now();
  const made = Date.now() as EpochMs;
  const redaction = request.redact === null ? null : redactionRulesIn(request.redact);
  const out = new NewPath(request.out, request.form.shape);
  try {
    return await withReadFiles(request, async (read) => {
      const breathe = breather();
      const chosen = await chosenFrom(read, request.select, breathe);
      const sources = sourcesOf(read).filter(({ id }) => chosen.sources?.has(id) !== false);
      const run = new ExportRun(
        request.form,
        {
          program: `Fedlens ${version}`,
          made,
          selection: chosen.words,
          held: read.store.size,
          organisation: read.organisation,
          sources,
          documents: documentsOf(read.organisation, sources),
          content: request.content,
          redaction,
          evidence: request.evidence,
          mailPer: request.mailPer,
          inside: request.inside,
          seconds: () => Math.round(performance.now() - began) / 1000,
          newHash,
        },
        out.folder(),
      );
      const rank = rankOf(await read.store.sources());
      for (const { fragment, judgement } of read.store.sorted(compareLines, chosen.fits)) {
        run.session({ session: summarise(fragment, rank), judgement });
        await breathe();
      }
      const contents = await run.finish(evidenceOf(read), breathe);
      out.finish();
      process.stdout.write(JSON.stringify(contents) + '\n');
      return statusOf(read.result);
    });
  } finally {
    out.giveUp();
  }
}

function newHash(algorithm: 'sha256' | 'sha512') {
  const hash = createHash(algorithm);
  return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

function sourcesOf({ result }: ReadFiles): ExportSource[] {
  return result.files.flatMap(({ source, report, file }) => {
    return report === null ? [] : [{ id: source, report, modified: file.modified, purged: false }];
  });
}

/** The files are at hand: as they lie there, and unpacked. */
function evidenceOf({ result }: ReadFiles): EvidenceAccess {
  const files = new Map<SourceId, { file: ImportFile; bytes: number }>();
  for (const { source, report, file } of result.files) {
    if (report !== null && !files.has(source)) files.set(source, { file, bytes: report.bytes });
  }
  return {
    open({ source, as, ranges = [] }) {
      const known = files.get(source);
      if (known === undefined) return null;
      const { file, bytes } = known;
      if (as === 'disk') return { chunks: readable(file.chunks()), unpacked: false, size: file.size };
      const chunks = readable(unpacked(file.chunks(), new FileAccount(source)));
      if (as === 'unpacked') return { chunks, unpacked: false, size: bytes };
      const size = ranges.reduce((sum, { length }) => sum + length, 0);
      return { chunks: cutRanges(chunks, ranges), unpacked: false, size };
    },
  };
}

/** A file that stopped giving bytes when it was read does so again: the import has told why. */
async function* readable(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch {
    // Fewer bytes than there should be: the export says that the file is not whole.
  }
}

function documentsOf(organisation: Organisation | null, sources: readonly ExportSource[]): ExportDocument[] {
  const reports = sources.map(({ report }) => report);
  const fileOf = (source: SourceId): number => sources.findIndex(({ id }) => id === source);
  const documents: ExportDocument[] = [
    {
      name: 'report.json',
      says: 'what each source file holds and what became of its bytes',
      text: reportLine(reports, { sessions: 0, flags: 0, seconds: 0 }, { fileOf }) + '\n',
    },
    {
      name: 'catalogue.json',
      says: 'providers, their domains and dates, with sources: what the judgements rest on',
      text: JSON.stringify(CATALOGUE, null, 2) + '\n',
    },
  ];
  if (organisation !== null) {
    const told = Object.fromEntries(Object.entries(organisation).filter(([, part]) => part !== null));
    documents.push({
      name: 'organisation.json',
      says: 'what was told about the deployment: the judgements rest on it, too',
      text: JSON.stringify(told, null, 2) + '\n',
    });
  }
  return documents;
}
