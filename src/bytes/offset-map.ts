/**
 * Where the bytes that a format sees lie in the file. A text format reads UTF-8, whatever the file's encoding; this map
 * leads its offsets back. It is a list of runs in which every character takes the same number of bytes on both sides
 * (UTF-16: ASCII 1 to 2, é 2 to 2, € 3 to 2), so plain text needs one run and an ASCII file none.
 */

/** 16 bytes each. When they are used up, the older ones are thinned; the newest half stays exact. */
const MOST_RUNS = 1 << 20;

export class OffsetMap {
  #view = new Float64Array(16);
  #file = new Float64Array(16);
  #runs = 0;
  #viewUnit = 0;
  #fileUnit = 0;
  /** Bytes of the view, and of the file, so far. */
  viewEnd = 0;
  fileEnd = 0;

  /** `count` characters follow, each of `viewUnit` bytes for the format and `fileUnit` bytes in the file; either may be 0. */
  add(count: number, viewUnit: number, fileUnit: number): void {
    if (count === 0) return;
    if (viewUnit !== this.#viewUnit || fileUnit !== this.#fileUnit || this.#runs === 0) this.#open(viewUnit, fileUnit);
    this.viewEnd += count * viewUnit;
    this.fileEnd += count * fileUnit;
  }

  /** The file's offset for the view's `offset`; past the end of what is known it goes on one to one. */
  toFile(offset: number): number {
    if (offset >= this.viewEnd) return this.fileEnd + (offset - this.viewEnd);
    let low = 0;
    let high = this.#runs - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#view[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const last = low + 1 === this.#runs;
    const view = this.#view[low]!;
    const file = this.#file[low]!;
    const viewLength = (last ? this.viewEnd : this.#view[low + 1]!) - view;
    const fileLength = (last ? this.fileEnd : this.#file[low + 1]!) - file;
    return viewLength === 0 ? file + fileLength : file + Math.floor(((offset - view) * fileLength) / viewLength);
  }

  #open(viewUnit: number, fileUnit: number): void {
    if (this.#runs === MOST_RUNS) this.#thin();
    if (this.#runs === this.#view.length) {
      this.#view = grown(this.#view);
      this.#file = grown(this.#file);
    }
    this.#view[this.#runs] = this.viewEnd;
    this.#file[this.#runs] = this.fileEnd;
    this.#runs += 1;
    this.#viewUnit = viewUnit;
    this.#fileUnit = fileUnit;
  }

  /** Joins the older half's runs in pairs: their inner offsets are then interpolated. */
  #thin(): void {
    const half = this.#runs >> 1;
    let kept = 0;
    for (let run = 0; run < this.#runs; run += run < half ? 2 : 1) {
      this.#view[kept] = this.#view[run]!;
      this.#file[kept] = this.#file[run]!;
      kept += 1;
    }
    this.#runs = kept;
  }
}

function grown(full: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const next = new Float64Array(full.length * 2);
  next.set(full);
  return next;
}
