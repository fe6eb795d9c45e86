/** Where in the text of a trace record XMPP begins and ends, as the XMPP gateway of Lync and Skype for Business logs it. */
import { bytesOf, find, indexOfByte, startsWith, trimmedEnd } from '../bytes/text.ts';
import { isStanza, nameEndAt } from './xml-element.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const XML = bytesOf('?xml ');
const STREAM = bytesOf('stream:');
/** The root of a presence document (RFC 3863), which SIP carries. */
const PIDF = bytesOf('urn:ietf:params:xml:ns:pidf');

/** Index of the first stanza, or tag of a stream, in [from, to); -1 = there is none. */
export function xmppIn(bytes: Uint8Array, from: number, to: number): number {
  for (let at = indexOfByte(bytes, LESS, from, to); at !== -1; at = indexOfByte(bytes, LESS, at + 1, to)) {
    const name = bytes[at + 1] === SLASH ? at + 2 : at + 1;
    if (startsWith(bytes, name, to, STREAM) || startsWith(bytes, name, to, XML)) return at;
    const nameEnd = nameEndAt(bytes, name, to);
    if (name !== at + 1 || nameEnd === to || !isStanza(bytes, name, nameEnd)) continue;
    const close = indexOfByte(bytes, GREATER, nameEnd, to);
    if (find(bytes, PIDF, nameEnd, close === -1 ? to : close) === -1) return at;
  }
  return -1;
}

/** Index behind the XML that begins at `from`: behind its last tag, or the end of the text if a tag was cut off. */
export function xmppEnd(bytes: Uint8Array, from: number, to: number): number {
  const close = bytes.lastIndexOf(GREATER, to - 1);
  const isCut = close < from || indexOfByte(bytes, LESS, close, to) !== -1;
  return isCut ? trimmedEnd(bytes, from, to) : close + 1;
}
