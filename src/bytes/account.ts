/**
 * The account of one file: which of its bytes are understood, which are passed over and why, and what else is wrong.
 * Explained and skipped bytes add up to the file by construction: a format says how many bytes of its view it has dealt
 * with, the map says where that is in the file, and what is not skipped of it is explained.
 */
import { ISSUES, type Account, type IssueCode, type IssueTally, type Place, type SourceId } from '../model.ts';
import type { OffsetMap } from './offset-map.ts';

const MOST_PLACES = 100;
const CODES = Object.keys(ISSUES) as IssueCode[];

export class FileAccount implements Account {
  readonly source: SourceId;
  /** For stages after the formats: they hold places in the file's own bytes already, which are not mapped again. */
  readonly own: Account;
  #map: OffsetMap | null = null;
  #explainedView = 0;
  #skippedView = 0;
  #skippedFile = 0;
  #tallies = new Map<IssueCode, IssueTally>();

  constructor(source: SourceId) {
    this.source = source;
    this.own = new OwnBytes(this);
  }

  /** From now on offsets and lengths are those of a view that `map` leads back to the file; null = the file's own. */
  set mapping(map: OffsetMap | null) {
    this.#map = map;
  }

  explain(length: number): void {
    this.#explainedView += length;
  }

  skip(code: IssueCode, offset: number, length: number): void {
    const start = this.#toFile(offset);
    const bytes = this.#toFile(offset + length) - start;
    this.#skippedView += length;
    this.#skippedFile += bytes;
    this.count(code, start, bytes);
  }

  issue(code: IssueCode, offset: number, length: number): void {
    const start = this.#toFile(offset);
    this.count(code, start, this.#toFile(offset + length) - start);
  }

  place(offset: number, length: number): Place {
    if (this.#map === null) return { source: this.source, offset, length };
    const start = this.#map.toFile(offset);
    return { source: this.source, offset: start, length: this.#map.toFile(offset + length) - start };
  }

  /** Reports an issue at a place in the file's own bytes. */
  count(code: IssueCode, offset: number, length: number): void {
    let tally = this.#tallies.get(code);
    if (tally === undefined) {
      tally = { severity: ISSUES[code].severity, count: 0, places: [] };
      this.#tallies.set(code, tally);
    }
    tally.count += 1;
    this.#keepPlace(tally.places, offset, length);
  }

  /** The first hundred in the file, whoever comes to report one late: stages learn of faults at different times. */
  #keepPlace(places: Place[], offset: number, length: number): void {
    let index = places.length;
    for (; index > 0; index -= 1) {
      const before = places[index - 1]!;
      if (before.offset < offset || (before.offset === offset && before.length <= length)) break;
    }
    if (index === MOST_PLACES) return;
    places.splice(index, 0, { source: this.source, offset, length });
    if (places.length > MOST_PLACES) places.pop();
  }

  /** Bytes of the file (after gunzip) passed over so far. */
  get skippedBytes(): number {
    return this.#skippedFile;
  }

  /** Bytes of the file understood so far. At the end, with `skippedBytes`, the file's size; a BOM counts here. */
  get explainedBytes(): number {
    return Math.max(0, this.#toFile(this.accounted) - this.#skippedFile);
  }

  /** Bytes of the format's view that are dealt with: at the end all of them, or a format has a bug. */
  get accounted(): number {
    return this.#explainedView + this.#skippedView;
  }

  /** A copy that later reports do not change. Codes in the order of their table: which is met first depends on the chunks. */
  issues(): Record<string, IssueTally> {
    const copy: Record<string, IssueTally> = {};
    for (const code of CODES) {
      const tally = this.#tallies.get(code);
      if (tally !== undefined) copy[code] = { ...tally, places: tally.places.slice() };
    }
    return copy;
  }

  #toFile(offset: number): number {
    return this.#map === null ? offset : this.#map.toFile(offset);
  }
}

/** The same account for places in the file's own bytes: only counts, since a format has explained or skipped the bytes. */
class OwnBytes implements Account {
  readonly #file: FileAccount;

  constructor(file: FileAccount) {
    this.#file = file;
  }

  explain(): void {}

  skip(code: IssueCode, offset: number, length: number): void {
    this.#file.count(code, offset, length);
  }

  issue(code: IssueCode, offset: number, length: number): void {
    this.#file.count(code, offset, length);
  }

  place(offset: number, length: number): Place {
    return { source: this.#file.source, offset, length };
  }
}
