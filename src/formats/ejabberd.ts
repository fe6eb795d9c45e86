/**
 * ejabberd's debug log:
 *
 *     2014-09-21 04:49:25.713 [debug] <0.2365.0>@ejabberd_receiver:process_data:343 Received XML on stream = <<"<iq …/>">>
 *     2021-05-10 10:20:30.123456+00:00 [info] <0.562.0> (tcp|<0.562.0>) Received XML on stream = <<"…">>
 *
 * The XML is printed as an Erlang term, which may go on in the next lines; a stanza may be split over several records.
 * A record's flow is `<pid> in` or `<pid> out`: what stands before the last space is the connection.
 */
import { bytesOf, decode, find, indexOfByte, isDigit, startsWith } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { ErlangBinary } from './erlang-binary.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import { NearestStamp } from './nearest-stamp.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';

const ON_STREAM = bytesOf(' XML on stream = ');
const RECEIVED = bytesOf('Received');
const SEND = bytesOf('Send');
const SENT = bytesOf('Sent');
/** Stamp, level, process and place in the code stand before the mark. */
const MARK_WITHIN = 400;

class EjabberdGrammar implements LineGrammar {
  readonly #stamp: NearestStamp;
  readonly #term = new ErlangBinary();

  constructor(context: FormatContext) {
    this.#stamp = new NearestStamp(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    // Where the stamp stands in a line of its own (before version 2.1) it is the last one seen.
    this.#stamp.see(bytes, start, end);
    const mark = find(bytes, ON_STREAM, start, Math.min(end, start + MARK_WITHIN));
    if (mark === -1) return 'outside';
    const received = endsWith(bytes, start, mark, RECEIVED);
    if (!received && !endsWith(bytes, start, mark, SEND) && !endsWith(bytes, start, mark, SENT)) return 'outside';
    Object.assign(head, this.#stamp.read());
    head.kind = 'xmpp';
    head.direction = received ? 'in' : 'out';
    head.flow = `${processIn(decode(bytes, start, mark))} ${head.direction}`;
    this.#term.clear();
    return this.#feed(line, mark + ON_STREAM.length, payload);
  }

  follow(line: Line, _head: RecordHead, payload: PayloadBuffer): LineRole {
    if (beginsRecord(line.bytes, line.start, line.end)) return 'outside';
    this.#term.newline(payload);
    return this.#feed(line, line.start, payload);
  }

  close(_head: RecordHead, payload: PayloadBuffer): 'traffic' | 'cut' | 'damaged' {
    if (this.#term.damaged && payload.length === 0) return 'damaged';
    return this.#term.done ? 'traffic' : 'cut';
  }

  #feed(line: Line, from: number, payload: PayloadBuffer): LineRole {
    this.#term.feed(line.bytes, from, line.end, payload);
    return this.#term.done ? 'last' : 'part';
  }
}

function endsWith(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  return end - wanted.length >= start && startsWith(bytes, end - wanted.length, end, wanted);
}

/** The process of the connection: in `(tls|<0.562.0>)`, else the first one named. */
function processIn(head: string): string {
  const match = /\((?:[a-z]+\|)(<[\d.]+>)\)/.exec(head) ?? /(<\d+\.\d+\.\d+>)/.exec(head);
  return match?.[1] ?? '<>';
}

/** A line that begins with a date or a report's head is no part of a term. */
function beginsRecord(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 10 && bytes[start + 4] === 0x2d && bytes[start + 7] === 0x2d) {
    return isDigit(bytes[start]!) && isDigit(bytes[start + 3]!) && isDigit(bytes[start + 5]!);
  }
  return bytes[start] === 0x3d && indexOfByte(bytes, 0x52, start, Math.min(end, start + 20)) !== -1;
}

const OLD = `2014-09-21 04:49:25.713 [debug] <0.2365.0>@ejabberd_receiver:process_data:343 Received XML on stream = <<"<iq type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>">>
`;
const NEW = String.raw`2021-05-10 10:20:30.123456+00:00 [info] <0.562.0>@ejabberd_c2s:init:1 (tls|<0.561.0>) Accepted c2s connection
2021-05-10 10:20:30.223456+00:00 [debug] <0.562.0>@ejabberd_c2s:send:1 (tls|<0.561.0>) Send XML on stream = <<"<message to=\"a@b\">"
  "<body>hi</body></message>">>
`;

export const ejabberd: LogFormat = {
  id: 'ejabberd',
  title: 'ejabberd debug log',
  binary: false,
  samples: [
    { title: 'a line of 2014, no zone', head: OLD, records: 1 },
    { title: 'lines of 2021, with zone, a term over two lines', head: NEW, records: 1 },
  ],
  sniff: (head) => find(head, ON_STREAM, 0, head.length) !== -1,
  open: (context, out) => LineRecords.writer(context, out, new EjabberdGrammar(context)),
};
