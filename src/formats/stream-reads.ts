/**
 * Messages of which a log shows what each read of a connection gave: one may go on in the next read. What is there of it is kept until
 * its rest has come, the connection begins another message, or the file ends.
 */
import { LF, bytesOf, find } from '../bytes/text.ts';
import { startLineIn } from './line-prefix.ts';
import type { RecordHead, RecordOutlet } from './record-outlet.ts';
import { SipExtent } from './sip-extent.ts';
import { isStartLine } from './sip-lines.ts';

/** Connections with an unfinished message at a time, and bytes of one. */
const MOST_STREAMS = 64;
const MOST_BYTES = 1 << 20;
const VERSION = bytesOf(' SIP/2.0');

interface Unfinished {
  head: RecordHead;
  bytes: Uint8Array;
  /** Offset and length of each record, by turns. */
  records: number[];
}

export class StreamReads {
  readonly #outlet: RecordOutlet;
  readonly #unfinished = new Map<string, Unfinished>();
  readonly #extent = new SipExtent();
  readonly #textOf: (read: Uint8Array) => Uint8Array;

  /** `textOf`: what the joined bytes of the reads mean, where the log does not write them as they were. */
  constructor(outlet: RecordOutlet, textOf: (read: Uint8Array) => Uint8Array = asItIs) {
    this.#outlet = outlet;
    this.#textOf = textOf;
  }

  get isEmpty(): boolean {
    return this.#unfinished.size === 0;
  }

  isUnfinished(stream: string): boolean {
    return this.#unfinished.has(stream);
  }

  /** Does a read whose first line is [start, end) go on with the stream's message? Where it begins another one, that one is cut. */
  goesOn(stream: string, bytes: Uint8Array, start: number, end: number): boolean {
    const before = this.#unfinished.get(stream)?.bytes;
    if (before === undefined) return false;
    if (startLineIn(bytes, start, end) !== start) return true;
    // What is left of a start line may look like one: `TE sip:bob@contoso.com SIP/2.0`.
    if (!before.includes(LF) && isOneStart(joined(before, bytes.subarray(start, end)))) return true;
    this.cut(stream);
    return false;
  }

  /** A read that begins a message, or goes on with the one of its stream. `head` and `payload` are copied. */
  take(stream: string, head: RecordHead, payload: Uint8Array, offset: number, length: number): void {
    const before = this.#unfinished.get(stream);
    this.#unfinished.delete(stream);
    const read = {
      head: before?.head ?? Object.assign(head.copy(), { complete: false }),
      bytes: before === undefined ? payload.slice() : joined(before.bytes, payload),
      records: [...(before?.records ?? []), offset, length],
    };
    if (this.#isWhole(this.#textOf(read.bytes)) || read.bytes.length > MOST_BYTES) {
      this.#give(read);
      return;
    }
    this.#unfinished.set(stream, read);
    if (this.#unfinished.size <= MOST_STREAMS) return;
    for (const oldest of this.#unfinished.keys()) {
      this.cut(oldest);
      break;
    }
  }

  /** The rest of the stream's message will not come. */
  cut(stream: string): void {
    const read = this.#unfinished.get(stream);
    if (read === undefined) return;
    this.#unfinished.delete(stream);
    this.#outlet.account.issue('record-truncated', read.records[0]!, read.records[1]!);
    this.#give(read);
  }

  end(): void {
    for (const stream of [...this.#unfinished.keys()]) this.cut(stream);
  }

  #give({ head, bytes, records: [offset = 0, length = 0, ...further] }: Unfinished): void {
    this.#outlet.give(head, this.#textOf(bytes), offset, length, further);
  }

  /** Does a message end in these bytes? Of several each but the last does. */
  #isWhole(bytes: Uint8Array): boolean {
    const extent = this.#extent;
    extent.clear(null);
    for (let line = 0; line < bytes.length;) {
      const newline = bytes.indexOf(LF, line);
      const next = newline === -1 ? bytes.length : newline + 1;
      extent.line(bytes, line, next);
      if (extent.whole || extent.unbounded) return true;
      line = next;
    }
    return extent.inBody && extent.remaining === null;
  }
}

function asItIs(read: Uint8Array): Uint8Array {
  return read;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Is it a start line, and not one behind what is left of another? */
function isOneStart(line: Uint8Array): boolean {
  return isStartLine(line, 0, line.length) && find(line, VERSION, 0, line.length - VERSION.length) === -1;
}
