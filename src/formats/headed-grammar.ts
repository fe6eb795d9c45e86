/** What a format that `headed-messages.ts` reads says of its log. */
import type { FormatContext } from '../model.ts';
import { HeadTime } from './head-time.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import type { LineTest } from './some-line.ts';

/** What a line behind a head is, by its looks; 'text' = it may be of the message. */
export type LineLooks = 'text' | 'end' | 'other';

export interface HeadedGrammar {
  /** Bytes of the message as the open head states them; null = it does not. */
  size: number | null;
  /** The open head's message is closed by a mark. */
  marked: boolean;
  /** What the open head shows is one read of this connection, of `size` bytes: a message may go on in its next read. */
  stream?: string | null;
  /** Does a message's head begin here? Asked of every line; `text`: index behind the open message's prefix, -1 = none or another. */
  isHead(line: Line, text: number): boolean;
  /** Reads a head into `head` (cleared), `size` and `marked`. */
  open(line: Line, head: RecordHead): void;
  /** A line between the head and the start line: true = the head goes on. An empty one need not be asked for. */
  goesOn?(line: Line, head: RecordHead): boolean;
  /** The line just opened is the message's first one. */
  headless?: boolean;
  /** A start line alone is no message. */
  needsHeaders?: boolean;
  /** A dot at the end of a line stands for its CR, if it does in the start line. */
  dotted?: boolean;
  /** How many bytes at the end of the first line's prefix are not in front of the other lines. */
  firstOnly?: number;
  /** `text`: index behind the prefix. */
  looks(line: Line, text: number): LineLooks;
  /** Where in a line that ends the message the mark begins, if text of the message stands before it. */
  markIn?(line: Line, text: number): number;
  /** A line that belongs to no message. */
  see?(line: Line): void;
}

/** What most logs have alike: a head is known by its own line, and its date may be that of a line before it. */
export abstract class StampedHeads implements HeadedGrammar {
  size: number | null = null;
  marked = false;
  protected readonly time: HeadTime;
  readonly #test: LineTest;

  constructor(context: FormatContext, isHead: LineTest) {
    this.time = new HeadTime(context);
    this.#test = isHead;
  }

  isHead(line: Line): boolean {
    return this.#test(line.bytes, line.start, line.end);
  }

  abstract open(line: Line, head: RecordHead): void;

  abstract looks(line: Line, text: number): LineLooks;

  see(line: Line): void {
    this.time.see(line.bytes, line.start, line.end);
  }
}
