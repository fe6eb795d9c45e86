/**
 * Licences from CSV: the columns sku, user (an address, or `*` for everyone), purchased, from, to, agreement, amount,
 * currency; in any order and case. Rows that differ only in the user are one licence.
 */
import Papa from 'papaparse';
import * as v from 'valibot';
import { reason, type Licence, type Reason } from '../model.ts';
import { faultCodeOf, shortened } from './read.ts';
import { address, licence } from './schema.ts';

export interface CsvError {
  /** Row as a spreadsheet counts, from 1. */
  row: number;
  column: string;
  value: string;
  fault: Reason;
}
export type LicencesReading = { ok: true; licences: Licence[] } | { ok: false; errors: CsvError[] };

const COLUMNS = ['sku', 'user', 'purchased', 'from', 'to', 'agreement', 'amount', 'currency'] as const;
type Column = (typeof COLUMNS)[number];
const REQUIRED: readonly Column[] = ['sku', 'user', 'from'];

type Row = Partial<Record<Column, string>>;

/** @param text the file's text; comma, semicolon or tab. Nothing is read when anything is wrong. */
export function readLicencesCsv(text: string): LicencesReading {
  const plain = text.replace(/^\uFEFF/, '');
  // What Excel reads to know the delimiter: a first line of its own.
  const delimiter = /^sep=([,;\t|])(?=[\r\n])/i.exec(plain)?.[1];
  const parsed = Papa.parse<string[]>(plain, { skipEmptyLines: false, ...(delimiter !== undefined && { delimiter }) });
  const first = delimiter === undefined ? 0 : 1;
  const top = Math.max(
    parsed.data.findIndex((cells, index) => index >= first && !isBlank(cells)),
    first,
  );
  const header = withoutTrailing((parsed.data[top] ?? []).map((name) => name.trim().toLowerCase()));
  const errors: CsvError[] = headerErrors(header, top + 1);
  for (const { row, message, code } of parsed.errors) {
    // A file of one column has no delimiter to find.
    if (code === 'UndetectableDelimiter') continue;
    errors.push({ row: (row ?? 0) + 1, column: '', value: '', fault: quoteFault(code, message) });
  }
  if (errors.length > 0) return { ok: false, errors };

  const groups = new Map<string, Licence>();
  parsed.data.forEach((cells, index) => {
    if (index <= top || isBlank(cells)) return;
    const row = rowOf(header, cells);
    const found = errorsOfLength(header, withoutTrailing(cells), index + 1);
    const reading = found.length > 0 ? { errors: found } : readRow(row, index + 1);
    if ('errors' in reading) errors.push(...reading.errors);
    else addTo(groups, reading.licence);
  });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, licences: [...groups.values()] };
}

function quoteFault(code: string, message: string): Reason {
  if (code === 'MissingQuotes') return reason('csv-quote-open');
  return code === 'InvalidQuotes' ? reason('csv-quote-stray') : reason('as-said', { said: message });
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** Spreadsheets write delimiters behind the last column, for columns that were once used. */
function withoutTrailing(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

function headerErrors(header: readonly string[], row: number): CsvError[] {
  const errors: CsvError[] = [];
  const wrong = (column: string, fault: Reason, value = column): void => {
    errors.push({ row, column, value: shortened(value), fault });
  };
  for (const column of REQUIRED) {
    if (!header.includes(column)) wrong(column, reason('csv-column-missing'), header.join(','));
  }
  header.forEach((name, index) => {
    if (!(COLUMNS as readonly string[]).includes(name)) wrong(name, reason('csv-column-unknown'));
    else if (header.indexOf(name) !== index) wrong(name, reason('csv-column-twice'));
  });
  return errors;
}

function errorsOfLength(header: readonly string[], cells: readonly string[], row: number): CsvError[] {
  if (cells.length <= header.length) return [];
  const value = shortened(cells[header.length]);
  return [{ row, column: '', value, fault: reason('csv-cells', { columns: header.length }) }];
}

function rowOf(header: readonly string[], cells: readonly string[]): Row {
  const row: Row = {};
  header.forEach((name, index) => {
    const cell = (cells[index] ?? '').trim();
    if (cell !== '') row[name as Column] = cell;
  });
  return row;
}

function readRow(row: Row, number: number): { licence: Licence } | { errors: CsvError[] } {
  const everyone = row.user === '*' || row.user?.toLowerCase() === 'all';
  const user = row.user ?? '';
  const errors: CsvError[] = [];
  const read = v.safeParse(licence, {
    sku: row.sku?.toLowerCase() ?? '',
    users: everyone ? 'all' : [],
    purchased: row.purchased ?? null,
    from: row.from ?? '',
    to: row.to ?? null,
    agreement: row.agreement ?? null,
    payment:
      row.amount === undefined && row.currency === undefined
        ? null
        : { amount: row.amount ?? '', currency: row.currency?.toUpperCase() ?? '' },
  });
  if (!read.success) {
    for (const issue of read.issues) {
      const key = issue.path?.at(-1)?.key;
      const column = typeof key === 'string' ? key : '';
      errors.push({ row: number, column, value: row[column as Column] ?? '', fault: faultOf(issue.message) });
    }
  }
  const name = everyone ? null : v.safeParse(address, user);
  if (name !== null && !name.success) {
    errors.push({ row: number, column: 'user', value: user, fault: reason('csv-user') });
  }
  if (!read.success || errors.length > 0) return { errors };
  return { licence: name === null ? read.output : { ...read.output, users: [name.output as string] } };
}

function faultOf(message: string): Reason {
  const code = faultCodeOf(message);
  return reason('as-said', { said: code === null ? message : { word: code, of: 'fault' } });
}

/** Rows of one licence: the same in everything but the user. A row for everyone takes the others in. */
function addTo(groups: Map<string, Licence>, added: Licence): void {
  const { sku, purchased, from, to, agreement, payment } = added;
  const key = JSON.stringify([sku, purchased, from, to, agreement, payment?.amount, payment?.currency]);
  const known = groups.get(key);
  if (known === undefined) groups.set(key, added);
  else if (known.users === 'all' || added.users === 'all') known.users = 'all';
  else for (const user of added.users) if (!known.users.includes(user)) known.users.push(user);
}
