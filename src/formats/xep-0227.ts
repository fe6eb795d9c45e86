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
import { WAIT, XmlElement, isName, markupEnd, nameEndAt } from './xml-element.ts';

const LESS = 0x3c;
const NAMESPACE = bytesOf('urn:xmpp:pie:0');
const SERVER_DATA = bytesOf('<server-data');
const [HOST, USER, DELAY, MESSAGE, FORWARDED_END] = ['host', 'user', 'delay', 'message', '/forwarded'].map(bytesOf) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

class PortableDataWriter extends WindowReader {
  readonly #account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #element = new XmlElement();
  /** A message is open at `#at`. */
  #open = false;
  #host = '';
  #user = '';
  #stamp: EpochMs | null = null;

  constructor({ account }: FormatContext, out: Sink<LogRecord>) {
    super();
    this.#account = account;
    this.#out = out;
  }

  protected run(ended: boolean): void {
    const { bytes } = this.window;
    while (this.at < bytes.length) if (!(this.#open ? this.#message(bytes, ended) : this.#markup(bytes, ended))) return;
  }

  /** False when more bytes must come. */
  #message(bytes: Uint8Array, ended: boolean): boolean {
    const end = this.#element.end(bytes, this.at);
    if (end !== WAIT) {
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
    const name = this.at + 1;
    const nameEnd = nameEndAt(bytes, bytes[name] === 0x2f ? name + 1 : name, end);
    if (isName(bytes, name, nameEnd, MESSAGE)) {
      this.#open = true;
      this.#element.clear();
      return true;
    }
    this.#tag(bytes, name, nameEnd, end);
    this.#pass(end);
    return true;
  }

  #tag(bytes: Uint8Array, name: number, nameEnd: number, end: number): void {
    const value = (attribute: string): string => attributeIn(decode(bytes, nameEnd, end), attribute);
    if (isName(bytes, name, nameEnd, HOST)) this.#host = value('jid').toLowerCase();
    else if (isName(bytes, name, nameEnd, USER)) this.#user = value('name').toLowerCase();
    else if (isName(bytes, name, nameEnd, FORWARDED_END)) this.#stamp = null;
    else if (isName(bytes, name, nameEnd, DELAY)) {
      const stamp = Date.parse(value('stamp'));
      this.#stamp = Number.isNaN(stamp) ? null : (stamp as EpochMs);
    }
  }

  #pass(end: number): void {
    this.#account.explain(end - this.at);
    this.at = end;
  }

  #give(bytes: Uint8Array, end: number): void {
    const offset = this.window.base + this.at;
    const length = end - this.at;
    const payload = bytes.subarray(this.at, end);
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

  /** Both sides' archives may hold it: what the one sent, the other got. */
  #directionOf(message: Uint8Array): Direction | null {
    const own = `${this.#user}@${this.#host}`;
    const from = attributeIn(decode(message, 0, Math.min(message.length, 2_000)), 'from').toLowerCase();
    return from === '' ? null : from === own || from.startsWith(own + '/') ? 'out' : 'in';
  }
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
    const root = find(head, SERVER_DATA, 0, Math.min(head.length, 4_096));
    return root !== -1 && find(head, NAMESPACE, root, Math.min(head.length, root + 1_024)) !== -1;
  },
  open: (context, out) => new PortableDataWriter(context, out),
};
