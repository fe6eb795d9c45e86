/**
 * SIP in syslog, one line a message, with escapes for line breaks: Kamailio, and AudioCodes session border controllers,
 * which break long messages off and go on in the next line of the same session (seen).
 *
 *     Nov 21 08:43:22 edge kamailio[29655]: INFO: <script>: in: MESSAGE sip:bob@example.com SIP/2.0#015#012Via: …
 *     <133>[S=1718476] [SID=b9027c:24:198173]  (N  6891753) ---- Incoming SIP Message from 192.0.2.24:5061 to SIPInterface #2 (Teams) TLS TO(#134) SocketID(200) ---- #012SIP/2.0 200 OK #012FROM: … [Time:29-08@17:52:50.123]
 *
 * Times are local, mostly without a year.
 */
import { LF, SPACE, bytesOf, decode, find } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import { breakAt, escapedStart, unescape, type EscapedStart } from './escaped-line.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { SipExtent } from './sip-extent.ts';
import { isStartLine } from './sip-lines.ts';
import { isHeader } from './sipstack-fields.ts';
import { someLine } from './some-line.ts';
import { spokenDirection } from './spoken-direction.ts';
import { StampClock, findStamp, type Stamp } from './stamps.ts';

const VERSION = bytesOf('SIP/');
const TIME = bytesOf('[Time:');
const SESSION = bytesOf('[SID=');
const QUOTE = 0x22;
const HEAD_WITHIN = 500;
/** A message is not broken into more. */
const MOST_PARTS = 64;
const AUDIOCODES =
  /---- (Incoming|Outgoing) SIP Message (?:from|to) (\S+) (?:to|from) \S+(?: #\S+)?(?: \([^)]*\))?(?: ([A-Z]+))?/;
const PART = /\[S=(\d+)\].*?\[SID=([^\]]+)\](?:\s*\(N\s+\d+\))?/;
/** Day, month, clock. */
const DEVICE_TIME = /^ ?\[Time:(\d\d)-(\d\d)@(\d\d:\d\d:\d\d\.\d+)\]/;

class SyslogGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #extent = new SipExtent();
  /** Number and session of the last part; '' = the log does not number its lines. */
  #number = 0;
  #session = '';
  #parts = 0;
  #how: EscapedStart | null = null;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open({ bytes, start, end }: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    this.#how = find(bytes, VERSION, start, end) === -1 ? null : escapedStart(bytes, start, end);
    const how = this.#how;
    if (how === null) return 'outside';
    const tail = timeIn(bytes, how.start, end);
    const text = decode(bytes, Math.max(start, how.start - HEAD_WITHIN), how.start);
    this.#readHead(text, tail === end ? '' : decode(bytes, tail, end), head);
    unescape(bytes, how.start, tail, how, bytes[how.start - 1] === QUOTE, payload);
    const part = PART.exec(text);
    this.#number = Number(part?.[1] ?? 0);
    this.#session = part?.[2] ?? '';
    this.#parts = 1;
    return this.#session === '' || this.#isWhole(payload) ? 'last' : 'part';
  }

  /** The next line of the same session goes on with a message that was broken off. */
  follow({ bytes, start, end }: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (find(bytes, SESSION, start, Math.min(end, start + HEAD_WITHIN)) === -1) return 'outside';
    const text = decode(bytes, start, Math.min(end, start + HEAD_WITHIN));
    const part = PART.exec(text);
    if (part === null || part[2] !== this.#session || Number(part[1]) !== this.#number + 1) return 'outside';
    if (AUDIOCODES.test(text) || this.#parts === MOST_PARTS) return 'outside';
    this.#parts += 1;
    this.#number += 1;
    let from = start + bytesOf(text.slice(0, part.index + part[0].length)).length;
    // One blank ends the log's own head.
    if (bytes[from] === SPACE) from += 1;
    unescape(bytes, from, timeIn(bytes, from, end), this.#how!, false, payload);
    return this.#isWhole(payload) ? 'last' : 'part';
  }

  close(): 'traffic' {
    return 'traffic';
  }

  #readHead(text: string, tail: string, head: RecordHead): void {
    head.kind = 'sip';
    const device = AUDIOCODES.exec(text);
    if (device !== null) {
      head.direction = device[1] === 'Incoming' ? 'in' : 'out';
      head.remote = endpointOf(device[2]!, transportOf(device[3] ?? ''));
    } else {
      const said = spokenDirection(text);
      if (said !== null) Object.assign(head, said);
    }
    const log = findStamp(text);
    const stamp = log === null || log.day === null ? (deviceTime(tail) ?? log) : log;
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
  }

  #isWhole(payload: PayloadBuffer): boolean {
    const bytes = payload.bytes();
    this.#extent.clear(null);
    for (let line = 0; line < bytes.length;) {
      const newline = bytes.indexOf(LF, line);
      const next = newline === -1 ? bytes.length : newline + 1;
      this.#extent.line(bytes, line, next);
      if (this.#extent.whole) return true;
      line = next;
    }
    return this.#extent.unbounded;
  }
}

/** Index of `[Time:…]` at the end of an AudioCodes line and the blank before it, or `end`. */
function timeIn(bytes: Uint8Array, start: number, end: number): number {
  const at = find(bytes, TIME, Math.max(start, end - 40), end);
  if (at === -1) return end;
  return at > start && bytes[at - 1] === SPACE ? at - 1 : at;
}

function deviceTime(tail: string): Stamp | null {
  const match = DEVICE_TIME.exec(tail);
  const stamp = match === null ? null : findStamp(match[3]!);
  return stamp === null ? null : { ...stamp, month: Number(match![2]), day: Number(match![1]) };
}

function isEscaped(bytes: Uint8Array, start: number, end: number): boolean {
  if (find(bytes, VERSION, start, end) === -1) return false;
  const how = escapedStart(bytes, start, end);
  if (how === null) return false;
  let at = how.start;
  while (at < end && breakAt(bytes, at, end) === 0) at += 1;
  return isHeader(bytes, at + breakAt(bytes, at, end), end);
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  return isStartLine(bytes, start, end) && !isEscaped(bytes, start, end);
}

const KAMAILIO =
  'Nov 21 08:43:22 edge kamailio[29655]: INFO: <script>: received from udp:192.0.2.1:5060: MESSAGE sip:bob@example.com SIP/2.0#015#012Call-ID: a1#015#012CSeq: 1 MESSAGE#015#012Content-Length: 5#015#012#015#012hello\n';
const DEVICE = `<133>[S=1718476] [SID=b9027c:24:198173]  (N  6891753) ---- Incoming SIP Message from 192.0.2.24:5061 to SIPInterface #2 (Teams) TLS TO(#134) SocketID(200) ---- #012SIP/2.0 200 OK #012CALL-ID: a1 #012CSEQ: 1 MESSAGE #012CONTENT-LENGTH: 0 #012 #012 #012 [Time:29-08@17:52:50.123]
<133>[S=1718477] [SID=b9027c:24:198173]  (N  6891754) other
`;

export const syslogEscaped: LogFormat = {
  id: 'syslog-escaped',
  title: 'SIP in syslog, one line a message',
  binary: false,
  samples: [
    { title: 'Kamailio', head: KAMAILIO, records: 1 },
    { title: 'AudioCodes', head: DEVICE, records: 1 },
    {
      title: 'a copy that lost the line feeds',
      head: 'SIP/2.0 404 Not Found#015 Call-ID: a1#015 CSeq: 1 INVITE#015 \n',
      records: 1,
    },
    {
      title: 'JSON',
      head: String.raw`{"sip":"SIP/2.0 200 OK\r\nCall-ID: a1\r\nCSeq: 1 ACK\r\n\r\n","n":1}`,
      records: 1,
    },
  ],
  // A log with messages over several lines is another one's.
  sniff: (head) => someLine(head, isEscaped) && !someLine(head, isPlain),
  open: (context, out) => LineRecords.writer(context, out, new SyslogGrammar(context)),
};
