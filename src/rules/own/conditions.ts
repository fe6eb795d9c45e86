/** Whether a condition holds for a session: yes, no, or not known (Kleene's logic of three values). */
import type { Comparison, ComparisonWord, Condition } from '../../model.ts';
import { fieldNamed, type Asked, type Field, type Value } from './fields.ts';

/** null = not known. */
export type Answer = boolean | null;

/** What made a comparison true. */
export interface Sight {
  field: Field;
  found: Value;
}

export type Judge = (asked: Asked, sights: Sight[]) => Answer;

/**
 * Lays a condition out for asking often. Sights of what turned out true are added in the order of the condition.
 * @param condition read with `readOwnRule`. @throws Error for a field that there is not
 */
export function openCondition(condition: Condition): Judge {
  if ('all' in condition) return allOf(condition.all.map(openCondition));
  if ('any' in condition) return anyOf(condition.any.map(openCondition));
  if ('not' in condition) {
    const judge = openCondition(condition.not);
    return (asked) => negated(judge(asked, []));
  }
  return openComparison(condition);
}

const negated = (answer: Answer): Answer => (answer === null ? null : !answer);

function allOf(parts: readonly Judge[]): Judge {
  return (asked, sights) => {
    let answer: Answer = true;
    const before = sights.length;
    for (const judge of parts) {
      const part = judge(asked, sights);
      if (part === false) {
        sights.length = before;
        return false;
      }
      if (part === null) answer = null;
    }
    return answer;
  };
}

function anyOf(parts: readonly Judge[]): Judge {
  return (asked, sights) => {
    let answer: Answer = false;
    for (const judge of parts) {
      const part = judge(asked, sights);
      if (part === true) return true;
      if (part === null) answer = null;
    }
    return answer;
  };
}

function openComparison({ field: name, is, value }: Comparison): Judge {
  const field = fieldNamed(name);
  if (field === undefined) throw new Error(`A rule asks for the field ${name}, which there is not`);
  const fits = openFits(is, value);
  return (asked, sights) => {
    const values = field.values(asked);
    if (values === null) return null;
    for (const found of values) {
      if (!fits(found.value)) continue;
      sights.push({ field, found });
      return true;
    }
    return false;
  };
}

type Fits = (found: string | number) => boolean;

/** Days and clock times are written so that they sort as text. */
function openFits(is: ComparisonWord, value: Comparison['value']): Fits {
  if (Array.isArray(value)) {
    const wanted = new Set(value.map(folded));
    return (found) => wanted.has(folded(found));
  }
  const sought = folded(value);
  const text = String(sought);
  switch (is) {
    case 'equals':
    case 'one-of':
      return (found) => folded(found) === sought;
    case 'contains':
      return (found) => String(folded(found)).includes(text);
    case 'begins':
      return (found) => String(folded(found)).startsWith(text);
    case 'ends':
      return (found) => String(folded(found)).endsWith(text);
    case 'less':
      return (found) => folded(found) < sought;
    case 'at-most':
      return (found) => folded(found) <= sought;
    case 'more':
      return (found) => folded(found) > sought;
    case 'at-least':
      return (found) => folded(found) >= sought;
  }
}

/** Case and width do not matter, as in a search. */
function folded(value: string | number): string | number {
  return typeof value === 'string' ? value.normalize('NFKC').toLowerCase() : value;
}
