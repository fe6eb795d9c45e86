/** Where the labels of the end dates stand above the timeline. */
import type { Timeline } from '../../../workers/api.ts';
import { wordFor } from '../../messages/catalogue.ts';
import type { IsoDate } from '../../model.ts';

/** A day with all that is said of it. */
export interface EndDay {
  /** Last good day. */
  day: IsoDate;
  labels: string[];
}

export interface EndLine {
  day: IsoDate;
  label: string;
  /** 0 = the row nearest to the picture. */
  row: number;
  /** The label stands left of the line: on the right there is no room. */
  isLeft: boolean;
}

/** px; below this labels become numbers, and are written out under the picture. */
export const NUMBERED_BELOW = 640;

/** px, about, of a character of the label. */
const CHARACTER = 6.2;

/** Oldest first, each label once. */
/** What happened on that day: the catalogue's own words where there are none in the language of the page. */
export const endWords = ({ day, provider, label }: Timeline['ends'][number]): string =>
  wordFor('end', `${day}-${provider}`, label);

export function endDays(ends: Timeline['ends']): EndDay[] {
  const days = new Map<IsoDate, Set<string>>();
  for (const end of ends) days.set(end.day, (days.get(end.day) ?? new Set()).add(endWords(end)));
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, labels]) => ({ day, labels: [...labels] }));
}

interface Span {
  from: number;
  to: number;
  /** Of the line. */
  x: number;
  row: number;
}

/**
 * Labels that would overlap stand in rows above each other. A line rises to its own label, so a label that crosses
 * another line stands above that line's end: labels on the right are placed from the right, those on the left from the left.
 * @param xOf px of the line of a day
 * @param width px of the picture
 */
export function endLines(days: readonly EndDay[], xOf: (day: IsoDate) => number, width: number): EndLine[] {
  const numbered = width < NUMBERED_BELOW;
  const asked = days.map(({ day, labels }, index) => {
    const label = numbered ? String(index + 1) : labels.join(' · ');
    const x = xOf(day);
    const length = label.length * CHARACTER + 12;
    const isLeft = x + length > width && x > width / 2;
    return { day, label, x, isLeft, from: isLeft ? x - length : x, to: isLeft ? x : x + length };
  });
  const right = asked.filter(({ isLeft }) => !isLeft).reverse();
  const left = asked.filter(({ isLeft }) => isLeft);
  const placed: Span[] = [];
  const lines = [...right, ...left].map(({ day, label, isLeft, ...span }) => {
    const row = lowestRow(span, placed);
    placed.push({ ...span, row });
    return { day, label, row, isLeft };
  });
  return lines.sort((a, b) => (a.day < b.day ? -1 : 1));
}

function lowestRow(span: Omit<Span, 'row'>, placed: readonly Span[]): number {
  let row = 0;
  for (;;) {
    const isFree = placed.every((other) => {
      const overlaps = span.from <= other.to && other.from <= span.to;
      const crossed = span.from <= other.x && other.x <= span.to;
      return !(overlaps && other.row === row) && !(crossed && other.row >= row);
    });
    if (isFree) return row;
    row++;
  }
}
