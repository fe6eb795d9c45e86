/**
 * Of the source files only the bytes that the sessions stand on: `data/excerpts/<number>-<name>` holds the records of one source
 * one behind the other, and `data/documents/excerpts.csv` says of each which session it belongs to and where it stood. Whoever
 * has the source file, known by its SHA-256, can hold each record to it.
 */
import type { Session, SessionId, SourceId } from '../model.ts';
import { csvField } from './csv-field.ts';
import type { EvidenceWish, EvidenceWriter, ExportContext, ExportFile, ExportFolder, Range } from './form.ts';
import { onOneLine, safeName } from './harmless.ts';
import { TextFile } from './text-file.ts';

const COLUMNS = ['path', 'at', 'length', 'source', 'sha256', 'offset', 'session'];

/** Records of one source: numbers alone, since there may be millions. */
interface Records {
  offsets: number[];
  lengths: number[];
  /** Indexes into the sessions' ids. */
  sessions: number[];
}

export class BagExcerpts {
  readonly #context: ExportContext;
  readonly #folder: ExportFolder;
  readonly #ids: SessionId[] = [];
  readonly #bySource = new Map<SourceId, Records>();
  #table: TextFile | null = null;
  #taking: SourceExcerpt | null = null;

  /** @param folder the bag's payload */
  constructor(context: ExportContext, folder: ExportFolder) {
    this.#context = context;
    this.#folder = folder;
  }

  session({ id, messages }: Session): void {
    const session = this.#ids.push(id) - 1;
    for (const { sightings } of messages) {
      for (const { places } of sightings) {
        for (const { source, offset, length } of places) {
          let own = this.#bySource.get(source);
          if (own === undefined) this.#bySource.set(source, (own = { offsets: [], lengths: [], sessions: [] }));
          own.offsets.push(offset);
          own.lengths.push(length);
          own.sessions.push(session);
        }
      }
    }
  }

  wishes(): EvidenceWish[] {
    return [...this.#bySource]
      .sort(([a], [b]) => a - b)
      .map(([source, records]) => ({ source, as: 'ranges', ranges: piecesOf(records) }));
  }

  readonly evidence: EvidenceWriter = {
    begin: ({ source, ranges = [] }) => {
      const index = this.#context.sources.findIndex(({ id }) => id === source);
      const { name = 'source', sha256 = '' } = this.#context.sources[index]?.report ?? {};
      const path = `excerpts/${String(index + 1).padStart(4, '0')}-${safeName(name)}`;
      this.#taking = new SourceExcerpt(this.#folder.open(path), { path: `data/${path}`, name, sha256 }, ranges);
    },
    write: (bytes) => this.#taking?.take(bytes),
    end: () => {
      const taken = this.#taking;
      if (taken !== null) this.#list(taken);
      this.#taking = null;
    },
  };

  end(): void {
    this.#table?.end();
  }

  #list(taken: SourceExcerpt): void {
    const source = this.#context.sources.find(({ report }) => report.sha256 === taken.about.sha256)?.id;
    const records = source === undefined ? undefined : this.#bySource.get(source);
    const missing = taken.end();
    if (records === undefined) return;
    const table = (this.#table ??= this.#openTable());
    const order = inFileOrder(records);
    let last = -1;
    for (const index of order) {
      // A message that was seen twice in a record is one entry.
      if (last !== -1 && isSameEntry(records, last, index)) continue;
      last = index;
      const { path, name, sha256 } = taken.about;
      const [offset, length] = [records.offsets[index]!, records.lengths[index]!];
      const at = taken.placeOf(offset);
      if (at === null || taken.placeOf(offset + length - 1) !== at + length - 1) continue;
      const cells = [path, String(at), String(length), onOneLine(name), sha256, String(offset)];
      table.write([...cells, this.#ids[records.sessions[index]!]!].map(csvField).join(',') + '\r\n');
    }
    this.#context.statement.leaveOut('stretches of evidence', 'Their bytes are not at hand.', missing);
  }

  #openTable(): TextFile {
    const table = new TextFile(this.#folder.open('documents/excerpts.csv'));
    table.write('\ufeff' + COLUMNS.join(',') + '\r\n');
    return table;
  }
}

/** Takes the bytes of the ranges of one source, in their order. */
class SourceExcerpt {
  readonly about: { path: string; name: string; sha256: string };
  readonly #file: ExportFile;
  readonly #ranges: readonly Range[];
  /** Where each range begins in the excerpt; -1 = its bytes are not there. */
  readonly #starts: number[] = [];
  #written = 0;

  constructor(file: ExportFile, about: SourceExcerpt['about'], ranges: readonly Range[]) {
    this.#file = file;
    this.about = about;
    this.#ranges = ranges;
  }

  /** The bytes of the next range; none = they are not at hand. */
  take(bytes: Uint8Array): void {
    this.#starts.push(bytes.length === 0 ? -1 : this.#written);
    this.#written += bytes.length;
    if (bytes.length > 0) this.#file.write(bytes);
  }

  /** @returns ranges of which the bytes are not at hand */
  end(): number {
    this.#file.end();
    return this.#ranges.length - this.#starts.filter((start) => start !== -1).length;
  }

  /** Where a byte of the source stands in the excerpt; null = nowhere. */
  placeOf(offset: number): number | null {
    let [low, high] = [0, this.#ranges.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#ranges[middle]!.offset <= offset) low = middle;
      else high = middle - 1;
    }
    const start = this.#starts[low] ?? -1;
    return start === -1 ? null : start + offset - this.#ranges[low]!.offset;
  }
}

/** What of a source is read at once, bytes: a thousand sessions may fill all of it. */
const LONGEST_RANGE = 1024 * 1024;

/** Stretches of the source that the records fill, in pieces. */
function piecesOf(records: Records): Range[] {
  return joined(records).flatMap(({ offset, length }) => {
    const pieces: Range[] = [];
    for (let at = 0; at < length; at += LONGEST_RANGE) {
      pieces.push({ offset: offset + at, length: Math.min(LONGEST_RANGE, length - at) });
    }
    return pieces;
  });
}

/** None touches the next. */
function joined(records: Records): Range[] {
  const ranges: Range[] = [];
  for (const index of inFileOrder(records)) {
    const [offset, length] = [records.offsets[index]!, records.lengths[index]!];
    const last = ranges.at(-1);
    if (last !== undefined && offset <= last.offset + last.length) {
      last.length = Math.max(last.length, offset + length - last.offset);
    } else ranges.push({ offset, length });
  }
  return ranges;
}

function inFileOrder({ offsets, lengths, sessions }: Records): Uint32Array {
  return Uint32Array.from(offsets.keys()).sort(
    (a, b) => offsets[a]! - offsets[b]! || lengths[a]! - lengths[b]! || sessions[a]! - sessions[b]!,
  );
}

function isSameEntry({ offsets, lengths, sessions }: Records, a: number, b: number): boolean {
  return offsets[a] === offsets[b] && lengths[a] === lengths[b] && sessions[a] === sessions[b];
}
