/**
 * Files of Kamailio's sipdump module (made with 5.6):
 *
 *     ====================
 *     tag: rcv
 *     pid: 29655
 *     process: 1
 *     time: 1795250602.530940
 *     date: Sat Nov 21 08:43:22 2026
 *     proto: udp ipv4
 *     srcip: 192.0.2.1
 *     srcport: 5082
 *     dstip: 192.0.2.2
 *     dstport: 5080
 *     ~~~~~~~~~~~~~~~~~~~~
 *     MESSAGE sip:bob@example.com SIP/2.0
 *     …
 *     ||||||||||||||||||||
 *
 * The mark stands right behind a body that has no line break of its own. `time` is Unix time. A buffer of 64 kB cuts
 * longer messages off.
 */
import { bytesOf, decode, equals, startsWith } from '../bytes/text.ts';
import type { EpochMs, FormatContext, LogFormat } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import type { HeadedGrammar, LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';
import { StampClock, findStamp } from './stamps.ts';

const HEAD = bytesOf('='.repeat(20));
const RULE = bytesOf('~'.repeat(20));
const MARK = bytesOf('|'.repeat(20));
const FIELD = /^([a-z]+): ?(.*?)\s*$/;
const LONGEST_FIELD = 120;

class SipdumpGrammar implements HeadedGrammar {
  size: number | null = null;
  marked = true;
  readonly #clock: StampClock;
  readonly #fields = new Map<string, string>();

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  isHead(line: Line): boolean {
    return isHead(line.bytes, line.start, line.end);
  }

  open(): void {
    this.#fields.clear();
  }

  goesOn({ bytes, start, end }: Line, head: RecordHead): boolean {
    if (equals(bytes, start, end, RULE)) {
      this.#read(head);
      return true;
    }
    const match = FIELD.exec(decode(bytes, start, Math.min(end, start + LONGEST_FIELD)));
    if (match !== null) this.#fields.set(match[1]!, match[2]!);
    return match !== null;
  }

  looks({ bytes, end }: Line, text: number): LineLooks {
    return end - MARK.length >= text && startsWith(bytes, end - MARK.length, end, MARK) ? 'end' : 'text';
  }

  markIn(line: Line): number {
    return line.end - MARK.length;
  }

  #read(head: RecordHead): void {
    const field = (name: string): string => this.#fields.get(name) ?? '';
    const transport = transportOf(field('proto').split(' ')[0] ?? '');
    const source = endpointOf(address(field('srcip'), field('srcport')), transport);
    const destination = endpointOf(address(field('dstip'), field('dstport')), transport);
    const sent = field('tag') === 'snd';
    head.direction = sent ? 'out' : field('tag') === 'rcv' ? 'in' : null;
    head.local = sent ? source : destination;
    head.remote = sent ? destination : source;
    const seconds = /^\d{9,10}(?:\.\d+)?$/.test(field('time')) ? Number(field('time')) : null;
    const stamp = seconds === null ? findStamp(field('date')) : null;
    if (seconds !== null) Object.assign(head, { time: (seconds * 1000) as EpochMs, timeSource: 'log' });
    else if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
  }
}

function address(host: string, port: string): string {
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return port === '' ? bracketed : `${bracketed}:${port}`;
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  return equals(bytes, start, end, HEAD);
}

const SAMPLE = `====================
tag: rcv
pid: 29655
process: 1
time: 1795250602.530940
date: Sat Nov 21 08:43:22 2026
proto: udp ipv4
srcip: 192.0.2.1
srcport: 5082
dstip: 192.0.2.2
dstport: 5080
~~~~~~~~~~~~~~~~~~~~
MESSAGE sip:bob@example.com SIP/2.0\r
Call-ID: a1\r
CSeq: 1 MESSAGE\r
Content-Length: 5\r
\r
hello||||||||||||||||||||
====================
tag: snd
pid: 29655
process: 1
time: 1795250602.531217
date: Sat Nov 21 08:43:22 2026
proto: udp ipv4
srcip: 192.0.2.2
srcport: 5080
dstip: 192.0.2.1
dstport: 5082
~~~~~~~~~~~~~~~~~~~~
SIP/2.0 200 OK\r
Call-ID: a1\r
CSeq: 1 MESSAGE\r
Content-Length: 0\r
\r
||||||||||||||||||||
`;

export const kamailioSipdump: LogFormat = {
  id: 'kamailio-sipdump',
  title: 'Kamailio sipdump',
  binary: false,
  samples: [{ title: 'a request in and its answer', head: SAMPLE, records: 2 }],
  sniff: (head) => someLine(head, isHead, (next) => /^(?:tag|pid|time): ?\S/.test(next)),
  open: (context, out) => HeadedMessages.writer(context, out, new SipdumpGrammar(context)),
};
