/**
 * Mail as RFC 5322 and MIME have it: folded heads, encoded words (RFC 2047), parameters (RFC 2231), bodies in base64. Values
 * come from logs: whatever stands in them, no field can begin another one.
 */
import type { EpochMs } from '../model.ts';
import { onOneLine } from './harmless.ts';

const encoder = new TextEncoder();
/** An encoded word has at most 75 characters (RFC 2047 §2): 45 bytes in base64 and `=?UTF-8?B??=`. */
const WORD_BYTES = 45;
/** Lines are folded before this many characters (RFC 5322 §2.1.1). */
const LINE = 76;
/** Words of ASCII that need no encoding; `=?` would begin an encoded word. */
const PLAIN = /^(?!.*=\?)[\x20-\x7e]*$/;
/** dot-atom@dot-atom (RFC 5322 §3.4.1), of lengths that mail allows. */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/;

/** An unstructured field. */
export function headerField(name: string, value: string): string {
  const text = onOneLine(value).trim();
  return PLAIN.test(text) && text.split(' ').every((word) => word.length <= LINE - 2)
    ? folded(
        name + ':',
        text.split(' ').filter((word) => word !== ''),
      )
    : folded(name + ':', encodedWords(text, roomBehind(name)));
}

/** A field whose value is of our own making or a token: never encoded, never folded inside a word. */
function folded(name: string, words: readonly string[]): string {
  let field = '';
  let line = name;
  for (const word of words) {
    if (line.length + 1 + word.length > LINE && line !== name) {
      field += line + '\r\n';
      line = ' ' + word;
    } else line += ' ' + word;
  }
  return field + line + '\r\n';
}

/** Bytes that the first encoded word may hold: with the name it stands on one line of at most 76 characters (RFC 2047 §2). */
function roomBehind(name: string): number {
  const room = LINE - `${name}: =?UTF-8?B??=`.length;
  return Math.max(3, Math.min(WORD_BYTES, Math.floor(room / 4) * 3));
}

/**
 * RFC 2047, never dividing a character; white space between two encoded words is not shown.
 * @param first bytes that the first word may hold
 */
function encodedWords(text: string, first = WORD_BYTES): string[] {
  const words: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const letter of text) {
    const length = encoder.encode(letter).length;
    if (piece !== '' && bytes + length > (words.length === 0 ? first : WORD_BYTES)) {
      words.push(encodedWord(piece));
      piece = '';
      bytes = 0;
    }
    piece += letter;
    bytes += length;
  }
  if (piece !== '' || words.length === 0) words.push(encodedWord(piece));
  return words;
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${base64Of(encoder.encode(text))}?=`;
}

/** Lists people. What is no mail address is their name, with an address that nobody has (RFC 2606). */
export function addressField(name: string, people: readonly string[]): string {
  const words = people.flatMap((who, index) => {
    const comma = index < people.length - 1 ? ',' : '';
    if (ADDRESS.test(who) && who.length <= 254) return [who + comma];
    return [...encodedWords(onOneLine(who), roomBehind(name)), `<no-mail-address@fedlens.invalid>${comma}`];
  });
  return folded(name + ':', words);
}

/** `Tue, 24 Jun 2014 09:12:01 +0000` (RFC 5322 §3.3). */
export function mailDate(time: EpochMs): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}

export interface MailPart {
  /** Content-Type without parameters other than `charset`. */
  type: string;
  /** null = shown, not attached. */
  fileName: string | null;
  bytes: Uint8Array;
}

/**
 * A whole mail of one or several parts, all in base64: so no line is too long and none can pass for a boundary.
 * @param fields made by the functions above
 * @param boundaryName made of letters and digits
 */
export function mailOf(fields: readonly string[], parts: readonly MailPart[], boundaryName: string): string {
  const head = fields.join('') + 'MIME-Version: 1.0\r\n';
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return head + partOf(only);
  const boundary = `=_${boundaryName}_=`;
  let mail = head + `Content-Type: multipart/mixed;\r\n boundary="${boundary}"\r\n\r\n`;
  for (const part of parts) mail += `--${boundary}\r\n${partOf(part)}`;
  return mail + `--${boundary}--\r\n`;
}

function partOf({ type, fileName, bytes }: MailPart): string {
  let head = `Content-Type: ${type}`;
  if (fileName !== null) head += parameter('name', fileName);
  head += '\r\nContent-Transfer-Encoding: base64\r\n';
  if (fileName !== null) head += `Content-Disposition: attachment${parameter('filename', fileName)}\r\n`;
  return head + '\r\n' + base64Lines(bytes);
}

/** A parameter on a line of its own; of other letters than ASCII's as RFC 2231 §4 has it, in pieces (§3). */
function parameter(name: string, value: string): string {
  const text = onOneLine(value);
  if (/^[\x20-\x7e]{1,60}$/.test(text)) return `;\r\n ${name}="${text.replace(/["\\]/g, '\\$&')}"`;
  const pieces: string[] = [''];
  for (const letter of text) {
    const escaped = /^[A-Za-z0-9.-]$/.test(letter) ? letter : percentOf(letter);
    const last = pieces.length - 1;
    if ((pieces[last] ?? '').length + escaped.length > 50) pieces.push(escaped);
    else pieces[last] += escaped;
  }
  return pieces.map((piece, index) => `;\r\n ${name}*${index}*=${index === 0 ? "UTF-8''" : ''}${piece}`).join('');
}

function percentOf(letter: string): string {
  return Array.from(encoder.encode(letter), (byte) => '%' + byte.toString(16).toUpperCase().padStart(2, '0')).join('');
}

/** Bytes of one line of base64: 76 characters (RFC 2045 §6.8). */
const LINE_BYTES = 57;
/** Bytes that are turned at once: an argument list has its limit. */
const STEP = LINE_BYTES * 256;

export function base64Lines(bytes: Uint8Array): string {
  let lines = '';
  for (let at = 0; at < bytes.length; at += STEP) {
    lines += base64Of(bytes.subarray(at, at + STEP)).replace(/.{1,76}/g, '$&\r\n');
  }
  return lines === '' ? '\r\n' : lines;
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
