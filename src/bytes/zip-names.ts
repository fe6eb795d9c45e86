/** Names of the members of a ZIP archive (PKWARE APPNOTE 6.3.10, §4.4.17 and appendix D). */

/** The upper half of code page 437, in which names stand unless a flag says UTF-8. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Many writers put UTF-8 without saying so: what is valid UTF-8 is taken for it. Folders are parted by `/`. */
export function memberName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = strict.decode(bytes);
  } catch {
    name = Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (CP437[byte - 0x80] ?? ''))).join('');
  }
  return name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
}
