/** How a file is read: what is found by itself, what the person says instead, and what had to be assumed. */
import type { EpochMs } from './records.ts';

/** What the person says of one file; null = it is found out, as without being told. */
export interface ReadingChoice {
  /** Id of a format, built in or the person's own; an id that there is not leaves the file unread. */
  format: string | null;
  /** Name of a text encoding; means nothing to a capture. */
  encoding: string | null;
  /** IANA zone for stamps that carry none. */
  timeZone: string | null;
  /** Taken for the file's last change: for stamps without a year or a date. */
  modified: EpochMs | null;
}

/** How a file was read. */
export interface SourceReading {
  choice: ReadingChoice;
  /** IANA zone in which stamps without one were read (where there were any: issue `time-assumed`). */
  timeZone: string;
  /** Last change of the file as it was used. */
  modified: EpochMs | null;
  /** Some stamp had no year or no date, and got it from `modified`. */
  dateAssumed: boolean;
}
