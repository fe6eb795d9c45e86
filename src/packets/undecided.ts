/** What waits of a direction of which it is not known yet what it carries. */
import { waiting, type Origin } from './origin.ts';
import { msrpStart, sipStart, xmppStart, type Carried } from './recognise.ts';

/** Bytes and packets of a direction that are waited for. */
export const UNDECIDED_BYTES = 16 << 10;
const UNDECIDED_PACKETS = 512;
/** How much of what was searched is searched again with the next segment: a stream header may be split. */
const TAG_REACH = 600;

const NONE = new Uint8Array(0);

/** Bytes that wait, over all connections of a file. */
export interface Budget {
  held: number;
}

/** A packet, and how many bytes of the direction there were with it. */
export interface Piece {
  origin: Origin;
  end: number;
}

export interface Waited {
  /** Only the first `length` are of the direction. */
  bytes: Uint8Array;
  length: number;
  /** Packets whose bytes these are. */
  pieces: Piece[];
  /** Packets whose account is to be settled: also those that brought nothing new. */
  unsettled: Piece[];
}

export class Undecided implements Waited {
  readonly #budget: Budget;
  bytes: Uint8Array = NONE;
  length = 0;
  pieces: Piece[] = [];
  unsettled: Piece[] = [];
  #linesSearched = 0;
  #tagsSearched = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get full(): boolean {
    return this.length >= UNDECIDED_BYTES || this.unsettled.length > UNDECIDED_PACKETS;
  }

  append(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    const length = this.length + end - at;
    if (length > this.bytes.length) {
      const wider = new Uint8Array(Math.max(length, 2 * this.bytes.length));
      wider.set(this.bytes.subarray(0, this.length));
      this.#budget.held += wider.length - this.bytes.length;
      this.bytes = wider;
    }
    this.bytes.set(bytes.subarray(at, end), this.length);
    this.length = length;
    this.pieces.push({ origin: waiting(origin), end: length });
  }

  settle(origin: Origin): void {
    this.unsettled.push({ origin: waiting(origin), end: this.length });
  }

  /** The first message in what waits; what was searched before is not searched again. */
  find(): { kind: Carried; at: number } | null {
    const msrp = msrpStart(this.bytes, this.#linesSearched, this.length);
    if (msrp !== -1) return { kind: 'msrp', at: msrp };
    const sip = sipStart(this.bytes, this.#linesSearched, this.length, false);
    const xmpp = xmppStart(this.bytes, this.#tagsSearched, this.length);
    if (sip !== -1 && (xmpp === -1 || sip < xmpp)) return { kind: 'sip', at: sip };
    if (xmpp !== -1) return { kind: 'xmpp', at: xmpp };
    this.#linesSearched = this.bytes.lastIndexOf(0x0a, this.length - 1) + 1;
    this.#tagsSearched = Math.max(0, this.length - TAG_REACH);
    return null;
  }

  /** Gives what waits and waits for nothing any more. */
  release(): Waited {
    const { bytes, length, pieces, unsettled } = this;
    this.#budget.held -= bytes.length;
    this.bytes = NONE;
    this.length = 0;
    this.pieces = [];
    this.unsettled = [];
    this.#linesSearched = 0;
    this.#tagsSearched = 0;
    return { bytes, length, pieces, unsettled };
  }
}

/** Only keep-alives: line ends, blanks, NULs. */
export function blank(bytes: Uint8Array, to: number): boolean {
  for (let i = 0; i < to; i++) if (bytes[i]! > 0x20) return false;
  return true;
}
