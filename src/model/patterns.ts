/** A text log that no built-in format knows, as a person describes it. */

/**
 * Every part is literal text, never an expression: reading takes time in proportion to the log, whatever is written here.
 * A line is a head (a message starts with it) when it begins with `begins` and holds a stamp of the shape, one of the words
 * of direction and `start`; parts that are empty are not asked for.
 */
export interface FormatPattern {
  v: 1;
  /** `own-…`, lower case. */
  id: string;
  title: string;
  /** Stands at the beginning of a head line, before the stamp; '' = anything may. */
  begins: string;
  /** Shape of the stamp: `0` for a run of digits, `A` for a run of letters, blanks and marks as they are; null = there is none. */
  stamp: string | null;
  /** Words in a head line that say that the message came in; and that it went out. Both empty = the log does not tell. */
  incoming: string[];
  outgoing: string[];
  /** The message starts behind it, or on the next line where nothing stands behind it; '' = on the next line. */
  start: string;
  /** A line that begins or ends with it ends the message; '' = it goes on to the next head, or to a line that begins as heads do. */
  end: string;
}

/** What a pattern makes of the beginning of a log. */
export interface PatternTrial {
  /** Messages found. */
  count: number;
  /** The first of them. */
  messages: { time: number | null; direction: 'in' | 'out' | null; text: string }[];
}

/** Either a pattern, or why it is none: sentences that name the part. */
export type PatternReading = { pattern: FormatPattern } | { errors: string[] };
