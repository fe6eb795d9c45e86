/**
 * Cuts a byte stream into XMPP stanzas (RFC 6120 §4, §8) without reading them: it counts depth, since carbons nest
 * `<message>`, and knows quotes, comments and CDATA. Whatever stands between stanzas is passed over, so that reading
 * begins anywhere: in a stream joined late, after a loss, in a text of many things.
 *
 * One damaged stanza must not swallow the stream. End tags are held against their start tags; where they do not fit,
 * or where the stream ends, reading goes on at the first stanza start that was seen inside.
 */
import type { FrameKind, FrameSink } from './xmpp-frame.ts';
import { HeldBytes } from './xmpp-held.ts';
import { isNameStart, isXmlDeclaration, Markup, markupAt, MarkupEnd } from './xmpp-markup.ts';
import { MAX_MARKUP, MAX_NAME, MAX_NEGOTIATION, MAX_STANZA } from './xmpp-limits.ts';
import { ElementName, nameHash, OpenElements } from './xmpp-nesting.ts';
import { CLOSE_STREAM, NEGOTIATION_STARTS, STANZA_STARTS, startsToken, STREAM_START, Token } from './xmpp-tokens.ts';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const STREAM = nameHash('stream:stream');

/** Where the scanner stands: between stanzas; in one; in a start tag of one; in a stream's; in a comment or the like. */
const OUTSIDE = 0;
const TEXT = 1;
const TAG = 2;
const HEADER = 3;
const MARKUP = 4;

export class StanzaFramer {
  #out: FrameSink;
  #held = new HeldBytes();
  /** Stream position of the first byte of the buffer that is scanned. */
  #base = 0;
  /** This and the next two are indexes into that buffer. */
  #at = 0;
  /** First byte of the stanza; -1 = outside. */
  #start = -1;
  /** First byte of the markup between stanzas that is being passed over; -1 = none. */
  #markupStart = -1;
  #mode = OUTSIDE;
  /** What is open is no stanza: no stanza stands in it, and what is wrong with it is nobody's loss. */
  #negotiates = false;
  #quote = 0;
  #open = new OpenElements();
  #name = new ElementName();
  #markupEnd = new MarkupEnd();

  constructor(out: FrameSink) {
    this.#out = out;
  }

  /** The next bytes of the stream. */
  push(bytes: Uint8Array): void {
    while (this.#held.length > 0 && this.#isCutBefore(bytes)) this.#abandon();
    if (this.#held.length > 0) {
      this.#held.append(bytes, 0);
      this.#scanHeld();
      return;
    }
    this.#scan(bytes, bytes.length);
    const needed = this.#needed(bytes.length);
    this.#held.append(bytes, needed);
    this.#shift(needed);
  }

  /** The stream ends here, or what comes next does not follow on: an open stanza is given out as truncated. */
  end(): void {
    while (this.#held.length > 0) this.#abandon();
  }

  /** Bytes of the stream that were pushed so far. */
  get position(): number {
    return this.#base + this.#held.length;
  }

  /** Position of the first byte that is still waiting for more. */
  get waitingFrom(): number {
    return this.#base;
  }

  /** Gives up on what is open and reads on inside it. */
  #abandon(): void {
    const { bytes, length } = this.#held;
    if (this.#start >= 0) this.#fail('truncated', bytes, length);
    else if (this.#markupStart < 0) this.#resume(length);
    else {
      this.#markupEnd.giveUp(this.#base + length);
      this.#resume(this.#markupStart + 1);
    }
    this.#scanHeld();
  }

  #scanHeld(): void {
    this.#scan(this.#held.bytes, this.#held.length);
    const needed = this.#needed(this.#held.length);
    this.#held.dropFirst(needed);
    this.#shift(needed);
  }

  /**
   * In a log a record begins with a stanza though the one before is still open: that one was cut. A stanza that is
   * forwarded inside another may begin a record just as well.
   */
  #isCutBefore(bytes: Uint8Array): boolean {
    if (this.#mode !== TEXT || this.#open.depth === 0 || this.#open.isForwarding) return false;
    return startsToken(STANZA_STARTS, bytes, 0, bytes.length) === Token.Yes;
  }

  /** Index of the first byte that must be kept when the buffer ends at `end`. */
  #needed(end: number): number {
    if (this.#start >= 0) return this.#start;
    return this.#markupStart >= 0 ? this.#markupStart : Math.min(this.#at, end);
  }

  /** The buffer's first `count` bytes are gone. */
  #shift(count: number): void {
    this.#base += count;
    this.#at -= count;
    if (this.#start >= 0) this.#start -= count;
    if (this.#markupStart >= 0) this.#markupStart -= count;
    this.#open.shift(count);
  }

  /** Reads on until the buffer ends or what is there does not suffice to go on. */
  #scan(bytes: Uint8Array, end: number): void {
    for (;;) {
      const before = this.#at;
      const mode = this.#mode;
      if (mode === TEXT) this.#scanText(bytes, end);
      else if (mode === TAG || mode === HEADER) this.#scanTag(bytes, end);
      else if (mode === OUTSIDE) this.#scanOutside(bytes, end);
      else this.#scanMarkup(bytes, end);
      const most = this.#negotiates ? MAX_NEGOTIATION : MAX_STANZA;
      if (this.#start >= 0 && this.#at - this.#start > most) this.#tooLong(bytes);
      else if (this.#at === before && this.#mode === mode) return;
    }
  }

  #tooLong(bytes: Uint8Array): void {
    if (this.#open.wentTooDeep) this.#open.forgetNested();
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
      if (this.#startOutside(bytes, at, end) !== Token.No) return;
      at += 1;
    }
  }

  /** Yes = something was passed or is entered, Unsure = more bytes are needed to tell. */
  #startOutside(bytes: Uint8Array, at: number, end: number): Token {
    if (at + 1 >= end) return Token.Unsure;
    const next = bytes[at + 1]!;
    if (next === 0x21 || next === 0x3f) return this.#startMarkup(bytes, at, end);
    if (next === SLASH) {
      const closes = startsToken(CLOSE_STREAM, bytes, at, end);
      if (closes === Token.Yes) this.#giveClose(bytes, at);
      return closes;
    }
    const stanza = startsToken(STANZA_STARTS, bytes, at, end);
    if (stanza === Token.Unsure) return stanza;
    const starts = stanza === Token.Yes ? stanza : startsToken(NEGOTIATION_STARTS, bytes, at, end);
    if (starts !== Token.Yes) return starts;
    this.#negotiates = stanza !== Token.Yes;
    this.#start = at;
    this.#open.clear();
    this.#quote = 0;
    const isStream = startsToken(STREAM_START, bytes, at, end) === Token.Yes;
    this.#mode = isStream ? HEADER : TEXT;
    // The stream's element stays open as long as the connection: only its start tag is framed.
    if (isStream) this.#at = at + STREAM_START[0]!.length;
    return Token.Yes;
  }

  #giveClose(bytes: Uint8Array, at: number): void {
    this.#at = at + CLOSE_STREAM[0]!.length;
    this.#out('close', bytes.subarray(at, this.#at), this.#base + at);
  }

  #startMarkup(bytes: Uint8Array, at: number, end: number): Token {
    const kind = markupAt(bytes, at, end);
    if (kind === Markup.None) return Token.No;
    if (kind === Markup.Unsure) return Token.Unsure;
    if (kind === Markup.Declaration && this.#markupEnd.isDeclaring(this.#base + at)) return Token.No;
    this.#mode = MARKUP;
    this.#markupStart = at;
    this.#at = at + this.#markupEnd.open(kind);
    return Token.Yes;
  }

  /** To the end of markup, between stanzas or in one. */
  #scanMarkup(bytes: Uint8Array, end: number): void {
    const limit = this.#markupStart >= 0 ? this.#markupStart + MAX_MARKUP : end;
    const after = this.#markupEnd.search(bytes, this.#at, Math.min(end, limit), this.#base);
    if (after < 0) {
      this.#at = ~after;
      if (end < limit || this.#markupStart < 0) return;
      this.#markupEnd.giveUp(this.#base + limit);
      this.#resume(this.#markupStart + 1);
      return;
    }
    const from = this.#markupStart;
    const { kind } = this.#markupEnd;
    this.#markupStart = -1;
    this.#at = after;
    this.#mode = this.#start >= 0 ? TEXT : OUTSIDE;
    if (kind === Markup.Declaration || (kind === Markup.Instruction && !isXmlDeclaration(bytes, from, after))) {
      this.#out('refused', bytes.subarray(from, after), this.#base + from);
    }
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
    else if (next === 0x21 || next === 0x3f) this.#markupInside(bytes, at, end);
    else this.#fail('damaged', bytes, at);
  }

  #markupInside(bytes: Uint8Array, at: number, end: number): void {
    const kind = markupAt(bytes, at, end);
    if (kind === Markup.Unsure) return;
    if (kind === Markup.None) this.#fail('damaged', bytes, at);
    else if (kind === Markup.Comment || kind === Markup.Cdata) {
      this.#mode = MARKUP;
      this.#at = at + this.#markupEnd.open(kind);
    }
    // The stanza goes with what is refused; that is passed over, and reported, between stanzas.
    else this.#resume(at);
  }

  #startTag(bytes: Uint8Array, at: number, end: number): void {
    const index = this.#name.read(bytes, at + 1, end);
    const { hash } = this.#name;
    const isLong = index - at > MAX_NAME;
    if (index >= end && !isLong) return;
    if (isLong || hash === STREAM || !this.#open.enter(hash, at)) {
      this.#fail('damaged', bytes, at);
      return;
    }
    if (this.#negotiates && this.#open.nested >= 0) {
      this.#resume(at);
      return;
    }
    this.#at = index;
    this.#quote = 0;
    this.#mode = TAG;
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
        this.#tagEnds(bytes, at);
        return;
      }
    }
    this.#at = at;
    this.#quote = quote;
  }

  #tagEnds(bytes: Uint8Array, at: number): void {
    const after = at + 1;
    if (this.#mode === HEADER) {
      this.#out('header', bytes.subarray(this.#start, after), this.#base + this.#start);
      this.#resume(after);
      return;
    }
    this.#at = after;
    this.#mode = TEXT;
    if (bytes[at - 1] === SLASH) this.#leave(bytes, after);
  }

  #endTag(bytes: Uint8Array, at: number, end: number): void {
    let index = this.#name.read(bytes, at + 2, end);
    const { hash } = this.#name;
    while (index < end && bytes[index]! <= 0x20) index += 1;
    if (index - at > MAX_NAME) this.#fail('damaged', bytes, at);
    else if (index >= end) return;
    else if (bytes[index] === GT && this.#open.fits(hash)) this.#leave(bytes, index + 1);
    else this.#fail('damaged', bytes, at);
  }

  /** An element has ended before `after`. */
  #leave(bytes: Uint8Array, after: number): void {
    this.#at = after;
    this.#open.leave();
    if (this.#open.depth > 0) return;
    const isLong = after - this.#start > (this.#negotiates ? MAX_NEGOTIATION : MAX_STANZA);
    const whole = this.#negotiates ? 'negotiation' : 'stanza';
    const kind = this.#open.wentTooDeep ? 'too-deep' : isLong ? 'too-long' : whole;
    this.#give(kind, bytes, after);
    this.#resume(after);
  }

  /** The open stanza is good up to `position`; reading goes on at the first stanza start inside, or there. */
  #fail(kind: FrameKind, bytes: Uint8Array, position: number): void {
    const next = this.#open.nested >= 0 ? this.#open.nested : position;
    const what = this.#open.wentTooDeep ? 'too-deep' : kind;
    this.#give(what, bytes, position);
    this.#resume(next);
  }

  /** What is open, up to `end`. */
  #give(kind: FrameKind, bytes: Uint8Array, end: number): void {
    if (this.#negotiates && kind !== 'negotiation') return;
    this.#out(kind, bytes.subarray(this.#start, end), this.#base + this.#start);
  }

  #resume(at: number): void {
    this.#at = at;
    this.#mode = OUTSIDE;
    this.#start = -1;
    this.#negotiates = false;
    this.#markupStart = -1;
    this.#quote = 0;
    this.#open.clear();
  }
}
