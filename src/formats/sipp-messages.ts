/**
 * SIPp's message trace (`-trace_msg`, seen, 3.6). The head's lines end in LF, the message's in CR LF; sizes are true.
 *
 *     ----------------------------------------------- 2026-11-21 03:17:43.139462
 *     UDP message sent (441 bytes):
 *
 *     INVITE sip:bob@example.com SIP/2.0
 *
 * What comes in is `UDP message received [414] bytes :`. Local time; addresses are not written.
 */
import { bytesOf, decode, find, startsWith } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';
import { StampedHeads, type LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { someLine } from './some-line.ts';

const RULE = bytesOf('-'.repeat(40));
const MESSAGE = bytesOf(' message ');
const STAMPED_RULE = /^-{40,} +\d[-\d:. \tT]*$/;
const SENT_OR_RECEIVED = /^(\S+) message (sent|received)(?: [([](\d+)(?: bytes\)|\] bytes))? ?:\s*$/;

class SippGrammar extends StampedHeads {
  open(line: Line, head: RecordHead): void {
    this.size = null;
    Object.assign(head, this.time.read(decode(line.bytes, line.start, line.end)));
  }

  goesOn(line: Line, head: RecordHead): boolean {
    if (find(line.bytes, MESSAGE, line.start, Math.min(line.end, line.start + 20)) === -1) return false;
    const match = SENT_OR_RECEIVED.exec(decode(line.bytes, line.start, Math.min(line.end, line.start + 100)));
    if (match === null) return false;
    head.direction = match[2] === 'sent' ? 'out' : 'in';
    this.size = match[3] === undefined ? null : Number(match[3]);
    return true;
  }

  looks(): LineLooks {
    return 'text';
  }
}

function isRule(bytes: Uint8Array, start: number, end: number): boolean {
  return startsWith(bytes, start, end, RULE) && end - start < 120 && STAMPED_RULE.test(decode(bytes, start, end));
}

const SAMPLE = [
  '----------------------------------------------- 2026-11-21 03:17:43.139462',
  'UDP message sent (104 bytes):',
  '',
  'MESSAGE sip:bob@example.com SIP/2.0\r',
  'Call-ID: 1-1@192.0.2.1\r',
  'CSeq: 1 MESSAGE\r',
  'Content-Length: 5\r',
  '\r',
  'hello',
  '----------------------------------------------- 2026-11-21 03:17:43.140101',
  'UDP message received [76] bytes :',
  '',
  'SIP/2.0 200 OK\r',
  'Call-ID: 1-1@192.0.2.1\r',
  'CSeq: 1 MESSAGE\r',
  'Content-Length: 0\r',
  '\r',
  '',
].join('\n');

export const sippMessages: LogFormat = {
  id: 'sipp-messages',
  title: 'SIPp message trace',
  binary: false,
  samples: [{ title: 'a request out and its answer', head: SAMPLE, records: 2 }],
  sniff: (head) => someLine(head, isRule, (text) => SENT_OR_RECEIVED.test(text)),
  open: (context, out) => HeadedMessages.writer(context, out, new SippGrammar(context, isRule)),
};
