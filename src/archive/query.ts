/** Lists, counts and timelines over the columns. */
import type { FacetCount, Facets, JudgementCount, SessionFilter, SessionKind, SessionSort } from '../model.ts';
import { STANDINGS } from '../model/review-state.ts';
import { bitsOf, MODALITIES, NOBODY, type SessionColumns } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { GRAVITY } from './flag-sets.ts';
import { hourOfDay, LAST_TIME_MS, openHours } from './local-time.ts';
import { rowNumbers, sortableBits, sortedBy } from './order.ts';

// What a row does not fit.
export const PROVIDER = 1;
const RULE = 2;
const SEVERITY = 4;
const KIND = 8;
export const MODALITY = 16;
export const USER = 32;
export const HOUR = 64;
const SOURCE = 128;
const OTHER = 256;
const STANDING = 512;

/** Gives the parts of the filter that a row does not fit, as bits; 0 = it is in the result. */
export type Misfit = (row: number) => number;

/**
 * @param found 1 for each row whose text has all the words; null = no words are asked for.
 */
export function misfitOf(columns: SessionColumns, filter: SessionFilter, found: Uint8Array | null): Misfit {
  const { live, start, provider, kind, flags, flagSets } = columns;
  const providers = chosen(columns.providers, filter.providers);
  const kinds = chosen(columns.kinds, filter.kinds);
  const rules = filter.rules && flagSets.map((set) => filter.rules?.some((rule) => set.rules.has(rule)));
  const severities =
    filter.severities && flagSets.map((set) => filter.severities?.some((severity) => set.severities.has(severity)));
  const modalities = filter.modalities && bitsOf(filter.modalities);
  const users = filter.users && chosen(columns.addresses, filter.users);
  const sources = filter.sources && columns.sourceSets.map((set) => set.some((one) => filter.sources?.includes(one)));
  const standings = filter.standings && STANDINGS.map((standing) => filter.standings?.includes(standing));
  const fitsHour = filter.hours === undefined ? null : hourTest(filter.hours);
  const from = filter.from ?? null;
  const to = filter.to ?? null;
  return (row) => {
    if (live[row] === 0 || (found !== null && found[row] !== 1)) return OTHER;
    const time = start[row] ?? NaN;
    // Written so that NaN, which is no time, fits neither.
    if ((from !== null && !(time >= from)) || (to !== null && !(time < to))) return OTHER;
    let misfit = 0;
    if (providers !== null && providers[provider[row] ?? 0] !== true) misfit |= PROVIDER;
    if (kinds !== null && kinds[kind[row] ?? 0] !== true) misfit |= KIND;
    const set = flags[row] ?? 0;
    if (rules !== undefined && rules[set] !== true) misfit |= RULE;
    if (severities !== undefined && severities[set] !== true) misfit |= SEVERITY;
    if (modalities !== undefined && ((columns.modalities[row] ?? 0) & modalities) === 0) misfit |= MODALITY;
    if (users != null && users[columns.local[row] ?? NOBODY] !== true) misfit |= USER;
    if (sources !== undefined && sources[columns.sources[row] ?? 0] !== true) misfit |= SOURCE;
    if (standings !== undefined && standings[columns.standing[row] ?? 0] !== true) misfit |= STANDING;
    if (fitsHour !== null && !fitsHour(time)) misfit |= HOUR;
    return misfit;
  };
}

/** What has no time began in no hour. */
function hourTest({ of, timeZone }: NonNullable<SessionFilter['hours']>): (time: number) => boolean {
  const hourOf = openHours(timeZone);
  return (time) => Math.abs(time) <= LAST_TIME_MS && of.includes(hourOfDay(hourOf(time)));
}

function chosen(dictionary: Dictionary, values: readonly string[] | undefined): boolean[] | null {
  if (values === undefined) return null;
  const wanted = new Set(values);
  return dictionary.values.map((value) => wanted.has(value));
}

/** Users that are listed. */
const MOST_USERS = 12;

/** Counts within the filter, each facet without its own part of it. */
export function countFacets(columns: SessionColumns, misfit: Misfit): Facets {
  const providers = new Uint32Array(columns.providers.values.length);
  const kinds = new Uint32Array(columns.kinds.values.length);
  const ruleSets = new Uint32Array(columns.flagSets.length);
  const severitySets = new Uint32Array(columns.flagSets.length);
  const modalities = new Uint32Array(1 << MODALITIES.length);
  const users = new Uint32Array(columns.addresses.values.length);
  const sourceSets = new Uint32Array(columns.sourceSets.length);
  const standings = new Uint32Array(STANDINGS.length);
  for (let row = 0; row < columns.length; row++) {
    const not = misfit(row);
    if ((not & ~PROVIDER) === 0) increase(providers, columns.provider[row] ?? 0);
    if ((not & ~KIND) === 0) increase(kinds, columns.kind[row] ?? 0);
    if ((not & ~RULE) === 0) increase(ruleSets, columns.flags[row] ?? 0);
    if ((not & ~SEVERITY) === 0) increase(severitySets, columns.flags[row] ?? 0);
    if ((not & ~MODALITY) === 0) increase(modalities, columns.modalities[row] ?? 0);
    if ((not & ~USER) === 0) increase(users, columns.local[row] ?? NOBODY);
    if ((not & ~SOURCE) === 0) increase(sourceSets, columns.sources[row] ?? 0);
    if ((not & ~STANDING) === 0) increase(standings, columns.standing[row] ?? 0);
  }
  return {
    providers: mostFirst(columns.providers.values.map((value, number) => [value, providers[number] ?? 0])),
    rules: mostFirst(columns.flagSets.flatMap(({ rules }, number) => each(rules.keys(), ruleSets[number] ?? 0))),
    judgements: judgementsOf(columns, ruleSets),
    severities: mostFirst(
      columns.flagSets.flatMap(({ severities }, number) => each(severities, severitySets[number] ?? 0)),
    ),
    sources: mostFirst(columns.sourceSets.flatMap((set, number) => each(set.map(String), sourceSets[number] ?? 0))),
    modalities: mostFirst(MODALITIES.map((value, bit) => [value, sumOf(modalities, bit)])),
    standings: mostFirst(STANDINGS.map((value, at) => [value, standings[at] ?? 0])),
    users: mostFirst(namesOf(columns, users)).slice(0, MOST_USERS),
    kinds: mostFirst(columns.kinds.values.map((value, number) => [value as SessionKind, kinds[number] ?? 0])),
  };
}

/** Local addresses that are counted. */
function namesOf({ addresses }: SessionColumns, counts: Uint32Array): [string, number][] {
  const most = [...counts.keys()].filter((number) => (counts[number] ?? 0) > 0);
  most.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  // A few more than are listed: those of equal counts stand by name.
  return most.slice(0, 8 * MOST_USERS).map((number) => [addresses.values[number] ?? '', counts[number] ?? 0]);
}

/** @param counts by bits of modalities */
function sumOf(counts: Uint32Array, bit: number): number {
  return counts.reduce((sum, count, bits) => ((bits & (1 << bit)) === 0 ? sum : sum + count), 0);
}

function increase(counts: Uint32Array, at: number): void {
  if (at < counts.length) counts[at] = (counts[at] ?? 0) + 1;
}

const each = (values: Iterable<string>, count: number): [string, number][] =>
  [...values].map((value) => [value, count]);

/** Gravest first, then most first. @param counts sessions for each set of flags */
function judgementsOf({ flagSets }: SessionColumns, counts: Uint32Array): JudgementCount[] {
  const found = new Map<string, JudgementCount>();
  flagSets.forEach(({ rules }, number) => {
    const count = counts[number] ?? 0;
    if (count === 0) return;
    for (const [rule, severity] of rules) {
      const known = found.get(`${severity} ${rule}`);
      if (known) known.count += count;
      else found.set(`${severity} ${rule}`, { rule, severity, count });
    }
  });
  const rank = ({ severity }: JudgementCount): number => GRAVITY.indexOf(severity);
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

function mostFirst(counts: readonly [string, number][]): FacetCount[] {
  const sum = new Map<string, number>();
  for (const [value, count] of counts) if (count > 0) sum.set(value, (sum.get(value) ?? 0) + count);
  const facet = [...sum].map(([value, count]) => ({ value, count }));
  return facet.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** Orders of all rows, made when asked for and kept until the columns change. */
export class SessionOrders {
  readonly #columns: SessionColumns;
  #version = -1;
  readonly #kept = new Map<SessionSort, Uint32Array>();

  constructor(columns: SessionColumns) {
    this.#columns = columns;
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
    switch (sort) {
      case 'start':
        return this.#byStart();
      case '-start':
        return lastFirst(this.by('start'), columns.start);
      case 'provider':
        return sortedBy(this.by('start'), ranked(columns.provider, columns.providers.ranks()));
      case 'local':
        return sortedBy(this.by('start'), ranked(columns.local, columns.addresses.ranks()));
      case 'remote':
        return sortedBy(this.by('start'), ranked(columns.remote, columns.addresses.ranks()));
      case 'severity':
        return sortedBy(this.by('start'), ranked(columns.flags, gravities(columns)));
      case '-provider':
        return sortedBy(this.by('start'), turned(ranked(columns.provider, columns.providers.ranks())));
      case '-local':
        return sortedBy(this.by('start'), turned(ranked(columns.local, columns.addresses.ranks())));
      case '-remote':
        return sortedBy(this.by('start'), turned(ranked(columns.remote, columns.addresses.ranks())));
      case '-severity':
        return sortedBy(this.by('start'), turned(ranked(columns.flags, gravities(columns))));
    }
  }

  #byStart(): Uint32Array {
    const { length, start } = this.#columns;
    const ids = this.#columns.idKeys();
    let order = rowNumbers(length);
    for (const part of [2, 1, 0]) order = sortedBy(order, ids, 3, part);
    const times = sortableBits(start.subarray(0, length));
    for (const half of [0, 1]) order = sortedBy(order, times, 2, half);
    return order;
  }
}

function ranked(column: Uint16Array | Uint32Array, ranks: Uint32Array): Uint32Array {
  return Uint32Array.from(column, (number) => ranks[number] ?? NOBODY);
}

/** The greatest first; those without an address stay last. */
function turned(keys: Uint32Array): Uint32Array {
  return keys.map((key) => (key === NOBODY ? NOBODY : NOBODY - 1 - key));
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

/** The rows of an order that fit. */
export function fitting(order: Uint32Array, misfit: Misfit): Uint32Array {
  const rows = new Uint32Array(order.length);
  let count = 0;
  for (const row of order) if (misfit(row) === 0) rows[count++] = row;
  return rows.subarray(0, count);
}
