/**
 * Debug log of Linphone and other programs on belle-sip (seen). Milliseconds stand behind a colon; local time.
 *
 *     2021-11-10 15:31:01:800 [linphone/belle-sip] MESSAGE channel [0x5582]: received [515] new bytes from [TCP://host:5060]:
 *     2020-11-18 12:57:43:235 … channel [0x42cb120]: message sent to [UDP://host:5060], size: [350] bytes
 *
 * The message follows, then an empty line; the next stamped line is not of it. Over TCP and TLS it may be spread over several reads.
 */
import { bytesOf, decode, find } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import { beginsStamped } from './head-time.ts';
import { StampedHeads, type LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';

const CHANNEL = bytesOf('hannel [');
const HEAD =
  /hannel \[([^\]]*)\]: ?(?:(received) \[(\d+)\] new bytes from|message sent to) \[(\w+):\/\/(.+?)\](?:,? size: \[(\d+)\] bytes)?:?\s*$/;
const LONGEST_HEAD = 400;

class LinphoneGrammar extends StampedHeads {
  stream: string | null = null;

  open(line: Line, head: RecordHead): void {
    const text = decode(line.bytes, line.start, line.end);
    const match = HEAD.exec(text)!;
    const [, channel = '', received, size, transport = '', peer = '', sent] = match;
    this.size = Number(size ?? sent ?? Number.NaN);
    if (Number.isNaN(this.size)) this.size = null;
    this.stream = received !== undefined && /^(?:tcp|tls)$/i.test(transport) ? channel : null;
    head.direction = received === undefined ? 'out' : 'in';
    head.remote = endpointOf(peer, transportOf(transport));
    Object.assign(head, this.time.read(text.slice(0, match.index)));
  }

  looks(line: Line, text: number): LineLooks {
    return beginsStamped(line.bytes, text, line.end) ? 'other' : 'text';
  }
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_HEAD || find(bytes, CHANNEL, start, end) === -1) return false;
  return HEAD.test(decode(bytes, start, end));
}

const SAMPLE = `2020-11-18 12:57:43:232 [linphone/belle-sip] MESSAGE channel [0x42cb120]: received [101] new bytes from [UDP://pbx.example.com:5060]:
MESSAGE sip:bob@example.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 5

hello
2020-11-18 12:57:43:235 [linphone/belle-sip] MESSAGE channel [0x42cb120] [101] bytes parsed
2020-11-18 12:57:43:236 [linphone/belle-sip] MESSAGE channel [0x42cb120]: message sent to [UDP://pbx.example.com:5060], size: [75] bytes
SIP/2.0 200 OK
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 0

`;

export const linphone: LogFormat = {
  id: 'linphone',
  title: 'Linphone (belle-sip) log',
  binary: false,
  samples: [{ title: 'a request in and its answer', head: SAMPLE, records: 2 }],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new LinphoneGrammar(context, isHead)),
};
