/**
 * Redaction by rule: parties get an address that nobody has (RFC 2606), the same each time, and words a mark. It is applied to a
 * session as a whole, to the names of files, to the documents and to the words of the selection, before any form sees them, so
 * that no form can forget a field. Found is what a reader would take for it: see `folded-text.ts`; of a party also its domain in
 * other letters, and the nicknames by which rooms know it. Not found are letters of another script that look alike, parts of
 * longer words, and who a person is by what they say.
 */
import type { JudgedSession, SourceReport } from '../model.ts';
import { withAsciiDomain, withUnicodeDomain } from '../model/idn.ts';
import { foldedText, replaceFolded } from './folded-text.ts';
import { Aliases, type Alias } from './redaction-aliases.ts';
import {
  hostMark,
  loosePatternOfParty,
  partyMark,
  patternOfParty,
  patternOfWord,
  WORD_MARK,
} from './redaction-patterns.ts';

export interface RedactionRules {
  /** Addresses (`bob@example.com`), or whole domains (`@example.com`). */
  parties: readonly string[];
  /** Words or phrases; case, width and accents do not matter. */
  words: readonly string[];
}

/** Properties in which words of people stand or are quoted: what they said, what they called themselves, rooms and files. */
const SAID: ReadonlySet<string> = new Set([
  ...['text', 'subject', 'topic', 'note', 'name', 'activity', 'state', 'client', 'title', 'detail'],
  ...['because', 'reason', 'source', 'thread', 'conversation', 'callId', 'callIds', 'reactions'],
  ...[
    'from',
    'to',
    'who',
    'as',
    'by',
    'moderator',
    'room',
    'rooms',
    'local',
    'remote',
    'participants',
    'initiator',
    'undelivered',
  ],
]);
/** Reasons of unreadable texts are the program's own. */
const OPAQUE: ReadonlySet<string> = new Set(['encrypted', 'truncated', 'body-missing']);

interface Party {
  pattern: RegExp;
  /** For names of files, in which anything may stand beside an address. */
  loose: RegExp;
  number: number;
}

export class Redactor {
  readonly #parties: readonly Party[];
  readonly #words: RegExp | null;
  readonly #aliases = new Aliases((who) => this.#numberOf(who));
  /** In the session that is redacted. */
  #nicknames: readonly Alias[] = [];
  /** Replacements so far. */
  readonly counts = { parties: 0, words: 0 };

  constructor({ parties, words }: RedactionRules) {
    const given = parties.map((party) => party.trim()).filter((party) => foldedText(party) !== '');
    this.#parties = given.flatMap((party, index) =>
      spellingsOf(party).map((spelled) => ({
        pattern: patternOfParty(spelled),
        loose: loosePatternOfParty(spelled),
        number: index + 1,
      })),
    );
    const patterns = words.map((word) => foldedText(word.trim())).filter((word) => word !== '');
    this.#words = patterns.length === 0 ? null : new RegExp(patterns.map(patternOfWord).join('|'), 'gu');
  }

  apply(judged: JudgedSession): JudgedSession {
    const { id } = judged.session;
    this.#nicknames = this.#aliases.of(judged);
    const redacted = this.#value(judged, '', true) as JudgedSession;
    this.#nicknames = [];
    // A digest: nothing of a party can be read in it.
    redacted.session.id = id;
    const { sides } = redacted.judgement;
    sides.participants = [...new Set(sides.participants)].sort();
    redacted.session.participants = [...new Set(redacted.session.participants)].sort();
    return redacted;
  }

  /** Words of the exporter: they are not counted. */
  plain(text: string): string {
    return this.#text(text, 'text', false);
  }

  /** Of a source file its name, and the methods that were met in it. */
  report(report: SourceReport): SourceReport {
    const methods: Record<string, number> = {};
    for (const [method, count] of Object.entries(report.methods)) {
      const shown = this.plain(method);
      methods[shown] = (methods[shown] ?? 0) + count;
    }
    return { ...report, name: this.#text(report.name, 'name', false), methods };
  }

  /** Every text in it, whatever it is called. @param json a document */
  document(json: string): string {
    return JSON.stringify(this.#all(JSON.parse(json) as unknown), null, 2) + '\n';
  }

  #all(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value, 'name', false);
    if (Array.isArray(value)) return value.map((item) => this.#all(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [this.plain(name), this.#all(item)]));
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
    for (const { pattern, loose, number } of this.#parties) {
      redacted = replaceFolded(redacted, key === 'name' ? loose : pattern, (found) => {
        if (counted) this.counts.parties++;
        return /^[\w.-]+$/.test(found) ? hostMark(number) : partyMark(number);
      });
    }
    if (!SAID.has(key) || OPAQUE.has(text)) return redacted;
    for (const { pattern, number } of this.#nicknames) {
      redacted = replaceFolded(redacted, pattern, () => {
        if (counted) this.counts.parties++;
        return partyMark(number);
      });
    }
    if (this.#words === null) return redacted;
    return replaceFolded(redacted, this.#words, () => {
      if (counted) this.counts.words++;
      return WORD_MARK;
    });
  }

  /** null = it is no party that is named. */
  #numberOf(who: string): number | null {
    const folded = foldedText(who);
    return this.#parties.find(({ pattern }) => folded.search(pattern) !== -1)?.number ?? null;
  }
}

/** Folded; with its domain as it is written, in letters of ASCII (`xn--…`), and in those that these stand for. */
function spellingsOf(party: string): string[] {
  const lower = party.toLowerCase();
  return [...new Set([party, withAsciiDomain(lower), withUnicodeDomain(lower)].map(foldedText))];
}
