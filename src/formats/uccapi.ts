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
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { isStartLine } from './sip-lines.ts';
import { StampClock, findStamp } from './stamps.ts';

const MARK = bytesOf(' :: ');
const MARK_WITHIN = 80;
const HEAD = /^(?:\d\d\/\d\d\/\d{4}\|)?\d\d:\d\d:\d\d\.\d{3} [0-9A-F]+:[0-9A-F]+ [A-Z]+\s*$/;
const PACKET = /^(Sending Packet|Data Received)\s*-\s*(\S+)\s*(?:\((?:From|To) Local Address:\s*(\S+?)\))?/;
const PACKET_END = /^End of (Sending Packet|Data Received)/;

class UccapiGrammar implements LineGrammar {
  readonly #clock: StampClock;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const text = textAt(line);
    if (text === -1) return 'outside';
    const packet = PACKET.exec(decode(line.bytes, text, Math.min(line.end, text + 200)));
    const bare = packet === null && isStartLine(line.bytes, text, line.end);
    if (packet === null && !bare) return 'outside';
    const stamp = findStamp(decode(line.bytes, line.start, text));
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    head.kind = 'sip';
    if (bare) payload.append(line.bytes, text, line.next);
    else {
      head.direction = packet?.[1] === 'Sending Packet' ? 'out' : 'in';
      head.remote = endpointOf(packet?.[2] ?? '');
      head.local = endpointOf(packet?.[3] ?? '');
    }
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    const text = textAt(line);
    if (text === -1) {
      payload.append(line.bytes, line.start, line.next);
      return 'part';
    }
    if (PACKET_END.test(decode(line.bytes, text, Math.min(line.end, text + 40)))) return 'last';
    // Only the message's first line stands behind a head; another one is a line of the log.
    if (payload.length > 0) return 'outside';
    payload.append(line.bytes, text, line.next);
    return 'part';
  }

  close(head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' {
    if (payload.length === 0) return 'other';
    return ended === 'last' || head.direction === null ? 'traffic' : 'cut';
  }
}

/** Index behind the head of a line, or -1: a line without one. */
function textAt(line: Line): number {
  const mark = find(line.bytes, MARK, line.start, Math.min(line.end, line.start + MARK_WITHIN));
  if (mark === -1 || !HEAD.test(decode(line.bytes, line.start, mark))) return -1;
  return mark + MARK.length;
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
  sniff(head) {
    for (let at = find(head, MARK, 0, head.length); at !== -1; at = find(head, MARK, at + 1, head.length)) {
      const start = head.lastIndexOf(0x0a, at) + 1;
      if (at - start < MARK_WITHIN && HEAD.test(decode(head, start, at))) return true;
    }
    return false;
  },
  open: (context, out) => LineRecords.writer(context, out, new UccapiGrammar(context)),
};
