/** The orders in which sessions are listed: row numbers, sorted by columns. */
import type { SessionSort } from '../model.ts';
import { NOBODY, type SessionColumns } from './columns.ts';
import { GRAVITY } from './flag-sets.ts';
import type { Codes } from './misfits.ts';
import { rowNumbers, sortableBits, sortedBy } from './order.ts';

const made = new WeakMap<SessionColumns, SessionOrders>();

/** Of these columns: what is sorted stays until they change. */
export function ordersOf(columns: SessionColumns): SessionOrders {
  let orders = made.get(columns);
  if (orders === undefined) made.set(columns, (orders = new SessionOrders(columns)));
  return orders;
}

/** Orders of all rows, made when asked for and kept until the columns change. */
class SessionOrders {
  readonly #columns: SessionColumns;
  #version = -1;
  readonly #kept = new Map<SessionSort, Uint32Array>();
  /** By start, and the version of the columns then: the next one is made from it. */
  #byStart: { order: Uint32Array; version: number } | null = null;

  constructor(columns: SessionColumns) {
    this.#columns = columns;
  }

  /** Takes the order by start from elsewhere. */
  know(order: Uint32Array): void {
    this.#byStart = { order, version: this.#columns.version };
  }

  /** Row numbers. Ties stand by start, then by id; what has no time or no address stands last. */
  by(sort: SessionSort): Uint32Array {
    if (this.#version !== this.#columns.version) {
      this.#version = this.#columns.version;
      this.#kept.clear();
    }
    let order = this.#kept.get(sort);
    if (order === undefined) this.#kept.set(sort, (order = this.#made(sort)));
    return order;
  }

  #made(sort: SessionSort): Uint32Array {
    const columns = this.#columns;
    if (sort === 'start') return this.#madeByStart();
    if (sort === '-start') return lastFirst(this.by('start'), columns.start);
    const keys = keysOf(columns, sort);
    return sortedBy(this.by('start'), sort.startsWith('-') ? turned(keys) : keys);
  }

  #madeByStart(): Uint32Array {
    const { version } = this.#columns;
    const before = this.#byStart;
    if (before?.version === version) return before.order;
    const order = (before && mended(this.#columns, before)) ?? byStart(this.#columns);
    this.#byStart = { order, version };
    return order;
  }
}

/** Where more than this part of all rows has changed, sorting all is quicker. */
const MENDED = 1 / 16;

/** The order after some rows have changed: those are put in anew. null = too many have. */
function mended(
  columns: SessionColumns,
  { order, version }: { order: Uint32Array; version: number },
): Uint32Array | null {
  const { length, changed, start } = columns;
  let count = 0;
  for (let row = 0; row < length; row++) if (changed[row]! > version) count++;
  if (count > length * MENDED) return null;
  const added = new Uint32Array(count);
  for (let row = 0, at = 0; at < count; row++) if (changed[row]! > version) added[at++] = row;
  const compare = (a: number, b: number): number => compareTimes(start[a]!, start[b]!) || columns.compareIds(a, b);
  added.sort(compare);
  const all = new Uint32Array(length);
  let [at, next] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    if (changed[row]! > version) continue;
    while (next < count && compare(added[next]!, row) < 0) all[at++] = added[next++]!;
    all[at++] = row;
  }
  all.set(added.subarray(next), at);
  return all;
}

/** NaN last. */
function compareTimes(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** By row, least first. */
function keysOf(columns: SessionColumns, sort: Exclude<SessionSort, 'start' | '-start'>): Uint32Array {
  const { length } = columns;
  switch (sort) {
    case 'provider':
    case '-provider':
      return ranked(columns.provider, length, columns.providers.ranks());
    case 'local':
    case '-local':
      return ranked(columns.local, length, columns.addresses.ranks());
    case 'remote':
    case '-remote':
      return ranked(columns.remote, length, columns.addresses.ranks());
    case 'severity':
    case '-severity':
      return ranked(columns.flags, length, gravities(columns));
  }
}

/** Sessions that began at one moment, of which so many are put in order one by one. */
const FEW = 32;

/** By start; of one moment by id. */
function byStart(columns: SessionColumns): Uint32Array {
  const { length, start } = columns;
  const times = sortableBits(start.subarray(0, length));
  let order = rowNumbers(length);
  for (const half of [0, 1]) order = sortedBy(order, times, 2, half);
  let keys: Uint32Array | null = null;
  let from = 0;
  for (let to = 1; to <= length; to++) {
    if (to < length && isSame(times, order[from]!, order[to]!)) continue;
    const tied = order.subarray(from, to);
    from = to;
    if (tied.length < 2) continue;
    if (tied.length <= FEW) tied.sort((a, b) => columns.compareIds(a, b));
    else tied.set([2, 1, 0].reduce((rows, part) => sortedBy(rows, (keys ??= columns.idKeys()), 3, part), tied));
  }
  return order;
}

const isSame = (times: Uint32Array, a: number, b: number): boolean =>
  times[2 * a] === times[2 * b] && times[2 * a + 1] === times[2 * b + 1];

function ranked(codes: Codes, length: number, ranks: Uint32Array): Uint32Array {
  const keys = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const code = codes[row]!;
    keys[row] = code < ranks.length ? ranks[code]! : NOBODY;
  }
  return keys;
}

/** The greatest first; those without an address stay last. */
function turned(keys: Uint32Array): Uint32Array {
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]!;
    if (key !== NOBODY) keys[row] = NOBODY - 1 - key;
  }
  return keys;
}

function gravities({ flagSets }: SessionColumns): Uint32Array {
  return Uint32Array.from(flagSets, ({ severities }) => {
    const gravest = GRAVITY.findIndex((severity) => severities.has(severity));
    return gravest < 0 ? GRAVITY.length : gravest;
  });
}

/** Those without a time stay last. */
function lastFirst(order: Uint32Array, start: Float64Array): Uint32Array {
  let dated = order.length;
  while (dated > 0 && Number.isNaN(start[order[dated - 1] ?? 0])) dated--;
  const turned = order.slice();
  turned.subarray(0, dated).reverse();
  return turned;
}
