/** Parameters of MIME fields that are written in pieces or in other letters than ASCII's (RFC 2231 §3, §4). */
import { bytesOf, hexDigit } from '../bytes/text.ts';
import { decodeText } from './charset.ts';
import type { MediaType } from './media-type.ts';

/** Most pieces that are looked for. */
const MOST_PIECES = 100;

/** null = there is none. */
export function parameterOf({ parameters }: MediaType, name: string): string | null {
  const plain = parameters.get(name);
  if (plain !== undefined) return plain;
  const whole = parameters.get(`${name}*`);
  if (whole !== undefined) return decoded([{ text: whole, isEncoded: true }]);
  const pieces: Piece[] = [];
  for (let index = 0; index < MOST_PIECES; index += 1) {
    const encoded = parameters.get(`${name}*${index}*`);
    const text = encoded ?? parameters.get(`${name}*${index}`);
    if (text === undefined) break;
    pieces.push({ text, isEncoded: encoded !== undefined });
  }
  return pieces.length === 0 ? null : decoded(pieces);
}

interface Piece {
  text: string;
  isEncoded: boolean;
}

/** The first piece names character set and language: `UTF-8'en'…`. */
function decoded(pieces: readonly Piece[]): string {
  const [first] = pieces;
  const head = first?.isEncoded === true ? /^([^']*)'[^']*'/.exec(first.text) : null;
  const bytes: number[] = [];
  pieces.forEach(({ text, isEncoded }, index) => {
    const value = index === 0 && head !== null ? text.slice(head[0].length) : text;
    bytes.push(...(isEncoded ? unescaped(value) : bytesOf(value)));
  });
  return decodeText(Uint8Array.from(bytes), head?.[1]).text;
}

function unescaped(value: string): number[] {
  const written = bytesOf(value);
  const bytes: number[] = [];
  for (let at = 0; at < written.length; at += 1) {
    const [high, low] = [hexDigit(written[at + 1] ?? 0), hexDigit(written[at + 2] ?? 0)];
    if (written[at] === 0x25 && high !== -1 && low !== -1) {
      bytes.push(high * 16 + low);
      at += 2;
    } else bytes.push(written[at]!);
  }
  return bytes;
}
