/**
 * Redaction by rule: parties get an address that nobody has (RFC 2606), the same each time, and words a mark. It is applied to a
 * session as a whole, before any form sees it, so that no form can forget a field.
 */
import type { JudgedSession } from '../model.ts';

export interface RedactionRules {
  /** Addresses (`bob@example.com`), or whole domains (`@example.com`). */
  parties: readonly string[];
  /** Words or phrases; case does not matter. */
  words: readonly string[];
}

export const WORD_MARK = '[redacted]';
export const partyMark = (number: number): string => `redacted-${number}@redacted.invalid`;

/** Properties that hold words of people or in which such are quoted; others hold names of the program's own and addresses. */
const SAID: ReadonlySet<string> = new Set([
  ...['text', 'subject', 'topic', 'note', 'name', 'activity', 'state', 'title', 'detail'],
  ...['because', 'reason', 'source', 'thread', 'conversation'],
]);
/** Reasons of unreadable texts are the program's own, too. */
const OPAQUE: ReadonlySet<string> = new Set(['encrypted', 'truncated', 'body-missing']);

/** Scripts that put no space between words: there a word is found anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export class Redactor {
  readonly #parties: readonly { pattern: RegExp; mark: string }[];
  readonly #words: RegExp | null;
  /** Replacements so far. */
  readonly counts = { parties: 0, words: 0 };

  constructor({ parties, words }: RedactionRules) {
    const given = parties.map((party) => party.trim().toLowerCase()).filter((party) => party !== '');
    this.#parties = given.map((party, index) => ({ pattern: patternOfParty(party), mark: partyMark(index + 1) }));
    const patterns = words.map((word) => word.trim()).filter((word) => word !== '');
    this.#words = patterns.length === 0 ? null : new RegExp(patterns.map(patternOfWord).join('|'), 'giu');
  }

  apply(judged: JudgedSession): JudgedSession {
    const { id } = judged.session;
    const redacted = this.#value(judged, '', true) as JudgedSession;
    // A digest: nothing of a party can be read in it.
    redacted.session.id = id;
    const { sides } = redacted.judgement;
    sides.participants = [...new Set(sides.participants)].sort();
    redacted.session.participants = [...new Set(redacted.session.participants)].sort();
    return redacted;
  }

  /** @param counted false within the messages, which say again what stands in texts, presence and files */
  #value(value: unknown, key: string, counted: boolean): unknown {
    if (typeof value === 'string') return this.#text(value, key, counted);
    if (Array.isArray(value)) return value.map((item) => this.#value(item, key, counted));
    if (value === null || typeof value !== 'object') return value;
    const redacted = Object.entries(value).map(([name, item]) => {
      return [name, this.#value(item, name, counted && name !== 'messages')];
    });
    return Object.fromEntries(redacted);
  }

  #text(text: string, key: string, counted: boolean): string {
    let redacted = text;
    for (const { pattern, mark } of this.#parties) {
      redacted = redacted.replace(pattern, () => {
        if (counted) this.counts.parties++;
        return mark;
      });
    }
    if (this.#words === null || !SAID.has(key) || OPAQUE.has(text)) return redacted;
    return redacted.replace(this.#words, () => {
      if (counted) this.counts.words++;
      return WORD_MARK;
    });
  }
}

/** An address as it stands, or decorated: `bob(example.com)@msn.com` is bob@example.com. */
function patternOfParty(party: string): RegExp {
  const cut = party.lastIndexOf('@');
  const [local, domain] = [party.slice(0, Math.max(0, cut)), party.slice(cut + 1)];
  const name = local === '' ? '[^\\s<>"\'@:;,()]+' : escaped(local);
  const before = local === '' ? '' : '(?<![\\w.+-])';
  const after = '(?![\\w-])(?!\\.\\w)';
  const own = escaped(domain);
  return new RegExp(`${before}(?:${name}@${own}${after}|${name}\\(${own}\\)@[\\w.-]+)`, 'giu');
}

function patternOfWord(word: string): string {
  const letters = [...word];
  const edge = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter) && !UNSPACED.test(letter);
  const before = edge(letters[0] ?? '') ? '(?<![\\p{L}\\p{N}])' : '';
  const after = edge(letters.at(-1) ?? '') ? '(?![\\p{L}\\p{N}])' : '';
  return before + word.split(/\s+/).map(escaped).join('\\s+') + after;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
