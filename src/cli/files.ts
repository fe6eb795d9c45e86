import { closeSync, createWriteStream, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EpochMs } from '../model.ts';
import type { ImportFile } from '../pipeline.ts';

const CHUNK = 64 * 1024;

/** A file by its path. What cannot be opened is found out by the import, which reports it. */
export function fileAt(path: string): ImportFile {
  const { size, modified } = describe(path);
  return { name: basename(path), size, modified, chunks: () => chunksOf(path) };
}

function describe(path: string): { size: number; modified: EpochMs | null } {
  try {
    const file = openSync(path, 'r');
    const { size, mtimeMs } = fstatSync(file);
    closeSync(file);
    return { size, modified: mtimeMs as EpochMs };
  } catch {
    // Not to be opened: reading it fails in the same way, and there the reason is told.
    return { size: 0, modified: null };
  }
}

/** The buffer is used again: a chunk is valid until the next one is asked for. */
async function* chunksOf(path: string): AsyncIterable<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const length = readSync(file, buffer, 0, CHUNK, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Standard input, written to a temporary file first: its size and hash are needed before it is read. */
export async function spooledInput(): Promise<{ file: ImportFile; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'fedlens-input-'));
  const path = join(folder, 'input');
  await pipeline(process.stdin, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { file: { ...fileAt(path), name: '-', modified: null }, close: () => rmSync(folder, { recursive: true }) };
}
