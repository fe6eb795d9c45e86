/**
 * Signs at the beginning of a line of what a search looks through: what the line is. Texts have lines without one, and a control
 * character of a log's own is none of these: it is taken out where the text is made.
 */
export const FROM = '\u0001';
export const TO = '\u0002';
/** Who took part and is not known to have said or been told anything. */
export const PARTY = '\u0003';
export const CALL_ID = '\u0004';

const MARKS = new RegExp(`[${FROM}-${CALL_ID}]`, 'g');

export const unmarked = (text: string): string => text.replace(MARKS, ' ');

/** Does a line with one of these marks hold the word? */
export function hasMarked(text: string, marks: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const mark = text[text.lastIndexOf('\n', at) + 1] ?? '';
    if (mark !== '' && marks.includes(mark)) return true;
  }
  return false;
}

/** Was the text made before there were marks? Then a line's kind is not known. */
export const isUnmarked = (text: string): boolean =>
  !(text[0] === FROM || text[0] === TO || text[0] === PARTY || text[0] === CALL_ID);
