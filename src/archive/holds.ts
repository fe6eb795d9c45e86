/** Holds: which sessions they keep. */
import type { LegalHold, HoldScope } from '../model.ts';
import type { SessionColumns } from './columns.ts';
import type { Database } from './database.ts';
import { readQuery, type SearchQuery } from './search-query.ts';
import { folded } from './rows.ts';
import { TextSearch } from './text-search.ts';

export function holdsOf(db: Database): Promise<LegalHold[]> {
  return db.holds.orderBy(':id').toArray();
}

export const isActive = ({ released }: LegalHold): boolean => released === null;

/** 1 for each row that the scope fits. */
export async function rowsInScope(
  db: Database,
  columns: SessionColumns,
  scope: HoldScope,
  timeZone: string,
): Promise<Uint8Array> {
  const query = queryOf(scope);
  const found =
    query === null
      ? new Uint8Array(columns.length).fill(1)
      : await new TextSearch(db, columns, query, timeZone).found();
  const { from = -Infinity, to = Infinity } = scope;
  return found.map((fits, row) => {
    const start = columns.start[row] ?? NaN;
    // Written so that NaN, which is no time, fits.
    return fits === 1 && !(start < from) && !(start >= to) ? 1 : 0;
  });
}

/** null = it asks for nothing. */
function queryOf({ users, providers, query = '' }: HoldScope): SearchQuery | null {
  const parts: SearchQuery[] = [];
  const any = (field: 'user' | 'provider', values: readonly string[]): void => {
    parts.push({ is: 'any', of: values.map((value) => ({ is: 'field', field, value: folded(value.trim()) })) });
  };
  if (users !== undefined) any('user', users);
  if (providers !== undefined) any('provider', providers);
  const asked = readQuery(query);
  if (asked !== null) parts.push(asked);
  return parts.length === 0 ? null : { is: 'all', of: parts };
}
