/**
 * What SIP.js and JsSIP write to the console of a browser or of Node (seen, and made with SIP.js 0.21 and JsSIP 3.13). The
 * message stands behind an empty line; in colours JsSIP puts its name in front of every line.
 *
 *     Sat Nov 21 2026 08:43:26 GMT+0000 (Coordinated Universal Time) | sip.Transport | Received WebSocket text message:
 *     2026-11-21T08:43:29.120Z JsSIP:Transport sending message:
 *
 * The peer is the WebSocket server that the lines before name. A browser's console may write no time.
 */
import { bytesOf, decode, find } from '../bytes/text.ts';
import type { Endpoint, LogFormat } from '../model.ts';
import { endpointOf } from './endpoints.ts';
import { beginsStamped } from './head-time.ts';
import { StampedHeads, type LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';

const MESSAGE = bytesOf('message:');
const JSSIP = bytesOf('JsSIP:');
const FIRST_JSSIP = bytesOf('JsSIP | ');
const SIPJS = bytesOf('| sip.');
const SOCKET = bytesOf('://');
const COLOUR = String.raw`(?:\x1b\[[\d;]*m)*`;
const HEAD = new RegExp(
  String.raw`(?:\| ?sip\.transport ?\| ?|JsSIP ?\| ?TRANSPORT ?\| ?|JsSIP:Transport\S*\s+${COLOUR})(?:(received) (?:WebSocket )?(?:text |binary )?message|sending (?:WebSocket )?message):\s*$`,
  'i',
);
const NAME_ALONE = new RegExp(String.raw`^\s*${COLOUR}JsSIP:Transport\s*${COLOUR}\s*$`);
const SERVER = /(?:connect|open|url|new\(\)).*?wss?:\/\/([^\s/"'\],]+)/i;
const LONGEST_HEAD = 400;

class SipJsGrammar extends StampedHeads {
  #server: Endpoint | null = null;

  open(line: Line, head: RecordHead): void {
    const text = decode(line.bytes, line.start, line.end);
    const match = HEAD.exec(text)!;
    head.direction = match[1] === undefined ? 'out' : 'in';
    head.remote = this.#server;
    const before = text.slice(0, match.index);
    const time = this.time.read(before);
    Object.assign(head, time.time === null ? this.time.readNearest() : time);
  }

  goesOn(line: Line): boolean {
    return line.end - line.start < 80 && NAME_ALONE.test(decode(line.bytes, line.start, line.end));
  }

  looks({ bytes, end }: Line, text: number): LineLooks {
    const limit = Math.min(end, text + 200);
    const isNamed = (name: Uint8Array): boolean => find(bytes, name, text, limit) !== -1;
    if (isNamed(JSSIP) || isNamed(SIPJS) || isNamed(FIRST_JSSIP)) return 'other';
    return beginsStamped(bytes, text, end) ? 'other' : 'text';
  }

  override see({ bytes, start, end }: Line): void {
    this.time.see(bytes, start, end);
    if (end - start > LONGEST_HEAD || find(bytes, SOCKET, start, end) === -1) return;
    const server = SERVER.exec(decode(bytes, start, end));
    if (server !== null) this.#server = endpointOf(server[1]!, 'ws');
  }
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_HEAD || find(bytes, MESSAGE, start, end) === -1) return false;
  return HEAD.test(decode(bytes, start, end));
}

const SIP = `MESSAGE sip:bob@example.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 5

hello

`;
const OK = 'SIP/2.0 200 OK\nCall-ID: a1\nCSeq: 1 MESSAGE\nContent-Length: 0\n\n\n';
const SIPJS_SAMPLE = `Thu Nov 27 2014 22:25:57 GMT+0800 (Malay Peninsula Standard Time) | sip.transport | sending WebSocket message:

${SIP}sip-0.6.3.min.js:36 Thu Nov 27 2014 22:25:58 GMT+0800 (Malay Peninsula Standard Time) | sip.transport | received WebSocket text message:

${OK}`;
const JSSIP_SAMPLE = `2026-11-21T08:43:29.120Z JsSIP:Transport sending message:

${SIP}2026-11-21T08:43:29.132Z JsSIP:WebSocketInterface received WebSocket message
2026-11-21T08:43:29.132Z JsSIP:Transport received text message:

${OK}`;

export const sipJs: LogFormat = {
  id: 'sip-js',
  title: 'SIP.js or JsSIP console',
  binary: false,
  samples: [
    { title: 'SIP.js', head: SIPJS_SAMPLE, records: 2 },
    { title: 'JsSIP', head: JSSIP_SAMPLE, records: 2 },
  ],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new SipJsGrammar(context, isHead)),
};
