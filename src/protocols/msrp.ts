/**
 * MSRP (RFC 4975): texts on a connection that a session of SIP has agreed on. What is said stands in SEND requests, a long
 * one in several; answers and REPORTs say nothing. Read are the bodies that a MESSAGE of SIP may have, message/cpim among them.
 */
import type {
  Account,
  IssueCode,
  LogRecord,
  Message,
  MsrpMessage,
  Place,
  Protocol,
  RecordReader,
  Sink,
} from '../model.ts';
import { bytesOf, decode, find, LF } from '../bytes/text.ts';
import { FlowBytes, seenIn } from './flow-bytes.ts';
import { headersOf, type MimePart } from './mime-part.ts';
import { readMediaType } from './media-type.ts';
import { msrpKey } from './msrp-path.ts';
import { MsrpChunks, type Chunk } from './msrp-chunks.ts';
import { readBody, type BodyFindings } from './sip-body.ts';

const START = bytesOf('MSRP ');
const NEXT_START = bytesOf('\nMSRP ');
const EMPTY_LINE = bytesOf('\r\n\r\n');
const START_LINE = /^MSRP ([A-Za-z0-9.\-+%=]{4,32}) ([A-Z]+|\d{3}(?: .*)?)$/;
/** A request of which more bytes come without an end is no request. */
const LONGEST = 4 * 1024 * 1024;
/** `$`, `+` or `#` and CR LF behind the end line. */
const FLAG_LENGTH = 3;

export const msrp: Protocol = {
  id: 'msrp',
  sniff(payload) {
    if (find(payload, START, 0, START.length) !== 0) return false;
    const line = payload.indexOf(LF);
    return line > 0 && START_LINE.test(decode(payload, 0, line - 1));
  },
  open(account, out) {
    return new MsrpReader(account, out);
  },
};

interface Flow {
  pending: FlowBytes;
  /** Bytes that must have come before it is worth looking again. */
  need: number;
  chunks: MsrpChunks;
  /** No request was met since bytes were passed over: what is passed over is reported once. */
  searching: boolean;
}

class MsrpReader implements RecordReader {
  readonly #account: Account;
  readonly #out: Sink<Message>;
  readonly #flows = new Map<string, Flow>();

  constructor(account: Account, out: Sink<Message>) {
    this.#account = account;
    this.#out = out;
  }

  push(record: LogRecord): void {
    let flow = this.#flows.get(record.flow);
    if (flow === undefined)
      this.#flows.set(
        record.flow,
        (flow = { pending: new FlowBytes(), need: 0, chunks: new MsrpChunks(), searching: false }),
      );
    if (record.lost > 0) this.#cut(flow);
    flow.pending.add(record);
    if (flow.pending.length >= flow.need) this.#drain(flow);
    if (record.ends || record.flow === '') {
      this.#finish(flow);
      this.#flows.delete(record.flow);
    } else flow.pending.keep();
  }

  end(): void {
    for (const flow of this.#flows.values()) this.#finish(flow);
    this.#flows.clear();
  }

  /** Nothing more comes: what waits for its end is cut. */
  #finish(flow: Flow): void {
    this.#cut(flow);
    for (const chunk of flow.chunks.end()) this.#give(chunk, true);
  }

  #cut(flow: Flow): void {
    const { pending } = flow;
    this.#drain(flow);
    while (pending.length > 0) {
      const next = find(pending.bytes, NEXT_START, 0, pending.length);
      const stop = next === -1 ? pending.length : next + 1;
      if (!flow.searching) this.#report('record-truncated', pending.places(0, stop));
      pending.drop(stop);
      this.#drain(flow);
    }
    flow.need = 0;
  }

  #drain(flow: Flow): void {
    const { bytes, length: end } = flow.pending;
    let at = 0;
    flow.need = 0;
    while (at < end) {
      const next = this.#readOne(flow, bytes, at, end);
      if (next === at) break;
      at = next;
    }
    flow.pending.drop(at);
  }

  /** Gives the index after the request or answer at `at`, or `at` when more bytes must come first. */
  #readOne(flow: Flow, bytes: Uint8Array, at: number, end: number): number {
    const line = bytes.subarray(at, end).indexOf(LF);
    const start = line === -1 ? null : START_LINE.exec(decode(bytes, at, at + line - 1));
    if (line !== -1 && start === null) return this.#passOver(flow, bytes, at, end);
    const mark = start === null ? -1 : find(bytes, bytesOf(`\r\n-------${start[1]}`), at, end);
    const stop = start === null ? 0 : mark + 9 + start[1]!.length + FLAG_LENGTH;
    if (mark === -1 || stop > end) {
      if (end - at > LONGEST) return this.#passOver(flow, bytes, at, end);
      // In small pieces all would be searched again for each: wait for an eighth more.
      flow.need = end - at + ((end - at) >> 3);
      return at;
    }
    flow.searching = false;
    if (start![2] === 'SEND') this.#readSend(flow, bytes, { from: at + line + 1, mark, stop, at });
    return stop;
  }

  /** No start line at `at`: on to the next one. */
  #passOver(flow: Flow, bytes: Uint8Array, at: number, end: number): number {
    const next = find(bytes, NEXT_START, at, end);
    // The beginning of the next one may stand at the end.
    const stop = next === -1 ? Math.max(at, end - NEXT_START.length + 1) : next + 1;
    if (!flow.searching && stop > at) this.#report('sip-malformed', flow.pending.places(at, stop));
    flow.searching ||= stop > at;
    return stop;
  }

  #readSend(flow: Flow, bytes: Uint8Array, where: { at: number; from: number; mark: number; stop: number }): void {
    const empty = find(bytes, EMPTY_LINE, where.from - 2, where.mark + 2);
    const headers = headersOf(decode(bytes, where.from, empty === -1 ? where.mark : empty));
    const places = flow.pending.places(where.at, where.stop);
    const from = msrpKey(headers.get('from-path') ?? '');
    const to = msrpKey(headers.get('to-path') ?? '');
    const id = headers.get('message-id');
    if (from === null || to === null || id === undefined) {
      this.#report('sip-malformed', places);
      return;
    }
    // Without a body it only opens the connection (RFC 4975 §5.4).
    if (empty === -1) return;
    const range = /^(\d+)-/.exec(headers.get('byte-range') ?? '');
    const chunk: Chunk = {
      id,
      links: [from, to],
      type: headers.get('content-type') ?? '',
      first: range === null ? 1 : Number(range[1]),
      flag: String.fromCharCode(bytes[where.stop - FLAG_LENGTH]!),
      bytes: bytes.slice(Math.min(where.mark, empty + EMPTY_LINE.length), where.mark),
      places,
      seen: seenIn(flow.pending.seenAt(where.at)),
      missing: false,
    };
    const whole = flow.chunks.add(chunk);
    if (whole !== null) this.#give(whole, whole.flag === '#');
  }

  /** @param cut its end is missing */
  #give(chunk: Chunk, cut: boolean): void {
    const { time, timeSource, direction, local, remote, side } = chunk.seen;
    const lacks = cut || chunk.missing;
    const found = findings(lacks);
    const type = readMediaType(chunk.type);
    const part: MimePart = { type, disposition: readMediaType(''), encoding: '', bytes: chunk.bytes };
    if (chunk.type !== '') readBody(part, found);
    if (lacks) {
      this.#report('record-truncated', chunk.places);
      found.facts.push({ kind: 'opaque', reason: 'truncated', detail: 'MSRP ' + type.name });
    }
    for (const code of found.issues) this.#report(code, chunk.places);
    const message: MsrpMessage = {
      protocol: 'msrp',
      method: 'SEND',
      id: chunk.id,
      links: chunk.links,
      places: chunk.places,
      time,
      timeSource,
      direction,
      local,
      remote,
      side,
      from: null,
      to: null,
      title: `MSRP SEND ${type.name}`.slice(0, 200),
      facts: found.facts,
      markers: [],
    };
    this.#out(message);
  }

  #report(code: IssueCode, places: readonly Place[]): void {
    const first = places[0];
    if (first !== undefined) this.#account.issue(code, first.offset, first.length);
  }
}

/** What is said in a session is read as what is said in a MESSAGE. */
function findings(cut: boolean): BodyFindings {
  return {
    method: 'MESSAGE',
    status: null,
    subject: { who: null, asked: false },
    speaker: null,
    cut,
    facts: [],
    links: [],
    issues: [],
    unread: false,
  };
}
