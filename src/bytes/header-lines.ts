/** The lines of a message's header block, as whoever cut the log into records has found them: the message's reader need not again. */
import type { HeaderLines } from '../model.ts';

/** More lines than nearly any message has. */
const MOST_LINES = 512;

export class FoundHeaderLines implements HeaderLines {
  count = 0;
  origin = 0;
  bodyStart = 0;
  readonly fields = new Int16Array(MOST_LINES);
  readonly colons = new Int32Array(MOST_LINES);
  readonly ends = new Int32Array(MOST_LINES);
  /** All lines are noted. */
  whole = true;

  clear(): void {
    this.count = 0;
    this.whole = true;
  }

  /** A line of the field (`fieldOf`): where its first colon is and its line break. */
  add(field: number, colon: number, end: number): void {
    const { count } = this;
    if (count === MOST_LINES) {
      this.whole = false;
      return;
    }
    this.fields[count] = field;
    this.colons[count] = colon;
    this.ends[count] = end;
    this.count = count + 1;
  }

  /** The lines as they are of a payload that begins at the index `origin`. */
  at(origin: number, bodyStart: number): HeaderLines {
    this.origin = origin;
    this.bodyStart = bodyStart;
    return this;
  }
}
