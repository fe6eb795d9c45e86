/**
 * SIP in syslog, one line a message, with escapes for line breaks: Kamailio, and AudioCodes session border controllers,
 * whose messages may go on in further lines (`audiocodes.ts`).
 *
 *     Nov 21 08:43:22 edge kamailio[29655]: INFO: <script>: in: MESSAGE sip:bob@example.com SIP/2.0#015#012Via: …
 *     <133>[S=1718476] [SID=b9027c:24:198173]  (N  6891753) ---- Incoming SIP Message from 192.0.2.24:5061 to SIPInterface #2 (Teams) TLS TO(#134) SocketID(200) ---- #012SIP/2.0 200 OK #012FROM: … [Time:29-08@17:52:50.123]
 *
 * Times are local, mostly without a year.
 */
import { bytesOf, decode, find } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { DeviceParts, behindDeviceHead, deviceHead, deviceTags, deviceTime, deviceTimeAt } from './audiocodes.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import { breakAt, escapedStart, escapesOf, unescape } from './escaped-line.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import { PayloadBuffer } from './payload-buffer.ts';
import { RecordOutlet, type RecordHead } from './record-outlet.ts';
import { isStartLine } from './sip-lines.ts';
import { isHeader } from './sipstack-fields.ts';
import { someLine } from './some-line.ts';
import { spokenDirection } from './spoken-direction.ts';
import { StampClock, findStamp } from './stamps.ts';
import { StreamReads } from './stream-reads.ts';

const VERSION = bytesOf('SIP/');
const QUOTE = 0x22;
const HEAD_WITHIN = 500;

class SyslogGrammar implements LineGrammar {
  stream: string | null = null;
  readonly #clock: StampClock;
  readonly #reads: StreamReads;
  readonly #parts: DeviceParts;

  constructor(context: FormatContext, reads: StreamReads) {
    this.#clock = new StampClock(context);
    this.#reads = reads;
    this.#parts = new DeviceParts(reads);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    const how = find(bytes, VERSION, start, end) === -1 ? null : escapedStart(bytes, start, end);
    const behind = behindDeviceHead(bytes, start, end);
    const mayGoOn = behind === -1 && !this.#reads.isEmpty;
    if (how === null && behind === -1 && !mayGoOn) return 'outside';
    const tags = behind === -1 && !mayGoOn ? null : deviceTags(bytes, start, end);
    this.stream = tags === null || !mayGoOn ? null : this.#parts.goesOn(tags, bytes, end);
    if (this.stream !== null) {
      payload.append(bytes, tags!.text, deviceTimeAt(bytes, tags!.text, end));
      return 'last';
    }
    const from = how?.start ?? behind;
    if (from === -1) return 'outside';
    if (tags !== null && behind !== -1) this.stream = this.#parts.begin(tags);
    // A first line that goes on nowhere is no message.
    if (how === null && this.stream === null) return 'outside';
    const tail = deviceTimeAt(bytes, from, end);
    const text = decode(bytes, Math.max(start, from - HEAD_WITHIN), from);
    this.#readHead(text, tail === end ? '' : decode(bytes, tail, end), head);
    // Parts are joined as they were written: an escape may lie over the seam.
    if (this.stream !== null) payload.append(bytes, from, tail);
    else unescape(bytes, from, tail, how!, bytes[from - 1] === QUOTE, payload);
    return 'last';
  }

  follow(): LineRole {
    return 'outside';
  }

  close(): 'traffic' {
    return 'traffic';
  }

  #readHead(text: string, tail: string, head: RecordHead): void {
    head.kind = 'sip';
    const device = deviceHead(text);
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
}

/** Undoes the escapes of a message that came in parts. */
function textOf(): (message: Uint8Array) => Uint8Array {
  const text = new PayloadBuffer();
  return (message) => {
    const how = escapesOf(message);
    if (how === null) return message;
    text.clear();
    unescape(message, 0, message.length, how, false, text);
    return text.bytes();
  };
}

function isEscaped(bytes: Uint8Array, start: number, end: number): boolean {
  if (find(bytes, VERSION, start, end) === -1) return false;
  const how = escapedStart(bytes, start, end);
  if (how === null) return false;
  let at = how.start;
  while (at < end && breakAt(bytes, at, end) === 0) at += 1;
  return isHeader(bytes, at + breakAt(bytes, at, end), end);
}

function isOfKind(bytes: Uint8Array, start: number, end: number): boolean {
  return isEscaped(bytes, start, end) || behindDeviceHead(bytes, start, end) !== -1;
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
  sniff: (head) => someLine(head, isOfKind) && !someLine(head, isPlain),
  open(context, out) {
    const reads = new StreamReads(new RecordOutlet(context, out), textOf());
    return LineRecords.writer(context, out, new SyslogGrammar(context, reads), reads);
  },
};
