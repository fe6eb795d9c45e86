/**
 * Traces of the Sofia SIP stack, as FreeSWITCH prints them (`sofia global siptrace on`; seen, and made with Sofia itself):
 *
 *     recv 1745 bytes from udp/[192.168.2.50]:5060 at 02:05:50.220956:
 *        ------------------------------------------------------------------------
 *        INVITE sip:bob@example.com SIP/2.0
 *        …
 *        ------------------------------------------------------------------------
 *
 * The message is indented and its CRs are gone. The clock is local and has no date: that of the log's lines around it counts.
 */
import { bytesOf, decode, find, trimmedEnd } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';
import { StampedHeads, type LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';

const BYTES = bytesOf(' bytes ');
const HEAD = /\b(recv|send|sent) (\d+) bytes (?:from|to) (\w+)\/(\[[^\]]*\]|[^:\s]+):(\d+) at (\S.*?):?\s*$/;
const HEAD_WITHIN = 200;
const DASH = 0x2d;
const SHORTEST_RULE = 40;

class FreeswitchGrammar extends StampedHeads {
  override marked = true;

  open(line: Line, head: RecordHead): void {
    const text = decode(line.bytes, line.start, line.end);
    const [, verb = '', size = '', transport = '', host = '', port = '', at = ''] = HEAD.exec(text)!;
    this.size = Number(size);
    head.direction = verb === 'recv' ? 'in' : 'out';
    head.remote = endpointOf(`${host}:${port}`, transportOf(transport));
    Object.assign(head, this.time.read(text.slice(0, text.indexOf(`${verb} ${size}`)), at));
  }

  goesOn(line: Line): boolean {
    return isRule(line.bytes, line.start, line.end);
  }

  looks(line: Line, text: number): LineLooks {
    return isRule(line.bytes, text, line.end) ? 'end' : 'text';
  }
}

function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > HEAD_WITHIN || find(bytes, BYTES, start, end) === -1) return false;
  return HEAD.test(decode(bytes, start, end));
}

/** Dashes up to the end of the line, perhaps behind a prefix. */
function isRule(bytes: Uint8Array, start: number, end: number): boolean {
  const stop = trimmedEnd(bytes, start, end);
  let at = stop;
  while (at > start && bytes[at - 1] === DASH) at -= 1;
  return stop - at >= SHORTEST_RULE && (at === start || bytes[at - 1] === 0x20);
}

const RULE = `   ${'-'.repeat(72)}`;
const SAMPLE = `recv 101 bytes from udp/[192.0.2.50]:5060 at 02:05:50.220956:
${RULE}
   MESSAGE sip:bob@example.com SIP/2.0
   Call-ID: a1
   CSeq: 1 MESSAGE
   Content-Length: 5
   
   hello
${RULE}
2026-11-21 02:05:50.230956 [DEBUG] sofia.c:1 state
send 75 bytes to udp/[192.0.2.50]:5060 at 02:05:50.230999:
${RULE}
   SIP/2.0 200 OK
   Call-ID: a1
   CSeq: 1 MESSAGE
   Content-Length: 0
   
${RULE}
`;

export const freeswitch: LogFormat = {
  id: 'freeswitch',
  title: 'FreeSWITCH (Sofia) SIP trace',
  binary: false,
  samples: [{ title: 'a request in and its answer', head: SAMPLE, records: 2 }],
  sniff: (head) => someLine(head, isHead),
  open: (context, out) => HeadedMessages.writer(context, out, new FreeswitchGrammar(context, isHead)),
};
