/** What a hold asks for: as it is filled in, as the archive keeps it, and as a search that shows its sessions. */
import { t } from '../../messages/catalogue.ts';
import type { EpochMs, HoldScope, IsoDate, ProviderId, SessionFilter } from '../../model.ts';
import type { SessionQuery } from '../session-query.ts';
import { dayAfter, dayOf, startOfDay } from '../zones.ts';

export interface HoldDraft {
  name: string;
  why: string;
  /** Addresses, divided by commas, spaces or line breaks. */
  users: string;
  providers: ProviderId[];
  /** Days, both inclusive; '' = no limit. */
  from: string;
  to: string;
  query: string;
}

/** A search in words for what the Sessions page filters by and a hold has no part of its own for. */
export function draftOfQuery({ user, provider, rule, severity, kind, q, from, to }: SessionQuery): HoldDraft {
  const any = (field: string, values: readonly string[]): string[] => {
    const parts = values.map((value) => `${field}:${value}`);
    return parts.length === 0 ? [] : [parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`];
  };
  const asked = q.trim();
  const fields = [...any('rule', rule), ...any('severity', severity), ...any('kind', kind)];
  const query = fields.length > 0 && asked !== '' ? [`(${asked})`, ...fields] : [asked, ...fields];
  return {
    name: '',
    why: '',
    users: user.join(', '),
    providers: [...provider],
    from,
    to,
    query: query.join(' ').trim(),
  };
}

export const usersOf = (text: string): string[] => text.split(/[\s,;]+/).filter((user) => user !== '');

export function scopeOf({ users, providers, from, to, query }: HoldDraft, timeZone: string): HoldScope {
  const scope: HoldScope = {};
  const named = usersOf(users);
  if (named.length > 0) scope.users = named;
  if (providers.length > 0) scope.providers = [...providers];
  if (from !== '') scope.from = startOfDay(from as IsoDate, timeZone);
  if (to !== '') scope.to = startOfDay(dayAfter(to as IsoDate), timeZone);
  if (query.trim() !== '') scope.query = query.trim();
  return scope;
}

/** The sessions that it holds: of those in a period also the ones without a time. */
export function filterOfScope({ users, providers, from, to, query }: HoldScope): SessionFilter {
  const filter: SessionFilter = {};
  const named = (users ?? []).map((user) => `user:"${user}"`);
  const who = named.length > 1 ? `(${named.join(' OR ')})` : (named[0] ?? '');
  const text = query !== undefined && who !== '' ? `${who} (${query})` : who || (query ?? '');
  if (text !== '') filter.text = text;
  if (providers !== undefined) filter.providers = [...providers];
  if (from !== undefined) filter.from = from;
  if (to !== undefined) filter.to = to;
  if (from !== undefined || to !== undefined) filter.undated = true;
  return filter;
}

/** Its parts in words, which hold together; none = every session. */
export function scopeWords(scope: HoldScope, timeZone: string, nameOf: (id: ProviderId) => string): string[] {
  const words: string[] = [];
  if (scope.sessions) words.push(t('holds.chosen', { n: scope.sessions.length }));
  if (scope.users) words.push(scope.users.join(', '));
  if (scope.providers) words.push(scope.providers.map(nameOf).join(', '));
  const from = scope.from === undefined ? null : dayOf(scope.from, timeZone);
  const to = scope.to === undefined ? null : dayOf((scope.to - 1) as EpochMs, timeZone);
  if (from !== null && to !== null) words.push(t('holds.period', { from, to }));
  else if (from !== null) words.push(t('holds.since', { from }));
  else if (to !== null) words.push(t('holds.until', { to }));
  if (scope.query) words.push(`“${scope.query}”`);
  return words;
}
