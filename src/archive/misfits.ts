/** Which parts of a filter each row does not fit: a pass over one column for each part that is asked for. */
import type { SessionFilter } from '../model.ts';
import { STANDINGS } from '../model/review-state.ts';
import { bitsOf, MODALITIES, type SessionColumns } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { localTimesOf } from './local-time.ts';

// What a row does not fit.
export const PROVIDER = 1;
export const RULE = 2;
export const SEVERITY = 4;
export const KIND = 8;
export const MODALITY = 16;
export const USER = 32;
export const HOUR = 64;
export const SOURCE = 128;
export const OTHER = 256;
export const STANDING = 512;

/** By row: the parts of the filter that it does not fit, as bits; 0 = it is in the result. */
export type Misfits = Uint16Array;

/** Numbers in a dictionary, or places in a short list, by row. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/**
 * @param found 1 for each row whose text has all the words; null = no words are asked for.
 */
export function misfitsOf(columns: SessionColumns, filter: SessionFilter, found: Uint8Array | null): Misfits {
  const misfits = new Uint16Array(columns.length);
  leaveOut(misfits, columns, found);
  keepPeriod(misfits, columns.start, filter);
  const refuse = (codes: Codes, part: number, fits: ArrayLike<boolean>): void => {
    // One more, for what has no number at all.
    const refused = new Uint16Array(fits.length + 1).fill(part);
    for (let code = 0; code < fits.length; code++) if (fits[code] === true) refused[code] = 0;
    addRefused(misfits, codes, refused);
  };
  const { providers, rules, severities, kinds, modalities, users, sources, standings, hours } = filter;
  const { flagSets } = columns;
  if (providers) refuse(columns.provider, PROVIDER, chosen(columns.providers, providers));
  if (kinds) refuse(columns.kind, KIND, chosen(columns.kinds, kinds));
  if (rules) {
    const fits = flagSets.map((set) => rules.some((rule) => set.rules.has(rule)));
    refuse(columns.flags, RULE, fits);
  }
  if (severities) {
    const fits = flagSets.map((set) => severities.some((severity) => set.severities.has(severity)));
    refuse(columns.flags, SEVERITY, fits);
  }
  if (modalities) {
    const wanted = bitsOf(modalities);
    const fits = Array.from({ length: 1 << MODALITIES.length }, (_, bits) => (bits & wanted) !== 0);
    refuse(columns.modalities, MODALITY, fits);
  }
  if (users) refuse(columns.local, USER, chosen(columns.addresses, users));
  if (sources) {
    const wanted = new Set(sources);
    const fits = columns.sourceSets.map((set) => set.some((source) => wanted.has(source)));
    refuse(columns.sources, SOURCE, fits);
  }
  if (standings) {
    const fits = STANDINGS.map((standing) => standings.includes(standing));
    refuse(columns.standing, STANDING, fits);
  }
  // What has no time began in no hour.
  if (hours) {
    const fits = Array.from({ length: 24 }, (_, hour) => hours.of.includes(hour));
    refuse(localTimesOf(columns, hours.timeZone).hour, HOUR, fits);
  }
  return misfits;
}

/** Rows that were removed, and those in which the words are not. */
function leaveOut(misfits: Misfits, { live, count, length }: SessionColumns, found: Uint8Array | null): void {
  if (count < length) for (let row = 0; row < length; row++) if (live[row] === 0) misfits[row] = OTHER;
  if (found !== null) for (let row = 0; row < length; row++) if (found[row] !== 1) misfits[row] = OTHER;
}

function keepPeriod(misfits: Misfits, start: Float64Array, { from, to, undated = false }: SessionFilter): void {
  if (from === undefined && to === undefined) return;
  const [first, end] = [from ?? -Infinity, to ?? Infinity];
  for (let row = 0; row < misfits.length; row++) {
    const time = start[row]!;
    // NaN is no time.
    const fits = Number.isNaN(time) ? undated : time >= first && time < end;
    if (!fits) misfits[row]! |= OTHER;
  }
}

/** @param refused bits by code; the last are those of every greater code */
function addRefused(misfits: Misfits, codes: Codes, refused: Uint16Array): void {
  const none = refused.length - 1;
  for (let row = 0; row < misfits.length; row++) {
    const code = codes[row]!;
    misfits[row]! |= refused[code < none ? code : none]!;
  }
}

function chosen(dictionary: Dictionary, values: readonly string[]): boolean[] {
  const fits = new Array<boolean>(dictionary.size).fill(false);
  for (const value of values) {
    const number = dictionary.find(value);
    if (number !== undefined) fits[number] = true;
  }
  return fits;
}

/** How many rows fit. */
export function fittingCount(misfits: Misfits): number {
  let count = 0;
  for (let row = 0; row < misfits.length; row++) if (misfits[row] === 0) count++;
  return count;
}

/** The rows of an order that fit. */
export function fitting(order: Uint32Array, misfits: Misfits): Uint32Array {
  const count = fittingCount(misfits);
  if (count === order.length) return order;
  const rows = new Uint32Array(count);
  for (let i = 0, at = 0; at < count; i++) {
    const row = order[i]!;
    if (misfits[row] === 0) rows[at++] = row;
  }
  return rows;
}
