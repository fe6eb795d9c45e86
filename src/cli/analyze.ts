import { once } from 'node:events';
import { compareLines, reportLine, sessionLine, type LineOptions } from '../exports/session-line.ts';
import { undecorate, type SourceId } from '../model.ts';
import { rankOf, summarise, type ImportResult } from '../pipeline.ts';
import type { AnalyzeRequest } from './arguments.ts';
import { statusOf, withReadFiles } from './reading.ts';
import type { SpillStore } from './spill.ts';

/**
 * Reads the files and writes their sessions and the report to standard output.
 * @returns the exit status: 0, or 1 when some file could not be read or is of no known format.
 * @throws UsageError when the organisation's file cannot be used
 */
export async function analyze(request: AnalyzeRequest): Promise<number> {
  const began = performance.now();
  return withReadFiles(request, async ({ store, result }) => {
    const totals = await writeSessions(store, result, request.content);
    const seconds = Math.round(performance.now() - began) / 1000;
    const reports = result.files.flatMap(({ report }) => report ?? []);
    await write(reportLine(reports, { ...totals, seconds }, { fileOf: fileIndex(result) }) + '\n');
    return statusOf(result);
  });
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
