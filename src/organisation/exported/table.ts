/**
 * What PowerShell writes of objects, as rows: ConvertTo-Json (a list, one object alone, or a list wrapped as `value` and
 * `Count`) and Export-Csv (with or without the `#TYPE` line, any delimiter). Names of properties are compared without case.
 */
import Papa from 'papaparse';
import { ExportRow } from './row.ts';

export type Table = { rows: ExportRow[]; properties: ReadonlySet<string> } | { error: string };

/** @param text decoded, with or without a byte order mark */
export function readTable(text: string): Table {
  const plain = text.replace(/^\uFEFF/, '').trim();
  if (plain === '') return { error: 'The file is empty: the cmdlet found nothing, and which one it was is not told' };
  return plain.startsWith('[') || plain.startsWith('{') ? fromJson(plain) : fromCsv(plain);
}

function fromJson(text: string): Table {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { error: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const list = unwrapped(value);
  if (list.length === 0) return { error: 'The list is empty: which cmdlet it is from is not told' };
  const properties = new Set<string>();
  const rows: ExportRow[] = [];
  for (const [index, item] of list.entries()) {
    if (!isObject(item)) return { error: `Object ${index + 1}: expected an object, found ${JSON.stringify(item)}` };
    const cells = new Map(Object.entries(item).map(([name, cell]) => [name.toLowerCase(), cell]));
    for (const name of cells.keys()) properties.add(name);
    rows.push(new ExportRow(`Object ${index + 1}`, cells));
  }
  return { rows, properties };
}

/** Windows PowerShell 5 wraps lists that went through a variable. */
function unwrapped(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (isObject(value) && Array.isArray(value['value']) && 'Count' in value) return value['value'];
  return [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromCsv(text: string): Table {
  const typed = /^"?#TYPE [^\r\n]*\r?\n/.exec(text);
  const body = typed === null ? text : text.slice(typed[0].length);
  const { data, errors } = Papa.parse<string[]>(body, { skipEmptyLines: false });
  const header = (data[0] ?? []).map((name) => name.trim().toLowerCase());
  // A spreadsheet counts the line of the type too.
  const before = typed === null ? 1 : 2;
  const broken = errors.find(({ code }) => code !== 'UndetectableDelimiter');
  if (broken !== undefined) return { error: `Row ${(broken.row ?? 0) + before}: ${broken.message}` };
  const rows: ExportRow[] = [];
  for (const [index, cells] of data.entries()) {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) continue;
    const name = `Row ${index + before}`;
    if (cells.length > header.length) {
      return {
        error: `${name}: more cells than the ${header.length} columns of the header, found “${cells[header.length]}”`,
      };
    }
    rows.push(new ExportRow(name, new Map(header.map((property, at) => [property, cells[at] ?? '']))));
  }
  return { rows, properties: new Set(header) };
}
