/**
 * A format of the person's own: a pattern of literal texts and the shape of a stamp (`FormatPattern`). Its records are
 * whole messages of whatever protocol their content is.
 */
import { bytesOf, decode, find, startsWith, trimmedEnd } from '../bytes/text.ts';
import type { Direction, EpochMs, FormatContext, FormatPattern, LogFormat } from '../model.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';
import { StampShape } from './stamp-shape.ts';
import { StampClock, findStamp } from './stamps.ts';

/** What makes a line a head stands in its first part, bytes. */
const HEAD_WITHIN = 1000;
/** Seconds since 1970, perhaps with a fraction, or milliseconds: always UTC. */
const EPOCH = /^(\d{10})([.,]\d{1,9})?$|^(\d{13})$/;

interface Word {
  bytes: Uint8Array;
  direction: Direction;
}

/** Where the parts of a head line lie. */
interface Head {
  /** The stamp's range; both -1 = none is asked for. */
  stamp: number;
  stampEnd: number;
  direction: Direction | null;
  /** Behind the start mark; the line's end where there is none. */
  message: number;
}

class HeadPattern {
  readonly #begins: Uint8Array;
  readonly #shape: StampShape | null;
  readonly #words: readonly Word[];
  readonly #start: Uint8Array;
  readonly #end: Uint8Array;

  constructor(pattern: FormatPattern) {
    this.#begins = bytesOf(pattern.begins);
    this.#shape = pattern.stamp === null ? null : new StampShape(pattern.stamp);
    this.#words = [
      ...pattern.incoming.map((word) => ({ bytes: bytesOf(word), direction: 'in' as const })),
      ...pattern.outgoing.map((word) => ({ bytes: bytesOf(word), direction: 'out' as const })),
    ];
    this.#start = bytesOf(pattern.start);
    this.#end = bytesOf(pattern.end);
  }

  get hasEnd(): boolean {
    return this.#end.length > 0;
  }

  /** null = the line [start, end) starts no message. */
  read(bytes: Uint8Array, start: number, end: number): Head | null {
    if (!startsWith(bytes, start, end, this.#begins)) return null;
    const limit = Math.min(end, start + HEAD_WITHIN);
    const head: Head = { stamp: -1, stampEnd: -1, direction: null, message: end };
    let at = start + this.#begins.length;
    if (this.#shape !== null) {
      head.stamp = this.#shape.find(bytes, at, limit);
      if (head.stamp === -1) return null;
      head.stampEnd = this.#shape.match(bytes, head.stamp, limit);
    }
    const firstWord = this.#words.length === 0 ? null : this.#earliest(bytes, at, limit);
    if (this.#words.length > 0 && firstWord === null) return null;
    if (firstWord !== null) {
      head.direction = firstWord.direction;
      // The start mark may be that word, or hold it.
      at = Math.max(start, firstWord.at - this.#start.length);
    }
    if (this.#start.length > 0) {
      const mark = find(bytes, this.#start, Math.max(at, head.stampEnd), limit);
      if (mark === -1) return null;
      head.message = mark + this.#start.length;
    }
    return head;
  }

  /** Does the line begin as heads do, with its stamp at once? Then it is a line of the log, not of a message. */
  isOfTheLog(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#shape === null || !startsWith(bytes, start, end, this.#begins)) return false;
    return this.#shape.match(bytes, start + this.#begins.length, end) !== -1;
  }

  /** Of a line that ends the message: where what it holds of the message ends; -1 = it does not end it. */
  endIn(bytes: Uint8Array, start: number, end: number): number {
    if (this.#end.length === 0) return -1;
    let first = start;
    while (first < end && (bytes[first] === 0x20 || bytes[first] === 0x09)) first += 1;
    if (startsWith(bytes, first, end, this.#end)) return start;
    const at = trimmedEnd(bytes, start, end) - this.#end.length;
    return at >= start && startsWith(bytes, at, end, this.#end) ? at : -1;
  }

  #earliest(bytes: Uint8Array, start: number, end: number): { at: number; direction: Direction } | null {
    let first: { at: number; direction: Direction; length: number } | null = null;
    for (const { bytes: word, direction } of this.#words) {
      const at = find(bytes, word, start, end);
      if (at === -1) continue;
      const isBetter = first === null || at < first.at || (at === first.at && word.length > first.length);
      if (isBetter) first = { at, direction, length: word.length };
    }
    return first;
  }
}

class PatternGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #pattern: HeadPattern;

  constructor(context: FormatContext, pattern: HeadPattern) {
    this.#clock = new StampClock(context);
    this.#pattern = pattern;
  }

  open({ bytes, start, end, next }: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const found = this.#pattern.read(bytes, start, end);
    if (found === null) return 'outside';
    if (found.stamp !== -1) this.#readTime(decode(bytes, found.stamp, found.stampEnd), head);
    head.direction = found.direction;
    let from = found.message;
    while (from < end && (bytes[from] === 0x20 || bytes[from] === 0x09)) from += 1;
    if (from === end) return 'part';
    const stop = this.#pattern.endIn(bytes, from, end);
    payload.append(bytes, from, stop === -1 ? next : stop);
    return stop === -1 ? 'part' : 'last';
  }

  follow({ bytes, start, end, next }: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    const stop = this.#pattern.endIn(bytes, start, end);
    if (stop !== -1) {
      payload.append(bytes, start, stop);
      return 'last';
    }
    if (this.#pattern.read(bytes, start, end) !== null) return 'outside';
    if (!this.#pattern.hasEnd && this.#pattern.isOfTheLog(bytes, start, end)) return 'outside';
    payload.append(bytes, start, next);
    return 'part';
  }

  close(head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' {
    if (trimmedEnd(payload.bytes(), 0, payload.length) === 0) return 'other';
    head.complete = ended === 'last';
    return ended === 'outside' && this.#pattern.hasEnd ? 'cut' : 'traffic';
  }

  #readTime(text: string, head: RecordHead): void {
    const epoch = EPOCH.exec(text);
    if (epoch !== null) {
      const [, seconds, fraction = '', milliseconds] = epoch;
      const ms =
        milliseconds === undefined ? Number(seconds + fraction.replace(',', '.')) * 1000 : Number(milliseconds);
      head.time = ms as EpochMs;
      head.timeSource = 'log';
      return;
    }
    const stamp = findStamp(text);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
  }
}

/** `pattern` as `readPattern` gives it. */
export function customFormat(pattern: FormatPattern): LogFormat {
  const heads = new HeadPattern(pattern);
  return {
    id: pattern.id,
    title: pattern.title,
    binary: false,
    samples: [],
    sniff: (head) => someLine(head, (bytes, start, end) => heads.read(bytes, start, end) !== null),
    open: (context, out) => LineRecords.writer(context, out, new PatternGrammar(context, heads)),
  };
}

/** Formats that take whatever is left: a person's own come before them. */
const CATCH_ALL: ReadonlySet<string> = new Set(['prefixed-sip', 'sip-text', 'xmpp-stream']);

/** The built-in formats with the person's own where detection asks for them: after the exact ones, before those that take what is left. */
export function withOwn(formats: readonly LogFormat[], patterns: readonly FormatPattern[]): LogFormat[] {
  const at = formats.findIndex(({ id }) => CATCH_ALL.has(id));
  const before = at === -1 ? formats.length : at;
  return [...formats.slice(0, before), ...patterns.map(customFormat), ...formats.slice(before)];
}
