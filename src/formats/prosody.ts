/**
 * Prosody's debug log; seen: 0.12 with its stanza debug module. Fields stand between TABs, there is no year.
 *
 *     Nov 21 03:16:56 c2s5611f7a5c540<TAB>info<TAB>Authenticated as alice@contoso.test
 *     Nov 21 03:16:56 c2s5611f7a5c540<TAB>debug<TAB>RECV: <message …>…</message>
 *
 * RECV is what the server got, SEND what it sent; a line break inside a stanza goes on in the next line behind a TAB (a TAB
 * that the text itself has there is lost: the writer makes one of both).
 * `Received[c2s]: <message …>` and `Sending[c2s]: …` show the top tag only, of a stanza that RECV or SEND shows whole where
 * that module is on; where it is not, they are all there is: the stanza is given without its end. What is sent has its tag
 * before it, so tags wait until it is known which of both the log is.
 * What comes from a client has no sender yet: `Authenticated as` and `Resource bound:` of the same session tell who it is;
 * the name of a session tells its kind, and `Stream encrypted (…)` that it went over to TLS.
 * By way of syslog a line has another head, `prosody[123]: c2s5611f7a5c540: RECV: …`, and a break is `#012#011`. A copy
 * may have spaces for the TABs, one or as many as fill up to the next stop: then the names of sessions tell whose log it is.
 * A record's flow is `<session> in` or `<session> out`: what stands before the last space is the connection. The name of
 * a session is an address in memory, and comes again.
 */
import { SPACE, TAB, bytesOf, decode, find, startsWith } from '../bytes/text.ts';
import type { ByteWriter, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { ProsodySessions } from './prosody-sessions.ts';
import { someLine } from './some-line.ts';
import { StampClock, findStamp } from './stamps.ts';

/** Stamp, which the configuration may leave out, session and level; on the console the session's name is filled up with spaces. */
const HEAD = /^(?:([^\t]{1,60}?)[ \t])?(\S+)[ \t]+(debug|info|warn|error)\t/;
/** The same with spaces for TABs: what `tostring` makes of a session's type and address, or a BOSH session's id. */
const SPACED_HEAD =
  /^(?:(\S.{0,60}?) +)?((?:c2s|s2sin|s2sout|jcp|bosh|websocket)[\da-f-]+) +(debug|info|warn|error)( +)/;
/** A TAB stop, columns: the usual one, and the other that editors know. */
const TAB_STOP = 8;
const SHORT_TAB_STOP = 4;
/** The same by way of syslog, without TABs and level; recalled. */
const SYSLOG_HEAD = /^(.{0,80}?)\bprosody(?:\[\d+\])?: (\S+): /;
const USUAL_HEAD = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+\t(?:debug|info|warn|error)\t/;
const HEAD_WITHIN = 200;
const RECEIVED = bytesOf('RECV: ');
const SENT = bytesOf('SEND: ');
const TOP_TAG = /^(Received|Sending)\[[\w ]+\]: <(\w+)/;
/** Of requests the top tag tells nothing. */
const TELLING = new Set(['message', 'presence']);
const LESS = 0x3c;
/** Sessions of which a top tag waits. */
const MOST_WAITING = 256;
/** How syslog writes a line break, and the TAB behind it. */
const ESCAPED_BREAK = bytesOf('#012');
const ESCAPED_TAB = bytesOf('#011');

class ProsodyGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #sessions = new ProsodySessions();
  /** Stanzas stand whole in this log: top tags say nothing more. */
  #whole = false;
  #kind: 'stanza' | 'top-tag' | 'repeated' = 'stanza';
  /** Spaces in the open record's head where a TAB stood; 0 = the TAB stands. */
  #spaces = 0;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    if (bytes[start] === TAB) return 'outside';
    const match = headIn(decode(bytes, start, Math.min(end, start + HEAD_WITHIN)));
    if (match === null) return 'outside';
    const session = match[2]!;
    this.#spaces = match[4]?.length ?? 0;
    const text = start + bytesOf(match[0]).length;
    const received = startsWith(bytes, text, end, RECEIVED);
    if (received || startsWith(bytes, text, end, SENT)) {
      this.#whole = true;
      this.#kind = 'stanza';
      this.#fill(head, match[1], session, received);
      // Behind the session stands the level, or nothing.
      if (match[3] === undefined) appendUnescaped(bytes, text + RECEIVED.length, end, payload);
      else payload.append(bytes, text + RECEIVED.length, end);
      return 'part';
    }
    const tag = TOP_TAG.exec(decode(bytes, text, Math.min(end, text + 60)));
    if (tag === null) {
      this.#sessions.learn(bytes, text, end, session);
      return 'outside';
    }
    this.#kind = this.#whole || !TELLING.has(tag[2]!) ? 'repeated' : 'top-tag';
    this.#fill(head, match[1], session, tag[1] === 'Received');
    payload.append(bytes, bytes.indexOf(LESS, text), end);
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    const tab = this.#tabIn(line);
    if (tab === 0) return 'outside';
    payload.push(0x0a);
    payload.append(line.bytes, line.start + tab, line.end);
    return 'part';
  }

  /** Length of the TAB that a line begins with, or of the spaces that stand for it; 0 = there is none. */
  #tabIn({ bytes, start, end }: Line): number {
    if (this.#spaces === 0) return bytes[start] === TAB ? 1 : 0;
    let at = start;
    while (at < end && at - start < TAB_STOP && bytes[at] === SPACE) at += 1;
    if (at === start || this.#spaces === 1) return at === start ? 0 : 1;
    const width = at - start;
    return width < TAB_STOP ? Math.min(width, SHORT_TAB_STOP) : width;
  }

  /** The record that was closed last is a top tag, and no stanza has stood whole yet. */
  get isTopTag(): boolean {
    return this.#kind === 'top-tag';
  }

  close(): 'traffic' | 'other' {
    return this.#kind === 'repeated' ? 'other' : 'traffic';
  }

  #fill(head: RecordHead, stamp: string | undefined, session: string, received: boolean): void {
    const found = stamp === undefined ? null : findStamp(stamp);
    if (found !== null) Object.assign(head, this.#clock.read(found));
    head.kind = 'xmpp';
    head.direction = received ? 'in' : 'out';
    head.flow = `${session} ${head.direction}`;
    head.clientEnd = 'remote';
    head.clientJid = this.#sessions.jidOf(session);
    head.stream = this.#sessions.wordsOf(session);
  }
}

/** Holds a top tag until the next record of its session and direction: where stanzas stand whole, it is not given. */
class TopTags {
  readonly #out: Sink<LogRecord>;
  readonly #waiting = new Map<string, LogRecord>();

  constructor(out: Sink<LogRecord>) {
    this.#out = out;
  }

  hold(tag: LogRecord): void {
    this.#release(tag.flow);
    this.#waiting.set(tag.flow, { ...tag, payload: tag.payload.slice() });
    if (this.#waiting.size <= MOST_WAITING) return;
    for (const oldest of this.#waiting.keys()) {
      this.#release(oldest);
      return;
    }
  }

  drop(): void {
    if (this.#waiting.size > 0) this.#waiting.clear();
  }

  end(): void {
    for (const tag of this.#waiting.values()) this.#out(tag);
    this.#waiting.clear();
  }

  #release(flow: string): void {
    const tag = this.#waiting.get(flow);
    if (tag === undefined) return;
    this.#waiting.delete(flow);
    this.#out(tag);
  }
}

function open(context: FormatContext, out: Sink<LogRecord>): ByteWriter {
  const grammar = new ProsodyGrammar(context);
  const tags = new TopTags(out);
  const give = (record: LogRecord): void => {
    if (grammar.isTopTag) {
      tags.hold(record);
      return;
    }
    tags.drop();
    out(record);
  };
  const writer = LineRecords.writer(context, give, grammar);
  return {
    write: (chunk) => writer.write(chunk),
    end: () => {
      writer.end();
      tags.end();
    },
  };
}

function headIn(text: string): RegExpExecArray | null {
  const match = (text.includes('\t') ? HEAD.exec(text) : null) ?? SPACED_HEAD.exec(text);
  return match ?? (text.includes('prosody') ? SYSLOG_HEAD.exec(text) : null);
}

function appendUnescaped(bytes: Uint8Array, start: number, end: number, payload: PayloadBuffer): void {
  let from = start;
  for (let at = find(bytes, ESCAPED_BREAK, start, end); at !== -1; at = find(bytes, ESCAPED_BREAK, from, end)) {
    payload.append(bytes, from, at);
    payload.push(0x0a);
    from = at + ESCAPED_BREAK.length;
    if (startsWith(bytes, from, end, ESCAPED_TAB)) from += ESCAPED_TAB.length;
  }
  payload.append(bytes, from, end);
}

const SAMPLE = `Nov 21 03:16:55 c2s5611f7a5c540\tinfo\tClient connected
Nov 21 03:16:56 c2s5611f7a5c540\tinfo\tAuthenticated as alice@example.com
Nov 21 03:16:56 c2s5611f7a5c540\tdebug\tRECV: <message to='bob@example.com'><body>two
\tlines</body></message>
Nov 21 03:16:56 c2s5611f7a5c540\tdebug\tReceived[c2s]: <message to='bob@example.com'>
Nov 21 03:16:56 c2s5611f7a5c999\tdebug\tSending[c2s]: <message from='alice@example.com/x' to='bob@example.com'>
Nov 21 03:16:56 c2s5611f7a5c999\tdebug\tSEND: <message from='alice@example.com/x' to='bob@example.com'><body>hi</body></message>
`;
const TAGS = `Jul 01 22:09:02 c2s969cd58\tdebug\tReceived[c2s]: <iq id='7' type='get'>
Jul 01 22:09:02 c2s969cd58\tdebug\tReceived[c2s]: <message id='8' to='bob@example.com' type='chat'>
`;

const SPACED = SAMPLE.replaceAll('\t', ' ');

export const prosody: LogFormat = {
  id: 'prosody',
  title: 'Prosody debug log',
  binary: false,
  samples: [
    { title: 'a stanza over two lines, and top tags of stanzas that are there', head: SAMPLE, records: 2 },
    { title: 'top tags only', head: TAGS, records: 1 },
    { title: 'a copy with spaces for TABs', head: SPACED, records: 2 },
  ],
  sniff: (head) => someLine(head, isOfProsody),
  open,
};

/** A line with the usual head, before whatever stands; behind another head a stanza or its top tag must be named. */
function isOfProsody(bytes: Uint8Array, start: number, end: number): boolean {
  const text = decode(bytes, start, Math.min(end, start + HEAD_WITHIN));
  if (USUAL_HEAD.test(text)) return true;
  const rest = text.slice(headIn(text)?.[0].length ?? text.length);
  return rest.startsWith('RECV: <') || rest.startsWith('SEND: <') || TOP_TAG.test(rest);
}
