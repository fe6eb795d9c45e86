/**
 * Cuts a byte stream into XMPP stanzas (RFC 6120 §4, §8) without reading them: it counts depth, since carbons nest
 * `<message>`, and knows quotes, comments and CDATA. Whatever stands between stanzas is passed over, so that reading
 * begins anywhere: in a stream joined late, after a loss, in a text of many things.
 *
 * One damaged stanza must not swallow the stream. End tags are held against their start tags; where they do not fit,
 * or where the stream ends, reading goes on at the first stanza start that was seen inside.
 */
import { CLOSE_STREAM, DECLARATIONS, STANZA_STARTS, startsToken, Token } from './xmpp-tokens.ts';
import { bytesOf, find, startsWith } from '../bytes/text.ts';

/** What became of a run of bytes. */
export type FrameKind =
  /** A whole `<message>`, `<presence>` or `<iq>`. */
  | 'stanza'
  /** The start tag of `<stream:stream>`. */
  | 'header'
  /** `</stream:stream>`. */
  | 'close'
  /** The beginning of a stanza that is not well formed further on. */
  | 'damaged'
  /** The beginning of a stanza that the stream did not finish. */
  | 'truncated'
  /** A DOCTYPE, another declaration, or a processing instruction (RFC 6120 §11.1). */
  | 'refused'
  | 'too-deep'
  | 'too-long';

/** `offset` = position of the first byte in the stream. `bytes` are valid until the call returns. */
export type FrameSink = (kind: FrameKind, bytes: Uint8Array, offset: number) => void;

/** Elements nested deeper are refused: some parsers take quadratic time for them. */
export const MAX_DEPTH = 64;
/** Longest stanza, bytes; servers allow 64 KiB to 10 MiB, avatars and the like seldom pass 1 MiB. */
export const MAX_STANZA = 4 * 1024 * 1024;
/** Longest comment, declaration or instruction between stanzas before it is taken for stray text, bytes. */
const MAX_MARKUP = 64 * 1024;
/** Longest element name, bytes. */
const MAX_NAME = 1024;
/** Largest empty buffer that is kept for the next stanza, bytes: there may be thousands of streams. */
const KEPT_BUFFER = 16 * 1024;
/** Stanza starts inside one stanza, not forwarded ones, after which the outer is taken for cut. */
const MAX_NESTED = 16;

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMENT_END = bytesOf('-->');
const CDATA_END = bytesOf(']]>');
const INSTRUCTION_END = bytesOf('?>');
const COMMENT_START = bytesOf('<!--');
const CDATA_START = bytesOf('<![CDATA[');
const XML_START = bytesOf('<?xml');

/** Where the scanner stands. */
const OUTSIDE = 0;
const TEXT = 1;
const TAG = 2;
const COMMENT = 3;
const CDATA = 4;
const INSTRUCTION = 5;
const DECLARATION = 6;
const HEADER = 7;

const NAME_SEED = 0x811c9dc5 | 0;
const FORWARDED = nameHash('forwarded');
const MESSAGE_HASH = nameHash('message');
const PRESENCE_HASH = nameHash('presence');
const IQ_HASH = nameHash('iq');
const STREAM_HASH = nameHash('stream:stream');

export class StanzaFramer {
  #out: FrameSink;
  /** Bytes from the first that is still needed, when they had to be kept. */
  #held = new Uint8Array(0);
  #heldLength = 0;
  /** Stream position of the first byte of the buffer that is scanned. */
  #base = 0;
  /** All indexes are into the buffer that is scanned. */
  #at = 0;
  #mode = OUTSIDE;
  /** First byte of the stanza; -1 = outside. */
  #start = -1;
  /** First byte of the markup outside a stanza that is being passed over; -1 = none. */
  #markup = -1;
  #depth = 0;
  /** Hashes of the names of the open elements. */
  #names = new Int32Array(MAX_DEPTH);
  #quote = 0;
  /** Open square brackets of a declaration. */
  #brackets = 0;
  /** First stanza start inside the stanza that nothing forwards; -1 = none. */
  #nested = -1;
  #nestedCount = 0;
  /** Nesting went past the limit somewhere in this stanza. */
  #deep = false;

  constructor(out: FrameSink) {
    this.#out = out;
  }

  /** The next bytes of the stream. */
  push(bytes: Uint8Array): void {
    while (this.#heldLength > 0 && this.#isCutBefore(bytes)) this.#abandon();
    if (this.#heldLength === 0) {
      this.#scan(bytes, bytes.length);
      this.#hold(bytes, this.#needed(bytes.length), bytes.length);
      return;
    }
    this.#append(bytes);
    this.#scanHeld();
  }

  /** The stream ends here, or what comes next does not follow on: an open stanza is given out as truncated. */
  end(): void {
    while (this.#heldLength > 0) this.#abandon();
  }

  /** Bytes of the stream that were pushed so far. */
  get position(): number {
    return this.#base + this.#heldLength;
  }

  /** Position of the first byte that is still waiting for more. */
  get waitingFrom(): number {
    return this.#base;
  }

  /** Gives up on what is open and reads on inside it. */
  #abandon(): void {
    const end = this.#heldLength;
    if (this.#start >= 0) this.#fail('truncated', this.#held, end);
    else this.#resume(this.#markup >= 0 ? this.#markup + 1 : end);
    this.#scanHeld();
  }

  #scanHeld(): void {
    this.#scan(this.#held, this.#heldLength);
    const needed = this.#needed(this.#heldLength);
    this.#held.copyWithin(0, needed, this.#heldLength);
    this.#heldLength -= needed;
    this.#shift(needed);
    if (this.#heldLength === 0 && this.#held.length > KEPT_BUFFER) this.#held = new Uint8Array(0);
  }

  /**
   * In a log a record begins with a stanza though the one before is still open: that one was cut. A stanza that is
   * forwarded inside another may begin a record just as well.
   */
  #isCutBefore(bytes: Uint8Array): boolean {
    if (this.#mode !== TEXT || this.#depth === 0 || this.#depth > MAX_DEPTH) return false;
    if (this.#names[this.#depth - 1] === FORWARDED) return false;
    return startsToken(STANZA_STARTS, bytes, 0, bytes.length) === Token.Yes;
  }

  /** Index of the first byte that must be kept when the buffer ends at `end`. */
  #needed(end: number): number {
    if (this.#start >= 0) return this.#start;
    if (this.#markup >= 0) return this.#markup;
    return Math.min(this.#at, end);
  }

  #hold(bytes: Uint8Array, from: number, end: number): void {
    const length = end - from;
    if (length > this.#held.length) this.#held = new Uint8Array(Math.max(1024, length * 2));
    if (length > 0) this.#held.set(bytes.subarray(from, end));
    this.#heldLength = length;
    this.#shift(from);
  }

  #append(bytes: Uint8Array): void {
    const length = this.#heldLength + bytes.length;
    if (length > this.#held.length) {
      const grown = new Uint8Array(length * 2);
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength = length;
  }

  /** The buffer's first `count` bytes are gone. */
  #shift(count: number): void {
    this.#base += count;
    this.#at -= count;
    if (this.#start >= 0) this.#start -= count;
    if (this.#markup >= 0) this.#markup -= count;
    if (this.#nested >= 0) this.#nested -= count;
  }

  /** Reads on until the buffer ends or what is there does not suffice to go on. */
  #scan(bytes: Uint8Array, end: number): void {
    for (;;) {
      const before = this.#at;
      const mode = this.#mode;
      if (mode === TEXT) this.#scanText(bytes, end);
      else if (mode === TAG || mode === HEADER) this.#scanTag(bytes, end);
      else if (mode === OUTSIDE) this.#scanOutside(bytes, end);
      else if (mode === DECLARATION) this.#scanDeclaration(bytes, end);
      else this.#scanMarkup(bytes, end);
      if (this.#start >= 0 && this.#at - this.#start > MAX_STANZA) this.#tooLong(bytes);
      else if (this.#markup >= 0 && this.#at - this.#markup > MAX_MARKUP) this.#resume(this.#markup + 1);
      else if (this.#at === before && this.#mode === mode) return;
    }
  }

  #tooLong(bytes: Uint8Array): void {
    // Deep nesting has hidden where stanzas begin: go on here.
    if (this.#depth > MAX_DEPTH) this.#nested = -1;
    this.#fail('too-long', bytes, this.#at);
  }

  // --- Between stanzas ---

  #scanOutside(bytes: Uint8Array, end: number): void {
    let at = this.#at;
    for (;;) {
      at = bytes.indexOf(LT, at);
      if (at < 0 || at >= end) {
        this.#at = end;
        return;
      }
      this.#at = at;
      const known = this.#startOutside(bytes, at, end);
      if (known === Token.Yes || known === Token.Unsure) return;
      at += 1;
    }
  }

  /** Yes = a mode was entered or bytes were passed, Unsure = more bytes are needed to tell. */
  #startOutside(bytes: Uint8Array, at: number, end: number): Token {
    const next = at + 1 < end ? bytes[at + 1]! : 0;
    if (next === 0) return at + 1 < end ? Token.No : Token.Unsure;
    if (next === SLASH) {
      const closes = startsToken(CLOSE_STREAM, bytes, at, end);
      if (closes === Token.Yes) {
        this.#at = at + CLOSE_STREAM[0]!.length;
        this.#out('close', bytes.subarray(at, this.#at), this.#base + at);
      }
      return closes;
    }
    if (next === 0x21) return this.#startDeclaration(bytes, at, end);
    if (next === 0x3f) return this.#startInstruction(bytes, at, end);
    const starts = startsToken(STANZA_STARTS, bytes, at, end);
    if (starts === Token.Yes) this.#startStanza(bytes, at);
    return starts;
  }

  #startStanza(bytes: Uint8Array, at: number): void {
    this.#start = at;
    this.#depth = 0;
    this.#nested = -1;
    this.#nestedCount = 0;
    this.#quote = 0;
    // `<s` is `<stream:stream`: an element that stays open as long as the connection.
    if (bytes[at + 1] === 0x73) {
      this.#mode = HEADER;
      this.#at = at + 14;
    } else this.#mode = TEXT;
  }

  #startDeclaration(bytes: Uint8Array, at: number, end: number): Token {
    if (startsWith(bytes, at, end, COMMENT_START)) return this.#pass(COMMENT, at, COMMENT_START.length);
    if (startsWith(bytes, at, end, CDATA_START)) return this.#pass(CDATA, at, CDATA_START.length);
    if (isPrefix(bytes, at, end, COMMENT_START) || isPrefix(bytes, at, end, CDATA_START)) return Token.Unsure;
    const declares = startsToken(DECLARATIONS, bytes, at, end);
    if (declares !== Token.Yes) return declares;
    this.#brackets = 0;
    this.#quote = 0;
    return this.#pass(DECLARATION, at, 2);
  }

  #startInstruction(bytes: Uint8Array, at: number, end: number): Token {
    if (at + 2 >= end) return Token.Unsure;
    return isNameStart(bytes[at + 2]!) ? this.#pass(INSTRUCTION, at, 2) : Token.No;
  }

  #pass(mode: number, at: number, length: number): Token {
    this.#mode = mode;
    this.#markup = at;
    this.#at = at + length;
    return Token.Yes;
  }

  /** To the end of a comment, a CDATA section or an instruction, outside a stanza or (not the last) inside. */
  #scanMarkup(bytes: Uint8Array, end: number): void {
    const mark = this.#mode === COMMENT ? COMMENT_END : this.#mode === CDATA ? CDATA_END : INSTRUCTION_END;
    const found = find(bytes, mark, this.#at, end);
    if (found < 0) {
      this.#at = Math.max(this.#at, end - mark.length + 1);
      return;
    }
    const after = found + mark.length;
    if (this.#mode === INSTRUCTION && !isXmlDeclaration(bytes, this.#markup, end)) {
      this.#out('refused', bytes.subarray(this.#markup, after), this.#base + this.#markup);
    }
    this.#markup = -1;
    this.#at = after;
    this.#mode = this.#start >= 0 ? TEXT : OUTSIDE;
  }

  /** To the `>` that ends a DOCTYPE: not one inside its brackets or quotes. */
  #scanDeclaration(bytes: Uint8Array, end: number): void {
    let at = this.#at;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (this.#quote !== 0) {
        if (byte === this.#quote) this.#quote = 0;
      } else if (byte === QUOTE || byte === APOSTROPHE) this.#quote = byte;
      else if (byte === 0x5b) this.#brackets += 1;
      else if (byte === 0x5d) this.#brackets -= 1;
      else if (byte === GT && this.#brackets <= 0) {
        this.#at = at + 1;
        this.#out('refused', bytes.subarray(this.#markup, at + 1), this.#base + this.#markup);
        this.#resume(at + 1);
        return;
      }
    }
    this.#at = at;
  }

  // --- Inside a stanza ---

  /** From `#at` to the next `<` and into what begins there. */
  #scanText(bytes: Uint8Array, end: number): void {
    let at = this.#at;
    while (at < end && bytes[at] !== LT) at += 1;
    this.#at = at;
    if (at + 1 >= end) return;
    const next = bytes[at + 1]!;
    if (next === SLASH) this.#endTag(bytes, at, end);
    else if (isNameStart(next)) this.#startTag(bytes, at, end);
    else if (next === 0x21) this.#markupInside(bytes, at, end);
    // What stands here is reported, and passed over, outside.
    else if (next === 0x3f) this.#resume(at);
    else this.#fail('damaged', bytes, at);
  }

  #markupInside(bytes: Uint8Array, at: number, end: number): void {
    if (startsWith(bytes, at, end, COMMENT_START)) {
      this.#mode = COMMENT;
      this.#at = at + COMMENT_START.length;
    } else if (startsWith(bytes, at, end, CDATA_START)) {
      this.#mode = CDATA;
      this.#at = at + CDATA_START.length;
    } else if (!isPrefix(bytes, at, end, COMMENT_START) && !isPrefix(bytes, at, end, CDATA_START)) {
      const declares = startsToken(DECLARATIONS, bytes, at, end);
      if (declares === Token.Yes) this.#resume(at);
      else if (declares === Token.No) this.#fail('damaged', bytes, at);
    }
  }

  #startTag(bytes: Uint8Array, at: number, end: number): void {
    let hash = NAME_SEED;
    let index = at + 1;
    for (; index < end; index += 1) {
      const byte = bytes[index]!;
      if (byte === GT || byte === SLASH || byte <= 0x20) break;
      hash = Math.imul(hash ^ byte, 16777619);
    }
    if (index - at > MAX_NAME || hash === STREAM_HASH) {
      this.#fail('damaged', bytes, at);
      return;
    }
    if (index >= end) return;
    if (this.#depth > 0 && isStanzaHash(hash) && !this.#mayNest(at)) {
      this.#fail('damaged', bytes, at);
      return;
    }
    if (this.#depth < MAX_DEPTH) this.#names[this.#depth] = hash;
    else this.#deep = true;
    this.#depth += 1;
    this.#at = index;
    this.#quote = 0;
    this.#mode = TAG;
  }

  /** A stanza inside a stanza is forwarded (XEP-0297), or the outer one was cut: where it begins is remembered. */
  #mayNest(at: number): boolean {
    if (this.#depth > MAX_DEPTH || this.#names[this.#depth - 1] === FORWARDED) return true;
    if (this.#nested < 0) this.#nested = at;
    this.#nestedCount += 1;
    return this.#nestedCount <= MAX_NESTED;
  }

  /** From inside a start tag to its `>`. */
  #scanTag(bytes: Uint8Array, end: number): void {
    let at = this.#at;
    let quote = this.#quote;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === LT) {
        this.#fail('damaged', bytes, at);
        return;
      }
      if (quote !== 0) {
        if (byte === quote) quote = 0;
      } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
      else if (byte === GT) {
        this.#at = at + 1;
        this.#quote = 0;
        if (this.#mode === HEADER) this.#giveHeader(bytes, at + 1);
        else {
          this.#mode = TEXT;
          if (bytes[at - 1] === SLASH) this.#leave(bytes, at + 1);
        }
        return;
      }
    }
    this.#at = at;
    this.#quote = quote;
  }

  #giveHeader(bytes: Uint8Array, after: number): void {
    this.#out('header', bytes.subarray(this.#start, after), this.#base + this.#start);
    this.#resume(after);
  }

  #endTag(bytes: Uint8Array, at: number, end: number): void {
    let hash = NAME_SEED;
    let index = at + 2;
    for (; index < end; index += 1) {
      const byte = bytes[index]!;
      if (byte === GT || byte <= 0x20) break;
      hash = Math.imul(hash ^ byte, 16777619);
    }
    while (index < end && bytes[index]! <= 0x20) index += 1;
    if (index - at > MAX_NAME) this.#fail('damaged', bytes, at);
    if (index >= end) return;
    const fits = bytes[index] === GT && (this.#depth > MAX_DEPTH || this.#names[this.#depth - 1] === hash);
    if (fits) this.#leave(bytes, index + 1);
    else this.#fail('damaged', bytes, at);
  }

  /** An element has ended before `after`. */
  #leave(bytes: Uint8Array, after: number): void {
    this.#at = after;
    this.#depth -= 1;
    if (this.#depth > 0) return;
    const kind = this.#deep ? 'too-deep' : after - this.#start > MAX_STANZA ? 'too-long' : 'stanza';
    this.#out(kind, bytes.subarray(this.#start, after), this.#base + this.#start);
    this.#resume(after);
  }

  /** The open stanza is good up to `position`; reading goes on at the first stanza start inside, or there. */
  #fail(kind: FrameKind, bytes: Uint8Array, position: number): void {
    const stanza = bytes.subarray(this.#start, position);
    const named = this.#deep ? 'too-deep' : kind;
    const next = this.#nested >= 0 ? this.#nested : position;
    this.#out(named, stanza, this.#base + this.#start);
    this.#resume(next);
  }

  #resume(at: number): void {
    this.#at = at;
    this.#mode = OUTSIDE;
    this.#start = -1;
    this.#markup = -1;
    this.#nested = -1;
    this.#depth = 0;
    this.#quote = 0;
    this.#deep = false;
  }
}

function isStanzaHash(hash: number): boolean {
  return hash === MESSAGE_HASH || hash === PRESENCE_HASH || hash === IQ_HASH;
}

function nameHash(name: string): number {
  let hash = NAME_SEED;
  for (const byte of bytesOf(name)) hash = Math.imul(hash ^ byte, 16777619);
  return hash;
}

/** Letters, `_`, `:` and everything that is not ASCII: XML's own rule is held by the parser. */
function isNameStart(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x5f || byte === 0x3a || byte >= 0x80;
}

/** Do the bytes up to `end` agree with `wanted` as far as they go? */
function isPrefix(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  const length = Math.min(end - at, wanted.length);
  for (let index = 0; index < length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

/** `<?xml version=…?>`, not `<?xml-stylesheet …?>`. */
function isXmlDeclaration(bytes: Uint8Array, at: number, end: number): boolean {
  return startsWith(bytes, at, end, XML_START) && bytes[at + XML_START.length]! <= 0x20;
}
