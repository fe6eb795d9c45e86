/** The XMPP lines of libpurple's debug output, which `pidgin-jabber.ts` describes. */
import { bytesOf, decode, startsWith } from '../bytes/text.ts';
import type { FormatContext } from '../model.ts';
import type { Line, LineGrammar, LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';
import { WholeElement } from './whole-element.ts';

const OPEN = 0x28;
const LESS = 0x3c;
const QUESTION = 0x3f;
/** A line of the log: `(16:55:30) jabber: `; some systems write AM and PM or the date, too. */
const HEAD = /^\(([^()]{5,40})\) ([\w.-]+): /;
const SENDING = /^Sending(?: \(ssl\))?(?: \((.*?)\))?: /;
const RECEIVED = /^Recv (?:\(ssl\) ?)?\((\d{1,9})\): /;
/** A JID may have 3,071 bytes; those that people use are far shorter. */
const HEAD_WITHIN = 600;
const CLOSE = bytesOf('</stream:stream');
/** Name of the first account's connection, and of what is received on any. */
const FIRST = 'jabber';

export class PurpleJabberGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #element = new WholeElement();
  /** Account whose connection is the first; null = none has sent anything yet. */
  #account: string | null = null;
  /** Bytes that a received piece has; -1 = a sent one, which is whole. */
  #length = -1;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    if (bytes[start] !== OPEN) return 'outside';
    const read = readHead(decode(bytes, start, Math.min(end, start + HEAD_WITHIN)));
    if (read === null) return 'outside';
    const stamp = findStamp(read.stamp);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    head.kind = 'xmpp';
    head.direction = read.length === -1 ? 'out' : 'in';
    head.clientEnd = 'local';
    head.flow = `${this.#connection(head, read.account)} ${head.direction}`;
    this.#length = read.length;
    this.#element.clear();
    payload.append(bytes, start + bytesOf(read.text).length, end);
    head.ends = startsWith(payload.bytes(), 0, payload.length, CLOSE);
    return this.#role(payload);
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (this.#isNext(line, payload)) return 'outside';
    payload.push(0x0a);
    payload.append(line.bytes, line.start, line.end);
    return this.#role(payload);
  }

  close(_head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' {
    if (payload.bytes().indexOf(LESS) === -1 && this.#length === -1) return 'other';
    return ended === 'last' ? 'traffic' : 'cut';
  }

  /** The first account's records are one connection; others have one each for what they send. */
  #connection(head: RecordHead, account: string | null): string {
    if (account === null) return FIRST;
    const bare = account.split('/', 1)[0]!.toLowerCase();
    this.#account ??= bare;
    head.clientJid = account.endsWith('/') ? account.slice(0, -1) : account;
    return this.#account === bare ? FIRST : bare;
  }

  #role(payload: PayloadBuffer): LineRole {
    const isWhole = this.#element.isWhole(payload);
    if (this.#length === -1) return isWhole ? 'last' : 'part';
    return payload.length >= this.#length ? 'last' : 'part';
  }

  /** Does the log go on with this line? What looks like a head may be text that someone sent. */
  #isNext({ bytes, start, end }: Line, payload: PayloadBuffer): boolean {
    if (bytes[start] !== OPEN) return false;
    const text = decode(bytes, start, Math.min(end, start + HEAD_WITHIN));
    if (!HEAD.test(text)) return false;
    // No text has a `<` in it.
    const head = readHead(text);
    if (head !== null && bytes[start + bytesOf(head.text).length] === LESS) return true;
    const isLeft = this.#length === -1 || this.#length - payload.length > end - start;
    return !isLeft || payload.bytes()[1] === QUESTION || !this.#element.isInText;
  }
}

interface PurpleHead {
  stamp: string;
  /** `length`: bytes of a received piece, -1 = sent. */
  length: number;
  account: string | null;
  /** The head itself. */
  text: string;
}

/** The head of a line with XMPP; null = it is none. */
export function readHead(line: string): PurpleHead | null {
  const head = HEAD.exec(line);
  if (head?.[2] !== 'jabber') return null;
  const rest = line.slice(head[0].length);
  const received = RECEIVED.exec(rest);
  const match = received ?? SENDING.exec(rest);
  if (match === null) return null;
  const length = received === null ? -1 : Number(received[1]);
  return { stamp: head[1]!, length, account: received === null ? (match[1] ?? null) : null, text: head[0] + match[0] };
}
