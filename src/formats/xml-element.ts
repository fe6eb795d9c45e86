/**
 * Frames one element of an XMPP stream in bytes that may come in pieces: counts depth, minds quotes, comments and CDATA, and
 * sees when a stanza was cut off because another one begins inside it.
 */
import { bytesOf, find, isWhite, startsWith } from '../bytes/text.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMENT = bytesOf('<!--');
const COMMENT_END = bytesOf('-->');
const CDATA = bytesOf('<![CDATA[');
const CDATA_END = bytesOf(']]>');
const INSTRUCTION_END = bytesOf('?>');
const STREAM = bytesOf('stream:stream');
/** XEP-0297: the only element that holds a stanza. */
const FORWARDED = bytesOf('forwarded');
const STANZAS = ['message', 'presence', 'iq'].map(bytesOf);
/** Names of open elements are kept down to this depth (XMPP stanzas are not deeper than 64). */
const MOST_NAMES = 64;

export const WAIT = -1;

export class XmlElement {
  /** Another stanza began before this one was closed: the element ends there without its end tag. */
  cut = false;
  #depth = 0;
  /** Index, relative to the element's start, of the first byte not looked at. */
  #searched = 0;
  readonly #nameStarts = new Int32Array(MOST_NAMES);
  readonly #nameEnds = new Int32Array(MOST_NAMES);

  /** A new element begins. */
  clear(): void {
    this.cut = false;
    this.#depth = 0;
    this.#searched = 0;
  }

  /** Index behind the element that begins at `start`, or WAIT. A stream's start tag is an element of its own. */
  end(bytes: Uint8Array, start: number): number {
    for (;;) {
      const at = bytes.indexOf(LESS, start + this.#searched);
      if (at === -1) {
        this.#searched = bytes.length - start;
        return WAIT;
      }
      this.#searched = at - start;
      const close = markupEnd(bytes, at);
      if (close === WAIT) return WAIT;
      if (bytes[close - 1] !== GREATER) {
        this.#searched = close - start;
        continue;
      }
      const kind = bytes[at + 1]!;
      if (kind === SLASH) this.#depth -= 1;
      else if (kind !== 0x21 && kind !== 0x3f && !this.#startTag(bytes, start, at, close)) return at;
      this.#searched = close - start;
      if (this.#depth <= 0) return close;
    }
  }

  /** False when the tag cannot be a part of the element: it was cut off before it. */
  #startTag(bytes: Uint8Array, start: number, at: number, close: number): boolean {
    const nameEnd = nameEndAt(bytes, at + 1, close);
    if (this.#depth === 0 && isName(bytes, at + 1, nameEnd, STREAM)) return true;
    if (this.#depth > 0 && isStanza(bytes, at + 1, nameEnd) && !this.#insideForwarded(bytes, start)) {
      this.cut = true;
      return false;
    }
    if (bytes[close - 2] === SLASH) return true;
    if (this.#depth < MOST_NAMES) {
      this.#nameStarts[this.#depth] = at + 1 - start;
      this.#nameEnds[this.#depth] = nameEnd - start;
    }
    this.#depth += 1;
    return true;
  }

  #insideForwarded(bytes: Uint8Array, start: number): boolean {
    const parent = this.#depth - 1;
    if (parent >= MOST_NAMES) return true;
    return isName(bytes, start + this.#nameStarts[parent]!, start + this.#nameEnds[parent]!, FORWARDED);
  }
}

/**
 * Index behind the tag, comment, CDATA section or instruction at `at`, or WAIT. A `<` that another one follows before any `>`
 * is none of these: then the index of the other one, which has no `>` before it.
 */
export function markupEnd(bytes: Uint8Array, at: number): number {
  const next = bytes[at + 1];
  if (next === undefined) return WAIT;
  if (next === 0x3f) return behind(bytes, INSTRUCTION_END, at + 2);
  if (next === 0x21) {
    if (couldBe(bytes, at, COMMENT)) return behind(bytes, COMMENT_END, at + COMMENT.length);
    if (couldBe(bytes, at, CDATA)) return behind(bytes, CDATA_END, at + CDATA.length);
  }
  let index = at + 1;
  while (index < bytes.length) {
    const byte = bytes[index]!;
    if (byte === GREATER) return index + 1;
    if (byte === LESS) return index;
    if (byte === QUOTE || byte === APOSTROPHE) {
      index = bytes.indexOf(byte, index + 1);
      if (index === -1) return WAIT;
    }
    index += 1;
  }
  return WAIT;
}

/** Does the text at `at` begin with `wanted`, as far as it is there? */
function couldBe(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  const length = Math.min(wanted.length, bytes.length - at);
  return startsWith(bytes, at, at + length, wanted.subarray(0, length));
}

function behind(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  const at = find(bytes, mark, from, bytes.length);
  return at === -1 ? WAIT : at + mark.length;
}

/** Index behind the name at `start`. */
export function nameEndAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== GREATER && bytes[at] !== SLASH && !isWhite(bytes[at]!)) at += 1;
  return at;
}

export function isName(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  return end - start === name.length && startsWith(bytes, start, end, name);
}

export function isStanza(bytes: Uint8Array, start: number, end: number): boolean {
  for (const name of STANZAS) if (isName(bytes, start, end, name)) return true;
  return false;
}
