/** What a mail holds (RFC 2045, 2046): the text that a reader would see, files, and mails within it. */
import { decode } from '../bytes/text.ts';
import { decodeText } from './charset.ts';
import { htmlToText } from './html-text.ts';
import { decodedWords } from './mail-fields.ts';
import { readMultipart, type MimePart } from './mime-part.ts';
import { parameterOf } from './mime-parameter.ts';
import { rtfToText } from './rtf-text.ts';

export interface MailContent {
  /** Of several parts that are shown one after the other, all of it; null = there is none. */
  text: string | null;
  /** Of the first part that is shown. */
  contentType: string;
  files: { name: string; bytes: Uint8Array }[];
  /** Mails that are forwarded or enclosed, as they are written. */
  mails: Uint8Array[];
  /** What is encrypted, and how. */
  encrypted: string[];
  /** The end mark of a multipart is missing. */
  isCut: boolean;
  /** Letters that fit no character set. */
  isDamaged: boolean;
  /** Parts nested too deep, or of a multipart without a boundary. */
  isUnread: boolean;
}

/** Multiparts within multiparts. */
const DEEPEST = 16;
/** What a reader shows, best first. */
const SHOWN: readonly string[] = ['text/plain', 'text/html', 'text/rtf', 'application/rtf'];
const SIGNATURE = /^application\/(x-)?(pkcs7|pgp)-signature$/;
const SMIME = /^application\/(x-)?pkcs7-mime$/;

export function contentOf(part: MimePart): MailContent {
  const reader = new ContentReader();
  reader.read(part, 0);
  return reader.content();
}

class ContentReader {
  readonly #texts: { text: string; contentType: string }[] = [];
  readonly #found: Omit<MailContent, 'text' | 'contentType'> = {
    ...{ files: [], mails: [], encrypted: [] },
    ...{ isCut: false, isDamaged: false, isUnread: false },
  };

  content(): MailContent {
    const said = this.#texts.filter(({ text }) => text !== '');
    const [first] = said.length > 0 ? said : this.#texts;
    return {
      ...this.#found,
      text: first === undefined ? null : said.map(({ text }) => text).join('\n'),
      contentType: first?.contentType ?? 'text/plain',
    };
  }

  read(part: MimePart, depth: number): void {
    const { type, disposition, bytes } = part;
    if (type.name.startsWith('multipart/')) this.#multipart(part, depth);
    else if (type.name === 'message/rfc822') {
      this.#found.mails.push(bytes);
      if (fileNameOf(part) !== null) this.#file(part);
    } else if (SMIME.test(type.name) && !/signed/i.test(parameterOf(type, 'smime-type') ?? '')) {
      this.#found.encrypted.push('S/MIME');
    } else if (disposition.name !== 'attachment' && SHOWN.includes(type.name)) this.#text(part);
    else if (!SIGNATURE.test(type.name)) this.#file(part);
  }

  #multipart(part: MimePart, depth: number): void {
    const { parts, closed } = readMultipart(part.bytes, part.type);
    if (parts.length === 0 || depth === DEEPEST) {
      this.#found.isUnread ||= part.bytes.length > 0;
      return;
    }
    if (!closed) this.#found.isCut = true;
    if (part.type.name === 'multipart/encrypted') this.#found.encrypted.push('PGP/MIME');
    else if (part.type.name === 'multipart/alternative') this.read(bestOf(parts), depth + 1);
    else for (const inner of parts) this.read(inner, depth + 1);
  }

  #text(part: MimePart): void {
    const { type, bytes } = part;
    if (type.name.endsWith('/rtf')) {
      this.#texts.push({ text: rtfToText(decode(bytes, 0, bytes.length)), contentType: 'text/rtf' });
      return;
    }
    const { text, damaged } = decodeText(bytes, type.parameters.get('charset'));
    if (damaged) this.#found.isDamaged = true;
    const said = type.name === 'text/html' ? htmlToText(text) : plain(text, part);
    this.#texts.push({ text: said, contentType: type.name });
  }

  #file(part: MimePart): void {
    this.#found.files.push({ name: fileNameOf(part) ?? `unnamed (${part.type.name})`, bytes: part.bytes });
  }
}

export function fileNameOf({ type, disposition }: MimePart): string | null {
  const name = parameterOf(disposition, 'filename') ?? parameterOf(type, 'name');
  return name === null || name === '' ? null : decodedWords(name);
}

/** Of versions of the same the one that reads best; where none is text, the last, which its writer thought the best (RFC 2046 §5.1.4). */
function bestOf(parts: readonly MimePart[]): MimePart {
  for (const shown of SHOWN) {
    const found = parts.find(({ type }) => type.name === shown);
    if (found !== undefined) return found;
  }
  return parts.find(({ type }) => type.name.startsWith('multipart/')) ?? parts.at(-1)!;
}

/** Lines that only the mail's width has broken are one (RFC 3676 §4). */
function plain(text: string, { type }: MimePart): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  if (type.parameters.get('format')?.toLowerCase() !== 'flowed') return lines;
  const closeUp = type.parameters.get('delsp')?.toLowerCase() === 'yes';
  let flowed = '';
  let goesOn = false;
  lines.split('\n').forEach((line, index) => {
    const said = line.startsWith(' ') ? line.slice(1) : line;
    const breaks = index > 0 && !goesOn;
    goesOn = said.endsWith(' ') && said !== '-- ' && !said.startsWith('>');
    flowed += (breaks ? '\n' : '') + (goesOn && closeUp ? said.slice(0, -1) : said);
  });
  return flowed;
}
