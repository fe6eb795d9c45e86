/** Whether a session fits a query: by its line in the columns, and by its text. */
import type { SessionColumns } from './columns.ts';
import { NOBODY } from './columns.ts';
import { folded } from './rows.ts';
import { CALL_ID, FROM, hasMarked, isUnmarked, PARTY, TO } from './search-marks.ts';
import type { SearchField, SearchQuery } from './search-query.ts';
import { timeOf } from './search-times.ts';

/** @param text what a search looks through, of that row */
export type Match = (row: number, text: string) => boolean;

/** @param timeZone in which days are meant */
export function matchOf(query: SearchQuery, columns: SessionColumns, timeZone: string): Match {
  switch (query.is) {
    case 'all': {
      const parts = query.of.map((part) => matchOf(part, columns, timeZone));
      return (row, text) => parts.every((part) => part(row, text));
    }
    case 'any': {
      const parts = query.of.map((part) => matchOf(part, columns, timeZone));
      return (row, text) => parts.some((part) => part(row, text));
    }
    case 'not': {
      const part = matchOf(query.of, columns, timeZone);
      return (row, text) => !part(row, text);
    }
    case 'word':
      return (_, text) => text.includes(query.word);
    case 'field':
      return fieldMatch(query.field, query.value, columns, timeZone);
  }
}

function fieldMatch(field: SearchField, value: string, columns: SessionColumns, timeZone: string): Match {
  const { start, provider, kind, flags, flagSets } = columns;
  switch (field) {
    case 'from':
      return marked(FROM, value);
    case 'to':
      return marked(TO, value);
    case 'callid':
      return marked(CALL_ID, value);
    case 'user':
      return partyMatch(value, columns);
    case 'provider': {
      const named = columns.providers.values.map((name) => folded(name).startsWith(value));
      return (row) => named[provider[row] ?? 0] === true;
    }
    case 'kind': {
      const named = columns.kinds.values.map((name) => folded(name) === value);
      return (row) => named[kind[row] ?? 0] === true;
    }
    case 'rule': {
      const flagged = flagSets.map(({ rules }) => [...rules.keys()].some((rule) => rule.includes(value)));
      return (row) => flagged[flags[row] ?? 0] === true;
    }
    case 'severity': {
      const flagged = flagSets.map(({ severities }) => [...severities].some((severity) => severity.startsWith(value)));
      return (row) => flagged[flags[row] ?? 0] === true;
    }
    case 'before':
    case 'after':
      return timeMatch(field, timeOf(value, timeZone), start);
  }
}

/** A day that cannot be read fits nothing. A session without a time is neither before nor after. */
function timeMatch(field: 'before' | 'after', time: number | null, start: Float64Array): Match {
  if (time === null) return () => false;
  return field === 'before' ? (row) => (start[row] ?? NaN) < time : (row) => (start[row] ?? NaN) >= time;
}

const marked =
  (marks: string, word: string): Match =>
  (_, text) =>
    hasMarked(text, marks, word) || (isUnmarked(text) && text.includes(word));

function partyMatch(value: string, { local, remote, addresses }: SessionColumns): Match {
  const named = new Map<number, boolean>();
  const isNamed = (number: number): boolean => {
    if (number === NOBODY) return false;
    let known = named.get(number);
    if (known === undefined) named.set(number, (known = folded(addresses.valueAt(number)).includes(value)));
    return known;
  };
  const inText = marked(FROM + TO + PARTY, value);
  return (row, text) => isNamed(local[row] ?? NOBODY) || isNamed(remote[row] ?? NOBODY) || inText(row, text);
}
