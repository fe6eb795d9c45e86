/**
 * Debug output of Smack, the XMPP library of Java and Android; seen: its source of versions 3 and 4, and logcat lines.
 *
 *     D/SMACK: SENT (0): <message …>…</message>                              logcat, with or without stamp and process
 *     11-21 03:16:01.123  1234  1250 D SMACK   : RECV (0): <message …
 *     03:16:01 SENT (0): <presence/>                                         on a console; in version 3 `RCV  (1234): …`
 *
 * The number is the connection's. RECV shows what was read from the network, which may be a part of a stanza; logcat cuts
 * what is long, in the middle of a word, and goes on in a record without SENT or RECV; a line break inside a text does the
 * same. Which of the two it is only the look of it tells: a line shorter than any limit of logcat's, broken between
 * words, was broken by who wrote it. `User logged (0): user@host:5222/resource` names the client.
 */
import { bytesOf, decode, find } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import { NearestStamp } from './nearest-stamp.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { SessionNames } from './session-names.ts';
import { StampClock, findStamp } from './stamps.ts';
import { WholeElement } from './whole-element.ts';

const LF = 0x0a;
const HEAD_WITHIN = 300;
/** Text of logcat's head, as its formats write it: brief and tag, threadtime, Android Studio's. */
const LOGCAT = /^(.{0,120}?)(?:\b[VDIWE]\/SMACK *(?:\( *\d+\))?:|\b[VDIWE] SMACK *:|\bSMACK +\S+ +[VDIWE] (?= )) ?/;
/** Head of a logcat line of any program. */
const ANY_LOGCAT =
  /^(?:\S+ +\S+ +)?(?:[\d-]+\/\S+ )?[VDIWEF]\/[^:]{1,80}:|^(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /;
const NO_YEAR = /(?:^|[^\d-])(\d\d)-(\d\d) (\d\d:\d\d:\d\d\.\d+)/;
/** What the debugger says: stamp, kind, connection. */
const SAYS = /^(?:\d{1,2}:\d\d:\d\d(?: [AP]M)? )?(SENT|RECV|RCV ) ?\((-?\d+)\): ?/;
/** The same behind another logger's head. */
const SAYS_LATER = /(?:^|[\s:\]])(SENT|RECV|RCV ) ?\((-?\d+)\): ?(?=<)/;
const LOGGED_IN = /\bUser logged \((-?\d+)\): ([^\s@]+@\S+)/;
/** Other things that the debugger says. */
const EVENT = /^(?:\d{1,2}:\d\d:\d\d(?: [AP]M)? )?(?:User logged|XMPP\w*Connection|Connection )/;
const MARKS = ['SENT (', 'RECV (', 'RCV  ('].map(bytesOf);
/** No limit at which logcat cuts is below this, bytes. */
const LEAST_CUT = 1000;

interface Said {
  /** Index in the line behind the head of the log. */
  message: number;
  /** Text of the head. */
  head: string;
  /** Null = a continuation, or something else. */
  kind: string | null;
  connection: string;
  /** Index in the line behind all heads. */
  text: number;
  logcat: boolean;
}

class SmackGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #nearest: NearestStamp;
  readonly #jids = new SessionNames();
  readonly #element = new WholeElement();
  /** The last stanza is not whole, so that a line without a kind goes on with it. */
  #broken = false;
  #flow = '';
  #out = false;
  #logcat = false;
  #connection = '';
  /** Length of the line before, bytes, and its last byte. */
  #lastLength = 0;
  #lastByte = 0;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
    this.#nearest = new NearestStamp(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const said = saidIn(line);
    if (said === null) {
      this.#nearest.see(line.bytes, line.start, line.end);
      return 'outside';
    }
    if (said.kind === null) {
      if (this.#learn(line) || !this.#broken || !said.logcat) {
        this.#nearest.see(line.bytes, line.start, line.end);
        return 'outside';
      }
    } else {
      this.#out = said.kind === 'SENT';
      this.#connection = said.connection;
      this.#flow = `smack ${said.connection} ${this.#out ? 'out' : 'in'}`;
      this.#lastLength = 0;
    }
    this.#readTime(line, said, head);
    head.kind = 'xmpp';
    head.direction = this.#out ? 'out' : 'in';
    head.flow = this.#flow;
    head.clientEnd = 'local';
    head.clientJid = this.#jids.get(this.#connection);
    this.#logcat = said.logcat;
    if (said.kind === null) this.#element.goOn();
    else this.#element.clear();
    return this.#append(line, said.text, payload, said.kind === null);
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    const said = saidIn(line);
    if (said === null) {
      if (this.#logcat && ANY_LOGCAT.test(decode(line.bytes, line.start, Math.min(line.end, line.start + 120)))) {
        return 'outside';
      }
      // Android Studio indents the lines of a message.
      payload.push(LF);
      return this.#append(line, this.#logcat ? behindIndent(line) : line.start, payload, false);
    }
    if (said.kind !== null || this.#learn(line)) return 'outside';
    return this.#append(line, said.text, payload, true);
  }

  close(): 'traffic' {
    return 'traffic';
  }

  #append(line: Line, from: number, payload: PayloadBuffer, goesOn: boolean): LineRole {
    if (goesOn && this.#isLineBreak(line, from)) payload.push(LF);
    payload.append(line.bytes, from, line.end);
    this.#lastLength = line.end - from;
    this.#lastByte = line.end > from ? line.bytes[line.end - 1]! : LF;
    this.#broken = !this.#element.isWhole(payload);
    return this.#broken ? 'part' : 'last';
  }

  #isLineBreak({ bytes, end }: Line, from: number): boolean {
    if (!this.#element.isInText || this.#lastLength >= LEAST_CUT) return false;
    const next = from < end ? bytes[from]! : LF;
    return !(isWordByte(this.#lastByte) && isWordByte(next) && !isCapital(next));
  }

  #readTime(line: Line, said: Said, head: RecordHead): void {
    const short = NO_YEAR.exec(said.head);
    const stamp = findStamp(short === null ? said.head : short[3]!) ?? findStamp(behindHead(line, said));
    if (stamp === null) {
      Object.assign(head, this.#nearest.readNearest());
      return;
    }
    if (short !== null) [stamp.month, stamp.day] = [Number(short[1]), Number(short[2])];
    Object.assign(head, this.#clock.read(stamp));
  }

  /** Does the line say something else of a connection? */
  #learn({ bytes, start, end }: Line): boolean {
    const text = decode(bytes, start, Math.min(end, start + HEAD_WITHIN));
    const match = LOGGED_IN.exec(text);
    if (match !== null) this.#jids.set(match[1]!, match[2]!.replace(/:\d+(?=\/|$)/, ''));
    return match !== null || EVENT.test(text.replace(LOGCAT, ''));
  }
}

/** What the log says in a line; null = it is no line of Smack's. */
function saidIn({ bytes, start, end }: Line): Said | null {
  const text = decode(bytes, start, Math.min(end, start + HEAD_WITHIN));
  const logcat = text.includes('SMACK') ? LOGCAT.exec(text) : null;
  if (logcat === null && !text.includes('(')) return null;
  const head = logcat?.[0] ?? '';
  const says = SAYS.exec(text.slice(head.length)) ?? (logcat === null ? SAYS_LATER.exec(text) : null);
  if (says === null) {
    if (logcat === null && !LOGGED_IN.test(text)) return null;
    const message = start + bytesOf(head).length;
    return { message, head, kind: null, connection: '', text: message, logcat: logcat !== null };
  }
  const before = text.slice(0, head.length + says.index + says[0].length);
  return {
    message: start + bytesOf(head).length,
    head: logcat === null ? before : head,
    kind: says[1]!,
    connection: says[2]!,
    text: start + bytesOf(before).length,
    logcat: logcat !== null,
  };
}

/** The stamp that Smack 3 writes itself. */
function behindHead({ bytes }: Line, { message, text }: Said): string {
  return decode(bytes, message, text);
}

function behindIndent({ bytes, start, end }: Line): number {
  let at = start;
  while (at < end && at < start + 4 && bytes[at] === 0x20) at += 1;
  return at;
}

/** A letter, a digit or a part of a letter beyond ASCII. */
function isWordByte(byte: number): boolean {
  const letter = byte | 0x20;
  return byte >= 0x80 || (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

const LOGCAT_SAMPLE = `D/SMACK: User logged (0): alice@example.com:5222/phone
D/SMACK: SENT (0): <message to='bob@example.com'><body>a long mess
D/Other: x
D/SMACK: age, cut</body></message>
D/SMACK: RECV (0): <presence from='bob@example.com/x' to='alice@example.com/phone'/>
`;
const CONSOLE = `03:16:01 AM SENT (31): <message to='bob@example.com'><body>two
lines</body></message>
03:16:02 AM RCV  (31): <presence from='bob@example.com/x' to='alice@example.com/y'/>
`;

export const smack: LogFormat = {
  id: 'smack',
  title: 'Smack debug output',
  binary: false,
  samples: [
    { title: 'logcat, a stanza cut', head: LOGCAT_SAMPLE, records: 3 },
    { title: 'the console of version 3', head: CONSOLE, records: 2 },
  ],
  sniff(head) {
    for (const mark of MARKS) {
      for (let at = find(head, mark, 0, head.length); at !== -1; at = find(head, mark, at + 1, head.length)) {
        const before = at === 0 ? ' ' : String.fromCharCode(head[at - 1]!);
        const says = decode(head, at, Math.min(head.length, at + 40));
        if (/[\s:\]]/.test(before) && /^(?:SENT|RECV|RCV ) ?\(-?\d+\): ?</.test(says)) return true;
      }
    }
    return false;
  },
  open: (context, out) => LineRecords.writer(context, out, new SmackGrammar(context)),
};
