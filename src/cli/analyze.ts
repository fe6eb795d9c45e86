import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { compareLines, reportLine, sessionLine, type LineOptions } from '../exports/session-line.ts';
import { undecorate, type ImportProgress, type Organisation, type SourceId } from '../model.ts';
import { readOrganisation } from '../organisation/index.ts';
import { rankOf, runImport, summarise, type Hasher, type ImportResult } from '../pipeline.ts';
import { UsageError, type AnalyzeRequest } from './arguments.ts';
import { filesAt, spooledInput } from './files.ts';
import { SpillStore } from './spill.ts';

/**
 * Reads the files and writes their sessions and the report to standard output.
 * @returns the exit status: 0, or 1 when some file could not be read or is of no known format.
 * @throws UsageError when the organisation's file cannot be used
 */
export async function analyze(request: AnalyzeRequest): Promise<number> {
  const began = performance.now();
  const organisation = request.organisation === null ? null : organisationIn(request.organisation);
  const input = request.files.includes('-') ? await spooledInput() : null;
  const store = new SpillStore();
  try {
    const files = request.files.flatMap((path) => (path === '-' && input !== null ? [input.file] : filesAt(path)));
    const { timeZone, format, encoding } = request;
    const choice = { format, encoding, timeZone: null, modified: null };
    const options = { timeZone, organisation, evidence: false, newHasher, choice };
    const result = await runImport(files, store, options, { progress: progressOnTerminal() });
    const totals = await writeSessions(store, result, request.content);
    const seconds = Math.round(performance.now() - began) / 1000;
    const reports = result.files.flatMap(({ report }) => report ?? []);
    await write(reportLine(reports, { ...totals, seconds }, { fileOf: fileIndex(result) }) + '\n');
    return reports.every(({ format, sha256 }) => format !== null && sha256 !== '') ? 0 : 1;
  } finally {
    store.close();
    input?.close();
  }
}

function organisationIn(path: string): Organisation {
  const outcome = readOrganisation(textOf(path));
  if (outcome.ok) return outcome.organisation;
  const lines = outcome.errors.map(({ path: where, message }) => `  ${where}: ${message}`);
  throw new UsageError(`${path} is not an organisation’s JSON:\n${lines.join('\n')}`);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function newHasher(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

/** Sources are numbered by the store, files by their place among the arguments. */
function fileIndex(result: ImportResult): (source: SourceId) => number {
  const indexes = new Map<SourceId, number>();
  result.files.forEach(({ source }, index) => {
    if (!indexes.has(source)) indexes.set(source, index);
  });
  return (source) => indexes.get(source) ?? -1;
}

async function writeSessions(
  store: SpillStore,
  result: ImportResult,
  content: boolean,
): Promise<{ sessions: number; flags: number }> {
  const options: LineOptions = { fileOf: fileIndex(result), addressOf: undecorate, content };
  const rank = rankOf(await store.sources());
  const totals = { sessions: 0, flags: 0 };
  let lines = '';
  for (const { fragment, judgement } of store.sorted(compareLines)) {
    lines += sessionLine({ session: summarise(fragment, rank), judgement }, options) + '\n';
    totals.sessions++;
    totals.flags += judgement.flags.length;
    if (lines.length > 0x10000) {
      await write(lines);
      lines = '';
    }
  }
  await write(lines);
  return totals;
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** One line that is written anew; on a terminal only. */
function progressOnTerminal(): (progress: ImportProgress) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return ({ files, sessions, bytesPerSecond }) => {
    const read = files.reduce((sum, file) => sum + file.read, 0);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const done = files.every(({ state }) => state !== 'waiting' && state !== 'reading');
    const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);
    const line = `${mb(read)} of ${mb(size)} MB, ${sessions} sessions, ${mb(bytesPerSecond)} MB/s`;
    process.stderr.write(`\r\x1b[K${done ? '' : line}`);
  };
}
