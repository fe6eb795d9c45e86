/**
 * Text as a reader compares it: case, width, accents and what is not seen do not matter. Folded letter by letter, so that what is
 * found in the folded text can be pointed out in the text itself.
 */

const ASCII = /^[\0-\x7f]*$/;
/** Accents, and the points of Hebrew and Arabic, which may be left out in writing; soft hyphens, joiners, marks of direction. */
const PASSED_OVER =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]|\p{Default_Ignorable_Code_Point}/gu;
/** Letters that stay apart under Unicode's compatibility forms and are written one for the other. */
const ALIKE: Readonly<Record<string, string>> = { ß: 'ss', ς: 'σ', ı: 'i' };

export function foldedText(text: string): string {
  return Array.from(text, foldedLetter).join('');
}

/** Of one code point: none, one or several. */
function foldedLetter(letter: string): string {
  const plain = letter.normalize('NFKD').toLowerCase().replace(PASSED_OVER, '');
  return ALIKE[plain] ?? plain;
}

/**
 * Replaces what a pattern finds in the folded text.
 * @param pattern global, written for folded text
 * @param replacement gets what was found, folded
 */
export function replaceFolded(text: string, pattern: RegExp, replacement: (found: string) => string): string {
  if (ASCII.test(text)) return replacedIn(text, text.toLowerCase(), pattern, replacement, (index) => index);
  /** Where in the text each unit of the folded one is from. */
  const at: number[] = [];
  let folded = '';
  let offset = 0;
  for (const letter of text) {
    const plain = foldedLetter(letter);
    for (let i = 0; i < plain.length; i++) at.push(offset);
    folded += plain;
    offset += letter.length;
  }
  // What is passed over behind a letter goes with it; half of a letter that folds into two is all of it.
  const placeOf = (index: number): number => {
    let behind = index;
    while (behind > 0 && at[behind] === at[behind - 1]) behind++;
    return at[behind] ?? text.length;
  };
  return replacedIn(text, folded, pattern, replacement, (index, isEnd) =>
    isEnd ? placeOf(index) : (at[index] ?? text.length),
  );
}

function replacedIn(
  text: string,
  folded: string,
  pattern: RegExp,
  replacement: (found: string) => string,
  placeOf: (index: number, isEnd: boolean) => number,
): string {
  let replaced = '';
  let last = 0;
  for (const { 0: found, index } of folded.matchAll(pattern)) {
    const from = placeOf(index, false);
    if (found === '' || from < last) continue;
    replaced += text.slice(last, from) + replacement(found);
    last = placeOf(index + found.length, true);
  }
  return replaced + text.slice(last);
}
