/**
 * Prosody's debug log (seen, 0.12 with the stanza debug module); fields stand between TABs, there is no year.
 *
 *     Nov 21 03:16:56 c2s5611f7a5c540<TAB>debug<TAB>RECV: <message …>…</message>
 *
 * RECV is what the server got, SEND what it sent; a line break inside a stanza goes on in the next line behind a TAB.
 * `Received[c2s]: <message …>` shows the top tag only, of a stanza that RECV may show whole: it is no traffic of its own.
 * A record's flow is `<session> in` or `<session> out`: what stands before the last space is the connection.
 */
import { TAB, bytesOf, decode, find, startsWith } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';

const HEAD = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT?\S*) (\S+)\t(debug|info|warn|error)\t/;
const HEAD_WITHIN = 160;
const RECEIVED = bytesOf('RECV: ');
const SENT = bytesOf('SEND: ');
const TOP_TAG = /^Received\[\w+\]: </;

class ProsodyGrammar implements LineGrammar {
  readonly #clock: StampClock;
  #isTraffic = false;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    const match = HEAD.exec(decode(bytes, start, Math.min(end, start + HEAD_WITHIN)));
    if (match === null) return 'outside';
    const text = start + bytesOf(match[0]).length;
    const received = startsWith(bytes, text, end, RECEIVED);
    this.#isTraffic = received || startsWith(bytes, text, end, SENT);
    if (!this.#isTraffic) {
      return TOP_TAG.test(decode(bytes, text, Math.min(end, text + 40))) ? 'last' : 'outside';
    }
    const stamp = findStamp(match[1]!);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    head.kind = 'xmpp';
    head.direction = received ? 'in' : 'out';
    head.flow = `${match[2]!} ${head.direction}`;
    payload.append(bytes, text + RECEIVED.length, end);
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (!this.#isTraffic || line.bytes[line.start] !== TAB) return 'outside';
    payload.push(0x0a);
    payload.append(line.bytes, line.start + 1, line.end);
    return 'part';
  }

  close(): 'traffic' | 'other' {
    return this.#isTraffic ? 'traffic' : 'other';
  }
}

const SAMPLE = `Nov 21 03:16:56 c2s5611f7a5c540\tinfo\tAuthenticated as alice@example.com
Nov 21 03:16:56 c2s5611f7a5c540\tdebug\tReceived[c2s]: <message to='bob@example.com'>
Nov 21 03:16:56 c2s5611f7a5c540\tdebug\tRECV: <message to='bob@example.com'><body>two
\tlines</body></message>
Nov 21 03:16:56 c2s5611f7a5c999\tdebug\tSEND: <message from='alice@example.com/x' to='bob@example.com'><body>hi</body></message>
`;

export const prosody: LogFormat = {
  id: 'prosody',
  title: 'Prosody debug log',
  binary: false,
  samples: [{ title: 'a stanza over two lines', head: SAMPLE, records: 2 }],
  sniff(head) {
    for (const mark of [RECEIVED, SENT, bytesOf('Received[')]) {
      const at = find(head, mark, 0, head.length);
      if (at === -1) continue;
      const start = head.lastIndexOf(0x0a, at) + 1;
      if (HEAD.test(decode(head, start, Math.min(at, start + HEAD_WITHIN)))) return true;
    }
    return false;
  },
  open: (context, out) => LineRecords.writer(context, out, new ProsodyGrammar(context)),
};
