/**
 * The log of programs on PJSIP, at level 4 (seen, also behind a syslog head on every line):
 *
 *     18:14:38.687  pjsua_core.c  .TX 523 bytes Request msg REGISTER/cseq=55470 (tdta0x7f83) to UDP 192.0.2.194:5060:
 *     REGISTER sip:example.com SIP/2.0
 *     …
 *     --end msg--
 *
 * The clock is local and mostly has no date; where a log around it writes one, that counts.
 */
import { bytesOf, decode, equals, find, trimmedEnd } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import { StampedHeads, type LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';

const BYTES = bytesOf(' bytes ');
const END = bytesOf('--end msg--');
const HEAD = /\b(TX|RX) (\d+) bytes \w+ msg .*? (?:to|from) ([A-Za-z]+)6? (\S+?):\s*$/;
/** PJSIP's own clock, its sender, and the dots of its depth of calls. */
const OWN_CLOCK = /(\d\d:\d\d:\d\d\.\d{3})\s+\S+\s+!?\.*$/;
const LONGEST_HEAD = 500;

class PjsipGrammar extends StampedHeads {
  override marked = true;

  open(line: Line, head: RecordHead): void {
    const text = decode(line.bytes, line.start, line.end);
    const match = HEAD.exec(text)!;
    const [, verb, size = '', transport = '', peer = ''] = match;
    this.size = Number(size);
    head.direction = verb === 'RX' ? 'in' : 'out';
    head.remote = endpointOf(peer, transportOf(transport));
    const before = text.slice(0, match.index);
    const own = OWN_CLOCK.exec(before);
    const log = own === null ? before : before.slice(0, own.index);
    const hasDate = /\d{4}|[A-Z][a-z]{2} [ \d]\d /.test(log);
    Object.assign(head, this.time.read(hasDate || own === null ? log : '', own?.[1]));
  }

  looks({ bytes, end }: Line, text: number): LineLooks {
    return equals(bytes, text, trimmedEnd(bytes, text, end), END) ? 'end' : 'text';
  }
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_HEAD || bytes[end - 1] !== 0x3a || find(bytes, BYTES, start, end) === -1) return false;
  return HEAD.test(decode(bytes, start, end));
}

const SAMPLE = `18:14:38.687           pjsua_core.c  .TX 96 bytes Request msg MESSAGE/cseq=1 (tdta0x7f8338007a18) to UDP 192.0.2.209:5060:
MESSAGE sip:bob@example.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 5

hello
--end msg--
18:14:38.690           tsx0x53f540c  .State changed from Null to Calling, event=TX_MSG
18:14:38.700           pjsua_core.c  .RX 68 bytes Response msg 200/MESSAGE/cseq=1 (rdata0xd50060) from UDP 192.0.2.209:5060:
SIP/2.0 200 OK
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 0

--end msg--
`;
const SYSLOG = SAMPLE.replace(
  /^(?=.)|^$(?!\n*$)/gm,
  '2022-02-07 19:01:46\tDaemon.Info\t192.0.2.203\tFeb  7 18:14:38 phoneapp[1088]: ',
);

export const pjsip: LogFormat = {
  id: 'pjsip',
  title: 'PJSIP log',
  binary: false,
  samples: [
    { title: 'a request out and its answer', head: SAMPLE, records: 2 },
    { title: 'behind a syslog head', head: SYSLOG, records: 2 },
  ],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new PjsipGrammar(context, isHead)),
};
