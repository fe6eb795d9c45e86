/**
 * Word lists of a supervisory review. One entry a line:
 *
 *     # what stands behind a mark is for people
 *     insider
 *     "front run*"                     a phrase; a star stands for any end of a word
 *     guarant* NEAR/5 return*          both, with at most five words between, in either order
 *     - "insider threat"               no hit where it stands inside this phrase
 */
import { reason, type Reason, type WordHit, type WordList } from '../model.ts';
import { foldedWord, wordsIn, type Word } from './words.ts';

/** What stands in a text in a row: folded words, each exact or (`open`) the beginning of one. */
interface Phrase {
  words: readonly { word: string; open: boolean }[];
}

interface Entry {
  first: Phrase;
  /** Must stand near the first; null = the first alone. */
  second: Phrase | null;
  /** Most words between both. */
  within: number;
  entry: string;
  line: number;
}

export type WordListReading = { list: CompiledWordList } | { errors: Reason[] };

/** More words between than any sentence has. */
const FURTHEST = 100;
const NEAR = /^(?<first>.+?)\s+NEAR\/(?<within>\d{1,3})\s+(?<second>.+)$/u;

/** Every fault is told with its line. */
export function readWordList(list: Pick<WordList, 'text'>): WordListReading {
  const entries: Entry[] = [];
  const exclusions: Phrase[] = [];
  const errors: Reason[] = [];
  list.text.split(/\r?\n/u).forEach((text, index) => {
    const said = text.replace(/(^|\s)#.*$/u, '').trim();
    if (said === '') return;
    const excludes = /^-\s+/u.exec(said)?.[0];
    if (excludes !== undefined) {
      const phrase = phraseOf(said.slice(excludes.length), index + 1);
      if (isReason(phrase)) errors.push(phrase);
      else exclusions.push(phrase);
      return;
    }
    const entry = entryOf(said, index + 1);
    if (isReason(entry)) errors.push(entry);
    else entries.push(entry);
  });
  if (errors.length > 0) return { errors };
  if (entries.length === 0) return { errors: [reason('words-empty')] };
  return { list: new CompiledWordList(entries, exclusions) };
}

const isReason = (read: Entry | Phrase | Reason): read is Reason => 'id' in read;

/** Why it is none, where it is none. */
function entryOf(said: string, line: number): Entry | Reason {
  const near = NEAR.exec(said)?.groups;
  if (near === undefined) {
    if (/\bNEAR\b/u.test(said)) return reason('words-near', { line, entry: said });
    const first = phraseOf(said, line);
    return isReason(first) ? first : { first, second: null, within: 0, entry: said, line };
  }
  const within = Number(near['within']);
  if (within > FURTHEST) return reason('words-far', { line, within, most: FURTHEST });
  const first = phraseOf(near['first'] ?? '', line);
  const second = phraseOf(near['second'] ?? '', line);
  if (isReason(first)) return first;
  if (isReason(second)) return second;
  return { first, second, within, entry: said, line };
}

function phraseOf(said: string, line: number): Phrase | Reason {
  const text = /^"(?<inner>[^"]*)"$/u.exec(said)?.groups?.['inner'] ?? said;
  if (text.includes('"')) return reason('words-quote', { line, entry: said });
  const words = wordsIn(text).map(({ start, end }) => ({
    word: foldedWord(text.slice(start, end)),
    open: text[end] === '*',
  }));
  if (words.length === 0) return reason('words-none', { line, entry: said });
  if (/(^|\s)\*/u.test(text)) return reason('words-star', { line, entry: said });
  return { words };
}

export class CompiledWordList {
  /** By the first word of the phrase that must be met first; open ones apart. */
  readonly #byWord = new Map<string, Entry[]>();
  readonly #open: Entry[] = [];
  readonly #exclusions: readonly Phrase[];

  constructor(entries: readonly Entry[], exclusions: readonly Phrase[]) {
    this.#exclusions = exclusions;
    for (const entry of entries) {
      const first = entry.first.words[0];
      if (first === undefined) continue;
      if (first.open) this.#open.push(entry);
      else this.#byWord.set(first.word, [...(this.#byWord.get(first.word) ?? []), entry]);
    }
  }

  /** In the order in which they begin; those inside an excluded phrase are left out. */
  hitsIn(text: string): WordHit[] {
    const words = wordsIn(text);
    const hits: WordHit[] = [];
    let excluded: readonly [from: number, to: number][] | null = null;
    for (let at = 0; at < words.length; at++) {
      for (const entry of this.#entriesAt(words[at])) {
        const range = rangeOf(entry, words, at);
        if (range === null) continue;
        excluded ??= this.#excludedIn(words);
        if (excluded.some(([from, to]) => range[0] >= from && range[1] <= to)) continue;
        const start = words[range[0]]?.start ?? 0;
        const end = words[range[1] - 1]?.end ?? 0;
        hits.push({ start, end, entry: entry.entry, line: entry.line });
      }
    }
    return hits.sort((a, b) => a.start - b.start || b.end - a.end || a.line - b.line);
  }

  #entriesAt(word: Word | undefined): readonly Entry[] {
    if (word === undefined) return [];
    const exact = this.#byWord.get(word.word);
    if (this.#open.length === 0) return exact ?? [];
    return exact === undefined ? this.#open : [...exact, ...this.#open];
  }

  #excludedIn(words: readonly Word[]): [from: number, to: number][] {
    const ranges: [number, number][] = [];
    for (const phrase of this.#exclusions) {
      for (let at = 0; at < words.length; at++) {
        if (standsAt(phrase, words, at)) ranges.push([at, at + phrase.words.length]);
      }
    }
    return ranges;
  }
}

/** Words [from, to) that the entry matches with its first phrase at `at`; null = it does not. */
function rangeOf({ first, second, within }: Entry, words: readonly Word[], at: number): [number, number] | null {
  if (!standsAt(first, words, at)) return null;
  const end = at + first.words.length;
  if (second === null) return [at, end];
  const length = second.words.length;
  for (let between = 0; between <= within; between++) {
    if (standsAt(second, words, end + between)) return [at, end + between + length];
    if (standsAt(second, words, at - between - length)) return [at - between - length, end];
  }
  return null;
}

function standsAt({ words: wanted }: Phrase, words: readonly Word[], at: number): boolean {
  if (at < 0 || at + wanted.length > words.length) return false;
  return wanted.every(({ word, open }, index) => {
    const here = words[at + index]?.word ?? '';
    return open ? here.startsWith(word) : here === word;
  });
}
