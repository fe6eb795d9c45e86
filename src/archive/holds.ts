/** Holds: which sessions they keep. */
import type { LegalHold, HoldScope, SessionId } from '../model.ts';
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
  const named = scope.sessions === undefined ? null : namedRows(columns, scope.sessions);
  const { from = -Infinity, to = Infinity } = scope;
  return found.map((fits, row) => {
    const start = columns.start[row] ?? NaN;
    // Written so that NaN, which is no time, fits.
    return fits === 1 && named?.[row] !== 0 && !(start < from) && !(start >= to) ? 1 : 0;
  });
}

function namedRows(columns: SessionColumns, ids: readonly SessionId[]): Uint8Array {
  const named = new Uint8Array(columns.length);
  for (const id of ids) {
    const row = columns.rowOf(id);
    if (row !== null) named[row] = 1;
  }
  return named;
}

/** 1 for each row that one of these holds keeps, or kept. */
export async function rowsHeldBy(
  db: Database,
  columns: SessionColumns,
  numbers: readonly number[],
  timeZone: string,
): Promise<Uint8Array> {
  const held = new Uint8Array(columns.length);
  for (const hold of await db.holds.bulkGet([...numbers])) {
    if (hold === undefined) continue;
    (await rowsInScope(db, columns, hold.scope, timeZone)).forEach((fits, row) => (held[row]! |= fits));
  }
  return held;
}

/** null = not asked. */
export function inBoth(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a === null || b === null ? (a ?? b) : a.map((fits, row) => fits & (b[row] ?? 0));
}

/** The scope when a session that it named has become others; the same object where nothing changes. */
export function followed(scope: HoldScope, gone: SessionId, heirs: readonly SessionId[]): HoldScope {
  const { sessions: before = [] } = scope;
  const sessions = [...new Set([...before.filter((id) => id !== gone), ...heirs])].sort();
  const isSame = sessions.length === before.length && sessions.every((id) => before.includes(id));
  return isSame ? scope : { ...scope, sessions };
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
