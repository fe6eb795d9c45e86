/** The places of the rail, and the words for every page. */
import type { IconName } from '../parts/icons.ts';
import type { PageName, Route } from '../routes.ts';

export interface RailPlace {
  route: Route;
  icon: IconName;
  /** Pages on which this place is the current one. */
  pages: readonly PageName[];
}

export const PLACES: readonly RailPlace[] = [
  { route: { page: 'import' }, icon: 'import', pages: ['import'] },
  { route: { page: 'overview' }, icon: 'overview', pages: ['overview'] },
  { route: { page: 'sessions' }, icon: 'sessions', pages: ['sessions', 'session'] },
  { route: { page: 'review' }, icon: 'review', pages: ['review'] },
  { route: { page: 'organisation' }, icon: 'organisation', pages: ['organisation'] },
  { route: { page: 'archive' }, icon: 'archive', pages: ['archive'] },
];
