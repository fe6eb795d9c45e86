/**
 * Output of Openfire's XML Debugger plug-in; seen: its source of several versions.
 *
 *     C2S - RECV (123): <message …>                                                          (up to 2017, no time)
 *     C2S /192.0.2.9:49200 - RECV - (       123): <message …>
 *     2026-11-21T03:16:01.123Z - C2S-STARTTLS /192.0.2.9:49200 - RECV - (rawDebugger): <message …>
 *
 * RECV is what the server got, SENT what it sent, OPEN and CLSD a connection's two ends (a CLSD or an OPEN has no text).
 * Before it may stand the head of a logger. The prefix names the listener: C2S, S2S, ExComp (components), CM (connection
 * managers), with -STARTTLS (offered: whether it is used, the stanzas tell) or -DIRECTTLS (TLS from the first byte); SSL is
 * the older listener of that. INT is the packet as the server understood it, which is the same one again. What comes from the network may be a part of a stanza. The number in parentheses is the connection's; where it is the name of a
 * handler, which all connections share, the address tells them apart. A line break inside a text goes on in the next line.
 */
import { LF, bytesOf, decode, find } from '../bytes/text.ts';
import type { FormatContext, LogFormat, StreamWords } from '../model.ts';
import { endpointOf } from './endpoints.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';
import { streamWords } from './stream-words.ts';
import { WholeElement } from './whole-element.ts';

/** Prefix, address, what happens, and the connection's number or a name. */
const HEAD =
  /(?:^|[\s\]:|])([A-Za-z][\w-]{0,40}) +(?:(\S+) +)?- (RECV|SENT|OPEN|CLSD) (?:- )?\( *([^)]*?) *\)(?:: ?|$)/;
const HEAD_WITHIN = 400;
const MARKS = [' - RECV ', ' - SENT ', ' - OPEN ', ' - CLSD '].map(bytesOf);
const LISTENERS: ReadonlyMap<string, StreamWords['of']> = new Map([
  ['C2S', 'client'],
  ['SSL', 'client'],
  ['S2S', 'server'],
  ['ExComp', 'component'],
]);
/** The packet as it was understood, whole. */
const INTERPRETED = 'INT';

class OpenfireGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #element = new WholeElement();
  #isText = false;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    const match = headIn(bytes, start, end);
    if (match === null) return 'outside';
    const [all, prefix = '', address = '', kind = '', id = ''] = match;
    const stamp = findStamp(match.input.slice(0, match.index + 1));
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    head.kind = 'xmpp';
    head.direction = kind === 'SENT' ? 'out' : 'in';
    head.remote = endpointOf(address.slice(address.lastIndexOf('/') + 1).replace(/:\?+$/, ''));
    head.clientEnd = 'remote';
    head.stream = wordsOf(prefix);
    const connection = /^-?[\da-f]+$/.test(id) || address === '' ? id : address;
    head.flow = prefix === INTERPRETED ? '' : `${prefix} ${connection} ${head.direction}`;
    if (kind === 'OPEN' || kind === 'CLSD') {
      this.#isText = false;
      head.ends = kind === 'CLSD';
      return 'last';
    }
    this.#isText = true;
    this.#element.clear();
    payload.append(bytes, start + bytesOf(match.input.slice(0, match.index + all.length)).length, end);
    return this.#element.isWhole(payload) ? 'last' : 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (headIn(line.bytes, line.start, line.end) !== null) return 'outside';
    payload.push(0x0a);
    payload.append(line.bytes, line.start, line.end);
    return this.#element.isWhole(payload) ? 'last' : 'part';
  }

  close(head: RecordHead): 'traffic' | 'other' {
    return this.#isText || head.ends ? 'traffic' : 'other';
  }
}

/** What the name of a listener says. A connection manager speaks for many clients. */
function wordsOf(prefix: string): StreamWords | null {
  const [listener = '', way = ''] = prefix.split('-', 2);
  const encrypted = way === 'DIRECTTLS' || listener === 'SSL';
  return streamWords(LISTENERS.get(listener) ?? null, encrypted);
}

function headIn(bytes: Uint8Array, start: number, end: number): RegExpExecArray | null {
  const limit = Math.min(end, start + HEAD_WITHIN);
  for (const mark of MARKS) {
    if (find(bytes, mark, start, limit) !== -1) return HEAD.exec(decode(bytes, start, limit));
  }
  return null;
}

const OLD = `C2S - RECV (25120): <message to='bob@example.com'><body>two
lines</body></message>
C2S - SENT (25121): <message from='alice@example.com/x' to='bob@example.com'><body>hi</body></message>
`;
const NEW = `2026-11-21T03:16:01.100Z - C2S-STARTTLS /192.0.2.9:49200   - OPEN - (rawDebugger)
2026-11-21T03:16:01.123Z - C2S-STARTTLS /192.0.2.9:49200   - RECV - (rawDebugger): <presence/>
2026-11-21T03:16:02.123Z - C2S-STARTTLS /192.0.2.9:49200   - CLSD - (rawDebugger)
`;

export const openfire: LogFormat = {
  id: 'openfire',
  title: 'Openfire XML Debugger',
  binary: false,
  samples: [
    { title: 'the old form, without time', head: OLD, records: 2 },
    { title: 'the new form: opened, a stanza, closed', head: NEW, records: 2 },
  ],
  sniff(head) {
    for (const mark of MARKS) {
      for (let at = find(head, mark, 0, head.length); at !== -1; at = find(head, mark, at + 1, head.length)) {
        const newline = head.indexOf(LF, at);
        if (headIn(head, head.lastIndexOf(LF, at) + 1, newline === -1 ? head.length : newline) !== null) return true;
      }
    }
    return false;
  },
  open: (context, out) => LineRecords.writer(context, out, new OpenfireGrammar(context)),
};
