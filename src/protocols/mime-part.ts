/** MIME inside SIP (RFC 2045, 2046): a part's head, its transfer encoding, and a multipart's parts. */
import { CR, LF, SPACE, TAB, bytesOf, decode, decodeBase64, hexDigit, startsWith } from '../bytes/text.ts';
import { readMediaType, type MediaType } from './media-type.ts';

export interface MimePart {
  /** Decoded from its transfer encoding. */
  bytes: Uint8Array;
  type: MediaType;
  /** Content-Disposition. */
  disposition: MediaType;
  /** Content-Encoding (RFC 3261 §20.12), lower case; '' = none. */
  encoding: string;
}

export interface Multipart {
  parts: MimePart[];
  /** The closing delimiter was there. */
  closed: boolean;
}

/** Splits a multipart body. A missing boundary is taken from the first line; the last part may lack its end. */
export function readMultipart(bytes: Uint8Array, type: MediaType): Multipart {
  const boundary = type.parameters.get('boundary') ?? boundaryIn(bytes);
  const parts: MimePart[] = [];
  if (boundary === null || boundary === '') return { parts, closed: false };
  const delimiter = bytesOf('--' + boundary);
  let open = -1;
  for (let line = 0; line < bytes.length; line = afterLine(bytes, line)) {
    if (!startsWith(bytes, line, bytes.length, delimiter)) continue;
    const rest = line + delimiter.length;
    const closing = bytes[rest] === 0x2d && bytes[rest + 1] === 0x2d;
    if (!closing && !isBlankTo(bytes, rest, afterLine(bytes, line))) continue;
    if (open !== -1) parts.push(readPart(bytes.subarray(open, beforeBreak(bytes, open, line)), type.name));
    if (closing) return { parts, closed: true };
    open = afterLine(bytes, line);
  }
  if (open !== -1) parts.push(readPart(bytes.subarray(open), type.name));
  return { parts, closed: false };
}

/** A head, an empty line and a body. Without a Content-Type it is text/plain (RFC 2045 §5.2). */
export function readPart(bytes: Uint8Array, container = ''): MimePart {
  let line = 0;
  while (line < bytes.length && !isBlankTo(bytes, line, afterLine(bytes, line))) line = afterLine(bytes, line);
  const head = headersOf(decode(bytes, 0, line));
  const body = bytes.subarray(Math.min(afterLine(bytes, line), bytes.length));
  return {
    bytes: decodeTransfer(body, head.get('content-transfer-encoding') ?? ''),
    type: readMediaType(
      head.get('content-type') ?? (container === 'multipart/digest' ? 'message/rfc822' : 'text/plain'),
    ),
    disposition: readMediaType(head.get('content-disposition') ?? ''),
    encoding: (head.get('content-encoding') ?? '').toLowerCase(),
  };
}

/** Names lower case; of a repeated field the first. */
export function headersOf(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

/** Undoes base64 and quoted-printable; 7bit, 8bit, binary and what is unknown stay as they are. */
export function decodeTransfer(bytes: Uint8Array, encoding: string): Uint8Array {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return decodeBase64(decode(bytes, 0, bytes.length));
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes);
    default:
      return bytes;
  }
}

/** RFC 2045 §6.7; an `=` that begins no escape stands for itself. */
function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0x3d) {
      let after = at + 1;
      while (bytes[after] === SPACE || bytes[after] === TAB) after += 1;
      if (bytes[after] === CR && bytes[after + 1] === LF) after += 1;
      if (bytes[after] === LF) {
        at = after;
        continue;
      }
      const high = hexDigit(bytes[at + 1] ?? 0);
      const low = hexDigit(bytes[at + 2] ?? 0);
      if (high !== -1 && low !== -1) {
        out[length++] = high * 16 + low;
        at += 2;
        continue;
      }
    }
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

function boundaryIn(bytes: Uint8Array): string | null {
  for (let line = 0; line < bytes.length; line = afterLine(bytes, line)) {
    if (bytes[line] === 0x2d && bytes[line + 1] === 0x2d) {
      return decode(bytes, line + 2, afterLine(bytes, line)).trim();
    }
  }
  return null;
}

function afterLine(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(LF, from);
  return end === -1 ? bytes.length : end + 1;
}

function isBlankTo(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index];
    if (byte !== CR && byte !== LF && byte !== SPACE && byte !== TAB) return false;
  }
  return true;
}

/** The line break before a delimiter belongs to it (RFC 2046 §5.1.1). */
function beforeBreak(bytes: Uint8Array, from: number, line: number): number {
  let end = line;
  if (end > from && bytes[end - 1] === LF) end -= 1;
  if (end > from && bytes[end - 1] === CR) end -= 1;
  return end;
}
