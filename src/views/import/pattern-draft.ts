/** A pattern while a person makes it: what each marked piece of the log says. */
import { shapeOf, type FormatPattern } from '../../model.ts';

export const MARKS = ['stamp', 'incoming', 'outgoing', 'start', 'end'] as const;
export type Mark = (typeof MARKS)[number];

/** Stands between words in a field. */
const BETWEEN = '|';

export function emptyDraft(title: string): FormatPattern {
  return { v: 1, id: '', title, begins: '', stamp: null, incoming: [], outgoing: [], start: '', end: '' };
}

/** The draft with [from, to) of the text marked; what is marked over a line end counts up to it. The same draft where nothing is marked. */
export function marked(draft: FormatPattern, mark: Mark, text: string, from: number, to: number): FormatPattern {
  const piece = (text.slice(from, to).split(/[\r\n]/, 1)[0] ?? '').trim();
  if (piece === '') return draft;
  if (mark === 'stamp') {
    const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from) + leadingBlanks(text.slice(from, to));
    // Marks before the stamp stand in every head line; words differ from line to line.
    const begins = /^[^\p{L}\p{N}]*$/u.test(before) ? before.trimEnd() : '';
    return { ...draft, stamp: shapeOf(piece), begins };
  }
  if (mark === 'start' || mark === 'end') return { ...draft, [mark]: piece };
  return { ...draft, [mark]: [...new Set([...draft[mark], piece])] };
}

const leadingBlanks = (text: string): string => text.slice(0, text.length - text.trimStart().length);

export const wordsIn = (field: string): string[] =>
  field
    .split(BETWEEN)
    .map((word) => word.trim())
    .filter((word) => word !== '');
export const fieldOf = (words: readonly string[]): string => words.join(` ${BETWEEN} `);

/** `own-` and the title's letters and digits, told apart from those there are. */
export function idFor(title: string, taken: readonly string[]): string {
  const plain = title.normalize('NFKD').toLowerCase();
  const slug =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32) || 'log';
  for (let number = 1; ; number++) {
    const id = number === 1 ? `own-${slug}` : `own-${slug}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
