/**
 * Debug output of Pidgin's SIPE plug-in, an open client for Lync; shape seen in issue reports.
 *
 *     (12:35:58) sipe:
 *     MESSAGE START >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
 *     …
 *     MESSAGE END >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
 *
 * `>` goes out, `<` comes in; the pointer is missing in versions up to 2016; the stamp is UTC. CR LF was turned into LF.
 * HTTP stands between the same marks. Safe debugging prints `MESSAGE >>>>>>>>>> SIP(0x…)` without content. Before 2010 a
 * message stood between `######` and `#######`, behind `received - Tue Aug  5 12:19:21 2008` or `sending - …`, local time.
 * What XMPP
 * accounts of the same Pidgin write (`purple-jabber.ts`) is read, too.
 */
import { bytesOf, decode, equals, startsWith, trimmedEnd } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { EitherGrammar } from './either-grammar.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import { PurpleJabberGrammar } from './purple-jabber.ts';
import type { RecordHead } from './record-outlet.ts';
import { SipExtent } from './sip-extent.ts';
import { isStartLine } from './sip-lines.ts';
import { someLine } from './some-line.ts';
import { StampClock, findStamp } from './stamps.ts';

const START = bytesOf('MESSAGE START ');
const END = bytesOf('MESSAGE END ');
const MESSAGE = bytesOf('MESSAGE ');
const HASHES = bytesOf('######');
const HASH = 0x23;
const HEAD = /^MESSAGE START (>{10}|<{10}) (\w+)(?:\(0x[0-9a-f]+\))? - (.*)$/;
const NO_CONTENT = /^(?:\([\d:]+\) sipe: ?)?MESSAGE (?:>{10}|<{10}) \w+(?:\(0x[0-9a-f]+\))?\s*$/;
const OLD_HEAD = /^(received|sending) - ([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})\s*$/;
const LONGEST_HEAD = 200;

export class SipeGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #extent = new SipExtent();
  #isSip = false;
  /** Of the form with hashes: they have not come yet, or they have; null = the form with marks. */
  #hashes: 'before' | 'inside' | null = null;
  /** What follows `MESSAGE START ` in the head: the end mark has the same. */
  #name = '';

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open({ bytes, start, end }: Line, head: RecordHead): LineRole {
    const stop = trimmedEnd(bytes, start, end);
    if (!isCandidate(bytes, start, stop)) return 'outside';
    head.kind = 'sip';
    this.#isSip = true;
    this.#extent.clear(null);
    this.#hashes = 'inside';
    if (equals(bytes, start, stop, HASHES)) return 'part';
    const text = decode(bytes, start, stop);
    const match = HEAD.exec(text);
    if (match === null) return this.#openOther(text, head);
    this.#hashes = null;
    this.#isSip = match[2] === 'SIP';
    this.#name = text.slice(START.length);
    head.direction = match[1]!.startsWith('>') ? 'out' : 'in';
    this.#readStamp(match[3]!, head);
    return 'part';
  }

  /** A message before 2010; or, in safe debugging, a message of which nothing is there. */
  #openOther(text: string, head: RecordHead): LineRole {
    const old = OLD_HEAD.exec(text);
    this.#isSip = old !== null;
    if (old === null) return NO_CONTENT.test(text) ? 'last' : 'outside';
    this.#hashes = 'before';
    head.direction = old[1] === 'sending' ? 'out' : 'in';
    this.#readStamp(old[2]!, head);
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end, next } = line;
    if (this.#hashes !== null) return this.#followHashes(line, payload);
    if (startsWith(bytes, start, end, START)) return 'outside';
    if (startsWith(bytes, start, end, END) && this.#isEnd(line)) return 'last';
    this.#append(bytes, start, next, payload);
    return 'part';
  }

  close(head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' {
    if (!this.#isSip || payload.length === 0) return 'other';
    head.complete = ended === 'last';
    return ended === 'last' ? 'traffic' : 'cut';
  }

  #followHashes({ bytes, start, end, next }: Line, payload: PayloadBuffer): LineRole {
    const stop = trimmedEnd(bytes, start, end);
    const isRule = stop - start <= 7 && startsWith(bytes, start, stop, HASHES) && bytes[stop - 1] === HASH;
    if (this.#hashes === 'before') {
      if (isRule) this.#hashes = 'inside';
      return isRule || stop === start ? 'part' : 'outside';
    }
    if (payload.length === 0 && !isStartLine(bytes, start, end)) return 'outside';
    if (isRule) return 'last';
    this.#append(bytes, start, next, payload);
    return 'part';
  }

  /** A mark in a body has another name, and stands where the body's length is not yet reached. */
  #isEnd({ bytes, start, end }: Line): boolean {
    const name = decode(bytes, start + END.length, trimmedEnd(bytes, start, end));
    return name === this.#name || this.#mayEnd();
  }

  #mayEnd(): boolean {
    return !this.#extent.inBody || this.#extent.whole || this.#extent.unbounded;
  }

  #append(bytes: Uint8Array, start: number, next: number, payload: PayloadBuffer): void {
    payload.append(bytes, start, next);
    this.#extent.line(bytes, start, next);
  }

  #readStamp(text: string, head: RecordHead): void {
    const stamp = findStamp(text);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
  }
}

/** Can the line be a head, by its first letters? */
function isCandidate(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  if (end - start > LONGEST_HEAD) return false;
  if (first === 0x4d) return startsWith(bytes, start, end, MESSAGE);
  return first === 0x28 || first === 0x72 || first === 0x73 || first === HASH;
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (!isCandidate(bytes, start, end)) return false;
  const text = decode(bytes, start, end);
  return HEAD.test(text) || NO_CONTENT.test(text) || OLD_HEAD.test(text);
}

function isHashes(bytes: Uint8Array, start: number, end: number): boolean {
  return equals(bytes, start, end, HASHES);
}

const OLD = `(12:19:21) sipe:

received - Tue Aug  5 12:19:21 2008

######
SIP/2.0 404 Not found.
Call-ID: a1
CSeq: 3 REGISTER
Content-Length: 0

#######

(12:19:21) sipe: in process response response: 404
`;
const NO_TEXT = '(10:38:48) sipe: MESSAGE <<<<<<<<<< SIP(0x558879d972b0)\n';
const SAMPLE = `(12:35:58) sipe:
MESSAGE START >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
MESSAGE sip:bob@contoso.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: 5

hello
MESSAGE END >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
(12:35:58) sipe: process_input_message: removing CSeq 6
MESSAGE START <<<<<<<<<< HTTP - 2013-02-01T12:35:59.123456Z
HTTP/1.1 200 OK

MESSAGE END <<<<<<<<<< HTTP - 2013-02-01T12:35:59.123456Z
`;

export const sipe: LogFormat = {
  id: 'sipe',
  title: 'Pidgin debug output (SIPE)',
  binary: false,
  samples: [
    { title: 'a message out, and HTTP', head: SAMPLE, records: 1 },
    { title: 'before 2010', head: OLD, records: 1 },
    { title: 'safe debugging', head: NO_TEXT, records: 0 },
  ],
  sniff: (head) =>
    someLine(head, isHead) || someLine(head, isHashes, (next) => /^SIP\/2\.0 \d|^[A-Z]+ \S+ SIP\/2\.0/.test(next)),
  open: (context, out) =>
    LineRecords.writer(context, out, new EitherGrammar(new SipeGrammar(context), new PurpleJabberGrammar(context))),
};
