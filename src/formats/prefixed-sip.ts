/**
 * SIP messages whose every line stands behind the prefix of some log (seen in several programs' logs), or is indented or
 * quoted in a mail. The line before a message may say where it came from or went:
 *
 *     2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] <--- 192.0.2.4:5060
 *     2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] INVITE sip:bob@example.com SIP/2.0
 *     2016-11-04 08:07:41.306 [.INFO] [..MESSAGE] Call-ID: …
 *
 * A line that carries only the prefix is empty. Lines with another prefix in between are of other writers.
 */
import { LF, decode, trimmedEnd } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { HeadTime } from './head-time.ts';
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
    return text === -1 ? startLineIn(bytes, start, end) !== -1 : isStartLine(bytes, text, end);
  }

  open({ bytes, start, end }: Line, head: RecordHead): void {
    const prefix = decode(bytes, start, startLineIn(bytes, start, end));
    const said = this.#hint ?? spokenDirection(prefix);
    this.#hint = null;
    if (said !== null) Object.assign(head, said);
    const time = this.#time.read(prefix);
    Object.assign(head, time.time === null ? this.#time.readNearest() : time);
  }

  looks(): LineLooks {
    return 'text';
  }

  see({ bytes, start, end }: Line): void {
    if (trimmedEnd(bytes, start, end) === start) return;
    this.#time.see(bytes, start, end);
    this.#hint = spokenDirection(decode(bytes, start, Math.min(end, start + HINT_WITHIN)));
  }
}

/** A start line behind a prefix, and a header line behind the same one. */
function holdsPrefixed(head: Uint8Array): boolean {
  const prefix = new LinePrefix();
  let first = 0;
  for (let line = 0, text = -1; line < head.length;) {
    const newline = head.indexOf(LF, line);
    const next = newline === -1 ? head.length : newline + 1;
    const end = trimmedEnd(head, line, next);
    if (text > first) {
      prefix.learn(head, first, text);
      const header = prefix.behind(head, line, end);
      if (header !== -1 && isHeader(head, header, end)) return true;
    }
    text = startLineIn(head, line, end);
    first = line;
    line = next;
  }
  return false;
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
const QUOTED = '> SIP/2.0 200 OK\n> Call-ID: a1\n> CSeq: 1 MESSAGE\n> Content-Length: 0\n>\n\nWhat does it mean?\n';

export const prefixedSip: LogFormat = {
  id: 'prefixed-sip',
  title: 'SIP behind a log’s prefix',
  binary: false,
  samples: [
    { title: 'every line behind a stamp', head: SAMPLE, records: 1 },
    { title: 'quoted in a mail', head: QUOTED, records: 1 },
  ],
  sniff: holdsPrefixed,
  open: (context, out) => HeadedMessages.writer(context, out, new PrefixedGrammar(context)),
};
