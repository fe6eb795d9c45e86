/**
 * All sessions as columns: what lists, filters, counts and timelines ask of, for a million sessions without an object each
 * (about 70 bytes a session, and the distinct addresses). The rows themselves are read when they are shown.
 */
import type { Confidence, Modality, SessionId, SourceId, Standing } from '../model.ts';
import { STANDINGS } from '../model/review-state.ts';
import type { ColumnNames, ColumnPart } from './column-parts.ts';
import type { JudgedLine, SessionRecord } from './database.ts';
import { Dictionary } from './dictionary.ts';
import { flagSetName, flagSetOf, flagsNamed, type FlagSet } from './flag-sets.ts';
import { leastAt, rowNumbers, sortedBy } from './order.ts';
import { HEX, ID_BYTES, idAt, putId } from './packed-ids.ts';

/** By their places in the column of confidences. */
export const CONFIDENCES: readonly Confidence[] = ['certain', 'likely', 'guess'];

/** A bit each in the column of modalities. */
export const MODALITIES: readonly Modality[] = ['im', 'presence', 'audio', 'video', 'file', 'sharing', 'multiparty'];

/** No address. Greater than every number of a dictionary, so it sorts last. */
export const NOBODY = 0xffffffff;

export class SessionColumns {
  /** Rows, with those that were removed. */
  length = 0;
  /** Rows that are there. */
  count = 0;
  /** Grows with each change. */
  version = 0;
  readonly providers: Dictionary;
  readonly kinds: Dictionary;
  readonly addresses: Dictionary;
  readonly flagSets: FlagSet[];
  readonly #flagSetNames: Dictionary;
  /** The files of a session. Few different sets stand in many sessions. */
  readonly sourceSets: (readonly SourceId[])[];
  readonly #sourceSetNames: Dictionary;

  /** 1 = the row is there, 0 = it was removed. */
  live = new Uint8Array(0);
  /** ms; NaN = no time. */
  start = new Float64Array(0);
  provider = new Uint16Array(0);
  /** Place in `CONFIDENCES`. */
  confidence = new Uint8Array(0);
  kind = new Uint16Array(0);
  flags = new Uint32Array(0);
  local = new Uint32Array(0);
  remote = new Uint32Array(0);
  /** Bits of `MODALITIES`. */
  modalities = new Uint8Array(0);
  sources = new Uint32Array(0);
  /** Place in `STANDINGS`. */
  standing = new Uint8Array(0);
  pack = new Uint32Array(0);
  slot = new Uint32Array(0);
  /** Version at which the row last changed. */
  changed = new Uint32Array(0);
  /** Rows that are there, by pack; null = not made yet. */
  #byPack: Uint32Array | null = null;
  /** 10 bytes each. */
  #ids = new Uint8Array(0);
  /** Row + 1 by hash of the id (open addressing); 0 = free. Twice as long as the columns; empty = not made yet. */
  #table = new Int32Array(0);

  constructor(names: ColumnNames = NO_NAMES, addresses = new Dictionary()) {
    this.providers = Dictionary.of(names.providers);
    this.kinds = Dictionary.of(names.kinds);
    this.addresses = addresses;
    this.#flagSetNames = Dictionary.of(names.flagSets);
    this.#sourceSetNames = Dictionary.of(names.sourceSets);
    this.flagSets = this.#flagSetNames.values.map((name) => flagSetOf(flagsNamed(name)));
    this.sourceSets = this.#sourceSetNames.values.map(sourcesNamed);
  }

  /** Columns that were kept. @param rows of all parts together */
  static of(parts: readonly ColumnPart[], rows: number, names: ColumnNames, addresses: Dictionary): SessionColumns {
    const columns = new SessionColumns(names, addresses);
    columns.#resize(Math.max(1024, 2 ** Math.ceil(Math.log2(rows))));
    for (const part of parts) {
      columns.#ids.set(part.ids, columns.length * ID_BYTES);
      for (const name of COLUMNS) columns[name].set(part[name], columns.length);
      for (let row = 0; row < part.live.length; row++) columns.count += part.live[row]!;
      columns.length += part.live.length;
    }
    columns.version = 1;
    columns.changed.fill(1, 0, columns.length);
    return columns;
  }

  /** Rows `from` … `to` - 1. */
  part(from: number, to: number): ColumnPart {
    const cut = <T extends { slice(from: number, to: number): T }>(column: T): T => column.slice(from, to);
    const { live, start, provider, confidence, kind, flags, local, remote } = this;
    const { modalities, sources, standing, pack, slot } = this;
    return {
      ids: this.#ids.slice(from * ID_BYTES, to * ID_BYTES),
      ...{ live: cut(live), start: cut(start), provider: cut(provider), confidence: cut(confidence) },
      ...{
        kind: cut(kind),
        flags: cut(flags),
        local: cut(local),
        remote: cut(remote),
        modalities: cut(modalities),
        sources: cut(sources),
      },
      ...{ standing: cut(standing), pack: cut(pack), slot: cut(slot) },
    };
  }

  /** The addresses are kept apart. */
  names(): ColumnNames {
    return {
      providers: this.providers.values,
      kinds: this.kinds.values,
      flagSets: this.#flagSetNames.values,
      sourceSets: this.#sourceSetNames.values,
    };
  }

  /**
   * @param standings of those that were reviewed: the others are open
   * @param lineOf null = what is found of them comes with `judge`
   */
  put(
    records: readonly SessionRecord[],
    standings: ReadonlyMap<SessionId, Standing>,
    lineOf: ((record: SessionRecord) => JudgedLine) | null,
  ): void {
    this.version++;
    for (const record of records) {
      const row = this.#put(record, standings.get(record.id) ?? 'open');
      if (lineOf !== null) this.#judge(row, lineOf(record));
    }
  }

  /** @param lines by slot. @returns the number of rows */
  judge(pack: number, lines: readonly JudgedLine[]): number {
    this.version++;
    const rows = this.#rowsOf(pack);
    for (const row of rows) {
      const line = lines[this.slot[row] ?? 0];
      if (line !== undefined) this.#judge(row, line);
    }
    return rows.length;
  }

  remove(ids: readonly SessionId[]): void {
    this.version++;
    for (const id of ids) {
      const row = this.rowOf(id);
      if (row === null) continue;
      this.live[row] = 0;
      this.changed[row] = this.version;
      this.#byPack = null;
      this.count--;
    }
  }

  /** null = it is not there, or no more. */
  rowOf(id: SessionId): number | null {
    if (this.length === 0) return null;
    // First the place: to look for it makes the table where it is not made yet.
    const place = this.#placeOf(id);
    const row = (this.#table[place] ?? 0) - 1;
    return row >= 0 && this.live[row] === 1 ? row : null;
  }

  standingAt(row: number): Standing {
    return STANDINGS[this.standing[row] ?? 0] ?? 'open';
  }

  idAt(row: number): SessionId {
    return idAt(this.#ids, row * ID_BYTES);
  }

  /** 10 bytes. */
  idBytesAt(row: number): Uint8Array {
    return this.#ids.subarray(row * ID_BYTES, (row + 1) * ID_BYTES);
  }

  /** Below 0 = the id of row `a` stands before that of row `b`. */
  compareIds(a: number, b: number): number {
    for (let i = 0; i < ID_BYTES; i++) {
      const difference = this.#ids[a * ID_BYTES + i]! - this.#ids[b * ID_BYTES + i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Three 32-bit keys for each row that sort as the ids do, the first the weightiest. */
  idKeys(): Uint32Array {
    const keys = new Uint32Array(this.length * 3);
    const view = new DataView(this.#ids.buffer);
    for (let row = 0; row < this.length; row++) {
      keys[row * 3] = view.getUint32(row * ID_BYTES);
      keys[row * 3 + 1] = view.getUint32(row * ID_BYTES + 4);
      keys[row * 3 + 2] = view.getUint16(row * ID_BYTES + 8);
    }
    return keys;
  }

  #put(record: SessionRecord, standing: Standing): number {
    if (this.length === this.live.length) this.#grow();
    const row = this.#rowFor(record.id);
    if (this.live[row] === 0) this.count++;
    this.live[row] = 1;
    this.start[row] = record.start ?? NaN;
    this.kind[row] = this.kinds.numberOf(record.kind);
    this.modalities[row] = bitsOf(record.modalities);
    this.sources[row] = this.#sourceSetOf(record.sources);
    this.standing[row] = STANDINGS.indexOf(standing);
    this.pack[row] = record.pack;
    this.slot[row] = record.slot;
    this.changed[row] = this.version;
    this.#byPack = null;
    return row;
  }

  #judge(row: number, { provider, confidence, flags, local, remote }: JudgedLine): void {
    this.confidence[row] = CONFIDENCES.indexOf(confidence);
    this.provider[row] = this.providers.numberOf(provider);
    this.flags[row] = this.#flagSetOf(flags);
    this.local[row] = local === null ? NOBODY : this.addresses.numberOf(local);
    this.remote[row] = remote === null ? NOBODY : this.addresses.numberOf(remote);
    this.changed[row] = this.version;
  }

  /** Rows that are there and lie in the pack. */
  #rowsOf(pack: number): Uint32Array {
    const { length } = this;
    this.#byPack ??= sortedBy(
      rowNumbers(length).filter((row) => this.live[row] === 1),
      this.pack,
    );
    const rows = this.#byPack;
    const first = leastAt(rows.length, (at) => (this.pack[rows[at] ?? 0] ?? 0) >= pack);
    const behind = leastAt(rows.length, (at) => (this.pack[rows[at] ?? 0] ?? 0) > pack);
    return rows.subarray(first, behind);
  }

  #flagSetOf(flags: JudgedLine['flags']): number {
    const number = this.#flagSetNames.numberOf(flagSetName(flags));
    this.flagSets[number] ??= flagSetOf(flags);
    return number;
  }

  #sourceSetOf(sources: readonly SourceId[]): number {
    const number = this.#sourceSetNames.numberOf(sources.join(' '));
    this.sourceSets[number] ??= [...sources];
    return number;
  }

  /** The row of that id; a new one where there is none. */
  #rowFor(id: SessionId): number {
    const place = this.#placeOf(id);
    const known = this.#table[place] ?? 0;
    if (known > 0) return known - 1;
    const row = this.length++;
    this.#table[place] = row + 1;
    putId(id, this.#ids, row * ID_BYTES);
    return row;
  }

  /** Where the id stands in the table, or the free place for it. The ids are hashes already. */
  #placeOf(id: SessionId): number {
    if (this.#table.length === 0) this.#fillTable();
    const mask = this.#table.length - 1;
    const hash = parseInt(id.slice(0, 8), 16);
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const known = this.#table[place] ?? 0;
      if (known === 0 || this.#hasId(known - 1, id)) return place;
    }
  }

  #hasId(row: number, id: SessionId): boolean {
    for (let i = 0; i < ID_BYTES; i++) {
      if (HEX[this.#ids[row * ID_BYTES + i] ?? 0] !== id.slice(2 * i, 2 * i + 2)) return false;
    }
    return true;
  }

  #grow(): void {
    this.#resize(Math.max(1024, this.live.length * 2));
  }

  /** @param capacity a power of two */
  #resize(capacity: number): void {
    this.live = grown(this.live, new Uint8Array(capacity));
    this.start = grown(this.start, new Float64Array(capacity));
    this.confidence = grown(this.confidence, new Uint8Array(capacity));
    this.provider = grown(this.provider, new Uint16Array(capacity));
    this.kind = grown(this.kind, new Uint16Array(capacity));
    this.flags = grown(this.flags, new Uint32Array(capacity));
    this.local = grown(this.local, new Uint32Array(capacity));
    this.remote = grown(this.remote, new Uint32Array(capacity));
    this.modalities = grown(this.modalities, new Uint8Array(capacity));
    this.sources = grown(this.sources, new Uint32Array(capacity));
    this.standing = grown(this.standing, new Uint8Array(capacity));
    this.pack = grown(this.pack, new Uint32Array(capacity));
    this.slot = grown(this.slot, new Uint32Array(capacity));
    this.changed = grown(this.changed, new Uint32Array(capacity));
    this.#ids = grown(this.#ids, new Uint8Array(capacity * ID_BYTES));
    this.#table = new Int32Array(0);
  }

  #fillTable(): void {
    const table = new Int32Array(this.live.length * 2);
    const mask = table.length - 1;
    const ids = new DataView(this.#ids.buffer);
    for (let row = 0; row < this.length; row++) {
      let place = ids.getUint32(row * ID_BYTES) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = row + 1;
    }
    this.#table = table;
  }
}

/** Beside the ids. */
const COLUMNS = [
  ...(['live', 'start', 'provider', 'confidence', 'kind', 'flags', 'local', 'remote'] as const),
  ...(['modalities', 'sources', 'standing', 'pack', 'slot'] as const),
];

export function bitsOf(modalities: readonly Modality[]): number {
  let bits = 0;
  for (const modality of modalities) bits |= 1 << MODALITIES.indexOf(modality);
  return bits;
}

const sourcesNamed = (name: string): SourceId[] =>
  name === '' ? [] : name.split(' ').map((source) => Number(source) as SourceId);

const NO_NAMES: ColumnNames = { providers: [], kinds: [], flagSets: [], sourceSets: [] };

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
