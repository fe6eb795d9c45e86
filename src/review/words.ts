/**
 * Words of a text, as word lists see them. Letters and digits that stand together are a word; in scripts that are
 * written without blanks every character is one, so that a phrase is found wherever its characters stand in a row. Case,
 * width and accents do not matter.
 */

/** Scripts written without blanks between words (Unicode Standard Annex #29, §4). */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const WORD = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const MARKS = /\p{M}/gu;

/** UTF-16 units [start, end) of the text. */
export interface Word {
  /** Folded. */
  word: string;
  start: number;
  end: number;
}

export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    words.push({ word: foldedWord(word), start: index, end: index + word.length });
  }
  return words;
}

export function foldedWord(word: string): string {
  return word.normalize('NFKD').replace(MARKS, '').toLowerCase().normalize('NFC');
}
