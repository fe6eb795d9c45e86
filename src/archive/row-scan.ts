/** Looking through the rows of an archive pack by pack, and again only through those that have changed since. */
import type { SessionColumns } from './columns.ts';
import { rowNumbers, sortedBy } from './order.ts';

/** Packs read at once: about 10 MB of text. */
const PACKS_AT_ONCE = 64;

/** Looks at rows that lie in few packs, and notes in `found` which fit (1) and which do not (0). */
export type Look = (packs: number[], rows: Uint32Array, found: Uint8Array) => Promise<void>;

export class RowScan {
  readonly #columns: SessionColumns;
  readonly #look: Look;
  #found = new Uint8Array(0);
  /** Version of the columns up to which every row was looked at. */
  #version = -1;
  #running: Promise<Uint8Array> | null = null;

  constructor(columns: SessionColumns, look: Look) {
    this.#columns = columns;
    this.#look = look;
  }

  /** Is everything looked at, as the columns are now? */
  get isComplete(): boolean {
    return this.#version === this.#columns.version;
  }

  /** 1 for each row that fits. Rejects where looking does; what was found before is kept. */
  found(): Promise<Uint8Array> {
    this.#running ??= this.#scan().finally(() => (this.#running = null));
    return this.#running;
  }

  async #scan(): Promise<Uint8Array> {
    const { version } = this.#columns;
    if (version === this.#version) return this.#found;
    const rows = this.#unseen();
    const found = new Uint8Array(this.#columns.length);
    found.set(this.#found);
    for (let from = 0; from < rows.length;) {
      const { packs, to } = packsFrom(this.#columns, rows, from);
      await this.#look(packs, rows.subarray(from, to), found);
      from = to;
    }
    this.#found = found;
    this.#version = version;
    return found;
  }

  /** Rows that changed since the last look, by pack. */
  #unseen(): Uint32Array {
    const { changed, live, length, pack } = this.#columns;
    const rows = rowNumbers(length).filter((row) => live[row] === 1 && (changed[row] ?? 0) > this.#version);
    return sortedBy(rows, pack);
  }
}

/** The numbers of as many packs as are read at once, and the index behind the rows that lie in them. */
export function packsFrom({ pack }: SessionColumns, rows: Uint32Array, from: number): { packs: number[]; to: number } {
  const packs: number[] = [];
  let to = from;
  for (; to < rows.length; to++) {
    const number = pack[rows[to] ?? 0] ?? 0;
    if (packs.at(-1) === number) continue;
    if (packs.length === PACKS_AT_ONCE) break;
    packs.push(number);
  }
  return { packs, to };
}
