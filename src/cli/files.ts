import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EpochMs } from '../model.ts';
import type { ImportFile } from '../pipeline.ts';
import { atLeaving } from './leaving.ts';
import { outputError } from './output-error.ts';

const CHUNK = 64 * 1024;

/** A file by its path, or every file in a folder, by name. What cannot be opened is found out by the import, which reports it. */
export function filesAt(path: string): ImportFile[] {
  const folder = folderAt(path);
  if (folder === null) return [fileAt(path)];
  const files = filesIn(path, basename(folder), [folder]);
  return files.length > 0 ? files : [unreadable(basename(folder), new Error('There is no file in this folder.'))];
}

export function fileAt(path: string, name = basename(path)): ImportFile {
  const { size, modified } = describe(path);
  return {
    name,
    size,
    modified,
    chunks: () => chunksOf(path),
    range: async (from, to) => bytesOf(path, from, to),
  };
}

/** Its path without links; null = it is no folder, or not there. */
function folderAt(path: string): string | null {
  try {
    return statSync(path).isDirectory() ? realpathSync(resolve(path)) : null;
  } catch {
    return null;
  }
}

/** @param within folders on the way, so that a link to one of them is not followed for ever */
function filesIn(path: string, name: string, within: readonly string[]): ImportFile[] {
  let entries: string[];
  try {
    entries = readdirSync(path).sort();
  } catch (error) {
    return [unreadable(name, error)];
  }
  return entries.flatMap((entry) => {
    const own = join(path, entry);
    const full = `${name}/${entry}`;
    const folder = folderAt(own);
    if (folder !== null) return within.includes(folder) ? [] : filesIn(own, full, [...within, folder]);
    return isSpecial(own) ? [] : [fileAt(own, full)];
  });
}

/** A pipe, socket or device in a folder: nothing lies in it, and to open it may wait for ever. */
function isSpecial(path: string): boolean {
  try {
    return !statSync(path).isFile();
  } catch {
    return false;
  }
}

function unreadable(name: string, error: unknown): ImportFile {
  return {
    name,
    size: 0,
    modified: null,
    // eslint-disable-next-line require-yield
    async *chunks() {
      throw error;
    },
  };
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

function bytesOf(path: string, from: number, to: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, fstatSync(file).size) - from));
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, from + length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** Paths as they were given, as files: what can be read only once is written to a temporary file, for its size and hash are needed before it is read. */
export async function openInputs(paths: readonly string[]): Promise<{ files: ImportFile[]; close(): void }> {
  const spools: string[] = [];
  const remove = (): void => spools.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
  const stay = atLeaving(remove);
  const close = (): void => {
    remove();
    stay();
  };
  const files: ImportFile[] = [];
  try {
    for (const path of paths) {
      if (path !== '-' && !isStream(path)) files.push(...filesAt(path));
      else {
        const folder = mkdtempSync(join(tmpdir(), 'fedlens-input-'));
        spools.push(folder);
        const source = path === '-' ? process.stdin : createReadStream(path);
        files.push(await spooled(source, join(folder, 'input'), path === '-' ? path : basename(path)));
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  return { files, close };
}

/** A pipe, as a shell makes for `<(…)`, or a terminal: its bytes come once. */
function isStream(path: string): boolean {
  try {
    // What must not be read is reported as a file is.
    accessSync(path, constants.R_OK);
    const status = statSync(path);
    return status.isFIFO() || status.isCharacterDevice();
  } catch {
    return false;
  }
}

async function spooled(source: NodeJS.ReadableStream, path: string, name: string): Promise<ImportFile> {
  try {
    await pipeline(source, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    throw outputError(`to the temporary folder ${tmpdir()}`, error);
  }
  return { ...fileAt(path), name, modified: null };
}
