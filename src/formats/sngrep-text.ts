/**
 * Text that sngrep saves (seen), and the output of `ngrep -W byline` (made with 1.47), whose heads have `U ` or `T ` in
 * front and perhaps no time, and whose lines show their CR as a dot:
 *
 *     2018/08/15 10:13:21.371262 192.0.2.1:5060 -> 192.0.2.2:5060
 *     T 2018/08/15 10:13:21.371262 192.0.2.1:5060 -> 192.0.2.2:5060 [AP] #6
 *
 * The message goes on up to the next head. Local time. Which of the ends the capture was taken at is not said.
 */
import { decode, isDigit } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { endpointWithPort } from './endpoints.ts';
import type { HeadedGrammar, LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';
import { StampClock, findStamp } from './stamps.ts';

const STAMP = String.raw`\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3,6} `;
const ENDS = String.raw`(\S+:\d+) -> (\S+:\d+)(?: \[[A-Z]+\])?(?: #\d+)?\s*$`;
/** Transport, stamp, ends; one of the first two must be there. */
const HEAD = new RegExp(String.raw`^(?:([UT]) (${STAMP}|\+\d+\.\d+ )?|(?=\d)(${STAMP}))${ENDS}`);
const LONGEST_HEAD = 200;
const HASH = 0x23;

class SngrepGrammar implements HeadedGrammar {
  readonly size = null;
  readonly marked = false;
  dotted = false;
  readonly #clock: StampClock;
  #isNgrep = false;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  isHead(line: Line): boolean {
    return isHead(line.bytes, line.start, line.end);
  }

  open(line: Line, head: RecordHead): void {
    const [, letter, stamped, plain, source = '', destination = ''] = headOf(line.bytes, line.start, line.end)!;
    this.#isNgrep = this.dotted = letter !== undefined;
    const transport = letter === undefined ? null : letter === 'U' ? 'udp' : 'tcp';
    const stamp = findStamp(stamped ?? plain ?? '');
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    // As in captures: neither end is known to be the own one, `local` is who sent it and `remote` who got it.
    head.local = endpointWithPort(source, transport);
    head.remote = endpointWithPort(destination, transport);
  }

  /** ngrep prints a # for each packet that does not match. */
  looks({ bytes, end }: Line, text: number): LineLooks {
    if (!this.#isNgrep || bytes[text] !== HASH) return 'text';
    for (let at = text; at < end; at += 1) if (bytes[at] !== HASH) return 'text';
    return 'other';
  }
}

function headOf(bytes: Uint8Array, start: number, end: number): RegExpExecArray | null {
  if (end - start > LONGEST_HEAD || end - start < 15) return null;
  if (!isDigit(bytes[start]!) && bytes[start + 1] !== 0x20) return null;
  return HEAD.exec(decode(bytes, start, end));
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  return headOf(bytes, start, end) !== null;
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

const NGREP = `interface: eth0 (192.0.2.0/255.255.255.0)
filter: ( port 5060 ) and (ip || ip6)
#
U 192.0.2.1:5060 -> 192.0.2.2:5060 #1
MESSAGE sip:bob@example.com SIP/2.0.
Call-ID: a1.
CSeq: 1 MESSAGE.
Content-Length: 5.
.
hello
##
T 2026/11/21 08:44:16.971590 192.0.2.2:5060 -> 192.0.2.1:5060 [AP] #4
SIP/2.0 200 OK.
Call-ID: a1.
CSeq: 1 MESSAGE.
Content-Length: 0.
.

`;

export const sngrepText: LogFormat = {
  id: 'sngrep-text',
  title: 'sngrep or ngrep text',
  binary: false,
  samples: [
    { title: 'a request and its answer', head: SAMPLE, records: 2 },
    { title: 'ngrep', head: NGREP, records: 2 },
  ],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new SngrepGrammar(context)),
};
