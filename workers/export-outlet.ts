/** Where the files of an export go: one after the other to whoever takes the bytes, many of them as a ZIP archive. */
import { makeZip } from 'client-zip';
import { joined } from '../src/archive/index.ts';
import type { ExportFile, ExportFolder, Hash } from '../src/exports/index.ts';
import type { EpochMs } from '../src/model.ts';
import { Aborted } from '../src/pipeline.ts';

/** Bytes that are given out at once. */
const PIECE = 512 * 1024;

/** Bytes on their way out, in order; hashed and counted. */
export class Outlet {
  readonly #take: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly #hash: Hash;
  #waiting: Uint8Array[] = [];
  #filled = 0;
  #giving: Promise<void> = Promise.resolve();
  /** What else must be done before all is out: files that wait to be packed. */
  pending: () => Promise<void> = async () => undefined;
  close: () => Promise<void> = async () => undefined;
  bytes = 0;

  /** @param take gets bytes for its own */
  constructor(take: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>, hash: Hash) {
    this.#take = take;
    this.#hash = hash;
  }

  /** Keeps a copy. */
  push(bytes: Uint8Array): void {
    this.#waiting.push(bytes.slice());
    this.#filled += bytes.length;
  }

  /** Everything that is ready is out, but for less than a piece. @throws Aborted when nobody takes it */
  async drained(): Promise<void> {
    await this.pending();
    await this.give(PIECE);
  }

  /** @throws Aborted when nobody takes it */
  async end(): Promise<void> {
    await this.pending();
    await this.close();
    await this.give(1);
  }

  /** Gives out what there is, if it is at least so many bytes; one piece after the other. */
  give(least: number): Promise<void> {
    const given = this.#giving.then(() => (this.#filled < least ? undefined : this.#give()));
    this.#giving = given.catch(() => undefined);
    return given;
  }

  sha256(): string {
    return this.#hash.hex();
  }

  async #give(): Promise<void> {
    const all = joined(this.#waiting);
    this.#waiting = [];
    this.#filled = 0;
    this.#hash.update(all);
    this.bytes += all.length;
    try {
      await this.#take(all);
    } catch {
      throw new Aborted();
    }
  }
}

/** The only file of a form is what comes out. */
export function singleFile(outlet: Outlet): ExportFolder {
  return { open: () => ({ write: (bytes) => outlet.push(bytes), end: () => undefined }) };
}

interface Packed {
  name: string;
  lastModified: Date;
  input: Blob | Uint8Array<ArrayBuffer>;
}

/**
 * Files as a ZIP archive, in the order in which they end. Several are open at once, and an archive takes one after the other:
 * what is much waits in a blob, which the browser may put on the disk. What is little does not: a blob takes some 4 kB of memory
 * whatever is in it, and a person has a hundred thousand files.
 * @param base the folder in the archive under which they lie, with its `/`; '' = none
 */
export function zipFolder(outlet: Outlet, base = ''): ExportFolder {
  const ended: Packed[] = [];
  let wake: () => void = () => undefined;
  let over = false;
  async function* entries(): AsyncGenerator<Packed> {
    for (;;) {
      const next = ended.shift();
      if (next !== undefined) yield next;
      else if (over) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const zip = makeZip(entries()).getReader();
  let failure: Error | null = null;
  const read = async (): Promise<void> => {
    for (let next = await zip.read(); !next.done; next = await zip.read()) {
      outlet.push(next.value);
      await outlet.give(PIECE);
    }
  };
  const reading = read().catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  outlet.pending = async () => {
    wake();
    // The archive asks for the next file when the one before is out.
    while (ended.length > 0 && failure === null) await new Promise((resolve) => setTimeout(resolve));
    if (failure !== null) throw failure;
  };
  outlet.close = async () => {
    over = true;
    wake();
    await reading;
    if (failure !== null) throw failure;
  };
  return { open: (path, modified = null) => new WaitingFile(base + path, modified, (file) => ended.push(file)) };
}

class WaitingFile implements ExportFile {
  readonly #name: string;
  readonly #modified: EpochMs | null;
  readonly #ended: (file: Packed) => void;
  readonly #blobs: Blob[] = [];
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #filled = 0;

  constructor(name: string, modified: EpochMs | null, ended: (file: Packed) => void) {
    this.#name = name;
    this.#modified = modified;
    this.#ended = ended;
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes.slice());
    this.#filled += bytes.length;
    if (this.#filled < PIECE) return;
    this.#blobs.push(new Blob(this.#waiting));
    [this.#waiting, this.#filled] = [[], 0];
  }

  end(): void {
    const lastModified = this.#modified === null ? new Date() : new Date(this.#modified);
    const rest = joined(this.#waiting);
    const input = this.#blobs.length === 0 ? rest : new Blob([...this.#blobs, rest]);
    this.#ended({ name: this.#name, lastModified, input });
    this.#waiting = [];
  }
}
