/**
 * Debug output of Pidgin's SIPE plug-in, an open client for Lync; shape seen in issue reports.
 *
 *     (12:35:58) sipe:
 *     MESSAGE START >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
 *     …
 *     MESSAGE END >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
 *
 * `>` goes out, `<` comes in; the pointer is missing in versions up to 2016; the stamp is UTC. CR LF was turned into LF.
 * HTTP stands between the same marks. Safe debugging prints `MESSAGE >>>>>>>>>> SIP(0x…)` without content. What XMPP
 * accounts of the same Pidgin write (`purple-jabber.ts`) is read, too.
 */
import { bytesOf, decode, find, startsWith } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { EitherGrammar } from './either-grammar.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import { PurpleJabberGrammar } from './purple-jabber.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';

const START = bytesOf('MESSAGE START ');
const END = bytesOf('MESSAGE END ');
const HEAD = /^MESSAGE START (>{10}|<{10}) (\w+)(?:\(0x[0-9a-f]+\))? - (.*)$/;
const LONGEST_HEAD = 200;

export class SipeGrammar implements LineGrammar {
  readonly #clock: StampClock;
  #isSip = false;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead): LineRole {
    if (!startsWith(line.bytes, line.start, line.end, START)) return 'outside';
    const match = HEAD.exec(decode(line.bytes, line.start, Math.min(line.end, line.start + LONGEST_HEAD)));
    if (match === null) return 'outside';
    this.#isSip = match[2] === 'SIP';
    head.kind = 'sip';
    head.direction = match[1]!.startsWith('>') ? 'out' : 'in';
    const stamp = findStamp(match[3]!);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (startsWith(line.bytes, line.start, line.end, END)) return 'last';
    if (startsWith(line.bytes, line.start, line.end, START)) return 'outside';
    payload.append(line.bytes, line.start, line.next);
    return 'part';
  }

  close(_head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' {
    if (!this.#isSip || payload.length === 0) return 'other';
    return ended === 'last' ? 'traffic' : 'cut';
  }
}

const SAMPLE = `(12:35:58) sipe:
MESSAGE START >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
MESSAGE sip:bob@contoso.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Type: text/plain
Content-Length: 5

hello
MESSAGE END >>>>>>>>>> SIP(0x55d0c0) - 2013-02-01T12:35:58.123456Z
(12:35:58) sipe: process_input_message: removing CSeq 6
MESSAGE START <<<<<<<<<< HTTP - 2013-02-01T12:35:59.123456Z
HTTP/1.1 200 OK

MESSAGE END <<<<<<<<<< HTTP - 2013-02-01T12:35:59.123456Z
`;

export const sipe: LogFormat = {
  id: 'sipe',
  title: 'Pidgin debug output (SIPE)',
  binary: false,
  samples: [{ title: 'a message out, and HTTP', head: SAMPLE, records: 1 }],
  sniff(head) {
    for (let at = find(head, START, 0, head.length); at !== -1; at = find(head, START, at + 1, head.length)) {
      const newline = head.indexOf(0x0a, at);
      const end = newline === -1 ? head.length : newline;
      if (HEAD.test(decode(head, at, Math.min(end, at + LONGEST_HEAD)).trimEnd())) return true;
    }
    return false;
  },
  open: (context, out) =>
    LineRecords.writer(context, out, new EitherGrammar(new SipeGrammar(context), new PurpleJabberGrammar(context))),
};
