import type { EvidenceBlock, SourceId } from '../model.ts';

/** Bytes of a block: 256 KiB. Blocks begin at multiples of it, so reading a file again gives the same blocks. */
const BLOCK = 256 * 1024;

/** Cuts a file's bytes (after gunzip) into blocks for the archive. */
export class EvidenceCutter {
  readonly #source: SourceId;
  #filling = new Uint8Array(BLOCK);
  #filled = 0;
  #offset = 0;
  #blocks: EvidenceBlock[] = [];
  /** Bytes in finished blocks that were not taken yet. */
  waiting = 0;

  constructor(source: SourceId) {
    this.#source = source;
  }

  write(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + BLOCK - this.#filled);
      this.#filling.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled === BLOCK) this.#finish(this.#filling);
    }
  }

  /** The file has ended: its last bytes become a shorter block. */
  end(): void {
    if (this.#filled > 0) this.#finish(this.#filling.slice(0, this.#filled));
  }

  take(): EvidenceBlock[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    this.waiting = 0;
    return blocks;
  }

  #finish(bytes: Uint8Array<ArrayBuffer>): void {
    this.#blocks.push({ source: this.#source, offset: this.#offset, bytes });
    this.#offset += bytes.length;
    this.waiting += bytes.length;
    this.#filling = new Uint8Array(BLOCK);
    this.#filled = 0;
  }
}
