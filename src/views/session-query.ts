/** The filter of the sessions as it stands in the address, and what it asks of the archive. */
import type { SessionFilter, SessionSort } from '../../workers/api.ts';
import type { IsoDate, ProviderId, SessionKind, Severity } from '../model.ts';
import { dayAfter, startOfDay } from './zones.ts';

export interface SessionQuery {
  provider: ProviderId[];
  rule: string[];
  severity: Severity[];
  kind: SessionKind[];
  /** Words. */
  q: string;
  /** Days in the zone of the archive, both inclusive; '' = no limit. */
  from: string;
  to: string;
  sort: SessionSort;
}

export type FacetName = 'provider' | 'rule' | 'severity' | 'kind';
export const FACETS: readonly FacetName[] = ['severity', 'provider', 'rule', 'kind'];
export const SORTS: readonly SessionSort[] = ['start', '-start', 'provider', 'remote', 'local', 'severity'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readQuery(params: URLSearchParams): SessionQuery {
  const day = (name: string): string => (DAY.test(params.get(name) ?? '') ? (params.get(name) ?? '') : '');
  return {
    provider: params.getAll('provider') as ProviderId[],
    rule: params.getAll('rule'),
    severity: params.getAll('severity') as Severity[],
    kind: params.getAll('kind') as SessionKind[],
    q: params.get('q') ?? '',
    from: day('from'),
    to: day('to'),
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'start',
  };
}

/** Only what differs from asking for everything. */
export function writeQuery(query: Partial<SessionQuery>): URLSearchParams {
  const params = new URLSearchParams();
  for (const facet of FACETS) for (const value of query[facet] ?? []) params.append(facet, value);
  for (const name of ['q', 'from', 'to'] as const) if (query[name]) params.set(name, query[name]);
  if (query.sort && query.sort !== 'start') params.set('sort', query.sort);
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
    FACETS.some((facet) => query[facet].length > 0) || query.q.trim() !== '' || query.from !== '' || query.to !== ''
  );
}

export function filterOf(query: SessionQuery, timeZone: string): SessionFilter {
  const filter: SessionFilter = {};
  if (query.provider.length > 0) filter.providers = query.provider;
  if (query.rule.length > 0) filter.rules = query.rule;
  if (query.severity.length > 0) filter.severities = query.severity;
  if (query.kind.length > 0) filter.kinds = query.kind;
  if (query.q.trim() !== '') filter.text = query.q.trim();
  if (query.from !== '') filter.from = startOfDay(query.from as IsoDate, timeZone);
  if (query.to !== '') filter.to = startOfDay(dayAfter(query.to as IsoDate), timeZone);
  return filter;
}
