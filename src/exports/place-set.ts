import type { Place, Session, SourceId } from '../model.ts';
import type { Range } from './form.ts';

/** Places of many sessions, a few numbers each, until the sources are read. */
export class PlaceSet {
  readonly #bySource = new Map<SourceId, { offsets: number[]; lengths: number[] }>();

  add({ source, offset, length }: Place): void {
    let places = this.#bySource.get(source);
    if (places === undefined) this.#bySource.set(source, (places = { offsets: [], lengths: [] }));
    places.offsets.push(offset);
    places.lengths.push(length);
  }

  addAll(session: Session): void {
    for (const { sightings } of session.messages) {
      for (const { places } of sightings) for (const place of places) this.add(place);
    }
  }

  /** In number order. */
  sources(): SourceId[] {
    return [...this.#bySource.keys()].sort((a, b) => a - b);
  }

  /** Each place of the source once, in file order. */
  rangesOf(source: SourceId): Range[] {
    const places = this.#bySource.get(source);
    if (places === undefined) return [];
    const { offsets, lengths } = places;
    const order = Uint32Array.from(offsets.keys()).sort(
      (a, b) => offsets[a]! - offsets[b]! || lengths[b]! - lengths[a]!,
    );
    const ranges: Range[] = [];
    for (const index of order) {
      const offset = offsets[index]!;
      if (ranges.at(-1)?.offset !== offset) ranges.push({ offset, length: lengths[index]! });
    }
    return ranges;
  }
}

/** A range that has begun and not ended. */
interface OpenRange {
  range: Range;
  bytes: Uint8Array;
  filled: number;
}

/** Cuts ranges out of bytes that stream by. Ranges may overlap; each is given whole. */
export class RangeCutter {
  readonly #ranges: readonly Range[];
  readonly #take: (bytes: Uint8Array, range: Range) => void;
  #next = 0;
  #at = 0;
  #open: OpenRange[] = [];

  /** @param take gets the bytes of each range as its own array */
  constructor(ranges: readonly Range[], take: (bytes: Uint8Array, range: Range) => void) {
    this.#ranges = ranges;
    this.#take = take;
  }

  /** Where, behind what came so far, the next range begins or ends. */
  get border(): number {
    this.#begin(this.#at + 1);
    let border = this.#ranges[this.#next]?.offset ?? Infinity;
    for (const { range } of this.#open) border = Math.min(border, range.offset + range.length);
    return border;
  }

  write(chunk: Uint8Array): void {
    const end = this.#at + chunk.length;
    this.#begin(end);
    if (this.#open.length > 0) this.#fill(chunk);
    this.#at = end;
  }

  /** Opens the ranges that begin before `end`. A range has at least one byte. */
  #begin(end: number): void {
    for (let range = this.#ranges[this.#next]; range !== undefined && range.offset < end;) {
      if (range.length > 0) this.#open.push({ range, bytes: new Uint8Array(range.length), filled: 0 });
      range = this.#ranges[++this.#next];
    }
  }

  /** Ranges of which not all bytes came. */
  missing(): number {
    return this.#open.length + this.#ranges.length - this.#next;
  }

  #fill(chunk: Uint8Array): void {
    const still: OpenRange[] = [];
    for (const open of this.#open) {
      const { range, bytes } = open;
      const from = Math.max(0, range.offset + open.filled - this.#at);
      const piece = chunk.subarray(from, from + range.length - open.filled);
      bytes.set(piece, open.filled);
      open.filled += piece.length;
      if (open.filled === range.length) this.#take(bytes, range);
      else still.push(open);
    }
    this.#open = still;
  }
}

/** The bytes of each range, which do not overlap, out of those of a source; empty = they did not come. */
export async function* cutRanges(
  chunks: AsyncIterable<Uint8Array>,
  ranges: readonly Range[],
): AsyncGenerator<Uint8Array> {
  const cut: Uint8Array[] = [];
  let given = 0;
  const cutter = new RangeCutter(ranges, (bytes) => cut.push(bytes));
  for await (const chunk of chunks) {
    cutter.write(chunk);
    given += cut.length;
    yield* cut.splice(0);
    if (given === ranges.length) return;
  }
  for (; given < ranges.length; given++) yield new Uint8Array(0);
}
