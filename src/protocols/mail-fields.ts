/** Values of a mail's fields: encoded words (RFC 2047) and lists of addresses (RFC 5322 §3.4). */
import { bytesOf, decodeBase64, hexDigit } from '../bytes/text.ts';
import { decodeText } from './charset.ts';
import { splitOutsideQuotes } from './sip-address.ts';

const ENCODED_WORD = /=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=/g;

/** White space between two encoded words is not part of the text (§6.2). */
export function decodedWords(value: string): string {
  return value
    .replace(/(=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[BbQq]\?)/g, '$1')
    .replace(ENCODED_WORD, (_, charset: string, kind: string, text: string) => {
      const bytes = kind.toUpperCase() === 'B' ? decodeBase64(text) : quotedBytes(text);
      // A language may stand behind the character set (RFC 2231 §5).
      return decodeText(bytes, charset.replace(/\*.*$/, '')).text;
    });
}

/** The Q encoding (§4.2): `_` is a space. */
function quotedBytes(text: string): Uint8Array {
  const written = bytesOf(text);
  const bytes = new Uint8Array(written.length);
  let length = 0;
  for (let at = 0; at < written.length; at += 1) {
    const byte = written[at]!;
    const high = hexDigit(written[at + 1] ?? 0);
    const low = hexDigit(written[at + 2] ?? 0);
    if (byte === 0x3d && high !== -1 && low !== -1) {
      bytes[length++] = high * 16 + low;
      at += 2;
    } else bytes[length++] = byte === 0x5f ? 0x20 : byte;
  }
  return bytes.subarray(0, length);
}

/** Written where a party has no mail address: the name beside it is the party. */
const NO_ADDRESS = 'no-mail-address@fedlens.invalid';

/** Bare, lower case; `sip:` and its like are taken off. What is no address stands as it is. */
export function addressesIn(value: string): string[] {
  const found: string[] = [];
  for (const part of splitOutsideQuotes(value, ',').map(withoutGroup).flatMap(dividedBySemicolons)) {
    const angled = /<([^<>]*)>/.exec(part);
    const name = decodedWords(part.slice(0, angled?.index ?? part.length))
      .replace(/"/g, '')
      .trim();
    const address = (angled?.[1] ?? name).replace(/^(sips?|mailto|xmpp|im):/i, '').trim();
    const who = (address === NO_ADDRESS ? name : address).toLowerCase();
    if (who !== '' && !found.includes(who)) found.push(who);
  }
  return found;
}

/** As Outlook shows a list, and some archives write it. */
function dividedBySemicolons(part: string): string[] {
  const pieces = splitOutsideQuotes(part, ';');
  return pieces.filter((piece) => piece.includes('@')).length > 1 ? pieces : [part];
}

/** A group's name stands before a colon, and its end is a semicolon (§3.4). */
function withoutGroup(item: string): string {
  const name = /^\s*([^<"@:]*):/.exec(item);
  const isScheme = /^(sips?|mailto|xmpp|im)$/i.test(name?.[1]?.trim() ?? '');
  return (name === null || isScheme ? item : item.slice(name[0].length)).replace(/;\s*$/, '');
}
