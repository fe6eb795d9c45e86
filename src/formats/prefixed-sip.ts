/**
 * SIP messages whose every line stands behind the prefix of some log (seen in several programs' logs), or is indented or
 * quoted in a mail. The line before a message may say where it came from or went:
 *
 *     2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] <--- 192.0.2.4:5060
 *     2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] INVITE sip:bob@example.com SIP/2.0
 *     2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] Call-ID: …
 *
 * The prefix may also stand before the start line alone (Kamailio's standard error), or nowhere, if a line before a message
 * says whence it came. A line that carries only the prefix is empty. Lines with another prefix in between are of other writers.
 */
import { LF, decode, trimmedEnd } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { HeadTime, beginsStamped } from './head-time.ts';
import type { HeadedGrammar, LineLooks } from './headed-grammar.ts';
import { HeadedMessages } from './headed-messages.ts';
import { LinePrefix, startLineIn } from './line-prefix.ts';
import type { Line } from './line-records.ts';
import type { RecordHead } from './record-outlet.ts';
import { isStartLine } from './sip-lines.ts';
import { isHeader } from './sipstack-fields.ts';
import { spokenDirection, type SpokenDirection } from './spoken-direction.ts';

const HINT_WITHIN = 300;

class PrefixedGrammar implements HeadedGrammar {
  readonly size = null;
  readonly marked = false;
  readonly headless = true;
  readonly needsHeaders = true;
  readonly #time: HeadTime;
  /** What the last line between messages says of the next one. */
  #hint: SpokenDirection | null = null;

  constructor(context: FormatContext) {
    this.#time = new HeadTime(context);
  }

  isHead({ bytes, start, end }: Line, text: number): boolean {
    if (text > start) return isStartLine(bytes, text, end);
    const found = startLineIn(bytes, start, end);
    // Inside a message without a prefix a header may name a start line.
    return found !== -1 && (text === -1 || found === start || isOther(bytes, start, end));
  }

  open({ bytes, start, end }: Line, head: RecordHead): void {
    const prefix = decode(bytes, start, startLineIn(bytes, start, end));
    const said = this.#hint ?? spokenDirection(prefix);
    this.#hint = null;
    if (said !== null) Object.assign(head, said);
    const time = this.#time.read(prefix);
    Object.assign(head, time.time === null ? this.#time.readNearest() : time);
  }

  looks({ bytes, start, end }: Line, text: number): LineLooks {
    return text === start && beginsStamped(bytes, start, end) ? 'other' : 'text';
  }

  see({ bytes, start, end }: Line): void {
    if (trimmedEnd(bytes, start, end) === start) return;
    this.#time.see(bytes, start, end);
    this.#hint = spokenDirection(decode(bytes, start, Math.min(end, start + HINT_WITHIN)));
  }
}

/** Is a line with a start line in it a line of the log, and no header? */
function isOther(bytes: Uint8Array, start: number, end: number): boolean {
  return beginsStamped(bytes, start, end) || !isHeader(bytes, start, end);
}

/**
 * A start line behind a prefix, and a header line behind the same one or behind none; or a start line behind a line that
 * says where the message came from or went.
 */
function holdsPrefixed(head: Uint8Array): boolean {
  const prefix = new LinePrefix();
  let isSaid = false;
  for (let line = 0, first = 0, text = -1; line < head.length;) {
    const newline = head.indexOf(LF, line);
    const next = newline === -1 ? head.length : newline + 1;
    const end = trimmedEnd(head, line, next);
    if (text !== -1 && (text > first || isSaid)) {
      prefix.learn(head, first, text);
      const header = prefix.behind(head, line, end);
      if (isHeader(head, header === -1 ? line : header, end) && !beginsStamped(head, line, end)) return true;
      if (header !== -1 && isHeader(head, header, end)) return true;
    }
    text = startLineIn(head, line, end);
    if (text === -1 && end > line) isSaid = speaks(head, line, end);
    first = line;
    line = next;
  }
  return false;
}

function speaks(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > HINT_WITHIN) return false;
  return (spokenDirection(decode(bytes, start, end))?.remote ?? null) !== null;
}

const PREFIX = '2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] ';
const SAMPLE = [
  '<--- UDP:192.0.2.4:5060',
  'MESSAGE sip:bob@example.com SIP/2.0',
  'Call-ID: a1',
  'CSeq: 1 MESSAGE',
  'Content-Length: 5',
  '',
  'hello',
  'handled',
]
  .map((line) => `${PREFIX}${line}\n`)
  .join('');
const KAMAILIO = ` 1(29655) INFO: <script>: in: MESSAGE sip:bob@example.com SIP/2.0
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 5

hello
 1(29655) INFO: <script>: done
`;
const SAID = `12:00:00.125 SIP <- received from tls:192.0.2.7:5061
SIP/2.0 200 OK
Call-ID: a1
CSeq: 1 MESSAGE
Content-Length: 0

`;
const QUOTED = '> SIP/2.0 200 OK\n> Call-ID: a1\n> CSeq: 1 MESSAGE\n> Content-Length: 0\n>\n\nWhat does it mean?\n';

export const prefixedSip: LogFormat = {
  id: 'prefixed-sip',
  title: 'SIP behind a log’s prefix',
  binary: false,
  samples: [
    { title: 'every line behind a stamp', head: SAMPLE, records: 1 },
    { title: 'the first line only', head: KAMAILIO, records: 1 },
    { title: 'a line that says whence', head: SAID, records: 1 },
    { title: 'quoted in a mail', head: QUOTED, records: 1 },
  ],
  sniff: holdsPrefixed,
  open: (context, out) => HeadedMessages.writer(context, out, new PrefixedGrammar(context)),
};
