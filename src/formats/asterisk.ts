/**
 * Asterisk's SIP traces: `pjsip set logger on` (seen) and chan_sip's `sip set debug on` (seen), on the console or in its log,
 * where every line, or the first one only, stands behind the log's own head.
 *
 *     <--- Received SIP request (889 bytes) from UDP:203.0.113.4:54808 --->
 *     [Mar 30 13:35:51] <--- SIP read from UDP:10.49.0.1:5064 --->
 *     [Mar 30 13:35:51] VERBOSE[2345] chan_sip.c: Reliably Transmitting (no NAT) to 10.49.0.1:5064:
 *
 * What chan_sip writes ends in `<------------->` or `---`; the newer form has no mark. Local time, mostly without a year.
 */
import { bytesOf, decode, find, startsWith, trimmedEnd } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import { beginsStamped } from './head-time.ts';
import { StampedHeads, type LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';

const ARROW = bytesOf('<--- ');
const TRANSMITTING = bytesOf('ransmitting ');
const LONGEST_HEAD = 300;
const COLOUR = String.raw`(?:\x1b\[[\d;]*m)*`;
const LOGGER = new RegExp(
  String.raw`<--- (Received|Transmitting) SIP \w+ \((\d+) bytes\) (?:from|to) ([A-Za-z]+):(\S+) --->${COLOUR}\s*$`,
);
const READ = new RegExp(String.raw`<--- SIP read from (?:([A-Za-z]+):)?(\S+) --->${COLOUR}\s*$`);
const SEND = new RegExp(
  String.raw`(?:Reliably |<--- |\b)(?:Transmitting|Retransmitting #\d+)(?: \((?:no )?NAT\))? to (?:([A-Za-z]+):)?(\S+?)(?: --->|:)${COLOUR}\s*$`,
);
const MARK = /^(?:<-{5,}>|---)$/;
/** What the console prints between messages. */
const NOTICES = ['    -- ', '  == ', '    > ', '       > '].map(bytesOf);

class AsteriskGrammar extends StampedHeads {
  open(line: Line, head: RecordHead): void {
    const text = decode(line.bytes, line.start, line.end);
    const logger = LOGGER.exec(text);
    const read = logger === null ? READ.exec(text) : null;
    const match = (logger ?? read ?? SEND.exec(text))!;
    const [address = '', transport = ''] = logger === null ? [match[2], match[1]] : [match[4], match[3]];
    this.size = logger === null ? null : Number(logger[2]);
    this.marked = logger === null;
    head.direction = read !== null || logger?.[1] === 'Received' ? 'in' : 'out';
    head.remote = endpointOf(address, transportOf(transport));
    const before = text.slice(0, match.index);
    Object.assign(head, before.includes(':') ? this.time.read(before) : this.time.readNearest());
  }

  looks({ bytes, end }: Line, text: number): LineLooks {
    const first = bytes[text];
    if (first === 0x3c || first === 0x2d) return isMark(bytes, text, end) ? 'end' : 'text';
    if (NOTICES.some((notice) => startsWith(bytes, text, end, notice))) return 'other';
    return beginsStamped(bytes, text, end) && first === 0x5b ? 'other' : 'text';
  }
}

function isMark(bytes: Uint8Array, start: number, end: number): boolean {
  const stop = trimmedEnd(bytes, start, end);
  return stop - start < 60 && MARK.test(decode(bytes, start, stop));
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_HEAD) return false;
  if (find(bytes, ARROW, start, end) === -1 && find(bytes, TRANSMITTING, start, end) === -1) return false;
  const text = decode(bytes, start, end);
  return LOGGER.test(text) || READ.test(text) || SEND.test(text);
}

const MESSAGE = [
  'MESSAGE sip:bob@example.com SIP/2.0',
  'Call-ID: a1',
  'CSeq: 1 MESSAGE',
  'Content-Length: 5',
  '',
  'hello',
];
const OK = ['SIP/2.0 200 OK', 'Call-ID: a1', 'CSeq: 1 MESSAGE', 'Content-Length: 0', '', ''];
const CONSOLE = [
  '<--- Received SIP request (96 bytes) from UDP:192.0.2.4:54808 --->',
  ...MESSAGE,
  '',
  '  == Setting global variable',
  '<--- Transmitting SIP response (68 bytes) to UDP:192.0.2.4:54808 --->',
  ...OK,
  '',
].join('\n');
const FILE = [
  '<--- SIP read from UDP:192.0.2.1:5064 --->',
  ...MESSAGE,
  '<------------->',
  '--- (4 headers 1 lines) ---',
  '',
  '<--- Transmitting (no NAT) to 192.0.2.1:5064 --->',
  ...OK,
  '<------------>',
]
  .map((line) => `[Mar 30 13:35:51] VERBOSE[2345] chan_sip.c: ${line}\n`)
  .join('');

export const asterisk: LogFormat = {
  id: 'asterisk',
  title: 'Asterisk SIP trace',
  binary: false,
  samples: [
    { title: 'the console, PJSIP', head: CONSOLE, records: 2 },
    { title: 'a log file, chan_sip', head: FILE, records: 2 },
  ],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new AsteriskGrammar(context, isHead)),
};
