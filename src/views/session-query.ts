/** The filter of the sessions as it stands in the address, and what it asks of the archive. */
import type { SessionFilter, SessionSort } from '../../workers/api.ts';
import {
  isIsoDate,
  type IsoDate,
  type Modality,
  type ProviderId,
  type SessionKind,
  type Severity,
  type SourceId,
  type Standing,
} from '../model.ts';
import { STANDINGS } from '../model/review-state.ts';
import { isProviderId } from './provider-colours.ts';
import { columnsNamed, type ColumnName } from './session-columns.ts';
import { SEVERITIES } from './severities.ts';
import { dayAfter, startOfDay } from './zones.ts';

export interface SessionQuery {
  provider: ProviderId[];
  rule: string[];
  severity: Severity[];
  kind: SessionKind[];
  modality: Modality[];
  /** Local addresses. */
  user: string[];
  /** Numbers of files. */
  source: string[];
  /** Hours of the day in the zone of the archive, 0 … 23. */
  hour: string[];
  disposition: Standing[];
  /** Number of a hold: the sessions that it keeps; '' = whoever holds them. */
  hold: string;
  /** Words. */
  q: string;
  /** Days in the zone of the archive, both inclusive; '' = no limit. */
  from: string;
  to: string;
  sort: SessionSort;
  /** Of the list; empty = those of this browser's settings. */
  columns: ColumnName[];
}

export type FacetName =
  'provider' | 'rule' | 'severity' | 'disposition' | 'kind' | 'modality' | 'user' | 'source' | 'hour';
export const FACETS: readonly FacetName[] = [
  'severity',
  'provider',
  'rule',
  'disposition',
  'kind',
  'modality',
  'user',
  'source',
  'hour',
];
export const SORTS: readonly SessionSort[] = [
  'start',
  '-start',
  'severity',
  '-severity',
  'provider',
  '-provider',
  'local',
  '-local',
  'remote',
  '-remote',
];
const KINDS: readonly SessionKind[] = ['im', 'presence', 'av', 'other'];
export const MODALITIES: readonly Modality[] = ['im', 'presence', 'audio', 'video', 'file', 'sharing', 'multiparty'];
const NUMBER = /^(0|[1-9]\d{0,8})$/;
/** Longest address that is looked for, characters. */
const LONGEST_USER = 1_000;
/** An archive may hold rules that this version no longer has: the shape is asked for, not the name. */
const RULE = /^[a-z0-9-]{1,80}$/;

/** A real day that has a day after it, whatever the zone. */
const isDay = (text: string): boolean => isIsoDate(text) && text >= '1900-01-01' && text < '9999-12-31';

/** Anyone can write an address: what is not known or no day is left out. */
export function readQuery(params: URLSearchParams): SessionQuery {
  const valuesOf = (name: FacetName): string[] => [...new Set(params.getAll(name))];
  const day = (name: string): string => (isDay(params.get(name) ?? '') ? (params.get(name) ?? '') : '');
  return {
    provider: valuesOf('provider').filter(isProviderId),
    rule: valuesOf('rule').filter((rule) => RULE.test(rule)),
    severity: known(valuesOf('severity'), SEVERITIES),
    kind: known(valuesOf('kind'), KINDS),
    modality: known(valuesOf('modality'), MODALITIES),
    user: valuesOf('user').filter((user) => user !== '' && user.length <= LONGEST_USER),
    source: valuesOf('source').filter((number) => NUMBER.test(number)),
    hour: valuesOf('hour').filter((hour) => NUMBER.test(hour) && Number(hour) < 24),
    disposition: known(valuesOf('disposition'), STANDINGS),
    hold: NUMBER.test(params.get('hold') ?? '') ? (params.get('hold') ?? '') : '',
    q: params.get('q') ?? '',
    from: day('from'),
    to: day('to'),
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'start',
    columns: columnsNamed((params.get('columns') ?? '').split(' ')),
  };
}

const known = <T extends string>(values: string[], all: readonly T[]): T[] =>
  values.flatMap((value) => all.find((one) => one === value) ?? []);

/** Only what differs from asking for everything. */
export function writeQuery(query: Partial<SessionQuery>): URLSearchParams {
  const params = new URLSearchParams();
  for (const facet of FACETS) for (const value of query[facet] ?? []) params.append(facet, value);
  for (const name of ['hold', 'q', 'from', 'to'] as const) if (query[name]) params.set(name, query[name]);
  if (query.sort && query.sort !== 'start') params.set('sort', query.sort);
  if (query.columns && query.columns.length > 0) params.set('columns', query.columns.join(' '));
  return params;
}

/** The same query with one value of a facet put in, or taken out when it was there. */
export function toggled(query: SessionQuery, facet: FacetName, value: string): SessionQuery {
  const values: readonly string[] = query[facet];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return { ...query, [facet]: next };
}

export function isFiltered(query: SessionQuery): boolean {
  return (
    FACETS.some((facet) => query[facet].length > 0) ||
    query.hold !== '' ||
    query.q.trim() !== '' ||
    query.from !== '' ||
    query.to !== ''
  );
}

export function filterOf(query: SessionQuery, timeZone: string): SessionFilter {
  const filter: SessionFilter = {};
  if (query.provider.length > 0) filter.providers = query.provider;
  if (query.rule.length > 0) filter.rules = query.rule;
  if (query.severity.length > 0) filter.severities = query.severity;
  if (query.kind.length > 0) filter.kinds = query.kind;
  if (query.modality.length > 0) filter.modalities = query.modality;
  if (query.user.length > 0) filter.users = query.user;
  if (query.source.length > 0) filter.sources = query.source.map((number) => Number(number) as SourceId);
  if (query.disposition.length > 0) filter.standings = query.disposition;
  if (query.hour.length > 0) filter.hours = { of: query.hour.map(Number), timeZone };
  if (query.hold !== '') filter.holds = [Number(query.hold)];
  if (query.q.trim() !== '') filter.text = query.q.trim();
  if (query.from !== '') filter.from = startOfDay(query.from as IsoDate, timeZone);
  if (query.to !== '') filter.to = startOfDay(dayAfter(query.to as IsoDate), timeZone);
  return filter;
}
