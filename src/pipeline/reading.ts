import type { IssueCode } from '../model.ts';
import { MemberUnreadable, type Hasher, type ImportFile } from './settings.ts';

/** The file stopped giving bytes: no fault of the program. */
export class FileUnreadable extends Error {
  override name = 'FileUnreadable';
  readonly code: IssueCode;

  constructor(error: unknown) {
    super(error instanceof Error ? error.message : String(error));
    const known = error instanceof MemberUnreadable || error instanceof FileUnreadable;
    this.code = known ? error.code : 'file-unreadable';
  }
}

/** A file's bytes as they lie on disk, hashed and counted on the way. */
export class FileReading {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #hasher: Hasher;
  #ended = false;
  /** Bytes on disk so far. */
  read = 0;

  constructor(file: ImportFile, hasher: Hasher) {
    this.#chunks = file.chunks()[Symbol.asyncIterator]();
    this.#hasher = hasher;
  }

  /** Goes on where it was left. @throws FileUnreadable */
  async *chunks(): AsyncIterable<Uint8Array> {
    while (!this.#ended) {
      const next = await this.#chunks.next().catch((error: unknown) => {
        this.#ended = true;
        throw new FileUnreadable(error);
      });
      if (next.done === true) this.#ended = true;
      else {
        this.read += next.value.length;
        this.#hasher.update(next.value);
        yield next.value;
      }
    }
  }

  /** SHA-256 of the whole file; reads what nobody asked for. @throws FileUnreadable */
  async sha256(): Promise<string> {
    const rest = this.chunks()[Symbol.asyncIterator]();
    while ((await rest.next()).done !== true);
    return this.#hasher.hex();
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#chunks.return?.();
  }
}
