/** Columns of made sessions, without a database; the same for the same seed. */
import type { JudgedLine, SessionRecord } from '../../src/archive/database.ts';
import { SessionColumns } from '../../src/archive/columns.ts';
import type { EpochMs, ProviderId, SessionId, Severity } from '../../src/model.ts';
import { Chance } from '../demonstration/chance.ts';

const PROVIDERS: readonly ProviderId[] = ['yahoo', 'aol', 'wlm', 'skype'];
const SEVERITIES: readonly Severity[] = ['violation', 'warning', 'info', 'undetermined'];
const RULES = ['service-ended', 'licence-cal-missing', 'sender-unverified'];
const YEAR_MS = 365 * 86_400_000;

export interface MadeRow {
  record: SessionRecord;
  line: JudgedLine;
}

export function madeRow(chance: Chance, number: number): MadeRow {
  const provider = chance.pick(PROVIDERS);
  const record = {
    id: (chance.hex(8) + number.toString(16).padStart(12, '0')) as SessionId,
    kind: chance.pick(['im', 'presence', 'call']),
    modalities: chance.happens(0.5) ? ['im'] : ['im', 'audio'],
    // Some at one moment, some at none.
    start: chance.happens(0.05)
      ? null
      : ((Date.UTC(2012, 0, 1) + Math.floor(YEAR_MS * chance.next() ** 2 * 1e-3) * 1e3) as EpochMs),
    sources: chance.happens(0.1) ? [1, 2] : [Math.floor(number / 500)],
    pack: Math.floor(number / 200),
    slot: number % 200,
  } as Partial<SessionRecord> as SessionRecord;
  record.sources = record.sources.map((source) => source);
  const flags = chance.happens(0.6) ? [] : [{ rule: chance.pick(RULES), severity: chance.pick(SEVERITIES) }];
  const local = chance.happens(0.05) ? null : `user${Math.floor(400 * chance.next() ** 2)}@contoso.com`;
  const remote = chance.happens(0.05) ? null : `friend${Math.floor(900 * chance.next())}@${provider}.example`;
  return { record, line: { provider, confidence: 'certain', local, remote, flags } };
}

/** @returns the columns, and what stands in each row */
export function madeColumns(count: number, seed = 1): { columns: SessionColumns; rows: MadeRow[] } {
  const chance = new Chance(seed);
  const rows = Array.from({ length: count }, (_, number) => madeRow(chance, number));
  const columns = new SessionColumns();
  put(columns, rows);
  return { columns, rows };
}

export function put(columns: SessionColumns, rows: readonly MadeRow[]): void {
  const lines = new Map(rows.map(({ record, line }) => [record.id, line]));
  columns.put(
    rows.map(({ record }) => record),
    new Map(),
    ({ id }) => lines.get(id)!,
  );
}
