/**
 * Diagnostic log of Cisco Expressway and VCS (seen in support documents):
 *
 *     2017-03-02T08:10:46.240+01:00 vcse tvcs: UTCTime="2017-03-02 07:10:46,240" Module="network.sip" Level="DEBUG":  Action="Received" Local-ip="…" Local-port="25002" Src-ip="…" Src-port="5061" Msg-Hash="…"
 *      SIPMSG:
 *      |SIP/2.0 504 Server time-out
 *      Via: …
 *      |
 *
 * Every line of the block begins with a blank; a bar ends it, also right behind the body. Releases before X8 name one end
 * only and no action. UTC and local time stand side by side: UTC is read.
 */
import { bytesOf, decode, find, trimmedEnd } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { endpointOf } from './endpoints.ts';
import type { HeadedGrammar, LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';
import { StampClock, findStamp } from './stamps.ts';

const MODULE = bytesOf('Module="network.sip"');
const UTC = bytesOf('UTCTime="');
const ENDS = /(Src|Dst)-ip="/;
const BAR = 0x7c;
const LONGEST_HEAD = 2_000;

class ExpresswayGrammar implements HeadedGrammar {
  size: number | null = null;
  marked = true;
  /** The bar in front of the start line. */
  firstOnly = 1;
  readonly #clock: StampClock;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  isHead(line: Line): boolean {
    return isHead(line.bytes, line.start, line.end);
  }

  open(line: Line, head: RecordHead): void {
    const text = decode(line.bytes, line.start, Math.min(line.end, line.start + LONGEST_HEAD));
    const field = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1]?.trim() ?? '';
    const action = field('Action').toLowerCase();
    const sent = action === 'sent' || (action === '' && field('Dst-ip') !== '');
    head.direction = sent ? 'out' : 'in';
    const end = (name: string): string => {
      const host = field(`${name}-ip`);
      const port = field(`${name}-port`);
      if (host === '') return '';
      return `${host.includes(':') ? `[${host}]` : host}${port === '' ? '' : `:${port}`}`;
    };
    head.local = endpointOf(end('Local'));
    head.remote = endpointOf(end(sent ? 'Dst' : 'Src'));
    const utc = findStamp(`${field('UTCTime')}Z`);
    const stamp = utc ?? findStamp(text.slice(0, 60));
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
  }

  goesOn({ bytes, start, end }: Line): boolean {
    return end - start < 20 && decode(bytes, start, end).trim() === 'SIPMSG:';
  }

  looks({ bytes, end }: Line, text: number): LineLooks {
    if (find(bytes, UTC, text, Math.min(end, text + 200)) !== -1) return 'other';
    const stop = trimmedEnd(bytes, text, end);
    return stop > text && bytes[stop - 1] === BAR ? 'end' : 'text';
  }

  markIn({ bytes, end }: Line, text: number): number {
    return trimmedEnd(bytes, text, end) - 1;
  }
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  const limit = Math.min(end, start + LONGEST_HEAD);
  return find(bytes, MODULE, start, limit) !== -1 && ENDS.test(decode(bytes, start, limit));
}

const SAMPLE = `2017-03-02T08:10:46.240+01:00 vcse tvcs: UTCTime="2017-03-02 07:10:46,240" Module="network.sip" Level="DEBUG":  Action="Received" Local-ip="192.0.2.47" Local-port="25002" Src-ip="192.0.2.6" Src-port="5061" Msg-Hash="13707918855517357847"
 SIPMSG:
 |SIP/2.0 504 Server time-out
 Call-ID: f1b3
 CSeq: 1 INVITE
 Content-Length: 0
 
 |
2017-03-02T08:10:46.241+01:00 vcse tvcs: UTCTime="2017-03-02 07:10:46,241" Module="network.sip" Level="INFO":  Action="Received" Src-ip="192.0.2.6" Detail="Receive Response Code=504"
2013-03-26T15:36:53+00:00 vcs tvcs: UTCTime="2013-03-26 15:36:53,887" Module="network.sip" Level="DEBUG":  Dst-ip="192.0.2.101"  Dst-port="7001" 
 SIPMSG:
 |MESSAGE sip:bob@example.com SIP/2.0
 Call-ID: a1
 CSeq: 1 MESSAGE
 Content-Length: 5
 
 hello|
`;

export const expressway: LogFormat = {
  id: 'expressway',
  title: 'Cisco Expressway diagnostic log',
  binary: false,
  samples: [{ title: 'one message of each kind', head: SAMPLE, records: 2 }],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new ExpresswayGrammar(context)),
};
