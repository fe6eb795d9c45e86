/**
 * Where a SIP message's body ends. On a connection Content-Length says so (RFC 3261 §18.3); a record of a log or a
 * datagram ends it by its own end, and Content-Length is a hint: redaction, CR LF turned to LF and decompression make it
 * wrong in real logs. In both a start line that stands where none may be tells that the length was wrong.
 */
import { LF } from '../bytes/text.ts';
import { findStart } from './sip-resync.ts';
import { NO_START, afterKeepAlives, startLineEnd } from './sip-start-line.ts';

/** A longer body is not waited for on a connection, bytes. */
export const LONGEST_BODY = 16 * 1024 * 1024;

/**
 * `fits`: as long as Content-Length says, or none was given. `wrong`: the body's own end was used. `short`: bytes are
 * missing, and nothing but a cut explains it. `waits`: more bytes must come.
 */
export type BodyFit = 'fits' | 'wrong' | 'short' | 'waits';

export interface BodyExtent {
  end: number;
  fit: BodyFit;
}

/** What is known of a message when its headers are read. */
export interface Heading {
  bodyStart: number;
  /** Content-Length; null = missing or no number. */
  length: number | null;
  hasType: boolean;
  /** A body that may hold SIP messages itself (message/…, multipart/…): start lines in it end nothing. */
  nests: boolean;
}

/**
 * The message is in a record with others or alone; the record is all there is. `complete`: a mark of the log closed the
 * record, so nothing was cut.
 */
export function bodyInRecord(bytes: Uint8Array, end: number, heading: Heading, complete: boolean): BodyExtent {
  const { bodyStart, length } = heading;
  if (length === null) return { end: nextOr(bytes, heading, bodyStart, end), fit: 'fits' };
  const declared = bodyStart + length;
  if (declared <= end) {
    const after = afterKeepAlives(bytes, declared, end);
    if (after === end || startLineEnd(bytes, after, end, true) !== NO_START) return { end: declared, fit: 'fits' };
    return { end: withoutBreaks(bytes, bodyStart, nextOr(bytes, heading, bodyStart, end)), fit: 'wrong' };
  }
  const next = nextOr(bytes, heading, bodyStart, end);
  if (next < end) return { end: withoutBreaks(bytes, bodyStart, next), fit: 'wrong' };
  const body = missingBreaks(bytes, bodyStart, end, length);
  return complete ? { end: body.end, fit: 'wrong' } : body;
}

/** The message is on a connection; `whole` = no more bytes will come. */
export function bodyInStream(bytes: Uint8Array, end: number, heading: Heading, whole: boolean): BodyExtent {
  const { bodyStart } = heading;
  const length = heading.length !== null && heading.length <= LONGEST_BODY ? heading.length : null;
  if (length === null) {
    // §18.3 asks for a length on connections; without it and without a type there is no body.
    if (!heading.hasType) return { end: bodyStart, fit: 'fits' };
    const next = findStart(bytes, bodyStart, end, whole);
    if (next !== -1) return { end: next, fit: 'fits' };
    return { end, fit: whole || end - bodyStart > LONGEST_BODY ? 'fits' : 'waits' };
  }
  const declared = bodyStart + length;
  if (declared <= end) {
    if (length === 0) return { end: declared, fit: 'fits' };
    const after = afterKeepAlives(bytes, declared, end);
    if (after === end || startLineEnd(bytes, after, end, whole) !== NO_START) return { end: declared, fit: 'fits' };
    const next = nextOr(bytes, heading, bodyStart, after);
    return next < after ? { end: withoutBreaks(bytes, bodyStart, next), fit: 'wrong' } : { end: declared, fit: 'fits' };
  }
  if (!whole) return { end, fit: 'waits' };
  const next = nextOr(bytes, heading, bodyStart, end);
  return next < end ? { end: withoutBreaks(bytes, bodyStart, next), fit: 'wrong' } : { end, fit: 'short' };
}

/** The next message's start at or after `from`, or `end`. */
function nextOr(bytes: Uint8Array, heading: Heading, from: number, end: number): number {
  if (heading.nests) return end;
  const next = findStart(bytes, from, end, true);
  return next === -1 ? end : next;
}

/** A body shorter than it should be: line breaks that lost their CR explain as many bytes as there are bare LFs. */
function missingBreaks(bytes: Uint8Array, start: number, end: number, length: number): BodyExtent {
  let breaks = 0;
  for (let at = bytes.indexOf(LF, start); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) {
    if (at === start || bytes[at - 1] !== 0x0d) breaks += 1;
  }
  if (end - start + breaks < length) return { end, fit: 'short' };
  // What then is too much at the end are the log's own line breaks.
  let bodyEnd = end;
  while (bodyEnd - start + breaks > length && bytes[bodyEnd - 1] === LF) {
    bodyEnd -= 1;
    breaks -= 1;
  }
  return { end: bodyEnd, fit: 'wrong' };
}

/** Where the length was wrong, line breaks at the end belong to the log. */
function withoutBreaks(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === LF || bytes[at - 1] === 0x0d)) at -= 1;
  return at;
}
