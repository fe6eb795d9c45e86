/**
 * Where an export is written: beside its path under another name, which it takes when it is whole. Nothing is ever overwritten,
 * and nothing half done is left, however the program ends; only one that is killed leaves `….partial-<process>`.
 */
import {
  closeSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ExportFile, ExportFolder } from '../exports/index.ts';
import type { EpochMs } from '../model.ts';
import { UsageError } from './arguments.ts';
import { atLeaving } from './leaving.ts';
import { writing } from './output-error.ts';

/** Bytes that are written at once. */
const PIECE = 64 * 1024;

export class NewPath {
  readonly #path: string;
  readonly #partial: string;
  readonly #shape: 'file' | 'folder';
  #done = false;
  readonly #stay: () => void;

  /** @throws UsageError when something is there already, or nothing can be written there */
  constructor(path: string, shape: 'file' | 'folder') {
    this.#path = resolve(path);
    this.#partial = `${this.#path}.partial-${process.pid}`;
    this.#shape = shape;
    if (isThere(this.#path)) throw new UsageError(`${path} is there already, and nothing is overwritten.`);
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      if (shape === 'folder') mkdirSync(this.#partial);
      else closeSync(openSync(this.#partial, 'wx'));
    } catch (error) {
      throw new UsageError(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#stay = atLeaving(() => this.giveUp());
  }

  folder(): ExportFolder {
    if (this.#shape === 'file') {
      return {
        open: () => new WrittenFile(this.#path, openSync(this.#partial, 'r+'), { modified: null, isOnly: true }),
      };
    }
    const made = new Set<string>();
    return {
      open: (path, modified = null) => {
        const full = join(this.#partial, path);
        if (!full.startsWith(this.#partial)) throw new RangeError(`${path} leads out of the export`);
        const parent = dirname(full);
        return writing(this.#path, () => {
          if (!made.has(parent)) mkdirSync(parent, { recursive: true });
          made.add(parent);
          return new WrittenFile(this.#path, openSync(full, 'wx'), { modified, isOnly: false });
        });
      },
    };
  }

  /** @throws UsageError when something has come to be there meanwhile */
  finish(): void {
    if (isThere(this.#path)) throw new UsageError(`${this.#path} has come to be there meanwhile.`);
    renameSync(this.#partial, this.#path);
    this.#done = true;
    this.#stay();
  }

  /** Leaves nothing behind, unless it was finished. */
  giveUp(): void {
    if (!this.#done) rmSync(this.#partial, { recursive: true, force: true });
    this.#done = true;
    this.#stay();
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

interface FileTraits {
  modified: EpochMs | null;
  /** It is all of the export: it is on the disk before it takes its name. */
  isOnly: boolean;
}

class WrittenFile implements ExportFile {
  /** Of the export, for whoever reads what is wrong. */
  readonly #path: string;
  readonly #file: number;
  readonly #traits: FileTraits;
  #waiting: Buffer | null = null;
  #filled = 0;

  constructor(path: string, file: number, traits: FileTraits) {
    this.#path = path;
    this.#file = file;
    this.#traits = traits;
  }

  write(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > PIECE) this.#flush();
    if (bytes.length >= PIECE) {
      this.#put(bytes);
      return;
    }
    this.#waiting ??= Buffer.allocUnsafe(PIECE);
    this.#waiting.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  end(): void {
    const { modified, isOnly } = this.#traits;
    this.#flush();
    writing(this.#path, () => {
      if (modified !== null) futimesSync(this.#file, modified / 1000, modified / 1000);
      if (isOnly) fsyncSync(this.#file);
      closeSync(this.#file);
    });
  }

  #flush(): void {
    if (this.#waiting !== null) this.#put(this.#waiting.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #put(bytes: Uint8Array): void {
    writing(this.#path, () => {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
    });
  }
}
