import type { ExportFile } from './form.ts';

const encoder = new TextEncoder();
/** Characters that are gathered before they are encoded and written. */
const PIECE = 32 * 1024;

/** A file of text in UTF-8, written in pieces. */
export class TextFile {
  readonly #file: ExportFile;
  #waiting = '';

  constructor(file: ExportFile) {
    this.#file = file;
  }

  write(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length < PIECE) return;
    // Between the halves of a surrogate pair nothing may be cut.
    const last = this.#waiting.charCodeAt(this.#waiting.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) return;
    this.#flush();
  }

  end(): void {
    this.#flush();
    this.#file.end();
  }

  #flush(): void {
    if (this.#waiting !== '') this.#file.write(encoder.encode(this.#waiting));
    this.#waiting = '';
  }
}

/** A whole file at once. */
export function writeText(file: ExportFile, text: string): void {
  file.write(encoder.encode(text));
  file.end();
}
