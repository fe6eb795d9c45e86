/**
 * Debug log of programs on slixmpp or SleekXMPP; seen: slixmpp 1.8. The head is whatever the program's logging makes of it:
 *
 *     2026-11-21 03:16:01,074 DEBUG    SEND: <message …>…</message>
 *     DEBUG:slixmpp.xmlstream.xmlstream:RECV: <message …>…</message>
 *
 * SleekXMPP also writes `SEND (IMMED): <…>` (seen in its source). Each record is a whole stanza or a tag of the stream; a
 * line break inside a text goes on in the next line without a head. `NOT SENT:` and other lines are no traffic. Nothing
 * names the connection, and several clients may write into one file: the reader of XMPP finds out whose a stanza is.
 */
import { bytesOf, decode, find } from '../bytes/text.ts';
import type { Direction, FormatContext, LogFormat } from '../model.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';
import { WholeElement } from './whole-element.ts';

/** No text of a stanza has a `<` in it, so that these stand in no line that goes on with one. */
const MARKS: readonly { mark: Uint8Array; direction: Direction }[] = [
  { mark: bytesOf('SEND: <'), direction: 'out' },
  { mark: bytesOf('RECV: <'), direction: 'in' },
  { mark: bytesOf('SEND (IMMED): <'), direction: 'out' },
];
const MARK_WITHIN = 300;

class SlixmppGrammar implements LineGrammar {
  readonly #clock: StampClock;
  readonly #element = new WholeElement();

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    for (const { mark, direction } of MARKS) {
      const at = markIn(bytes, start, end, mark);
      if (at === -1) continue;
      const stamp = findStamp(decode(bytes, start, at));
      if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
      head.kind = 'xmpp';
      head.direction = direction;
      head.clientEnd = 'local';
      payload.append(bytes, at + mark.length - 1, end);
      this.#element.clear();
      return this.#element.isWhole(payload) ? 'last' : 'part';
    }
    return 'outside';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (beginsStanza(line.bytes, line.start, line.end)) return 'outside';
    payload.push(0x0a);
    payload.append(line.bytes, line.start, line.end);
    return this.#element.isWhole(payload) ? 'last' : 'part';
  }

  close(_head: RecordHead, _payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' {
    return ended === 'last' ? 'traffic' : 'cut';
  }
}

function beginsStanza(bytes: Uint8Array, start: number, end: number): boolean {
  return MARKS.some(({ mark }) => markIn(bytes, start, end, mark) !== -1);
}

/** Place of the mark, a word of its own in the first part of a line, or -1. */
function markIn(bytes: Uint8Array, start: number, end: number, mark: Uint8Array): number {
  const at = find(bytes, mark, start, Math.min(end, start + MARK_WITHIN));
  return at <= start || !isLetter(bytes[at - 1]!) ? at : -1;
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

const SAMPLE = `2026-11-21 03:16:01,070 DEBUG    Event triggered: connected
2026-11-21 03:16:01,074 DEBUG    SEND: <message to="bob@example.com"><body>two
lines</body></message>
2026-11-21 03:16:01,080 DEBUG    RECV: <message from="bob@example.com/x" to="alice@example.com/y"><body>hi</body></message>
2026-11-21 03:16:01,081 DEBUG    NOT SENT: <class 'slixmpp.stanza.message.Message'> <message to="bob@example.com"/>
`;
const BASIC = `DEBUG:slixmpp.xmlstream.xmlstream:SEND: <presence xml:lang="en" />
`;

export const slixmpp: LogFormat = {
  id: 'slixmpp',
  title: 'slixmpp or SleekXMPP debug log',
  binary: false,
  samples: [
    { title: 'a stanza each way and one that was not sent', head: SAMPLE, records: 2 },
    { title: 'the basic head of Python’s logging', head: BASIC, records: 1 },
  ],
  sniff: (head) => MARKS.some(({ mark }) => isMarked(head, mark)),
  open: (context, out) => LineRecords.writer(context, out, new SlixmppGrammar(context)),
};

function isMarked(head: Uint8Array, mark: Uint8Array): boolean {
  for (let at = find(head, mark, 0, head.length); at !== -1; at = find(head, mark, at + 1, head.length)) {
    const start = head.lastIndexOf(0x0a, at) + 1;
    if (markIn(head, start, head.length, mark) === at) return true;
  }
  return false;
}
