/** Rules of the person's own, as their form writes them. */
import type { Comparison, Condition, OwnRule, RuleField } from '../../model.ts';

/** An id that no other rule has, made of the title. */
export function idOf(title: string, taken: readonly string[]): OwnRule['id'] {
  const name = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const base = `own-${name === '' ? 'rule' : name}` as const;
  let id: OwnRule['id'] = base;
  for (let number = 2; taken.includes(id); number++) id = `${base}-${number}`;
  return id;
}

export function emptyRule(own: readonly OwnRule[]): OwnRule {
  const id = idOf(
    '',
    own.map((rule) => rule.id),
  );
  const when: Condition = { all: [] };
  return { v: 1, id, version: 1, title: '', severity: 'warning', because: '', on: true, when };
}

/** In place of the rule of the same id. Whoever puts it in force gives it its version. */
export function withRule(own: readonly OwnRule[], rule: OwnRule): OwnRule[] {
  const isKnown = own.some(({ id }) => id === rule.id);
  return isKnown ? own.map((other) => (other.id === rule.id ? rule : other)) : [...own, rule];
}

/** The comparisons of a condition that the form can show: all of them, or any of them; null = it is deeper. */
export function flatOf(when: Condition): { how: 'all' | 'any'; comparisons: Comparison[] } | null {
  if ('field' in when) return { how: 'all', comparisons: [when] };
  const how = 'all' in when ? 'all' : 'any' in when ? 'any' : null;
  if (how === null) return null;
  const parts = 'all' in when ? when.all : 'any' in when ? when.any : [];
  const comparisons = parts.filter((part): part is Comparison => 'field' in part);
  return comparisons.length === parts.length ? { how, comparisons } : null;
}

/** A field's first question. */
export function comparisonOf(field: RuleField): Comparison {
  const [word = 'equals'] = field.words;
  return { field: field.name, is: word, value: field.kind === 'number' ? 0 : (field.choices[0] ?? '') };
}

/** What is typed into the field of a comparison, as a value. */
export function valueOf(text: string, { kind }: RuleField, is: Comparison['is']): Comparison['value'] {
  const one = (part: string): string | number => (kind === 'number' ? Number(part) : part.trim());
  return is === 'one-of' ? text.split(',').map(one) : one(text);
}
export const textOf = (value: Comparison['value']): string => (Array.isArray(value) ? value.join(', ') : String(value));
