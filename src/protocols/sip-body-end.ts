/** Whether a body whose length does not fit was cut, taken out by the log's writer, or is whole after all. */
import { decode, isWhite } from '../bytes/text.ts';
import type { MediaType } from './media-type.ts';

/** What servers write in place of a text that is not to be logged, in asterisks or dashes: `--****MESSAGE BODY DELETED****--`. */
const LONGEST_REMOVAL = 80;
const BODY_REMOVED = /^[-*\s]*(message )?body (deleted|omitted|removed)[-*\s]*$/i;

/** Of a body that should have `length` bytes nothing is there but white space, a dash, or a server's word that it left it out. */
export function isRemoved(content: Uint8Array, length: number): boolean {
  let at = 0;
  while (at < content.length && isWhite(content[at]!)) at += 1;
  // White space may be the body, its line breaks without their CR.
  if (at === content.length) return length > 2 * content.length;
  const first = content[at];
  if (content.length - at > LONGEST_REMOVAL || (first !== 0x2d && first !== 0x2a)) return false;
  const text = decode(content, at, content.length).trimEnd();
  return text === '-' || BODY_REMOVED.test(text);
}

/** Does the body show its own end, whatever Content-Length says? Then nothing was cut. */
export function endsItself(content: Uint8Array, type: MediaType): boolean {
  let tail = '';
  for (const byte of content.subarray(-200)) tail += String.fromCharCode(byte);
  tail = tail.trimEnd();
  const boundary = type.parameters.get('boundary');
  if (boundary !== undefined) return tail.endsWith('--' + boundary + '--');
  if (/[+/]xml\b/.test(type.name) || type.name === 'text/html') {
    const last = /<\/([^<>\s]+)\s*>$/.exec(tail)?.[1];
    return last !== undefined && last === rootName(content);
  }
  return false;
}

/** Name of the first element; '' = none within the first bytes. */
function rootName(content: Uint8Array): string {
  let head = '';
  for (const byte of content.subarray(0, 400)) head += String.fromCharCode(byte);
  return /<([A-Za-z_][^\s<>/]*)/.exec(head)?.[1] ?? '';
}
