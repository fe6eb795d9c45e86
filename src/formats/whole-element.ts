/**
 * Says of a payload that grows line by line whether the XML in it is whole: every element that begins in it also ends in
 * it. Looks at each byte once. A stream's start tag is whole by itself; end tags of elements that began in an earlier
 * payload are, too.
 */
import { bytesOf, isWhite } from '../bytes/text.ts';
import type { PayloadBuffer } from './payload-buffer.ts';

type State = 'text' | 'opening' | 'start-tag' | 'end-tag' | 'declaration' | 'instruction' | 'comment' | 'cdata';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DASH = 0x2d;
const BRACKET = 0x5d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const STREAM = bytesOf('stream:stream');
const CDATA = bytesOf('[CDATA[');

export class WholeElement {
  #state: State = 'text';
  #depth = 0;
  /** Bytes of the payload that are looked at. */
  #seen = 0;
  /** Only white space has come since the last markup, or since the beginning. */
  #isClean = true;
  /** The quote that is open in a tag; 0 = none. */
  #quote = 0;
  /** Bytes since the markup's beginning that still fit the name which is asked for; -1 = they do not. */
  #fits = 0;
  /** The last byte, and the one before it. */
  #last = 0;
  #before = 0;

  clear(): void {
    this.#state = 'text';
    this.#depth = this.#seen = this.#quote = this.#fits = this.#last = this.#before = 0;
    this.#isClean = true;
  }

  /** Another payload comes, which goes on where this one ends. */
  goOn(): void {
    this.#seen = 0;
  }

  /** To be asked after each line; what was in the payload before must not change. */
  isWhole(payload: PayloadBuffer): boolean {
    const bytes = payload.bytes();
    for (; this.#seen < bytes.length; this.#seen += 1) {
      const byte = bytes[this.#seen]!;
      this.#take(byte);
      this.#before = this.#last;
      this.#last = byte;
    }
    return this.#state === 'text' && this.#depth === 0 && this.#isClean;
  }

  /** Do the bytes so far end in the text of an element or between elements, not in a tag? */
  get isInText(): boolean {
    return this.#state === 'text';
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'text':
        if (byte === LESS) this.#open();
        else if (!isWhite(byte)) this.#isClean = false;
        return;
      case 'opening':
        this.#name(byte);
        return;
      case 'start-tag':
        this.#inTag(byte);
        return;
      case 'end-tag':
        if (byte === LESS) this.#open();
        else if (byte === GREATER) this.#close(-1);
        return;
      case 'declaration':
        this.#inDeclaration(byte);
        return;
      case 'instruction':
        if (byte === GREATER && this.#last === QUESTION) this.#close(0);
        return;
      case 'comment':
        if (byte === GREATER && this.#last === DASH && this.#before === DASH) this.#close(0);
        return;
      case 'cdata':
        if (byte === GREATER && this.#last === BRACKET && this.#before === BRACKET) this.#close(0);
    }
  }

  #open(): void {
    this.#state = 'opening';
    this.#quote = this.#fits = 0;
  }

  /** The first byte behind a `<`. */
  #name(byte: number): void {
    if (byte === LESS) return;
    if (byte === SLASH) this.#state = 'end-tag';
    else if (byte === BANG) this.#state = 'declaration';
    else if (byte === QUESTION) this.#state = 'instruction';
    else {
      this.#state = 'start-tag';
      this.#inTag(byte);
    }
  }

  #inTag(byte: number): void {
    if (this.#quote !== 0) {
      if (byte === this.#quote) this.#quote = 0;
    } else if (byte === GREATER) {
      const isStream = this.#fits === STREAM.length || this.#fits === Infinity;
      this.#close(this.#last === SLASH || isStream ? 0 : 1);
    } else if (byte === LESS) this.#open();
    else {
      if (byte === QUOTE || byte === APOSTROPHE) this.#quote = byte;
      if (this.#fits === STREAM.length) this.#fits = isWhite(byte) || byte === SLASH ? Infinity : -1;
      else if (this.#fits >= 0 && this.#fits < STREAM.length)
        this.#fits = byte === STREAM[this.#fits] ? this.#fits + 1 : -1;
    }
  }

  /** Behind `<!`: a comment, a CDATA section, or what XMPP does not know. */
  #inDeclaration(byte: number): void {
    if (byte === DASH && this.#last === DASH && this.#fits === -1) {
      // `<!-->` is no comment that ends at once.
      this.#last = this.#before = 0;
      this.#state = 'comment';
    } else if (byte === DASH && this.#last === BANG) this.#fits = -1;
    else if (byte === GREATER) this.#close(0);
    else if (this.#fits >= 0 && byte === CDATA[this.#fits]) {
      this.#fits += 1;
      if (this.#fits === CDATA.length) this.#state = 'cdata';
    }
  }

  #close(by: number): void {
    this.#depth = Math.max(0, this.#depth + by);
    this.#state = 'text';
    this.#isClean = true;
  }
}
