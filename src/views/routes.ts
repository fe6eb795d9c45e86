/** The addresses of the pages: `#/sessions/<id>?tab=messages`. Everything a view shows can be bookmarked. */
import type { SessionId } from '../model.ts';

export type Route =
  | { page: 'import' }
  | { page: 'overview' }
  | { page: 'sessions' }
  | { page: 'session'; id: SessionId }
  | { page: 'review' }
  | { page: 'organisation' }
  | { page: 'archive' }
  /** The address names no page. */
  | { page: 'unknown' };

export type PageName = Route['page'];

const SIMPLE = ['import', 'overview', 'sessions', 'review', 'organisation', 'archive'] as const;

/** The page and the query of a hash, and the place in the page behind a second `#`; an empty one is the first page. */
export function parseHash(hash: string): { route: Route; query: URLSearchParams; place: string } {
  const [before = '', place = ''] = hash.replace(/^#\/?/, '').split('#', 2);
  const [path = '', query = ''] = before.split('?', 2);
  const [head = '', id = ''] = path.split('/', 2);
  if (head === 'sessions' && id !== '')
    return { route: { page: 'session', id: id as SessionId }, query: new URLSearchParams(query), place };
  const page = SIMPLE.find((name) => name === head) ?? (head === '' ? 'import' : 'unknown');
  return { route: { page }, query: new URLSearchParams(query), place };
}

export function hrefOf(route: Route, query?: URLSearchParams, place = ''): string {
  const path = route.page === 'session' ? `sessions/${route.id}` : route.page;
  const text = query?.toString() ?? '';
  return `#/${path}${text === '' ? '' : `?${text}`}${place === '' ? '' : `#${place}`}`;
}

/** A copy with one parameter set, or taken out. */
export function withParameter(query: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const copy = new URLSearchParams(query);
  if (value === null) copy.delete(name);
  else copy.set(name, value);
  return copy;
}
