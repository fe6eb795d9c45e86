/** Texts that people say, in the forms in which clients send them; and the first one, which may ride in an INVITE. */
import type { Fact } from '../model.ts';
import { decodeBase64 } from '../bytes/text.ts';
import { decodeText, type DecodedText } from './charset.ts';
import { htmlToText } from './html-text.ts';
import { readMediaType, type MediaType } from './media-type.ts';
import { rtfToText } from './rtf-text.ts';

/** Kinds of body that are text for people. A MESSAGE without Content-Type is taken for plain text. */
export function isReadableText(name: string): boolean {
  return (
    name === '' || name === 'text/plain' || name === 'text/html' || name === 'text/rtf' || name === 'application/rtf'
  );
}

/** Line breaks are LF, as in a log that lost its CRs; those at the end, which clients and logs add and drop, are left out. */
export function readableText({ bytes, type }: { bytes: Uint8Array; type: MediaType }): DecodedText {
  const { text, damaged } = decodeText(bytes, type.parameters.get('charset'));
  if (type.name === 'text/html') return { text: htmlToText(text), damaged };
  if (type.name.endsWith('rtf')) return { text: rtfToText(text), damaged };
  return { text: withoutLastBreaks(text.replace(/\r\n?/g, '\n')), damaged };
}

/** A loop, not a pattern: `\n+$` takes quadratic time over a text full of line breaks. */
function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

/**
 * `ms-text-format: text/plain; charset=UTF-8;msgr=…;ms-body=<base64>` and `ms-im-format` with the same text as HTML or RTF,
 * any of them several times: plain text is preferred. null = no text rides along.
 */
export function readFirstText(values: readonly string[]): Fact | null {
  let best: Fact | null = null;
  for (const value of values) {
    const type = readMediaType(value);
    const body = type.parameters.get('ms-body');
    if (body === undefined || body === '' || !isReadableText(type.name)) continue;
    const { text } = readableText({ bytes: decodeBase64(body), type });
    if (text.trim() === '') continue;
    const fact: Fact = {
      kind: 'text',
      from: null,
      to: [],
      text,
      contentType: type.name === '' ? 'text/plain' : type.name,
      inInvite: true,
    };
    if (fact.contentType === 'text/plain') return fact;
    best ??= fact;
  }
  return best;
}
