/**
 * The header block of a SIP message (RFC 3261 §7.3): one pass over the bytes notes where the wanted fields lie; only
 * what is asked for becomes a string. One object is used again for every message.
 *
 * Read as traces are: any case, compact names (§7.3.3), blanks before the colon, folded values (§7.3.1), CR LF or LF,
 * and lines that whoever exported the log has wrapped without a leading blank: a line that does not begin with a name and
 * a colon goes on with the line before it.
 */
import { CR, LF, SPACE, TAB, decode, parseDecimal } from '../bytes/text.ts';
import { FIELDS, NO_NAME, UNWANTED, field, fieldOf, nameIn, type Field } from '../bytes/header-fields.ts';
import { Recurring, type RecurringText } from '../bytes/recurring-text.ts';
import { WordBytes } from '../bytes/word-bytes.ts';
import type { HeaderLines } from '../model.ts';

export { field, type Field };

/** What stands before a line's first colon: a field that is wanted, UNWANTED or NO_NAME. */
const readName = (text: string): number => fieldOf(nameIn(text));

/** More fields of the wanted names than any real message has; what is beyond is not read. */
const MOST_FIELDS = 256;
const NONE = -1;

export class SipHeaders {
  readonly text: RecurringText;
  /** Index after the empty line; where there is none, the end of the bytes. */
  bodyStart = 0;
  /** Was the empty line that ends the block there? */
  complete = false;
  /** The message's bytes. */
  readonly source = new WordBytes();
  readonly #names = new Recurring(readName, 512, 32);
  #count = 0;
  /** The field that the line before belongs to, where it is one that is wanted. */
  #last = NONE;
  /** By field: index of the first one found, or NONE. */
  #first = new Int16Array(FIELDS);
  // Of each one found: its value's range, whether that stands on several lines, and the next of the same name.
  #start = new Int32Array(MOST_FIELDS);
  #end = new Int32Array(MOST_FIELDS);
  #wrapped = new Uint8Array(MOST_FIELDS);
  #next = new Int16Array(MOST_FIELDS);

  constructor(text: RecurringText) {
    this.text = text;
  }

  /** Scans the block that begins at `from`, the index of the first line after the start line. */
  scan(bytes: Uint8Array, from: number, end: number): void {
    const { source } = this;
    this.#begin(bytes);
    this.complete = false;
    this.bodyStart = end;
    let at = from;
    while (at < end) {
      const line = source.lineEnd(at, end);
      if (line === at || (bytes[at] === CR && line === at + 1)) {
        if (line === end) break;
        this.complete = true;
        this.bodyStart = line + 1;
        return;
      }
      const colon = source.colon(at, line);
      this.#line(colon === line ? NO_NAME : this.#names.of(source, at, colon), colon, line);
      at = line + 1;
    }
  }

  /** As `scan`, of a block whose lines whoever gave the bytes has found. */
  take(bytes: Uint8Array, { count, origin, bodyStart, fields, colons, ends }: HeaderLines): void {
    this.#begin(bytes);
    this.complete = true;
    this.bodyStart = bodyStart;
    for (let index = 0; index < count; index += 1) {
      this.#line(fields[index]!, colons[index]! - origin, ends[index]! - origin);
    }
  }

  #begin(bytes: Uint8Array): void {
    this.source.take(bytes);
    this.#count = 0;
    this.#first.fill(NONE);
    this.#last = NONE;
  }

  #line(name: number, colon: number, end: number): void {
    if (name !== NO_NAME) this.#last = name === UNWANTED ? NONE : this.#note(name, colon, end);
    else if (this.#last !== NONE) {
      this.#end[this.#last] = end;
      this.#wrapped[this.#last] = 1;
    }
  }

  /** Gives the index under which the field is kept, or NONE when there are too many. */
  #note(found: number, colon: number, line: number): number {
    if (this.#count === MOST_FIELDS) return NONE;
    const index = this.#count;
    this.#count += 1;
    this.#start[index] = colon + 1;
    this.#end[index] = line;
    this.#wrapped[index] = 0;
    this.#next[index] = NONE;
    let before = this.#first[found]!;
    if (before === NONE) this.#first[found] = index;
    else {
      while (this.#next[before] !== NONE) before = this.#next[before]!;
      this.#next[before] = index;
    }
    return index;
  }

  has(wanted: Field): boolean {
    return this.#first[wanted] !== NONE;
  }

  /** Value of the first field of that name, unfolded and trimmed; null = there is none. */
  value(wanted: Field): string | null {
    const index = this.#first[wanted]!;
    return index === NONE ? null : this.#read(index, this.text);
  }

  /** What the first field of that name says, by a reader that knows what recurs; null = there is none. */
  read<T>(wanted: Field, readings: Recurring<T>): T | null {
    const index = this.#first[wanted]!;
    return index === NONE ? null : this.#read(index, readings);
  }

  /** Values of all fields of that name, in order. */
  all(wanted: Field): string[] {
    return this.readAll(wanted, this.text);
  }

  /** As `read`, of all fields of that name, in order. */
  readAll<T>(wanted: Field, readings: Recurring<T>): T[] {
    const values: T[] = [];
    for (let index = this.#first[wanted]!; index !== NONE; index = this.#next[index]!) {
      values.push(this.#read(index, readings));
    }
    return values;
  }

  /** The decimal number that the first field of that name is; null = missing, negative or no number. */
  number(wanted: Field): number | null {
    const index = this.#first[wanted]!;
    if (index === NONE) return null;
    const start = this.#valueStart(index);
    const value = parseDecimal(this.source.bytes, start, this.#valueEnd(index, start));
    return value === -1 ? null : value;
  }

  /** Index of the first byte of the first field's value; -1 = there is none. */
  start(wanted: Field): number {
    const index = this.#first[wanted]!;
    return index === NONE ? -1 : this.#valueStart(index);
  }

  /** First byte of the value, as a lower-case letter; 0 = no value. */
  initial(wanted: Field): number {
    const index = this.#first[wanted]!;
    if (index === NONE) return 0;
    const start = this.#valueStart(index);
    return start < this.#end[index]! ? this.source.bytes[start]! | 0x20 : 0;
  }

  #read<T>(index: number, readings: Recurring<T>): T {
    const start = this.#valueStart(index);
    const end = this.#valueEnd(index, start);
    if (this.#wrapped[index] === 0) return readings.of(this.source, start, end);
    return readings.read(unfolded(decode(this.source.bytes, start, end)));
  }

  #valueStart(index: number): number {
    const { bytes } = this.source;
    let start = this.#start[index]!;
    const end = this.#end[index]!;
    while (start < end && isSpace(bytes[start]!)) start += 1;
    return start;
  }

  #valueEnd(index: number, start: number): number {
    const { bytes } = this.source;
    let end = this.#end[index]!;
    while (end > start && isSpace(bytes[end - 1]!)) end -= 1;
    return end;
  }
}

/** A line break and the blanks after it are one space (RFC 3261 §7.3.1); a break without blanks was put in by an exporter. */
function unfolded(text: string): string {
  return text.replace(/\r?\n[ \t]+/g, ' ').replace(/\r?\n/g, '');
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}
