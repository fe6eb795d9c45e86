/** How a place in a session's messages is cited: `m12:L34`, of a second sighting `m12.2:L34`, of several lines `m12:L34-L40`. */

export interface MessageRef {
  /** From 1. */
  message: number;
  /** Which of its sightings, from 1. */
  sighting: number;
}
export interface Citation extends MessageRef {
  /** From 1, both inclusive; null = the message as a whole. */
  lines: { from: number; to: number } | null;
}

const SHAPE = /^m([1-9]\d{0,7})(?:\.([1-9]\d{0,4}))?(?::L([1-9]\d{0,7})(?:-L([1-9]\d{0,7}))?)?$/;

/** null = it cites nothing. */
export function readCitation(text: string): Citation | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, message, sighting = '1', from, to = from] = match;
  const lines = from === undefined ? null : { from: Number(from), to: Math.max(Number(from), Number(to)) };
  return { message: Number(message), sighting: Number(sighting), lines };
}

export function writeCitation({ message, sighting, lines }: Citation): string {
  const place = `m${message}${sighting > 1 ? `.${sighting}` : ''}`;
  if (lines === null) return place;
  return `${place}:L${lines.from}${lines.to > lines.from ? `-L${lines.to}` : ''}`;
}

/** Two messages, or two sightings of one, side by side: `m3,m12.2`. null = not two. */
export function readComparison(text: string | null): readonly [MessageRef, MessageRef] | null {
  const [one, two, ...more] = (text ?? '').split(',').map(readCitation);
  return one && two && more.length === 0 && one.lines === null && two.lines === null ? [one, two] : null;
}
export const writeComparison = (one: MessageRef, two: MessageRef): string =>
  [one, two].map((ref) => writeCitation({ ...ref, lines: null })).join(',');
