/**
 * What a person asks a search for.
 *
 *     parcel "good morning"          both
 *     yahoo OR aol                   one of them; binds less than standing side by side
 *     parcel NOT (lost OR -found)    NOT and - turn what follows
 *     from:alice provider:yahoo before:2014-07-01 rule:service-ended
 *
 * Operators are written in capitals, so that the words can be sought in small letters. Whatever cannot be read as an operator or a
 * field is a word: there is no wrong query.
 */
import { folded } from './rows.ts';

export const FIELDS = [
  'from',
  'to',
  'user',
  'callid',
  'provider',
  'rule',
  'severity',
  'kind',
  'before',
  'after',
] as const;
export type SearchField = (typeof FIELDS)[number];

export type SearchQuery =
  | { is: 'all'; of: SearchQuery[] }
  | { is: 'any'; of: SearchQuery[] }
  | { is: 'not'; of: SearchQuery }
  /** Folded. */
  | { is: 'word'; word: string }
  /** Folded. */
  | { is: 'field'; field: SearchField; value: string };

type Token = { mark: '(' | ')' | 'AND' | 'OR' | 'NOT' } | { query: SearchQuery };

const QUOTES = '"“”„«»';
/** A sign or an operator; a field, with what it asks for in quotes or bare; a phrase; a word. */
const TOKEN = new RegExp(
  [
    `(?<mark>[()]|-(?=[^\\s${QUOTES}()-]|[${QUOTES}(])|(?:AND|OR|NOT)(?=[\\s()]|$))`,
    `(?<field>${FIELDS.join('|')}):(?:[${QUOTES}](?<quoted>[^${QUOTES}]*)[${QUOTES}]?|(?<bare>[^\\s${QUOTES}()]+))`,
    `[${QUOTES}](?<phrase>[^${QUOTES}]*)[${QUOTES}]?`,
    `(?<word>[^\\s${QUOTES}()]+)`,
  ].join('|'),
  'giu',
);
const OPERATORS: Record<string, Token> = {
  '(': { mark: '(' },
  ')': { mark: ')' },
  '-': { mark: 'NOT' },
  AND: { mark: 'AND' },
  OR: { mark: 'OR' },
  NOT: { mark: 'NOT' },
};

/** null = nothing is asked. */
export function readQuery(text: string): SearchQuery | null {
  return new Reading(tokensOf(text)).whole();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups = {} } of text.matchAll(TOKEN)) {
    const { mark, field, quoted, bare, phrase, word } = groups;
    const operator = mark === undefined ? undefined : OPERATORS[mark];
    if (operator !== undefined) tokens.push(operator);
    else if (field !== undefined) {
      const value = folded((quoted ?? bare ?? '').trim());
      const name = field.toLowerCase() as SearchField;
      if (value !== '') tokens.push({ query: { is: 'field', field: name, value } });
    } else {
      // An operator in small letters is a word.
      const sought = folded((phrase ?? word ?? mark ?? '').trim());
      if (sought !== '') tokens.push({ query: { is: 'word', word: sought } });
    }
  }
  return tokens;
}

/** Goes over the tokens once; operators with nothing to work on are passed over. */
class Reading {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** A bracket that closes nothing is passed over. */
  whole(): SearchQuery | null {
    const parts: SearchQuery[] = [];
    while (this.#at < this.#tokens.length) {
      const part = this.#any();
      if (part !== null) parts.push(part);
      this.#takes(')');
    }
    return joined('all', parts);
  }

  #any(): SearchQuery | null {
    const parts: SearchQuery[] = [];
    do {
      const part = this.#all();
      if (part !== null) parts.push(part);
    } while (this.#takes('OR'));
    return joined('any', parts);
  }

  #all(): SearchQuery | null {
    const parts: SearchQuery[] = [];
    for (;;) {
      if (this.#takes('AND')) continue;
      const part = this.#one();
      if (part === null) break;
      parts.push(part);
    }
    return joined('all', parts);
  }

  /** null = what comes next is none. */
  #one(): SearchQuery | null {
    if (this.#takes('NOT')) {
      const of = this.#one();
      return of && { is: 'not', of };
    }
    if (this.#takes('(')) {
      const inner = this.#any();
      this.#takes(')');
      // Empty brackets ask for nothing.
      return inner ?? this.#one();
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || !('query' in token)) return null;
    this.#at++;
    return token.query;
  }

  #takes(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || !('mark' in token) || token.mark !== mark) return false;
    this.#at++;
    return true;
  }
}

function joined(is: 'all' | 'any', of: SearchQuery[]): SearchQuery | null {
  const [first] = of;
  if (first === undefined) return null;
  return of.length === 1 ? first : { is, of };
}

/** Words that stand in every text that fits: where a pack has not all of them, nothing in it fits. */
export function neededWords(query: SearchQuery): string[] {
  switch (query.is) {
    case 'word':
      return [query.word];
    case 'field':
      return isOfText(query.field) ? [query.value] : [];
    case 'all':
      return query.of.flatMap(neededWords);
    case 'any':
    case 'not':
      return [];
  }
}

/** Is it answered by the text, rather than by the session's line? */
export function isOfText(field: SearchField): boolean {
  return field === 'from' || field === 'to' || field === 'user' || field === 'callid';
}

/** Can only the text answer it? */
export function needsText(query: SearchQuery): boolean {
  switch (query.is) {
    case 'word':
      return true;
    case 'field':
      return isOfText(query.field);
    case 'not':
      return needsText(query.of);
    case 'all':
    case 'any':
      return query.of.some(needsText);
  }
}
