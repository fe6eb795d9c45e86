/** What `analyze` and `export` have alike: files are read into a store of this run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ImportProgress, Organisation } from '../model.ts';
import { readOrganisation } from '../organisation/index.ts';
import { runImport, type Hasher, type ImportResult } from '../pipeline.ts';
import { UsageError, type ReadingRequest } from './arguments.ts';
import { openInputs } from './files.ts';
import { SpillStore } from './spill.ts';

export interface ReadFiles {
  store: SpillStore;
  result: ImportResult;
  organisation: Organisation | null;
}

/**
 * Reads the files and lets go of them when `use` is done.
 * @throws UsageError when the organisation's file cannot be used
 */
export async function withReadFiles<T>(request: ReadingRequest, use: (read: ReadFiles) => Promise<T>): Promise<T> {
  const organisation = request.organisation === null ? null : organisationIn(request.organisation);
  const inputs = await openInputs(request.files);
  const store = new SpillStore();
  try {
    const { timeZone, format, encoding } = request;
    const choice = { format, encoding, timeZone: null, modified: null };
    const options = { timeZone, organisation, evidence: false, newHasher, choice };
    const result = await runImport(inputs.files, store, options, { progress: progressOnTerminal() });
    return await use({ store, result, organisation });
  } finally {
    store.close();
    inputs.close();
  }
}

/** 0 = all files were read; 1 = some file could not be read or is of no known format. */
export function statusOf(result: ImportResult): number {
  const reports = result.files.flatMap(({ report }) => report ?? []);
  return reports.every(({ format, sha256 }) => format !== null && sha256 !== '') ? 0 : 1;
}

function organisationIn(path: string): Organisation {
  const outcome = readOrganisation(textIn(path));
  if (outcome.ok) return outcome.organisation;
  const lines = outcome.errors.map(({ path: where, message }) => `  ${where}: ${message}`);
  throw new UsageError(`${path} is not an organisation’s JSON:\n${lines.join('\n')}`);
}

/** @throws UsageError when the file cannot be read */
export function textIn(path: string): string {
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
