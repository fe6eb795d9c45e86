/**
 * Log of the Lync and Communicator client (`*.uccapilog`): the stamp was seen, the rest of the head is recalled.
 *
 *     01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: Sending Packet - 10.0.0.5:5061 (From Local Address: 10.0.0.10:50123) 1234 bytes:
 *     01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: INVITE sip:bob@contoso.com SIP/2.0
 *     …
 *     01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: End of Sending Packet - 10.0.0.5:5061 (From Local Address: 10.0.0.10:50123) 1234 bytes
 *
 * `Data Received` for what comes in. Local time. Windows Messenger 5 writes start lines without a packet's head and no date (seen).
 */
import { bytesOf, decode, find } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { endpointOf } from './endpoints.ts';
import { HeadTime } from './head-time.ts';
import type { HeadedGrammar, LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { isStartLine } from './sip-lines.ts';
import { someLine } from './some-line.ts';

const MARK = bytesOf(' :: ');
const MARK_WITHIN = 80;
const HEAD = /^(?:\d\d\/\d\d\/\d{4}\|)?\d\d:\d\d:\d\d\.\d{3} [0-9A-F]+:[0-9A-F]+ [A-Z]+\s*$/;
const PACKET =
  /^(Sending Packet|Data Received)\s*-\s*(\S+)\s*(?:\((?:From|To) Local Address:\s*(\S+?)\))?(?:.*?(\d+) bytes)?/;
const PACKET_END = /^End of (Sending Packet|Data Received)/;

class UccapiGrammar implements HeadedGrammar {
  size: number | null = null;
  marked = true;
  /** Only the message's first line stands behind a head. */
  readonly firstOnly = MARK_WITHIN + 4;
  /** Windows Messenger 5 writes no packet's head. */
  headless = false;
  #hasPackets = false;
  readonly #time: HeadTime;

  constructor(context: FormatContext) {
    this.#time = new HeadTime(context);
  }

  isHead({ bytes, start, end }: Line): boolean {
    const text = textIn(bytes, start, end);
    if (text === -1) return false;
    if (PACKET.test(decode(bytes, text, Math.min(end, text + 40)))) return true;
    // In a log with packets a start line is a packet's first line.
    return !this.#hasPackets && isStartLine(bytes, text, end);
  }

  open({ bytes, start, end }: Line, head: RecordHead): void {
    const text = textIn(bytes, start, end);
    const packet = PACKET.exec(decode(bytes, text, Math.min(end, text + 200)));
    this.headless = packet === null;
    this.marked = packet !== null;
    this.size = packet?.[4] === undefined ? null : Number(packet[4]);
    Object.assign(head, this.#time.read(decode(bytes, start, text)));
    if (packet === null) return;
    this.#hasPackets = true;
    head.direction = packet[1] === 'Sending Packet' ? 'out' : 'in';
    head.remote = endpointOf(packet[2] ?? '');
    head.local = endpointOf(packet[3] ?? '');
  }

  looks({ bytes, end }: Line, text: number): LineLooks {
    const behind = textIn(bytes, text, end);
    if (behind === -1) return 'text';
    return PACKET_END.test(decode(bytes, behind, Math.min(end, behind + 40))) ? 'end' : 'other';
  }

  see({ bytes, start, end }: Line): void {
    this.#time.see(bytes, start, end);
  }
}

/** Index behind the head of a line, or -1: a line without one. */
function textIn(bytes: Uint8Array, start: number, end: number): number {
  const mark = find(bytes, MARK, start, Math.min(end, start + MARK_WITHIN));
  return mark === -1 || !HEAD.test(decode(bytes, start, mark)) ? -1 : mark + MARK.length;
}

function isLine(bytes: Uint8Array, start: number, end: number): boolean {
  return textIn(bytes, start, end) !== -1;
}

const SAMPLE = `01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: Sending Packet - 192.0.2.5:5061 (From Local Address: 192.0.2.10:50123) 120 bytes:
01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: MESSAGE sip:bob@contoso.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: 5

hello
01/15/2012|11:30:10.163 1A2C:1B40 INFO  :: End of Sending Packet - 192.0.2.5:5061 (From Local Address: 192.0.2.10:50123) 120 bytes
01/15/2012|11:30:10.164 1A2C:1B40 TRACE :: CUccSession::Do
`;

export const uccapi: LogFormat = {
  id: 'uccapi',
  title: 'Lync client log (UccApi)',
  binary: false,
  samples: [
    { title: 'a packet and another line', head: SAMPLE, records: 1 },
    {
      title: 'Windows Messenger 5',
      head: '10:38:58.520 33C:B00 INFO :: REGISTER sip:example.com SIP/2.0\r\nCall-ID: a1\r\nCSeq: 1 REGISTER\r\n\r\n',
      records: 1,
    },
  ],
  sniff: (head) => someLine(head, isLine),
  open: (context, out) => HeadedMessages.writer(context, out, new UccapiGrammar(context)),
};
