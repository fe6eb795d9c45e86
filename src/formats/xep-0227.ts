/**
 * A server's data in the portable form of XEP-0227: of its users' archives (XEP-0313, each message with the stamp of its
 * delay) and their messages that wait offline, each message is a record. The rest is accounts, rosters and the like.
 *
 *     <server-data xmlns='urn:xmpp:pie:0'><host jid='contoso.com'><user name='alice'>
 *       <archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:2' id='…'><forwarded xmlns='urn:xmpp:forward:0'>
 *         <delay xmlns='urn:xmpp:delay' stamp='2014-06-24T09:12:01Z'/><message …><body>hi</body></message></forwarded></result>
 *       <offline-messages><message …>…<delay …/></message></offline-messages>
 */
import { MOST_RECORD_BYTES } from '../bytes/lines.ts';
import { bytesOf, decode, find, isWhite } from '../bytes/text.ts';
import { WindowReader } from '../bytes/window.ts';
import type { Account, Direction, EpochMs, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { WAIT, XmlElement, markupEnd, nameEndAt } from './xml-element.ts';

const LESS = 0x3c;
const [SLASH, COLON] = [0x2f, 0x3a];
const NAMESPACE = bytesOf('urn:xmpp:pie:0');
/** A document may name its namespaces by prefixes. */
const ROOT = /<(?:[\w.-]+:)?server-data(?=[\s/>])/;
const DECLARES = bytesOf('xmlns:');
const DECLARED = /\sxmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Namespaces of stanzas (RFC 6120 §4.8.2); elsewhere `message` may be anything. */
const STANZA = /^jabber:(?:client|server)$/;

class PortableDataWriter extends WindowReader {
  readonly #account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #element = new XmlElement();
  /** A message is open at `#at`. */
  #open = false;
  /** Of the open message, once its end is known. */
  #length = 0;
  #host = '';
  #user = '';
  #stamp: EpochMs | null = null;
  /** Namespaces by prefix, of all that stands around messages. */
  readonly #prefixes = new Map<string, string>();
  /** The end of the document has come, or what is missing of it was told. */
  #isWhole = false;

  constructor({ account }: FormatContext, out: Sink<LogRecord>) {
    super();
    this.#account = account;
    this.#out = out;
  }

  protected run(ended: boolean): void {
    const { bytes } = this.window;
    while (this.at < bytes.length && (this.#open ? this.#message(bytes, ended) : this.#markup(bytes, ended)));
    if (!ended || this.#isWhole) return;
    this.#isWhole = true;
    this.#account.issue('record-truncated', this.window.base + bytes.length, 0);
  }

  /** False when more bytes must come. */
  #message(bytes: Uint8Array, ended: boolean): boolean {
    const end = this.#length === 0 ? this.#element.end(bytes, this.at) : this.at + this.#length;
    if (end !== WAIT) {
      this.#length = end - this.at;
      if (this.#stamp === null && !this.#stampBehind(bytes, end, ended)) return false;
      this.#give(bytes, end);
      return true;
    }
    if (bytes.length - this.at >= MOST_RECORD_BYTES) {
      this.#account.skip('record-too-long', this.window.base + this.at, bytes.length - this.at);
      this.at = bytes.length;
      this.#open = false;
      return true;
    }
    // What there is of it is given: its reader says that it was cut off.
    this.#isWhole ||= ended;
    if (ended) this.#give(bytes, bytes.length);
    return ended;
  }

  /** Text up to the next tag, or a tag. */
  #markup(bytes: Uint8Array, ended: boolean): boolean {
    if (bytes[this.at] !== LESS) {
      const less = bytes.indexOf(LESS, this.at);
      this.#pass(less === -1 ? bytes.length : less);
      return true;
    }
    const end = markupEnd(bytes, this.at);
    if (end === WAIT) {
      // No tag is so long.
      if (ended || bytes.length - this.at >= MOST_RECORD_BYTES) this.#pass(bytes.length);
      return ended;
    }
    const { local, nameEnd } = nameAt(bytes, this.at, end);
    if (local === 'message' && this.#isStanza(bytes, nameEnd, end)) {
      this.#open = true;
      this.#length = 0;
      this.#element.clear();
      return true;
    }
    this.#tag(bytes, local, nameEnd, end);
    this.#pass(end);
    return true;
  }

  #isStanza(bytes: Uint8Array, nameEnd: number, end: number): boolean {
    const namespace = attributeIn(decode(bytes, nameEnd, end), 'xmlns');
    return namespace === '' || STANZA.test(namespace);
  }

  #tag(bytes: Uint8Array, local: string, nameEnd: number, end: number): void {
    const value = (attribute: string): string => attributeIn(decode(bytes, nameEnd, end), attribute);
    if (find(bytes, DECLARES, nameEnd, end) !== -1) this.#declare(decode(bytes, nameEnd, end));
    if (local === 'host') this.#host = value('jid').toLowerCase();
    else if (local === 'user') this.#user = value('name').toLowerCase();
    else if (local === '/forwarded') this.#stamp = null;
    else if (local === '/server-data') this.#isWhole = true;
    else if (local === 'delay') this.#stamp = stampIn(value('stamp'));
  }

  #declare(tag: string): void {
    for (const [, prefix = '', double, single] of tag.matchAll(DECLARED)) {
      this.#prefixes.set(prefix, double ?? single ?? '');
    }
  }

  /**
   * The stamp of what is forwarded may stand behind it: XEP-0297 gives no order.
   * @returns false when more bytes must come to know
   */
  #stampBehind(bytes: Uint8Array, end: number, ended: boolean): boolean {
    let at = end;
    while (at < bytes.length && isWhite(bytes[at]!)) at += 1;
    const close = at < bytes.length && bytes[at] === LESS ? markupEnd(bytes, at) : at < bytes.length ? at : WAIT;
    if (close === WAIT) return ended || bytes.length - this.at >= MOST_RECORD_BYTES;
    const { local, nameEnd } = nameAt(bytes, at, close);
    if (local === 'delay') this.#stamp = stampIn(attributeIn(decode(bytes, nameEnd, close), 'stamp'));
    return true;
  }

  #pass(end: number): void {
    this.#account.explain(end - this.at);
    this.at = end;
  }

  #give(bytes: Uint8Array, end: number): void {
    const offset = this.window.base + this.at;
    const length = end - this.at;
    const written = bytes.subarray(this.at, end);
    const payload = this.#prefixes.size === 0 ? written : bytesOf(this.#unprefixed(decode(written, 0, length)));
    this.#account.explain(length);
    this.#out({
      place: this.#account.place(offset, length),
      time: this.#stamp,
      timeSource: this.#stamp === null ? 'none' : 'log',
      direction: this.#directionOf(payload),
      local: null,
      remote: null,
      side: null,
      kind: 'xmpp',
      flow: '',
      lost: 0,
      ends: false,
      payload,
    });
    this.#open = false;
    this.at = end;
  }

  /** The stanza as it stands by itself: without the document's prefix for it, and with the namespaces that its own parts are named by. */
  #unprefixed(message: string): string {
    const own = /^<([\w.-]+):/.exec(message)?.[1] ?? null;
    const tag = message.slice(0, message.indexOf('>') + 1);
    const declarations = [...this.#prefixes].flatMap(([prefix, namespace]) => {
      if (prefix === own) return /\sxmlns\s*=/.test(tag) ? [] : [` xmlns="${namespace}"`];
      const isUsed = message.includes(`<${prefix}:`) && !tag.includes(`xmlns:${prefix}=`);
      return isUsed ? [` xmlns:${prefix}="${namespace}"`] : [];
    });
    const bare = own === null ? message : message.replaceAll(`<${own}:`, '<').replaceAll(`</${own}:`, '</');
    return bare.replace(/^<message/, `<message${declarations.join('')}`);
  }

  /** Both sides' archives may hold it: what the one sent, the other got. */
  #directionOf(message: Uint8Array): Direction | null {
    const own = `${this.#user}@${this.#host}`;
    const from = attributeIn(decode(message, 0, Math.min(message.length, 2_000)), 'from').toLowerCase();
    return from === '' ? null : from === own || from.startsWith(own + '/') ? 'out' : 'in';
  }
}

/** Name of the tag at `at` without its prefix; of an end tag with its slash. */
function nameAt(bytes: Uint8Array, at: number, end: number): { local: string; nameEnd: number } {
  const isEnd = bytes[at + 1] === SLASH;
  const start = at + (isEnd ? 2 : 1);
  const nameEnd = nameEndAt(bytes, start, end);
  const colon = bytes.subarray(start, nameEnd).indexOf(COLON);
  return { local: (isEnd ? '/' : '') + decode(bytes, start + colon + 1, nameEnd), nameEnd };
}

function stampIn(text: string): EpochMs | null {
  const stamp = Date.parse(text);
  return Number.isNaN(stamp) ? null : (stamp as EpochMs);
}

/** Of the tag at the beginning of `text`; '' = it has none. */
function attributeIn(text: string, name: string): string {
  const tag = text.slice(0, text.indexOf('>') === -1 ? text.length : text.indexOf('>'));
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return match?.[1] ?? match?.[2] ?? '';
}

const SAMPLE = `<?xml version='1.0' encoding='UTF-8'?>
<server-data xmlns='urn:xmpp:pie:0'><host jid='contoso.com'><user name='alice' password='x'>
<archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:2' id='28'><forwarded xmlns='urn:xmpp:forward:0'>
<delay xmlns='urn:xmpp:delay' stamp='2014-06-24T09:12:01Z'/>
<message xmlns='jabber:client' from='bob@gmail.com/x' to='alice@contoso.com' type='chat' id='m1'><body>hi</body></message>
</forwarded></result></archive>
<offline-messages><message xmlns='jabber:client' from='bob@gmail.com/x' to='alice@contoso.com' id='m2'><body>still there?</body><delay xmlns='urn:xmpp:delay' stamp='2014-06-24T10:00:00Z'/></message></offline-messages>
</user></host></server-data>
`;

export const xep0227: LogFormat = {
  id: 'xep-0227',
  title: 'Portable data of an XMPP server (XEP-0227)',
  binary: false,
  samples: [{ title: 'an archive and a message that waits', head: SAMPLE, records: 2 }],
  /** A document begins with markup: with its declaration, a comment or its root. */
  sniff(head) {
    let start = 0;
    while (start < head.length && isWhite(head[start]!)) start += 1;
    if (head[start] !== LESS) return false;
    const root = ROOT.exec(decode(head, 0, Math.min(head.length, 4_096)))?.index ?? -1;
    return root !== -1 && find(head, NAMESPACE, root, Math.min(head.length, root + 1_024)) !== -1;
  },
  open: (context, out) => new PortableDataWriter(context, out),
};
