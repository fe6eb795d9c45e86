/** Reads a person's own rule from JSON and says in words what is wrong with it. */
import * as v from 'valibot';
import {
  isIsoDate,
  type Catalogue,
  type Comparison,
  type ComparisonWord,
  type Condition,
  type OwnRule,
  type OwnRuleReading,
} from '../../model.ts';
import { fieldNamed, FIELDS, wordsOf, type Field } from './fields.ts';

const MOST_DEPTH = 8;
const MOST_COMPARISONS = 100;
const ID = /^own-[a-z0-9]+(-[a-z0-9]+)*$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

const words = (most: number) =>
  v.pipe(
    v.string('expected text'),
    v.trim(),
    v.minLength(1, 'is empty'),
    v.maxLength(most, `longer than ${most} characters`),
  );

const head = v.strictObject({
  v: v.optional(v.literal(1, 'expected 1, the version of this shape'), 1),
  id: v.pipe(
    v.string('expected an id'),
    v.regex(ID, 'expected an id like own-after-hours: own-, then words of small letters and digits'),
    v.maxLength(60, 'longer than 60 characters'),
    v.transform((id) => id as `own-${string}`),
  ),
  version: v.optional(
    v.pipe(v.number('expected a number'), v.integer('not a whole number'), v.minValue(1, 'less than 1')),
    1,
  ),
  title: words(120),
  severity: v.picklist(['violation', 'warning', 'info'], 'expected violation, warning or info'),
  because: words(500),
  on: v.optional(v.boolean('expected true or false'), true),
  when: v.unknown(),
});

/** @param value JSON as text or parsed */
export function readOwnRule(catalogue: Catalogue, value: unknown): OwnRuleReading {
  let told = value;
  if (typeof value === 'string') {
    try {
      told = JSON.parse(value.replace(/^\uFEFF/, '')) as unknown;
    } catch (error) {
      return { errors: [`Not JSON: ${error instanceof Error ? error.message : String(error)}`] };
    }
  }
  if (!isObject(told)) return { errors: ['Expected a JSON object'] };
  const parsed = v.safeParse(head, told);
  const errors: string[] = parsed.success ? [] : parsed.issues.map(sentence);
  const reader = new ConditionReader(catalogue, errors);
  const when = 'when' in told ? reader.read(told['when'], 'when', 1) : null;
  if (when === null && errors.length === 0) errors.push('when: missing');
  if (!parsed.success || when === null || errors.length > 0) return { errors };
  const rule: OwnRule = { ...parsed.output, when };
  return { rule };
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '';
  if (issue.type === 'strict_object') {
    return `${path}: ${issue.expected === 'never' ? 'not a key of a rule' : 'missing'}`;
  }
  return `${path}: ${issue.message}, found ${shown(issue.input)}`;
}

class ConditionReader {
  readonly #catalogue: Catalogue;
  readonly #errors: string[];
  #comparisons = 0;

  constructor(catalogue: Catalogue, errors: string[]) {
    this.#catalogue = catalogue;
    this.#errors = errors;
  }

  /** null = something is wrong with it, and is said. */
  read(value: unknown, path: string, depth: number): Condition | null {
    if (depth > MOST_DEPTH) return this.#wrong(path, `conditions lie within each other more than ${MOST_DEPTH} deep`);
    if (!isObject(value)) return this.#wrong(path, `expected a condition, found ${shown(value)}`);
    const keys = Object.keys(value);
    const [key] = keys;
    if (key === 'all' || key === 'any' || key === 'not') {
      if (keys.length > 1)
        return this.#wrong(path, `beside “${key}” nothing else can stand, found ${keys.slice(1).join(', ')}`);
      return key === 'not' ? this.#readNot(value['not'], path, depth) : this.#readList(key, value[key], path, depth);
    }
    return this.#readComparison(value, path);
  }

  #readNot(value: unknown, path: string, depth: number): Condition | null {
    const not = this.read(value, `${path}.not`, depth + 1);
    return not && { not };
  }

  #readList(key: 'all' | 'any', value: unknown, path: string, depth: number): Condition | null {
    if (!Array.isArray(value) || value.length === 0) {
      return this.#wrong(`${path}.${key}`, `expected a list of conditions, found ${shown(value)}`);
    }
    const parts = value.map((part, index) => this.read(part, `${path}.${key}[${index}]`, depth + 1));
    const sound = parts.filter((part) => part !== null);
    if (sound.length < parts.length) return null;
    return key === 'all' ? { all: sound } : { any: sound };
  }

  #readComparison(value: Record<string, unknown>, path: string): Condition | null {
    if (++this.#comparisons > MOST_COMPARISONS) return this.#wrong(path, `more than ${MOST_COMPARISONS} comparisons`);
    const other = Object.keys(value).find((key) => !['field', 'is', 'value'].includes(key));
    if (other !== undefined) {
      return this.#wrong(path, `expected field, is and value, or all, any or not; found “${other}”`);
    }
    const field = typeof value['field'] === 'string' ? fieldNamed(value['field']) : undefined;
    if (field === undefined) {
      const names = FIELDS.map(({ name }) => name).join(', ');
      return this.#wrong(`${path}.field`, `there is no field ${shown(value['field'])}; there are ${names}`);
    }
    const allowed = wordsOf(field.kind);
    const is = allowed.find((word) => word === value['is']);
    if (is === undefined) {
      return this.#wrong(`${path}.is`, `${field.name} can be asked ${allowed.join(', ')}; found ${shown(value['is'])}`);
    }
    const sought = this.#readValue(field, is, value['value'], `${path}.value`);
    return sought === null ? null : { field: field.name, is, value: sought };
  }

  #readValue(field: Field, is: ComparisonWord, value: unknown, path: string): Comparison['value'] | null {
    if (is !== 'one-of') return this.#readSingle(field, value, path);
    if (!Array.isArray(value) || value.length === 0) return this.#wrong(path, `expected a list, found ${shown(value)}`);
    const list = value.map((one, index) => this.#readSingle(field, one, `${path}[${index}]`));
    const sound = list.filter((one) => one !== null);
    return sound.length < list.length ? null : sound;
  }

  #readSingle(field: Field, value: unknown, path: string): string | number | null {
    const found = `, found ${shown(value)}`;
    if (field.kind === 'number') {
      return typeof value === 'number' && Number.isFinite(value)
        ? value
        : this.#wrong(path, 'expected a number' + found);
    }
    if (typeof value !== 'string' || value === '') return this.#wrong(path, 'expected text' + found);
    if (value.length > 500) return this.#wrong(path, 'longer than 500 characters');
    if (field.kind === 'day' && !isIsoDate(value)) {
      return this.#wrong(path, 'expected a day of the calendar, YYYY-MM-DD' + found);
    }
    if (field.kind === 'clock' && !CLOCK.test(value)) return this.#wrong(path, 'expected a time of day, HH:MM' + found);
    if (field.kind === 'choice') {
      const choices = field.choices(this.#catalogue);
      if (!choices.includes(value)) return this.#wrong(path, `expected one of ${choices.join(', ')}${found}`);
    }
    return value;
  }

  #wrong(path: string, message: string): null {
    this.#errors.push(`${path}: ${message}`);
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** At most 60 characters of JSON. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? text.slice(0, 59) + '…' : text;
}
