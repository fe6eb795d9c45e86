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
  toLower,
  trimmedEnd,
} from '../bytes/text.ts';
import { WordBytes } from '../bytes/word-bytes.ts';
import { isToken } from './sip-lines.ts';

const NAMES = {
  body: bytesOf('message-body'),
  callId: bytesOf('call-id'),
  direction: bytesOf('direction'),
  instance: bytesOf('instance-id'),
  length: bytesOf('content-length'),
  logType: bytesOf('logtype'),
  messageType: bytesOf('message-type'),
  peer: bytesOf('peer'),
  sipCallId: bytesOf('sip-call-id'),
  sipStartLine: bytesOf('sip-start-line'),
  startLine: bytesOf('start-line'),
  traceId: bytesOf('trace-correlation-id'),
};
/** The log's own fields, in their usual order. */
const OWN_NAMES = [NAMES.traceId, NAMES.instance, NAMES.direction, NAMES.peer, NAMES.messageType, NAMES.startLine];
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
  /** The bytes at hand. */
  readonly source = new WordBytes();

  /**
   * Reads the lines of [start, end), `start` being the beginning of a line, up to the body. @returns false = it stopped at a
   * line that may be another record's head (`one`: it is to be one record)
   */
  scan(bytes: Uint8Array, start: number, end: number, one = false): boolean {
    this.#clear(end);
    const { source } = this;
    source.take(bytes);
    let line = start;
    while (line < end) {
      let nameEnd = line;
      while (nameEnd < end && isToken(bytes[nameEnd]!)) nameEnd += 1;
      const colon = nameEnd === line ? end : afterBlanks(bytes, nameEnd, end);
      const newline = source.lineEnd(nameEnd, end);
      const next = newline === end ? end : newline + 1;
      if (colon < next && bytes[colon] === COLON) {
        if (this.startLine === -1 && !isOwnName(bytes, line, nameEnd)) this.untidy = true;
        if (this.#field(bytes, line, nameEnd, colon + 1, next)) return true;
      } else if (bytes[line] !== SPACE && bytes[line] !== TAB) {
        this.#noField(bytes, line, next);
        if (one && this.headLike !== -1) return false;
      }
      line = next;
    }
    if (this.blank !== -1 && this.startLine !== -1) this.#bodyAfterBlank(bytes, end);
    return true;
  }

  #clear(end: number): void {
    this.startLine = this.value = this.body = this.direction = this.peer = this.headLike = this.blank = -1;
    this.headersEnd = end;
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

  #field(bytes: Uint8Array, start: number, nameEnd: number, value: number, next: number): boolean {
    switch (toLower(bytes[start]!)) {
      case 0x63: // c
        if (equalsIgnoringCase(bytes, start, nameEnd, NAMES.length)) this.length = numberIn(bytes, value, next);
        else if (equalsIgnoringCase(bytes, start, nameEnd, NAMES.callId)) this.callId = true;
        break;
      case 0x64: // d
        if (this.direction === -1 && equalsIgnoringCase(bytes, start, nameEnd, NAMES.direction)) {
          this.direction = afterBlanks(bytes, value, next);
          this.directionEnd = trimmedEnd(bytes, this.direction, next);
          return false;
        }
        break;
      case 0x69: // i
        if (nameEnd - start === 1) this.callId = true;
        break;
      case 0x6c: // l
        if (nameEnd - start === 1) this.length = numberIn(bytes, value, next);
        else if (equalsIgnoringCase(bytes, start, nameEnd, NAMES.logType)) this.diagnostic = true;
        break;
      case 0x6d: // m
        if (this.startLine !== -1 && equalsIgnoringCase(bytes, start, nameEnd, NAMES.body)) {
          this.headersEnd = start;
          this.body = bytes[value] === SPACE && value < next ? value + 1 : value;
          return true;
        }
        break;
      case 0x70: // p
        if (this.peer === -1 && equalsIgnoringCase(bytes, start, nameEnd, NAMES.peer)) {
          this.peer = afterBlanks(bytes, value, next);
          this.peerEnd = trimmedEnd(bytes, this.peer, next);
          return false;
        }
        break;
      case 0x73: // s
        this.#fieldWithS(bytes, start, nameEnd, value, next);
        break;
    }
    return false;
  }

  #fieldWithS(bytes: Uint8Array, start: number, nameEnd: number, value: number, next: number): void {
    if (this.startLine === -1) {
      if (equalsIgnoringCase(bytes, start, nameEnd, NAMES.startLine)) {
        this.startLine = start;
        this.value = afterBlanks(bytes, value, next);
      } else if (equalsIgnoringCase(bytes, start, nameEnd, NAMES.sipCallId)) this.diagnostic = true;
      else if (equalsIgnoringCase(bytes, start, nameEnd, NAMES.sipStartLine)) this.diagnostic = true;
      return;
    }
    for (const scheme of SCHEMES) if (equalsIgnoringCase(bytes, start, nameEnd, scheme)) this.untidy = true;
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
