/** Text in a body, in the character set its Content-Type names. */
import { decodedWindows1252 } from '../bytes/code-page.ts';

const utf8Strict = new TextDecoder('utf-8', { fatal: true });
const utf8 = new TextDecoder('utf-8');
const decoders = new Map<string, TextDecoder | null>();

/** Character sets whose text may look like UTF-8 without being it: 7-bit shifts and two-byte units. */
const NOT_ASCII_BASED = /^(utf-?16|unicode|ucs-?2|iso-2022|hz-gb|csiso2022)/i;

export interface DecodedText {
  text: string;
  /** Bytes that fit neither the named character set nor UTF-8 became U+FFFD. */
  damaged: boolean;
}

/**
 * A log that was saved as UTF-8 carries text in UTF-8 whatever the header says, and no text in a single-byte set of more than
 * a few letters happens to be valid UTF-8: so what is valid is read as UTF-8.
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined): DecodedText {
  const shifted = charset !== undefined && NOT_ASCII_BASED.test(charset) && decoderFor(charset) !== null;
  if (!shifted) {
    try {
      return { text: utf8Strict.decode(bytes), damaged: false };
    } catch {
      // Not UTF-8: below.
    }
  }
  const named = charset === undefined ? null : decoderFor(charset);
  if (named === null || named.encoding === 'utf-8') return { text: utf8.decode(bytes), damaged: true };
  const text = named.encoding === 'windows-1252' ? decodedWindows1252(bytes) : named.decode(bytes);
  return { text, damaged: text.includes('\uFFFD') };
}

function decoderFor(charset: string): TextDecoder | null {
  const label = charset.trim().toLowerCase();
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    try {
      decoder = new TextDecoder(label);
    } catch {
      // A label that no browser knows.
      decoder = null;
    }
    decoders.set(label, decoder);
  }
  return decoder;
}
