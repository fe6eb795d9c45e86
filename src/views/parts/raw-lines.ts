/** Bytes of a log as lines of text with the names in them marked. */

export interface RawLine {
  /** Alternating: plain text, name, plain text, … */
  parts: { text: string; isName: boolean }[];
}

/** A SIP or trace header at the start of a line, and the name of an XML element anywhere (`<sip:…>` is an address). */
const NAME = /^[A-Za-z][A-Za-z0-9-]*(?=:\s|:$)|(?<=<\/?)(?!sips?:|tel:)[A-Za-z_][\w.:-]*/g;
/** Longer lines are not searched for names: a stream without line breaks is one line. */
const LONGEST_SEARCHED = 20_000;

/** UTF-8, or UTF-16 where the bytes say so by their zeros; what cannot be read is shown as �. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder(looksLikeUtf16(bytes) ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** Plain ASCII in UTF-16LE has a zero in each second byte. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const seen = Math.min(bytes.length & ~1, 64);
  if (seen < 4) return false;
  let zeros = 0;
  for (let i = 1; i < seen; i += 2) if (bytes[i] === 0) zeros++;
  return zeros > seen / 4;
}

/** True where the bytes are no text: then they are shown in hexadecimal. */
export function isBinary(bytes: Uint8Array): boolean {
  if (looksLikeUtf16(bytes)) return false;
  let controls = 0;
  const seen = Math.min(bytes.length, 2048);
  for (let i = 0; i < seen; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  }
  return controls > seen / 20;
}

export function linesOf(text: string): RawLine[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => ({ parts: partsOf(line) }));
}

function partsOf(line: string): RawLine['parts'] {
  if (line.length > LONGEST_SEARCHED) return [{ text: line, isName: false }];
  const parts: RawLine['parts'] = [];
  let from = 0;
  for (const match of line.matchAll(NAME)) {
    if (match.index > from) parts.push({ text: line.slice(from, match.index), isName: false });
    parts.push({ text: match[0], isName: true });
    from = match.index + match[0].length;
  }
  if (from < line.length || parts.length === 0) parts.push({ text: line.slice(from), isName: false });
  return parts;
}

/** `00000010  16 03 01 …  ...` sixteen bytes a line, as hexdump writes it. */
export function hexLines(bytes: Uint8Array): RawLine[] {
  const lines: RawLine[] = [];
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const row = [...bytes.subarray(offset, offset + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    const address = offset.toString(16).padStart(8, '0');
    lines.push({
      parts: [
        { text: address, isName: true },
        { text: `  ${hex.padEnd(47)}  ${text}`, isName: false },
      ],
    });
  }
  return lines;
}
