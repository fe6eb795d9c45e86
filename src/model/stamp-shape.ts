/** The shape of a time stamp: `0` for a run of digits, `A` for a run of letters, blanks and marks as they are. */

/** `2014-06-24 09:00:00,123` -> `0-0-0 0:0:0,0`; `24/Jun/2014` -> `0/A/0`. */
export function shapeOf(stamp: string): string {
  return stamp
    .trim()
    .replace(/[A-Za-z\u0080-\uffff]+/g, 'A')
    .replace(/[0-9]+/g, '0')
    .replace(/\s+/g, ' ');
}
