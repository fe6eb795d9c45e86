/**
 * The lines of a server trace record between its head and its end mark. The log's own fields come first, then the SIP
 * message: `Start-Line:`, its header lines in any order and any case, and the body behind `Message-Body: `, with no
 * blank line between. Whoever published a record may have wrapped its lines, even inside a word.
 */
import {
  COLON,
  CR,
  LF,
  SPACE,
  TAB,
  afterBlanks,
  bytesOf,
  equalsIgnoringCase,
  parseDecimal,
  startsWith,
  trimmedEnd,
} from '../bytes/text.ts';
import { NO_NAME, fieldOf, nameIn } from '../bytes/header-fields.ts';
import { FoundHeaderLines } from '../bytes/header-lines.ts';
import { Recurring } from '../bytes/recurring-text.ts';
import { WordBytes } from '../bytes/word-bytes.ts';
import { isToken } from './sip-lines.ts';

export const END_MARK = bytesOf('$$end_record');

/** What a line is by its name. Those from OWN on are the log's own fields. */
const NO_FIELD = 0;
const OTHER = 1;
const ADDRESS = 2;
const CALL_ID = 3;
const LENGTH = 4;
const BODY = 5;
const DIAGNOSTIC = 6;
const DIAGNOSTIC_SIP = 7;
const OWN = 8;
const DIRECTION = 9;
const PEER = 10;
const START_LINE = 11;

const KINDS: ReadonlyMap<string, number> = new Map([
  ['call-id', CALL_ID],
  ['i', CALL_ID],
  ['content-length', LENGTH],
  ['l', LENGTH],
  ['message-body', BODY],
  ['logtype', DIAGNOSTIC],
  ['sip-call-id', DIAGNOSTIC_SIP],
  ['sip-start-line', DIAGNOSTIC_SIP],
  ['trace-correlation-id', OWN],
  ['instance-id', OWN],
  ['message-type', OWN],
  ['direction', DIRECTION],
  ['peer', PEER],
  ['start-line', START_LINE],
  // What a line ends with that was wrapped inside an address: no header has such a name.
  ...['sip', 'sips', 'tel', 'http', 'https'].map((scheme): [string, number] => [scheme, ADDRESS]),
]);

/** What stands before a line's first colon: to the log, and to a reader of SIP (`fieldOf`). */
interface LineName {
  kind: number;
  field: number;
}

const NO_LINE_NAME: LineName = { kind: NO_FIELD, field: NO_NAME };

function readName(text: string): LineName {
  const name = nameIn(text);
  return name === null ? NO_LINE_NAME : { kind: KINDS.get(name) ?? OTHER, field: fieldOf(name) };
}

/** The log's own fields, in their usual order. */
const OWN_NAMES = ['trace-correlation-id', 'instance-id', 'direction', 'peer', 'message-type', 'start-line'].map(
  bytesOf,
);
/** A line that begins so goes on with an address: no header has such a name. */
const SCHEMES = ['sip', 'sips', 'tel', 'http', 'https'].map(bytesOf);

/** Byte ranges of one record; -1 = not there. Filled anew by each `scan`. */
export class SipstackFields {
  /** `Start-Line:` and its value. */
  startLine = -1;
  value = -1;
  /** Value of the `Message-Body:` field; headers end where its line begins. */
  body = -1;
  headersEnd = 0;
  /** Content-Length; null = none that can be read. */
  length: number | null = null;
  callId = false;
  /** Values of Direction and Peer. */
  direction = -1;
  directionEnd = 0;
  peer = -1;
  peerEnd = 0;
  /** A field of a diagnostic record was seen. */
  diagnostic = false;
  /** Header lines that need mending: wrapped without a blank, an empty line, headers before the start line. */
  untidy = false;
  /** Where a line begins that may be another record's head, before any body. */
  headLike = -1;
  /** First empty line behind the start line. */
  blank = -1;
  /** Where an end mark's line begins at which the reading stopped. */
  mark = -1;
  /** The bytes at hand. */
  readonly source = new WordBytes();
  /** The lines between the start line and the body; as a reader of the message would find them unless they are untidy. */
  readonly lines = new FoundHeaderLines();
  readonly #names = new Recurring(readName, 512, 32);

  /**
   * Reads the lines of [start, end), `start` being the beginning of a line, up to the body. @returns false = it stopped at a
   * line that may be another record's head (`one`: it is to be one record). `toMark`: a line that is an end mark ends the record
   */
  scan(bytes: Uint8Array, start: number, end: number, one = false, toMark = false): boolean {
    this.#clear(end);
    const { source, lines } = this;
    source.take(bytes);
    let line = start;
    while (line < end) {
      const newline = source.lineEnd(line, end);
      const next = newline === end ? end : newline + 1;
      const colon = source.colon(line, newline);
      const { kind, field } = colon === newline ? NO_LINE_NAME : this.#names.of(source, line, colon);
      const begun = this.startLine !== -1;
      if (kind !== NO_FIELD) {
        if (kind < OWN && !begun) this.untidy = true;
        if (kind !== OTHER && this.#field(bytes, kind, line, colon + 1, next)) return true;
      } else if (toMark && isEndMark(bytes, line, next)) {
        this.mark = this.headersEnd = line;
        break;
      } else if (bytes[line] !== SPACE && bytes[line] !== TAB) {
        this.#noField(bytes, line, next);
        if (one && this.headLike !== -1) return false;
      }
      if (begun) lines.add(field, colon, newline);
      line = next;
    }
    // Of a record that is open at the end of what is at hand only its mark could tell what stands behind an empty line.
    if (toMark && this.mark === -1) return false;
    if (this.blank !== -1 && this.startLine !== -1) this.#bodyAfterBlank(bytes, this.mark === -1 ? end : this.mark);
    return true;
  }

  /**
   * Reads the lines of an open record from `start` on, of which `end` ends what is at hand. @returns index from which its end mark
   * is to be looked for: that of its body, or of the mark itself; -1 = it is not certain that there is one record to there
   */
  scanOpen(bytes: Uint8Array, start: number, end: number): number {
    if (!this.scan(bytes, start, end, true, true)) return -1;
    return this.mark === -1 ? this.body : this.mark;
  }

  #clear(end: number): void {
    this.startLine = this.value = this.body = this.direction = this.peer = -1;
    this.headLike = this.blank = this.mark = -1;
    this.headersEnd = end;
    this.lines.clear();
    this.length = null;
    this.callId = this.diagnostic = this.untidy = false;
  }

  /** An empty line, the rest of a wrapped one, or text. */
  #noField(bytes: Uint8Array, start: number, next: number): void {
    if (this.startLine !== -1) {
      this.untidy = true;
      if (this.blank === -1 && trimmedEnd(bytes, start, next) === start) this.blank = start;
    }
    if (this.headLike === -1 && bytes[start] === 0x54 && bytes[start + 1] === 0x4c) this.headLike = start;
  }

  /** @param value index behind the colon @returns true = the body begins */
  #field(bytes: Uint8Array, kind: number, line: number, value: number, next: number): boolean {
    const begun = this.startLine !== -1;
    switch (kind) {
      case CALL_ID:
        this.callId = true;
        break;
      case LENGTH:
        this.length = numberIn(bytes, value, next);
        break;
      case BODY:
        if (!begun) break;
        this.headersEnd = line;
        this.body = bytes[value] === SPACE && value < next ? value + 1 : value;
        return true;
      case DIAGNOSTIC:
        this.diagnostic = true;
        break;
      case DIAGNOSTIC_SIP:
        if (!begun) this.diagnostic = true;
        break;
      case ADDRESS:
        if (begun) this.untidy = true;
        break;
      case DIRECTION:
        if (this.direction !== -1) break;
        this.direction = afterBlanks(bytes, value, next);
        this.directionEnd = trimmedEnd(bytes, this.direction, next);
        break;
      case PEER:
        if (this.peer !== -1) break;
        this.peer = afterBlanks(bytes, value, next);
        this.peerEnd = trimmedEnd(bytes, this.peer, next);
        break;
      case START_LINE:
        if (begun) break;
        this.startLine = line;
        this.value = afterBlanks(bytes, value, next);
        break;
    }
    return false;
  }

  /** No `Message-Body:` at all: what follows an empty line and has no header in its first line is the body. */
  #bodyAfterBlank(bytes: Uint8Array, end: number): void {
    let line = this.blank;
    while (line < end && (bytes[line] === CR || bytes[line] === LF)) line += 1;
    if (line >= end || isHeader(bytes, line, end)) return;
    this.headersEnd = this.blank;
    this.body = line;
  }
}

export function isEndMark(bytes: Uint8Array, at: number, end: number): boolean {
  return bytes[at] === 0x24 && startsWith(bytes, at, end, END_MARK);
}

/** Does the line at `start` have the shape `Name: value`, with a name that can be a header's? */
export function isHeader(bytes: Uint8Array, start: number, end: number): boolean {
  let nameEnd = start;
  while (nameEnd < end && isToken(bytes[nameEnd]!)) nameEnd += 1;
  if (nameEnd === start || nameEnd === end) return false;
  for (const scheme of SCHEMES) if (equalsIgnoringCase(bytes, start, nameEnd, scheme)) return false;
  return bytes[afterBlanks(bytes, nameEnd, end)] === COLON;
}

/** A header that stands before the start line, among the log's own fields. */
export function isHeaderBefore(bytes: Uint8Array, start: number, end: number): boolean {
  let nameEnd = start;
  while (nameEnd < end && isToken(bytes[nameEnd]!)) nameEnd += 1;
  return !isOwnName(bytes, start, nameEnd) && isHeader(bytes, start, end);
}

function isOwnName(bytes: Uint8Array, start: number, end: number): boolean {
  for (const name of OWN_NAMES) if (equalsIgnoringCase(bytes, start, end, name)) return true;
  return false;
}

function numberIn(bytes: Uint8Array, start: number, end: number): number | null {
  const from = afterBlanks(bytes, start, end);
  const value = parseDecimal(bytes, from, trimmedEnd(bytes, from, end));
  return value === -1 ? null : value;
}
