import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ArchiveStore,
  DomainTally,
  EpochMs,
  JudgedSession,
  Judgement,
  KnownSource,
  SessionId,
  SourceId,
  SourceSeal,
  StoreBatch,
  StoredFragment,
  TimeSpan,
} from '../model.ts';
import { archivedId, namedAsAsked } from '../model/join-keys.ts';
import { hash53 } from '../pipeline/tally.ts';
import { writing } from './output-error.ts';

type Stored = StoredFragment & { judgement: Judgement };

/** Where a session lies in the spill file. */
interface Entry {
  id: SessionId;
  start: EpochMs | null;
  end: EpochMs | null;
  offset: number;
  length: number;
  /** Hashes of its join keys. */
  joins: number[];
}

const BATCH = 200;

/**
 * The archive of one run of the command line: sessions lie in a file of the temporary folder, an entry of some
 * hundred bytes each in memory, so that a log of any size is read in the same memory. What is put again is appended; the
 * old bytes stay until the run ends. Evidence is not kept: the files are at hand.
 */
export class SpillStore implements ArchiveStore {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fedlens-'));
  readonly #file = openSync(join(this.#folder, 'sessions'), 'wx+', 0o600);
  /** A file without a name is gone with the process, however that ends. Windows keeps the name of an open file. */
  readonly #named = process.platform === 'win32';
  #end = 0;
  readonly #entries = new Map<SessionId, Entry>();
  /** Chats between the same two share a key: then several sessions. */
  readonly #byJoin = new Map<number, Entry | Set<Entry>>();
  readonly #sources: (KnownSource & { tallies: DomainTally[] })[] = [];

  constructor() {
    if (!this.#named) rmSync(this.#folder, { recursive: true });
  }

  close(): void {
    closeSync(this.#file);
    if (this.#named) rmSync(this.#folder, { recursive: true });
  }

  async sources(): Promise<KnownSource[]> {
    return this.#sources;
  }

  async openSource(name: string, size: number, modified: EpochMs | null): Promise<SourceId> {
    const id = this.#sources.length as SourceId;
    this.#sources.push({ id, sha256: null, name, size, modified, firstTime: null, format: null, tallies: [] });
    return id;
  }

  async sealSource(id: SourceId, seal: SourceSeal): Promise<void> {
    const source = this.#sources[id];
    if (source === undefined) throw new RangeError(`No source ${id} was opened`);
    const { report, complete, firstTime, tallies } = seal;
    const { format, seenCertificates } = report;
    Object.assign(source, { sha256: complete ? report.sha256 : null, firstTime, format, tallies });
    if (seenCertificates !== undefined) source.certificates = seenCertificates;
  }

  async tallies(): Promise<DomainTally[]> {
    return this.#sources.flatMap(({ tallies }) => tallies);
  }

  async sharing(joins: string[], spans: (TimeSpan | null)[] = []): Promise<StoredFragment[]> {
    const found = new Set<Entry>();
    joins.forEach((join, index) => {
      const span = spans[index] ?? null;
      const named = this.#entries.get((archivedId(join) ?? '') as SessionId);
      if (named !== undefined) found.add(named);
      for (const entry of this.#sharing(hash53(join))) if (span === null || isWithin(entry, span)) found.add(entry);
    });
    // Two keys may have one hash: then what was found shares none of them.
    const asked = new Set(joins);
    const stored = [...found].map((entry) => namedAsAsked(this.#read(entry), asked));
    return stored.filter(({ fragment }) => fragment.joins.some((join) => asked.has(join)));
  }

  async put({ put, remove }: StoreBatch): Promise<void> {
    for (const id of remove) this.#forget(id);
    this.#append(put);
  }

  async *batches(): AsyncIterable<Stored[]> {
    const entries = [...this.#entries.values()];
    for (let at = 0; at < entries.length; at += BATCH) {
      yield entries.slice(at, at + BATCH).map((entry) => this.#read(entry));
    }
  }

  async rejudge(batch: JudgedSession[]): Promise<void> {
    this.#append(batch);
  }

  /** Sessions held. */
  get size(): number {
    return this.#entries.size;
  }

  /** Those that fit in the order given, one read at a time. */
  *sorted(compare: (a: Entry, b: Entry) => number, fits: (entry: Entry) => boolean = () => true): Iterable<Stored> {
    for (const entry of [...this.#entries.values()].filter(fits).sort(compare)) yield this.#read(entry);
  }

  #sharing(join: number): Iterable<Entry> {
    const known = this.#byJoin.get(join);
    return known === undefined ? [] : known instanceof Set ? known : [known];
  }

  #forget(id: SessionId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    for (const join of entry.joins) {
      const known = this.#byJoin.get(join);
      if (known instanceof Set && known.size > 1) known.delete(entry);
      else this.#byJoin.delete(join);
    }
  }

  #append(batch: readonly JudgedSession[]): void {
    const written = batch.map(({ session, judgement }) => {
      const { protocol, joins, gapMs, markers, messages } = session;
      const stored: Stored = { id: session.id, fragment: { protocol, joins, gapMs, markers, messages }, judgement };
      return Buffer.from(JSON.stringify(stored));
    });
    this.#write(Buffer.concat(written));
    let offset = this.#end;
    batch.forEach(({ session }, index) => {
      const length = written[index]?.length ?? 0;
      this.#forget(session.id);
      const { id, start, end, joins } = session;
      this.#remember({ id, start, end, offset, length, joins: joins.map(hash53) });
      offset += length;
    });
    this.#end = offset;
  }

  #remember(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    for (const join of entry.joins) {
      const known = this.#byJoin.get(join);
      if (known instanceof Set) known.add(entry);
      else this.#byJoin.set(join, known === undefined || known === entry ? entry : new Set([known, entry]));
    }
  }

  #write(bytes: Uint8Array): void {
    writing(`to the temporary folder ${tmpdir()}`, () => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
      }
    });
  }

  #read({ offset, length }: Entry): Stored {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const read = readSync(this.#file, bytes, done, length - done, offset + done);
      if (read === 0) throw new Error(`The spill file ends at ${offset + done}: ${length - done} bytes are missing`);
      done += read;
    }
    return JSON.parse(bytes.toString()) as Stored;
  }
}

/** False only where the session lies wholly outside. */
function isWithin({ start, end }: Entry, span: TimeSpan): boolean {
  return start === null || end === null || (start <= span.to && end >= span.from);
}
