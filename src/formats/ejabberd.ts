/**
 * ejabberd's debug log; seen: one line of 2014 and version 23; other versions' heads are recalled:
 *
 *     2014-09-21 04:49:25.713 [debug] <0.2365.0>@ejabberd_receiver:process_data:343 Received XML on stream = <<"<iq …/>">>
 *     2021-05-10 10:20:30.123456+00:00 [info] <0.562.0> (tcp|<0.562.0>) Received XML on stream = <<"…">>
 *
 * The XML is printed as an Erlang term, which may go on in the next lines; a stanza may be split over several records.
 * A record's flow is `<pid> in` or `<pid> out`: what stands before the last space is the connection. Before version 17 one
 * process receives and another one sends: `({socket_state,…,<0.2365.0>}) Opened session for …` of the sender names both,
 * and without such a line the sender is the process made right after the receiver. What comes from a client has no sender
 * yet: `Opened session for` and `Accepted authentication for` tell who it is.
 */
import { bytesOf, decode, find, indexOfByte, isDigit, startsWith } from '../bytes/text.ts';
import type { FormatContext, LogFormat } from '../model.ts';
import { ErlangBinary } from './erlang-binary.ts';
import { LineRecords, type Line, type LineGrammar, type LineRole } from './line-records.ts';
import { NearestStamp } from './nearest-stamp.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';
import { SessionNames } from './session-names.ts';
import { streamWords } from './stream-words.ts';

const ON_STREAM = bytesOf(' XML on stream = ');
/** In the head of a line: the process and the module that writes. */
const MODULE = bytesOf('>@ejabberd_');
/** From version 17 the module that holds the socket is named beside the process. */
const OVER_TLS = bytesOf(' (tls|');
const RECEIVED = bytesOf('Received');
const SEND = bytesOf('Send');
const SENT = bytesOf('Sent');
/** `Opened c2s session for`, `Accepted c2s PLAIN authentication for`, `Accepted authentication for`. */
const WHO = ['session for ', 'authentication for '].map(bytesOf);
const WHO_HEAD = /(?:Opened (?:c2s )?session for|Accepted (?:[\w-]+ )*authentication for) $/;
const RECEIVER = /\{socket_state,[^()]*,(<\d+\.\d+\.\d+>)\}\)/;
const RECEIVING = 'ejabberd_receiver';
const SENDING = 'ejabberd_c2s';
/** A JID is no longer than this (RFC 7622 §3.1). */
const LONGEST_JID = 3072;
/** Stamp, level, process and place in the code stand before the mark. */
const MARK_WITHIN = 400;

class EjabberdGrammar implements LineGrammar {
  readonly #stamp: NearestStamp;
  readonly #term = new ErlangBinary();
  readonly #jids = new SessionNames();
  /** Receiving process by the process that sends, where they are two. */
  readonly #receivers = new SessionNames();

  constructor(context: FormatContext) {
    this.#stamp = new NearestStamp(context);
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    const { bytes, start, end } = line;
    // Where the stamp stands in a line of its own (before version 2.1) it is the last one seen.
    this.#stamp.see(bytes, start, end);
    const mark = find(bytes, ON_STREAM, start, Math.min(end, start + MARK_WITHIN));
    if (mark === -1) {
      this.#learn(bytes, start, end);
      return 'outside';
    }
    const received = endsWith(bytes, start, mark, RECEIVED);
    if (!received && !endsWith(bytes, start, mark, SEND) && !endsWith(bytes, start, mark, SENT)) return 'outside';
    Object.assign(head, this.#stamp.readNearest());
    head.kind = 'xmpp';
    head.direction = received ? 'in' : 'out';
    const connection = this.#connection(decode(bytes, start, mark), received);
    head.flow = `${connection} ${head.direction}`;
    head.clientEnd = 'remote';
    head.clientJid = this.#jids.get(connection);
    if (find(bytes, OVER_TLS, start, mark) !== -1) head.stream = streamWords(null, true);
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

  /** The process that receives what the client sends. */
  #connection(head: string, received: boolean): string {
    const process = processIn(head);
    if (received) {
      // Its partner is made next.
      if (head.includes(RECEIVING) && this.#receivers.get(next(process)) === null)
        this.#receivers.set(next(process), process);
      return process;
    }
    return head.includes(SENDING) ? (this.#receivers.get(process) ?? process) : process;
  }

  /** Lines that tell whose a connection is. */
  #learn(bytes: Uint8Array, start: number, end: number): void {
    for (const mark of WHO) {
      const at = find(bytes, mark, start, Math.min(end, start + MARK_WITHIN));
      if (at === -1) continue;
      const head = decode(bytes, start, at + mark.length);
      if (!WHO_HEAD.test(head)) continue;
      const own = processIn(head);
      const receiver = RECEIVER.exec(head)?.[1];
      if (receiver !== undefined) this.#receivers.set(own, receiver);
      const jid = /^\S+@[^\s:]+/.exec(decode(bytes, at + mark.length, Math.min(end, at + LONGEST_JID)))?.[0];
      if (jid !== undefined) this.#jids.set(receiver ?? own, jid);
    }
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
  const match = /\((?:[a-z_]+\|)(<[\d.]+>)\)/.exec(head) ?? /(<\d+\.\d+\.\d+>)/.exec(head);
  return match?.[1] ?? '<>';
}

/** `<0.2366.0>` behind `<0.2365.0>`. */
function next(process: string): string {
  return process.replace(/\.(\d+)\./, (_, number: string) => `.${Number(number) + 1}.`);
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
const PAIR = `2014-09-21 04:49:25.713 [info] <0.2366.0>@ejabberd_c2s:wait_for_session:1106 ({socket_state,gen_tcp,#Port<0.7012>,<0.2365.0>}) Opened session for alice@example.com/desk
2014-09-21 04:49:26.713 [debug] <0.2365.0>@ejabberd_receiver:process_data:343 Received XML on stream = <<"<presence/>">>
2014-09-21 04:49:26.715 [debug] <0.2366.0>@ejabberd_c2s:send_text:1834 Send XML on stream = <<"<presence from='alice@example.com/desk'/>">>
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
    { title: 'one process receives and another sends', head: PAIR, records: 2 },
    { title: 'lines of 2021, with zone, a term over two lines', head: NEW, records: 1 },
  ],
  // Many lines may come before the first stanza.
  sniff: (head) => find(head, ON_STREAM, 0, head.length) !== -1 || find(head, MODULE, 0, head.length) !== -1,
  open: (context, out) => LineRecords.writer(context, out, new EjabberdGrammar(context)),
};
