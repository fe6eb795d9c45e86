/**
 * The pipeline alone: `runImport` from a file into a store that only counts, with hashing and judging, without writing
 * anything. Run as a process (`pipeline.ts FILE`); prints a `PipelineResult`.
 */
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { fileAt } from '../../src/cli/files.ts';
import type { ArchiveStore, SourceId, StoreBatch } from '../../src/model.ts';
import { runImport, type Hasher } from '../../src/pipeline.ts';

export interface PipelineResult {
  bytes: number;
  messages: number;
  sessions: number;
  seconds: number;
}

/** Forgets what it is given: what comes in pieces is not joined again, as an archive would. */
class CountingStore implements ArchiveStore {
  sessions = 0;

  async sources() {
    return [];
  }
  async openSource() {
    return 0 as SourceId;
  }
  async sealSource() {}
  async dropSource() {}
  async tallies() {
    return [];
  }
  async sharing() {
    return [];
  }
  async put({ put, remove }: StoreBatch) {
    this.sessions += put.length - remove.length;
  }
  async *batches() {}
  async rejudge() {}
}

function newHasher(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

export async function runPipeline(path: string): Promise<PipelineResult> {
  const start = performance.now();
  const store = new CountingStore();
  const settings = { timeZone: null, organisation: null, evidence: false, newHasher };
  const { progress } = await runImport([fileAt(path)], store, settings);
  const [file] = progress.files;
  if (file?.state !== 'done') throw new Error(`${path} was not read: ${file?.note ?? 'no reason is given'}`);
  const seconds = (performance.now() - start) / 1000;
  return { bytes: file.read, messages: file.messages, sessions: store.sessions, seconds };
}

if (process.argv[1] === import.meta.filename) {
  console.log(JSON.stringify(await runPipeline(process.argv[2] ?? '')));
}
