/** Markup that is no tag: comments, CDATA sections, processing instructions and declarations (XML 1.0 §2.5–2.8). */
import { bytesOf, find, startsWith } from '../bytes/text.ts';
import { startsToken, Token } from './xmpp-tokens.ts';

const COMMENT_START = bytesOf('<!--');
const COMMENT_END = bytesOf('-->');
const CDATA_START = bytesOf('<![CDATA[');
const CDATA_END = bytesOf(']]>');
const INSTRUCTION_END = bytesOf('?>');
const XML_START = bytesOf('<?xml');
/** XMPP has none of them (RFC 6120 §11.1). */
const DECLARATIONS = ['<!DOCTYPE', '<!ENTITY', '<!ELEMENT', '<!ATTLIST', '<!NOTATION'].map(bytesOf);

const GT = 0x3e;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

export const Markup = { None: 0, Unsure: 1, Comment: 2, Cdata: 3, Instruction: 4, Declaration: 5 } as const;
export type Markup = (typeof Markup)[keyof typeof Markup];

/** What begins with the `<!` or `<?` at `at`; None = neither, it is stray text. */
export function markupAt(bytes: Uint8Array, at: number, end: number): Markup {
  if (at + 2 >= end) return Markup.Unsure;
  if (bytes[at + 1] === 0x3f) return isNameStart(bytes[at + 2]!) ? Markup.Instruction : Markup.None;
  if (startsWith(bytes, at, end, COMMENT_START)) return Markup.Comment;
  if (startsWith(bytes, at, end, CDATA_START)) return Markup.Cdata;
  if (isPrefix(bytes, at, end, COMMENT_START) || isPrefix(bytes, at, end, CDATA_START)) return Markup.Unsure;
  const declares = startsToken(DECLARATIONS, bytes, at, end);
  return declares === Token.Yes ? Markup.Declaration : declares === Token.Unsure ? Markup.Unsure : Markup.None;
}

/** `<?xml version=…?>`, which a stream may begin with; not `<?xml-stylesheet …?>`. */
export function isXmlDeclaration(bytes: Uint8Array, at: number, end: number): boolean {
  return startsWith(bytes, at, end, XML_START) && bytes[at + XML_START.length]! <= 0x20;
}

/** Letters, `_`, `:` and everything that is not ASCII: XML's own rule is held by the parser. */
export function isNameStart(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x5f || byte === 0x3a || byte >= 0x80;
}

/** Finds the end of one piece of markup, over as many buffers as it takes. */
export class MarkupEnd {
  #kind: Markup = Markup.None;
  #quote = 0;
  /** Open square brackets: a DOCTYPE holds declarations in them. */
  #brackets = 0;
  /** By kind: where in the stream the search for an end that never came stopped; no end lies before. */
  #without: number[] = [];

  get kind(): Markup {
    return this.#kind;
  }

  /** Gives the length of its beginning, which is not searched. */
  open(kind: Markup): number {
    this.#kind = kind;
    this.#quote = 0;
    this.#brackets = 0;
    return kind === Markup.Comment ? COMMENT_START.length : kind === Markup.Cdata ? CDATA_START.length : 2;
  }

  /** No end was found up to `offset` of the stream: what begins before it does not look there again. */
  giveUp(offset: number): void {
    // The first bytes of an end may stand there already.
    this.#without[this.#kind] = offset - CDATA_END.length + 1;
  }

  /** Lies `offset` of the stream within a declaration that did not end? Then none begins there. */
  isDeclaring(offset: number): boolean {
    return offset < (this.#without[Markup.Declaration] ?? 0);
  }

  /**
   * Index after the end if it lies in [start, end); else the one's complement of the index to go on at when more bytes
   * have come. @param base offset of the buffer in the stream
   */
  search(bytes: Uint8Array, start: number, end: number, base: number): number {
    if (this.#kind === Markup.Declaration) return this.#searchDeclaration(bytes, start, end);
    const from = Math.min(end, Math.max(start, (this.#without[this.#kind] ?? 0) - base));
    const mark =
      this.#kind === Markup.Comment ? COMMENT_END : this.#kind === Markup.Cdata ? CDATA_END : INSTRUCTION_END;
    const found = find(bytes, mark, from, end);
    return found >= 0 ? found + mark.length : ~Math.max(from, end - mark.length + 1);
  }

  /** To the `>` that is in no brackets and no quotes. */
  #searchDeclaration(bytes: Uint8Array, from: number, end: number): number {
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at]!;
      if (this.#quote !== 0) {
        if (byte === this.#quote) this.#quote = 0;
      } else if (byte === QUOTE || byte === APOSTROPHE) this.#quote = byte;
      else if (byte === 0x5b) this.#brackets += 1;
      else if (byte === 0x5d) this.#brackets -= 1;
      else if (byte === GT && this.#brackets <= 0) return at + 1;
    }
    return ~end;
  }
}

/** Do the bytes up to `end` agree with `wanted` as far as they go? */
function isPrefix(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  const length = Math.min(end - at, wanted.length);
  for (let index = 0; index < length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
