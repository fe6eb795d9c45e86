/** Counts by facet, over the columns. */
import type { FacetCount, Facets, JudgementCount, SessionKind } from '../model.ts';
import { STANDINGS } from '../model/review-state.ts';
import { MODALITIES, type SessionColumns } from './columns.ts';
import { GRAVITY } from './flag-sets.ts';
import * as misfit from './misfits.ts';
import type { Codes, Misfits } from './misfits.ts';

/** Users that are listed. */
export const MOST_USERS = 12;

/** Counts within the filter, each facet without its own part of it. */
export function countFacets(columns: SessionColumns, misfits: Misfits): Facets {
  const { flagSets, addresses } = columns;
  /** Sessions by code that fit all but that part. */
  const counted = (codes: Codes, part: number, size: number): Uint32Array => countCodes(misfits, codes, part, size);
  const providers = counted(columns.provider, misfit.PROVIDER, columns.providers.size);
  const kinds = counted(columns.kind, misfit.KIND, columns.kinds.size);
  const ruleSets = counted(columns.flags, misfit.RULE, flagSets.length);
  const severitySets = counted(columns.flags, misfit.SEVERITY, flagSets.length);
  const modalities = counted(columns.modalities, misfit.MODALITY, 1 << MODALITIES.length);
  const users = counted(columns.local, misfit.USER, addresses.size);
  const sourceSets = counted(columns.sources, misfit.SOURCE, columns.sourceSets.length);
  const standings = counted(columns.standing, misfit.STANDING, STANDINGS.length);
  return {
    providers: mostFirst(columns.providers.values.map((value, number) => [value, providers[number] ?? 0])),
    rules: mostFirst(flagSets.flatMap(({ rules }, number) => each(rules.keys(), ruleSets[number] ?? 0))),
    judgements: judgementsOf(columns, ruleSets),
    severities: mostFirst(flagSets.flatMap(({ severities }, number) => each(severities, severitySets[number] ?? 0))),
    sources: mostFirst(columns.sourceSets.flatMap((set, number) => each(set.map(String), sourceSets[number] ?? 0))),
    modalities: mostFirst(MODALITIES.map((value, bit) => [value, sumOf(modalities, bit)])),
    standings: mostFirst(STANDINGS.map((value, at) => [value, standings[at] ?? 0])),
    users: mostOf(users, MOST_USERS, (number) => addresses.valueAt(number)).map((number) => {
      return { value: addresses.valueAt(number), count: users[number] ?? 0 };
    }),
    kinds: mostFirst(columns.kinds.values.map((value, number) => [value as SessionKind, kinds[number] ?? 0])),
  };
}

/** @param size codes from there on are not counted */
function countCodes(misfits: Misfits, codes: Codes, part: number, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let row = 0; row < misfits.length; row++) {
    if ((misfits[row]! & ~part) !== 0) continue;
    const code = codes[row]!;
    if (code < size) counts[code]!++;
  }
  return counts;
}

/** Numbers of the greatest counts, most first, of equal counts by name. What counts nothing is left out. */
export function mostOf(counts: Uint32Array, most: number, nameOf: (number: number) => string): number[] {
  const found: number[] = [];
  const isBefore = (a: number, b: number): boolean =>
    counts[a] === counts[b] ? nameOf(a) < nameOf(b) : counts[a]! > counts[b]!;
  /** No less is listed any more. */
  let least = 1;
  for (let number = 0; number < counts.length; number++) {
    if (counts[number]! < least) continue;
    const at = found.findIndex((listed) => isBefore(number, listed));
    if (at >= 0) found.splice(at, 0, number);
    else found.push(number);
    if (found.length > most) found.pop();
    if (found.length === most) least = counts[found.at(-1) ?? 0] ?? 1;
  }
  return found;
}

/** @param counts by bits of modalities */
function sumOf(counts: Uint32Array, bit: number): number {
  return counts.reduce((sum, count, bits) => ((bits & (1 << bit)) === 0 ? sum : sum + count), 0);
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
