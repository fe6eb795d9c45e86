/** Beginnings that an XMPP stream is recognised by. */
import { bytesOf } from '../bytes/text.ts';

/** Does a token stand at a place? `Unsure` = the bytes end before it can be told. */
export const Token = { No: 0, Yes: 1, Unsure: 2 } as const;
export type Token = (typeof Token)[keyof typeof Token];

/** Start tags after which a stanza or a stream begins; a name goes on until white space, `/` or `>`. */
export const STANZA_STARTS = ['<message', '<presence', '<iq', '<stream:stream'].map(bytesOf);
/** What the two ends of a stream agree by before stanzas flow (RFC 6120 §5, §6; XEP-0114, XEP-0220), and what ends it (§4.9). */
export const NEGOTIATION_STARTS = [
  '<stream:features',
  '<stream:error',
  '<features',
  '<starttls',
  '<proceed',
  '<auth',
  '<authenticate',
  '<success',
  '<failure',
  '<db:result',
  '<db:verify',
  '<handshake',
].map(bytesOf);
export const STREAM_START = [bytesOf('<stream:stream')];
export const CLOSE_STREAM = [bytesOf('</stream:stream>')];
/** One of the tokens at `at`; where a token ends in a letter, a delimiter must follow. */
export function startsToken(tokens: readonly Uint8Array[], bytes: Uint8Array, at: number, end: number): Token {
  for (const token of tokens) {
    if (bytes[at + 1] !== token[1] && at + 1 < end) continue;
    const length = Math.min(token.length, end - at);
    let index = 0;
    while (index < length && bytes[at + index] === token[index]) index += 1;
    if (index < length) continue;
    if (length < token.length) return Token.Unsure;
    if (isLetter(token[token.length - 1]!)) {
      if (at + token.length >= end) return Token.Unsure;
      if (!isDelimiter(bytes[at + token.length]!)) continue;
    }
    return Token.Yes;
  }
  return Token.No;
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** White space, `/` or `>`. */
function isDelimiter(byte: number): boolean {
  return byte <= 0x20 || byte === 0x2f || byte === 0x3e;
}
