/**
 * Text that sngrep saves (seen), and ngrep's heads with `U ` or `T ` in front:
 *
 *     2018/08/15 10:13:21.371262 192.0.2.1:5060 -> 192.0.2.2:5060
 *     INVITE sip:bob@example.com SIP/2.0
 *
 * The message goes on up to the next head. Local time. Which of the ends the capture was taken at is not said.
 */
import { decode, isDigit } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { endpointOf } from './endpoints.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';

const HEAD = /^([UT] )?(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3,6}) (\S+:\d+) -> (\S+:\d+)\s*$/;
const LONGEST_HEAD = 200;

class SngrepGrammar implements LineGrammar {
  readonly #clock: StampClock;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead): LineRole {
    const match = headOf(line.bytes, line.start, line.end);
    if (match === null) return 'outside';
    const transport = match[1] === undefined ? null : match[1] === 'U ' ? 'udp' : 'tcp';
    const stamp = findStamp(match[2]!);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    // As in captures: neither end is known to be the own one, `local` is who sent it and `remote` who got it.
    head.local = endpointOf(match[3]!, transport);
    head.remote = endpointOf(match[4]!, transport);
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (headOf(line.bytes, line.start, line.end) !== null) return 'outside';
    payload.append(line.bytes, line.start, line.next);
    return 'part';
  }

  close(_head: RecordHead, payload: PayloadBuffer): 'traffic' | 'other' {
    return payload.length === 0 ? 'other' : 'traffic';
  }
}

function headOf(bytes: Uint8Array, start: number, end: number): RegExpExecArray | null {
  if (end - start > LONGEST_HEAD || end - start < 30) return null;
  if (!isDigit(bytes[start]!) && bytes[start + 1] !== 0x20) return null;
  return HEAD.exec(decode(bytes, start, end));
}

const SAMPLE = `2018/08/15 10:13:21.371262 192.0.2.1:5060 -> 192.0.2.2:5060
MESSAGE sip:bob@example.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 0

2018/08/15 10:13:21.381262 192.0.2.2:5060 -> 192.0.2.1:5060
SIP/2.0 200 OK
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 0

`;

export const sngrepText: LogFormat = {
  id: 'sngrep-text',
  title: 'sngrep text',
  binary: false,
  samples: [{ title: 'a request and its answer', head: SAMPLE, records: 2 }],
  sniff(head) {
    for (let line = 0; line < head.length;) {
      const newline = head.indexOf(0x0a, line);
      const end = newline === -1 ? head.length : newline;
      if (headOf(head, line, end) !== null) return true;
      line = end + 1;
    }
    return false;
  },
  open: (context, out) => LineRecords.writer(context, out, new SngrepGrammar(context)),
};
