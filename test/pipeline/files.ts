/** Files and archives for the tests of the pipeline: bytes in memory, the command line's own store. */
import { createHash } from 'node:crypto';
import { SpillStore } from '../../src/cli/spill.ts';
import { compareLines, sessionLine } from '../../src/exports/session-line.ts';
import type { EvidenceBlock, Organisation, StoreBatch } from '../../src/model.ts';
import {
  rankOf,
  runImport,
  summarise,
  type Hooks,
  type ImportFile,
  type ImportResult,
  type ImportSettings,
} from '../../src/pipeline.ts';

export interface Given {
  name?: string;
  /** Bytes a chunk. */
  chunk?: number;
  /** After so many bytes the disk gives no more. */
  failsAt?: number;
}

export function fileOf(
  content: string | Uint8Array,
  { name = 'edge.log', chunk = 65_536, failsAt }: Given = {},
): ImportFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    size: bytes.length,
    modified: null,
    async *chunks() {
      // One buffer for all chunks, as real readers do it: who keeps a chunk sees it change.
      const buffer = new Uint8Array(chunk);
      for (let at = 0; at < bytes.length; at += chunk) {
        if (failsAt !== undefined && at >= failsAt) throw new Error('The disk is gone.');
        const piece = bytes.subarray(at, at + chunk);
        buffer.set(piece);
        yield buffer.subarray(0, piece.length);
      }
    },
  };
}

/** Keeps evidence too, as an archive does. */
export class TestStore extends SpillStore {
  readonly evidence: EvidenceBlock[] = [];

  override async put(batch: StoreBatch): Promise<void> {
    await super.put(batch);
    this.evidence.push(...batch.evidence);
  }
}

export function settings(organisation: Organisation | null = null): ImportSettings {
  return {
    timeZone: null,
    organisation,
    evidence: true,
    newHasher: () => {
      const hash = createHash('sha256');
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
    },
  };
}

/** The archive as the command line writes it; a place names its file. */
export async function linesOf(store: SpillStore): Promise<string[]> {
  const sources = await store.sources();
  const rank = rankOf(sources);
  const lines: string[] = [];
  for (const { fragment, judgement } of store.sorted(compareLines)) {
    const session = summarise(fragment, rank);
    lines.push(
      sessionLine(
        { session, judgement },
        { fileOf: rank, addressOf: (address) => address, content: true, marks: true },
      ),
    );
  }
  return lines;
}

/** Imports into an archive of its own and gives what is then there. */
export async function imported(
  files: readonly ImportFile[],
  hooks: Hooks = {},
): Promise<{ lines: string[]; result: ImportResult }> {
  const store = new TestStore();
  try {
    const result = await runImport(files, store, settings(), hooks);
    return { lines: await linesOf(store), result };
  } finally {
    store.close();
  }
}
