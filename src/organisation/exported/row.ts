/** One object that a cmdlet printed: gives its properties as what they are, and says in words what they are not. */
import { shortened } from '../read.ts';

/** What Export-Csv writes of a property that holds objects: the name of their type. */
const TYPE_NAME = /^(System|Microsoft|Deserialized)\.[\w.]+(`\d+)?(\[.*\])?(\+\w+)?$/;

export class ExportRow {
  /** `Row 3` of a spreadsheet, `Object 3` of a list. */
  readonly name: string;
  readonly errors: string[] = [];
  /** Read, but not as it stands. */
  readonly notes: string[] = [];
  readonly #cells: ReadonlyMap<string, unknown>;

  constructor(name: string, cells: ReadonlyMap<string, unknown>) {
    this.name = name;
    this.#cells = cells;
  }

  /** '' = it is not there, null or empty. Of an object (`{ Name: … }`, an identity) its name. */
  text(property: string): string {
    const value = this.#cell(property);
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const named = nameIn(value);
    if (named === null) this.error(property, 'expected text', value);
    return named ?? '';
  }

  /** null = it is not there; an error where it is neither. */
  flag(property: string): boolean | null {
    const value = this.#cell(property);
    if (value === null || value === undefined || value === '') return null;
    if (typeof value === 'boolean') return value;
    const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (text === 'true' || text === 'false') return text === 'true';
    this.error(property, 'expected True or False', value);
    return null;
  }

  /** Of an enumeration, by name or by number. null = it is not there. @param names in the order of their numbers */
  choice<N extends string>(property: string, names: readonly N[]): N | null {
    const value = this.#cell(property);
    const text = this.text(property);
    if (text === '') return null;
    const byName = names.find((name) => name.toLowerCase() === text.toLowerCase());
    if (byName !== undefined) return byName;
    const byNumber = /^\d+$/.test(text) ? names[Number(text)] : undefined;
    if (byNumber === undefined) this.error(property, `expected ${names.join(', ')}`, value);
    else
      this.note(property, `${text} is read as ${byNumber}, by the order in which the documentation names the values`);
    return byNumber ?? null;
  }

  /** null = it is not there, or only the name of its type is. */
  list(property: string): string[] | null {
    const value = this.#cell(property);
    if (value === null || value === undefined || value === '') return null;
    if (typeof value === 'string') {
      if (!TYPE_NAME.test(value.trim())) return value.split(/[\s,;]+/).filter((part) => part !== '');
      this.note(property, 'Export-Csv writes no lists: use ConvertTo-Json to have it read', value);
      return null;
    }
    const items = listed(value);
    const texts = items.map((item) => (typeof item === 'string' ? item : nameIn(item)));
    const wrong = texts.indexOf(null);
    if (wrong >= 0) this.error(property, 'expected a list of texts', items[wrong]);
    return texts.filter((text) => text !== null);
  }

  error(property: string, message: string, value: unknown): void {
    this.errors.push(this.#sentence(property, message, value));
  }
  note(property: string, message: string, value?: unknown): void {
    this.notes.push(this.#sentence(property, message, value));
  }

  #cell(property: string): unknown {
    return this.#cells.get(property.toLowerCase());
  }

  #sentence(property: string, message: string, value: unknown): string {
    const shown = shortened(value);
    return `${this.name}, ${property}: ${message}${shown === '' ? '' : `, found “${shown}”`}`;
  }
}

/** ConvertTo-Json shows lists of .NET as lists, as `{ value, Count }`, or as one item alone. */
function listed(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value)) return value.value;
  return [value];
}

/** Objects that stand for a name. */
function nameIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const parts = Object.entries(value);
  for (const key of ['domain', 'name', 'friendlyname', 'identity', 'value']) {
    const found = parts.find(([name, part]) => name.toLowerCase() === key && typeof part === 'string');
    if (found !== undefined) return (found[1] as string).trim();
  }
  return null;
}
