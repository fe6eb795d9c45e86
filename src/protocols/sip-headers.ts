/**
 * The header block of a SIP message (RFC 3261 §7.3): one pass over the bytes notes where the wanted fields lie; only
 * what is asked for becomes a string. One object is used again for every message.
 *
 * Read as traces are: any case, compact names (§7.3.3), blanks before the colon, folded values (§7.3.1), CR LF or LF,
 * and lines that whoever exported the log has wrapped without a leading blank: a line that does not begin with a name and
 * a colon goes on with the line before it.
 */
import { COLON, CR, LF, SPACE, TAB } from '../bytes/text.ts';
import type { RecurringText } from './recurring-text.ts';
import { isTokenByte } from './sip-start-line.ts';

/** The fields that are read, each with its compact form (RFC 3261 §20, RFC 6665, 3515, 3892). */
const FIELDS = {
  'call-id': 'i',
  cseq: '',
  from: 'f',
  to: 't',
  contact: 'm',
  event: 'o',
  'content-length': 'l',
  'content-type': 'c',
  'content-encoding': 'e',
  'content-transfer-encoding': '',
  'user-agent': '',
  server: '',
  replaces: '',
  join: '',
  'target-dialog': '',
  'refer-to': 'r',
  'session-id': '',
  endpoints: '',
  'ms-conversation-id': '',
  'ms-edge-proxy-message-trust': '',
  'ms-user-data': '',
  'ms-sender': '',
  'ms-text-format': '',
  'ms-im-format': '',
  'ms-diagnostics': '',
  'ms-diagnostics-public': '',
  'ms-client-diagnostics': '',
} as const;

export type Field = keyof typeof FIELDS;

interface WantedName {
  field: Field;
  /** Lower case. */
  letters: string;
}

const LONGEST_NAME = Math.max(...Object.keys(FIELDS).map((name) => name.length));
/** By length of the name. */
const WANTED = wantedNames();

function wantedNames(): readonly (readonly WantedName[])[] {
  const byLength: WantedName[][] = Array.from({ length: LONGEST_NAME + 1 }, () => []);
  for (const [field, compact] of Object.entries(FIELDS) as [Field, string][]) {
    byLength[field.length]?.push({ field, letters: field });
    if (compact !== '') byLength[compact.length]?.push({ field, letters: compact });
  }
  return byLength;
}

interface Found {
  field: Field;
  start: number;
  end: number;
  /** The value stands on more than one line. */
  wrapped: boolean;
}

export class SipHeaders {
  readonly text: RecurringText;
  /** Index after the empty line; where there is none, the end of the bytes. */
  bodyStart = 0;
  /** Was the empty line that ends the block there? */
  complete = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #found: Found[] = [];
  #count = 0;

  constructor(text: RecurringText) {
    this.text = text;
  }

  /** Scans the block that begins at `from`, the index of the first line after the start line. */
  scan(bytes: Uint8Array, from: number, end: number): void {
    this.#bytes = bytes;
    this.#count = 0;
    this.complete = false;
    this.bodyStart = end;
    let at = from;
    let last: Found | null = null;
    while (at < end) {
      let line = bytes.indexOf(LF, at);
      if (line === -1 || line >= end) line = end;
      const first = bytes[at]!;
      if (line === at || (first === CR && line === at + 1)) {
        if (line === end) break;
        this.complete = true;
        this.bodyStart = line + 1;
        return;
      }
      if (first === SPACE || first === TAB) {
        if (last !== null) extend(last, line);
      } else {
        const colon = colonAfterName(bytes, at, line);
        if (colon !== -1) last = this.#note(bytes, at, colon, line);
        else if (last !== null) extend(last, line);
      }
      at = line + 1;
    }
  }

  #note(bytes: Uint8Array, at: number, colon: number, line: number): Found | null {
    let nameEnd = colon;
    while (bytes[nameEnd - 1] === SPACE || bytes[nameEnd - 1] === TAB) nameEnd -= 1;
    const field = fieldNamed(bytes, at, nameEnd);
    if (field === null) return null;
    let found = this.#found[this.#count];
    if (found === undefined) this.#found.push((found = { field, start: 0, end: 0, wrapped: false }));
    this.#count += 1;
    found.field = field;
    found.start = colon + 1;
    found.end = line;
    found.wrapped = false;
    return found;
  }

  has(field: Field): boolean {
    for (let index = 0; index < this.#count; index += 1) if (this.#found[index]!.field === field) return true;
    return false;
  }

  /** Value of the first field of that name, unfolded and trimmed; null = there is none. */
  value(field: Field): string | null {
    for (let index = 0; index < this.#count; index += 1) {
      const found = this.#found[index]!;
      if (found.field === field) return this.#read(found);
    }
    return null;
  }

  /** Values of all fields of that name, in order. */
  all(field: Field): string[] {
    const values: string[] = [];
    for (let index = 0; index < this.#count; index += 1) {
      const found = this.#found[index]!;
      if (found.field === field) values.push(this.#read(found));
    }
    return values;
  }

  #read(found: Found): string {
    const bytes = this.#bytes;
    let { start, end } = found;
    while (start < end && isSpace(bytes[start]!)) start += 1;
    while (end > start && isSpace(bytes[end - 1]!)) end -= 1;
    const text = this.text.read(bytes, start, end);
    return found.wrapped ? unfolded(text) : text;
  }
}

function extend(found: Found, line: number): void {
  found.end = line;
  found.wrapped = true;
}

/** A line break and the blanks after it are one space (RFC 3261 §7.3.1); a break without blanks was put in by an exporter. */
function unfolded(text: string): string {
  return text.replace(/[ \t]*\r?\n[ \t]+/g, ' ').replace(/\r?\n/g, '');
}

/** Index of the colon that follows a name at `at` (blanks may stand before it), or -1. */
function colonAfterName(bytes: Uint8Array, at: number, line: number): number {
  let index = at;
  while (index < line && isTokenByte(bytes[index]!)) index += 1;
  if (index === at) return -1;
  while (index < line && (bytes[index] === SPACE || bytes[index] === TAB)) index += 1;
  return bytes[index] === COLON && index < line ? index : -1;
}

function fieldNamed(bytes: Uint8Array, at: number, end: number): Field | null {
  const length = end - at;
  if (length > LONGEST_NAME) return null;
  for (const wanted of WANTED[length]!) {
    const { letters } = wanted;
    let index = 0;
    // Token bytes keep their meaning under | 0x20 but for a few marks that no wanted name has.
    while (index < length && (bytes[at + index]! | 0x20) === letters.charCodeAt(index)) index += 1;
    if (index === length) return wanted.field;
  }
  return null;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}
