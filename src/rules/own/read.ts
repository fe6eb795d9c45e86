/** Reads a person's own rule from JSON and says in words what is wrong with it. */
import * as v from 'valibot';
import {
  isIsoDate,
  reason,
  type Catalogue,
  type Comparison,
  type ComparisonWord,
  type Condition,
  type OwnRule,
  type OwnRuleReading,
  type Reason,
  type ReasonId,
} from '../../model.ts';
import { fieldNamed, FIELDS, wordsOf, type Field } from './fields.ts';

const MOST_DEPTH = 8;
const MOST_COMPARISONS = 100;
/** Characters of a value. */
const MOST_TEXT = 500;
const ID = /^own-[a-z0-9]+(-[a-z0-9]+)*$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is said of a part of the head stands where the schema has its message. */
const said = <Id extends HeadFault>(id: Id): Id => id;
type HeadFault = Extract<ReasonId, `rule-${string}`>;

const words = (most: number) =>
  v.pipe(
    v.string(said('rule-text')),
    v.trim(),
    v.minLength(1, said('rule-empty')),
    v.maxLength(most, said('rule-long')),
  );

const head = v.strictObject({
  v: v.optional(v.literal(1, said('rule-shape')), 1),
  id: v.pipe(
    v.string(said('rule-id-text')),
    v.regex(ID, said('rule-id')),
    v.maxLength(60, said('rule-long')),
    v.transform((id) => id as `own-${string}`),
  ),
  version: v.optional(
    v.pipe(v.number(said('rule-number')), v.integer(said('rule-whole')), v.minValue(1, said('rule-least'))),
    1,
  ),
  title: words(120),
  severity: v.picklist(['violation', 'warning', 'info'], said('rule-severity')),
  because: words(500),
  on: v.optional(v.boolean(said('rule-yes-no')), true),
  when: v.unknown(),
});

/** @param value JSON as text or parsed */
export function readOwnRule(catalogue: Catalogue, value: unknown): OwnRuleReading {
  let told = value;
  if (typeof value === 'string') {
    try {
      told = JSON.parse(value.replace(/^\uFEFF/, '')) as unknown;
    } catch (error) {
      return { errors: [reason('json-none', { why: error instanceof Error ? error.message : String(error) })] };
    }
  }
  if (!isObject(told)) return { errors: [reason('json-no-object')] };
  const parsed = v.safeParse(head, told);
  const errors: Reason[] = parsed.success ? [] : parsed.issues.map(headFault);
  const reader = new ConditionReader(catalogue, errors);
  const when = 'when' in told ? reader.read(told['when'], 'when', 1) : null;
  if (when === null && errors.length === 0)
    errors.push(reason('path-fault', { path: 'when', fault: reason('rule-missing') }));
  if (!parsed.success || when === null || errors.length > 0) return { errors };
  const rule: OwnRule = { ...parsed.output, when };
  return { rule };
}

function headFault(issue: v.BaseIssue<unknown>): Reason {
  const path = v.getDotPath(issue) ?? '';
  if (issue.type === 'strict_object') {
    return reason('path-fault', { path, fault: reason(issue.expected === 'never' ? 'rule-key' : 'rule-missing') });
  }
  const fault: Reason = { id: issue.message as HeadFault, values: { most: Number(issue.requirement) } };
  return reason('path-fault', { path, fault: reason('fault-found', { fault, found: shown(issue.input) }) });
}

class ConditionReader {
  readonly #catalogue: Catalogue;
  readonly #errors: Reason[];
  #comparisons = 0;

  constructor(catalogue: Catalogue, errors: Reason[]) {
    this.#catalogue = catalogue;
    this.#errors = errors;
  }

  /** null = something is wrong with it, and is said. */
  read(value: unknown, path: string, depth: number): Condition | null {
    if (depth > MOST_DEPTH) return this.#wrong(path, reason('when-deep', { most: MOST_DEPTH }));
    if (!isObject(value)) return this.#found(path, reason('when-condition'), value);
    const keys = Object.keys(value);
    const [key] = keys;
    if (key === 'all' || key === 'any' || key === 'not') {
      if (keys.length > 1) return this.#wrong(path, reason('when-beside', { key, found: keys.slice(1).join(', ') }));
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
      return this.#found(`${path}.${key}`, reason('when-list'), value);
    }
    const parts = value.map((part, index) => this.read(part, `${path}.${key}[${index}]`, depth + 1));
    const sound = parts.filter((part) => part !== null);
    if (sound.length < parts.length) return null;
    return key === 'all' ? { all: sound } : { any: sound };
  }

  #readComparison(value: Record<string, unknown>, path: string): Condition | null {
    if (++this.#comparisons > MOST_COMPARISONS)
      return this.#wrong(path, reason('when-many', { most: MOST_COMPARISONS }));
    const other = Object.keys(value).find((key) => !['field', 'is', 'value'].includes(key));
    if (other !== undefined) return this.#wrong(path, reason('when-other', { found: other }));
    const field = typeof value['field'] === 'string' ? fieldNamed(value['field']) : undefined;
    if (field === undefined) {
      const fields = FIELDS.map(({ name }) => name).join(', ');
      return this.#wrong(`${path}.field`, reason('when-field', { found: shown(value['field']), fields }));
    }
    const allowed = wordsOf(field.kind);
    const is = allowed.find((word) => word === value['is']);
    if (is === undefined) {
      const asked = { field: field.name, words: allowed.join(', '), found: shown(value['is']) };
      return this.#wrong(`${path}.is`, reason('when-is', asked));
    }
    const sought = this.#readValue(field, is, value['value'], `${path}.value`);
    return sought === null ? null : { field: field.name, is, value: sought };
  }

  #readValue(field: Field, is: ComparisonWord, value: unknown, path: string): Comparison['value'] | null {
    if (is !== 'one-of') return this.#readSingle(field, value, path);
    if (!Array.isArray(value) || value.length === 0) return this.#found(path, reason('when-values'), value);
    const list = value.map((one, index) => this.#readSingle(field, one, `${path}[${index}]`));
    const sound = list.filter((one) => one !== null);
    return sound.length < list.length ? null : sound;
  }

  #readSingle(field: Field, value: unknown, path: string): string | number | null {
    if (field.kind === 'number') {
      const isNumber = typeof value === 'number' && Number.isFinite(value);
      return isNumber ? value : this.#found(path, reason('rule-number'), value);
    }
    if (typeof value !== 'string' || value === '') return this.#found(path, reason('rule-text'), value);
    if (value.length > MOST_TEXT) return this.#wrong(path, reason('rule-long', { most: MOST_TEXT }));
    if (field.kind === 'day' && !isIsoDate(value)) return this.#found(path, reason('when-day'), value);
    if (field.kind === 'clock' && !CLOCK.test(value)) return this.#found(path, reason('when-clock'), value);
    if (field.kind === 'choice') {
      const choices = field.choices(this.#catalogue);
      if (choices.includes(value)) return value;
      return this.#found(path, reason('when-choice', { choices: choices.join(', ') }), value);
    }
    return value;
  }

  #found(path: string, fault: Reason, value: unknown): null {
    return this.#wrong(path, reason('fault-found', { fault, found: shown(value) }));
  }

  #wrong(path: string, fault: Reason): null {
    this.#errors.push(reason('path-fault', { path, fault }));
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** At most 60 characters of JSON. */
function shown(value: unknown): string | Reason {
  if (value === undefined) return reason('nothing');
  const text = JSON.stringify(value);
  return text.length > 60 ? text.slice(0, 59) + '…' : text;
}
