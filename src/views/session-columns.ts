/** The columns of the list of sessions: which there are, how wide, and by which the list can be ordered. */
import type { SortedBy } from '../model.ts';

export type ColumnName =
  | 'start'
  | 'lasted'
  | 'provider'
  | 'local'
  | 'remote'
  | 'kind'
  | 'messages'
  | 'texts'
  | 'outcome'
  | 'files'
  | 'disposition'
  | 'severity';

export interface Column {
  name: ColumnName;
  /** As CSS has it. */
  width: string;
  sort: SortedBy | null;
}

/** In the order in which they stand in the table. */
export const COLUMNS: readonly Column[] = [
  { name: 'start', width: '160px', sort: 'start' },
  { name: 'lasted', width: '80px', sort: null },
  { name: 'provider', width: 'minmax(104px, 128px)', sort: 'provider' },
  { name: 'local', width: 'minmax(80px, 1.1fr)', sort: 'local' },
  { name: 'remote', width: 'minmax(80px, 1.3fr)', sort: 'remote' },
  { name: 'kind', width: '48px', sort: null },
  { name: 'messages', width: '40px', sort: null },
  { name: 'texts', width: '40px', sort: null },
  { name: 'outcome', width: '104px', sort: null },
  { name: 'files', width: 'minmax(80px, 1fr)', sort: null },
  { name: 'disposition', width: '76px', sort: null },
  { name: 'severity', width: 'minmax(120px, 1.4fr)', sort: 'severity' },
];

/** What is shown where nobody has chosen. */
export const USUAL_COLUMNS: readonly ColumnName[] = [
  'start',
  'provider',
  'local',
  'remote',
  'kind',
  'messages',
  'disposition',
  'severity',
];

/** Those that are known, in the order of the table. */
export const columnsNamed = (names: readonly string[]): ColumnName[] =>
  COLUMNS.flatMap(({ name }) => (names.includes(name) ? [name] : []));
