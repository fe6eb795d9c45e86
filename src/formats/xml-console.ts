/**
 * The XML console of a client, copied into a file: a comment before each stanza says when and in which direction.
 *
 *     <!-- Incoming Sat Nov 21 12:35:58 2026 (alice@contoso.test) -->     Gajim 1.x, the account behind the time; source seen
 *     <!-- In 12:35:58 -->                                                older ones; recalled
 *     <!-- TS:2026-11-21T03:16:01-->                                      Psi's ring buffer; source seen
 *
 * Psi shows the direction by colour, which a copy loses: then nothing tells to whom a stanza without sender or receiver
 * belongs. `Out`, `Outgoing`, `Incoming`, `Received`, `Sent` and the like are understood alike; a stanza may go on over lines.
 * Gajim writes the day as the person's language has it: where that cannot be read, it is taken for a stamp without a date.
 */
import { afterBlanks, bytesOf, decode, find, startsWith } from '../bytes/text.ts';
import type { Direction, FormatContext, LogFormat } from '../model.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { StampClock, findStamp } from './stamps.ts';

const LF = 0x0a;
const COMMENT = bytesOf('<!--');
const END = bytesOf('-->');
const COMMENT_WITHIN = 160;
const WAY = /^<!--\s*(?:(in|incoming|recv|received|receive)|(out|outgoing|send|sent|sending))\b[^>]*?-->$/i;
/** A JID of Gajim's; other consoles have none. */
const ACCOUNT = /\(([^\s()@]+@[^\s()]+)\)\s*-->$/;
const STAMPED = /^<!--\s*TS:[^>]*?-->$/;

class XmlConsoleGrammar implements LineGrammar {
  readonly #clock: StampClock;

  constructor(context: FormatContext) {
    this.#clock = new StampClock(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const comment = commentIn(line);
    if (comment === null) return 'outside';
    const stamp = findStamp(comment.text);
    if (stamp !== null) Object.assign(head, this.#clock.read(stamp));
    head.kind = 'xmpp';
    head.direction = comment.direction;
    const account = ACCOUNT.exec(comment.text)?.[1] ?? null;
    head.flow = comment.direction === null ? '' : `${account ?? 'console'} ${comment.direction}`;
    head.clientEnd = 'local';
    head.clientJid = account;
    payload.append(line.bytes, comment.end, line.end);
    return 'part';
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (commentIn(line) !== null) return 'outside';
    payload.push(LF);
    payload.append(line.bytes, line.start, line.end);
    return 'part';
  }

  close(): 'traffic' {
    return 'traffic';
  }
}

interface Comment {
  text: string;
  direction: Direction | null;
  /** Index behind it. */
  end: number;
}

/** The comment at the beginning of a line that a stanza follows; null = there is none. */
function commentIn({ bytes, start, end }: Line): Comment | null {
  const at = afterBlanks(bytes, start, end);
  if (!startsWith(bytes, at, end, COMMENT)) return null;
  const close = find(bytes, END, at, Math.min(end, at + COMMENT_WITHIN));
  if (close === -1) return null;
  const text = decode(bytes, at, close + END.length);
  const way = WAY.exec(text);
  if (way === null && !STAMPED.test(text)) return null;
  const direction = way === null ? null : way[1] === undefined ? 'out' : 'in';
  return { text, direction, end: close + END.length };
}

const GAJIM = `<!-- Outgoing Sat Nov 21 12:35:58 2026 (alice@example.com) -->
<message to="bob@example.com" id="1">
  <body>hi</body>
</message>

<!-- Incoming Sat Nov 21 12:35:59 2026 (alice@example.com) -->
<message from="bob@example.com/x" to="alice@example.com/y" id="2"><body>two
lines</body></message>
`;
const PSI = `<!-- TS:2026-11-21T03:16:01--><iq type="get" id="1" to="example.com"><ping xmlns="urn:xmpp:ping"/></iq>

<!-- TS:2026-11-21T03:16:02--><presence from="bob@example.com/x" to="alice@example.com/y"/>
`;

export const xmlConsole: LogFormat = {
  id: 'xml-console',
  title: 'XML console of a client',
  binary: false,
  samples: [
    { title: 'Gajim', head: GAJIM, records: 2 },
    { title: 'a time alone', head: '<!-- In 12:35:58 -->\n<presence from="bob@example.com/x"/>\n', records: 1 },
    { title: 'Psi’s ring buffer', head: PSI, records: 2 },
  ],
  sniff(head) {
    const line: Line = { bytes: head, start: 0, end: 0, next: 0 };
    for (let at = find(head, COMMENT, 0, head.length); at !== -1; at = find(head, COMMENT, at + 1, head.length)) {
      line.start = head.lastIndexOf(LF, at) + 1;
      const newline = head.indexOf(LF, at);
      line.end = newline === -1 ? head.length : newline;
      const comment = afterBlanks(head, line.start, line.end) === at ? commentIn(line) : null;
      if (comment !== null && isStanzaBehind(head, comment)) return true;
    }
    return false;
  },
  open: (context, out) => LineRecords.writer(context, out, new XmlConsoleGrammar(context)),
};

/** Comments that begin with "In" stand in any page: a stanza or a tag of a stream follows those of a console. */
function isStanzaBehind(head: Uint8Array, { end }: Comment): boolean {
  const text = decode(head, end, Math.min(head.length, end + 400));
  return /^\s*(?:<\?xml[^>]*>\s*)?<(?:stream:\w+|\/stream:stream>|(?:message|presence|iq)\b[^>]*(?:\b(?:to|from|type|id|xmlns)=|\/>))/.test(
    text,
  );
}
