/**
 * The catch-all for XMPP in text: streams, or stanzas anywhere in text, as in Wireshark's "Follow stream", debug windows
 * (`<!-- In 12:35:58 -->` before a stanza, recalled) and logs of libraries. Each element at the top level of a stream is a
 * record; what stands in the line before it tells its time and, where it says so, its direction. In a followed stream the
 * two directions are two flows of one connection; elsewhere nothing says which stanzas belong to one connection.
 */
import { LF, bytesOf, decode, find, indexOfByte, isWhite, startsWith, trimmedEnd } from '../bytes/text.ts';
import { MOST_RECORD_BYTES } from '../bytes/lines.ts';
import { WindowReader } from '../bytes/window.ts';
import type { Account, Direction, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { NearestStamp } from './nearest-stamp.ts';
import { PassedOver, RecordHead, RecordOutlet } from './record-outlet.ts';
import { WAIT, XmlElement, isName, isStanza, markupEnd, nameEndAt } from './xml-element.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const DECLARATION = bytesOf('<?xml ');
const STREAM_PREFIX = bytesOf('stream:');
const STREAM_CLOSE = bytesOf('</stream:stream');
const FOLLOWED = bytesOf('Follow: ');
const PIDF = bytesOf('urn:ietf:params:xml:ns:pidf');
const NAMESPACE = bytesOf('xmlns');
/** Of what a stream's other top-level elements declare (RFC 6120, XEP-0114, XEP-0138, XEP-0198, XEP-0220). */
const NAMESPACES = [
  'urn:ietf:params:xml:ns:xmpp-',
  'urn:xmpp:sm:',
  'jabber:',
  'http://jabber.org/',
  'http://etherx.jabber.org/',
].map(bytesOf);
const OTHERS = [
  'auth',
  'challenge',
  'response',
  'success',
  'failure',
  'abort',
  'starttls',
  'proceed',
  'features',
  'error',
  'compress',
  'compressed',
  'handshake',
  'a',
  'r',
  'enable',
  'enabled',
  'resume',
  'resumed',
  'failed',
  'db:result',
  'db:verify',
  'result',
  'verify',
].map(bytesOf);
/** Attributes by which a stanza differs from any other element called `message`. */
const ATTRIBUTES = /\s(to|from|type|id|xmlns)\s*=\s*["']/;
const LONGEST_OTHER_TEXT = 65_536;
const LONGEST_NAME = 32;

/** What begins at a `<`. */
type Beginning = 'element' | 'close' | 'declaration' | 'text' | 'wait';

class XmppStreamWriter extends WindowReader {
  readonly #account: Account;
  readonly #outlet: RecordOutlet;
  readonly #passed: PassedOver;
  readonly #stamp: NearestStamp;
  readonly #head = new RecordHead();
  readonly #element = new XmlElement();
  /** An element is open at `at`. */
  #open = false;
  /** Said by the text right before the next element. */
  #direction: Direction | null = null;
  /** Name of the flow in a followed stream; '' elsewhere. */
  #flow = '';
  #followed = false;

  constructor(context: FormatContext, out: Sink<LogRecord>) {
    super();
    this.#account = context.account;
    this.#outlet = new RecordOutlet(context, out);
    this.#passed = new PassedOver(context.account);
    this.#stamp = new NearestStamp(context);
  }

  protected override close(): void {
    this.#passed.close();
  }

  protected run(ended: boolean): void {
    const { bytes } = this.window;
    while (this.at < bytes.length) {
      const went = this.#open ? this.#takeElement(bytes, ended) : this.#takeOther(bytes, ended);
      if (!went) return;
    }
  }

  /** False when more bytes must come. */
  #takeElement(bytes: Uint8Array, ended: boolean): boolean {
    const end = this.#element.end(bytes, this.at);
    if (end !== WAIT) {
      this.#give(bytes, end);
      return true;
    }
    if (bytes.length - this.at >= MOST_RECORD_BYTES) {
      this.#passed.close();
      this.#account.skip('record-too-long', this.window.base + this.at, bytes.length - this.at);
      this.at = bytes.length;
      this.#open = false;
      return true;
    }
    // What there is of it is given: its reader says that it was cut off.
    if (ended) this.#give(bytes, bytes.length);
    return ended;
  }

  #takeOther(bytes: Uint8Array, ended: boolean): boolean {
    const beginning = bytes[this.at] === LESS ? beginningAt(bytes, this.at, ended) : 'text';
    switch (beginning) {
      case 'wait':
        return false;
      case 'element':
        this.#open = true;
        this.#element.clear();
        return true;
      case 'close':
        this.#give(bytes, markupEnd(bytes, this.at));
        return true;
      case 'declaration': {
        const end = markupEnd(bytes, this.at);
        this.#passed.close();
        this.#account.explain(end - this.at);
        this.at = end;
        return true;
      }
      case 'text':
        return this.#text(bytes, ended);
    }
  }

  /** Text up to the end of the line or to the next `<`. */
  #text(bytes: Uint8Array, ended: boolean): boolean {
    const newline = bytes.indexOf(LF, this.at);
    const line = newline === -1 ? bytes.length : newline + 1;
    const less = indexOfByte(bytes, LESS, this.at + 1, line);
    const end = less === -1 ? line : less;
    if (newline === -1 && less === -1 && !ended && bytes.length - this.at < LONGEST_OTHER_TEXT) return false;
    this.#readText(bytes, this.at, end);
    this.#passed.line(bytes, this.at, end, this.window.base + this.at);
    this.at = end;
    return true;
  }

  #readText(bytes: Uint8Array, start: number, end: number): void {
    const last = trimmedEnd(bytes, start, end);
    if (last === start) return;
    this.#stamp.see(bytes, start, last);
    const text = decode(bytes, Math.max(start, last - 200), last);
    this.#direction = directionIn(text);
    if (startsWith(bytes, start, last, FOLLOWED)) this.#followed = true;
    // Before each piece stands its length, behind a TAB if it comes from the other side.
    if (this.#followed && /^\t?\d+$/.test(text))
      this.#flow = text.startsWith('\t') ? 'followed answer' : 'followed opening';
  }

  #give(bytes: Uint8Array, end: number): void {
    const offset = this.window.base + this.at;
    const length = end - this.at;
    this.#passed.close();
    this.#account.explain(length);
    const head = this.#head;
    head.clear();
    head.kind = 'xmpp';
    head.flow = this.#flow;
    head.direction = this.#direction;
    Object.assign(head, this.#stamp.readNearest());
    this.#outlet.give(head, bytes.subarray(this.at, end), offset, length);
    this.#open = false;
    this.at = end;
  }
}

function beginningAt(bytes: Uint8Array, at: number, ended: boolean): Beginning {
  const nameEnd = nameEndAt(bytes, at + 2, Math.min(bytes.length, at + LONGEST_NAME));
  // A name that is not whole yet; longer ones than these are none of ours.
  if (nameEnd === bytes.length && nameEnd - at < LONGEST_NAME && !ended) return 'wait';
  const next = bytes[at + 1];
  const close = next === 0x2f && startsWith(bytes, at, bytes.length, STREAM_CLOSE);
  const declaration = next === 0x3f && startsWith(bytes, at, bytes.length, DECLARATION);
  if (!close && !declaration && !mayBeTopLevel(bytes, at + 1, nameEnd)) return 'text';
  const end = markupEnd(bytes, at);
  if (end === WAIT) {
    if (!ended) return bytes.length - at < LONGEST_OTHER_TEXT ? 'wait' : 'text';
    return !close && !declaration && isTopLevel(bytes, at, bytes.length) ? 'element' : 'text';
  }
  if (bytes[end - 1] !== GREATER) return 'text';
  if (close) return 'close';
  if (declaration) return 'declaration';
  return isTopLevel(bytes, at, end) ? 'element' : 'text';
}

function mayBeTopLevel(bytes: Uint8Array, start: number, end: number): boolean {
  if (startsWith(bytes, start, end, STREAM_PREFIX) || isStanza(bytes, start, end)) return true;
  for (const name of OTHERS) if (isName(bytes, start, end, name)) return true;
  return false;
}

/** Is the start tag [at, close) one that stands at the top level of a stream? */
function isTopLevel(bytes: Uint8Array, at: number, close: number): boolean {
  const nameEnd = nameEndAt(bytes, at + 1, close);
  if (startsWith(bytes, at + 1, nameEnd, STREAM_PREFIX)) return true;
  // The root of a presence document (RFC 3863), which SIP carries.
  if (isStanza(bytes, at + 1, nameEnd)) return find(bytes, PIDF, nameEnd, close) === -1;
  for (const name of OTHERS) if (isName(bytes, at + 1, nameEnd, name)) return declares(bytes, nameEnd, close);
  return false;
}

function declares(bytes: Uint8Array, start: number, end: number): boolean {
  if (find(bytes, NAMESPACE, start, end) === -1) return false;
  for (const namespace of NAMESPACES) if (find(bytes, namespace, start, end) !== -1) return true;
  return false;
}

/** What the text before an element says of its direction: of the whole words the last one. */
function directionIn(text: string): Direction | null {
  const words = text.match(/\b(recv|recvd|received|receiving|incoming|in|rx|sent|send|sending|outgoing|out|tx)\b/gi);
  const word = words?.at(-1)?.toLowerCase();
  if (word === undefined) return null;
  // "in" and "out" alone are words of any text: they count in `<!-- In 12:35:58 -->` only.
  if ((word === 'in' || word === 'out') && !/<!--\s*(in|out)\b/i.test(text)) return null;
  return word === 'in' || word === 'incoming' || word.startsWith('rec') || word === 'rx' ? 'in' : 'out';
}

const FOLLOW_SAMPLE = `Follow: tcp,ascii
Node 0: 192.0.2.9:57094
133
<?xml version='1.0'?><stream:stream to='example.com' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>
\t60
<message from='bob@example.com/x' to='alice@example.com/y'><body>hi</body></message>
`;
const LOG_SAMPLE = `2026-11-21 03:16:01 something RECV <iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>
`;

export const xmppStream: LogFormat = {
  id: 'xmpp-stream',
  title: 'XMPP stanzas in text',
  binary: false,
  samples: [
    { title: 'a followed stream', head: FOLLOW_SAMPLE, records: 2 },
    { title: 'a stanza behind other text', head: LOG_SAMPLE, records: 1 },
  ],
  sniff(head) {
    for (let at = head.indexOf(LESS); at !== -1; at = head.indexOf(LESS, at + 1)) {
      if (isTopLevel(head, at, Math.min(head.length, at + 2000)) && isSure(head, at)) return !isBinary(head, at);
    }
    return false;
  },
  open: (context, out) => new XmppStreamWriter(context, out),
};

/** A stream's own tag, or a stanza with an attribute that stanzas have. */
function isSure(head: Uint8Array, at: number): boolean {
  const close = markupEnd(head, at);
  const tag = decode(head, at, close === WAIT ? Math.min(head.length, at + 2000) : close);
  if (/^<(message|presence|iq)\b/.test(tag)) return ATTRIBUTES.test(tag);
  return close !== WAIT && head[close - 1] === GREATER;
}

/** Text has hardly any control characters. */
function isBinary(head: Uint8Array, end: number): boolean {
  let controls = 0;
  for (let at = 0; at < end; at += 1) if (head[at]! < 32 && !isWhite(head[at]!) && head[at] !== 27) controls += 1;
  return controls > end / 50;
}
