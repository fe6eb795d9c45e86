/**
 * One direction of a TCP connection put in order (RFC 9293): segments out of order wait, what came first wins where they
 * overlap, what never comes is a gap.
 */
import type { EpochMs } from '../model.ts';
import type { Delivery } from './delivery.ts';
import { skipOrigin, waiting, type Origin, type WaitingOrigin } from './origin.ts';
import { startsWithMessage } from './recognise.ts';
import type { TcpStream } from './tcp-stream.ts';
import type { Budget } from './undecided.ts';

export interface FlowLimits {
  /** Bytes and segments that wait in one direction for what is missing before them. */
  bytes: number;
  segments: number;
  /** Segments that wait although the other side has acknowledged what is missing: the capture does not hold it. */
  acknowledged: number;
}
export const FLOW_LIMITS: FlowLimits = { bytes: 1 << 20, segments: 1024, acknowledged: 64 };

/** A sequence number further off than any window belongs to another connection on the same ports. */
const FAR = 1 << 26;
/** Gaps that are remembered, to know a late segment from a repeated one. */
const GAPS_KEPT = 8;
/** Of a connection that is joined late, the first of so many segments is taken for its beginning. */
const JOINING_SEGMENTS = 8;

interface Segment {
  sequence: number;
  bytes: Uint8Array;
  origin: WaitingOrigin;
  /** Bytes that the capture cut off its end. */
  missing: number;
}

/** Difference of two sequence numbers, which count modulo 2^32 (RFC 9293 §3.4). */
function after(one: number, other: number): number {
  return (one - other) | 0;
}

export class TcpFlow {
  readonly stream: TcpStream;
  readonly #delivery: Delivery;
  readonly #budget: Budget;
  readonly #limits: FlowLimits;
  #started = false;
  /** The first sequence number is known from a SYN. */
  #synchronised = false;
  /** Begun with data: an earlier segment may come yet, so the first ones wait. */
  #joining = false;
  #base = 0;
  /** Sequence number of the next byte in order. */
  #next = 0;
  #delivered = false;
  /** Bytes missing before the next ones. */
  #lost = 0;
  #gaps: number[] = [];
  #acknowledged = 0;
  /** Rising sequence numbers, no overlaps. */
  #pending: Segment[] = [];
  #pendingBytes = 0;
  #end = -1;
  /** Time of the last bytes given out. */
  #time: EpochMs | null = null;
  finished = false;

  constructor(stream: TcpStream, delivery: Delivery, budget: Budget, limits: FlowLimits) {
    this.stream = stream;
    this.#delivery = delivery;
    this.#budget = budget;
    this.#limits = limits;
  }

  /** The packet of the first bytes that wait behind a gap. */
  get firstWaiting(): Origin | null {
    return this.#pending[0]?.origin ?? null;
  }

  /** Whether a SYN with the first data byte at `sequence` starts another connection than this one. */
  isOther(sequence: number): boolean {
    return this.#started && this.#base !== sequence;
  }

  /** Whether data at `sequence` cannot belong to this connection. */
  isForeign(sequence: number): boolean {
    if (!this.#started || this.stream.passive) return false;
    const ahead = after(sequence, this.#next);
    return ahead > FAR || ahead < -FAR || (this.finished && ahead >= 0);
  }

  synchronise(sequence: number): void {
    if (this.#started) return;
    this.#start(sequence);
    this.#synchronised = true;
    this.stream.whole = true;
  }

  /** The other side has everything up to `sequence`. */
  acknowledge(sequence: number): void {
    if (!this.#started) {
      this.#start(sequence);
      this.#acknowledged = sequence;
    } else if (after(sequence, this.#acknowledged) > 0) {
      this.#acknowledged = sequence;
    }
    // What was received had all before it.
    const first = this.#pending[0];
    if (!this.#joining || first === undefined || after(this.#acknowledged, first.sequence) <= 0) return;
    this.#drain();
    if (this.stream.passive) this.#dropPending();
  }

  /** Data of a segment; `missing` bytes more were sent than the capture holds. */
  segment(origin: Origin, sequence: number, bytes: Uint8Array, at: number, end: number, missing: number): void {
    if (this.stream.passive && !this.#wakes(sequence, bytes, at, end)) {
      this.stream.settle(origin);
      return;
    }
    if (!this.#started) {
      this.#start(sequence);
      this.#joining = true;
    }
    const ahead = after(sequence, this.#next);
    if (ahead < 0 && !this.#delivered && !this.#synchronised) this.#base = this.#next = sequence;
    const overlap = -after(sequence, this.#next);
    if (this.finished || (overlap >= end - at && overlap > 0)) {
      this.#repeated(origin, sequence, end - at);
    } else if (overlap >= 0 && this.#pending.length === 0 && !this.#joining) {
      this.#deliver(origin, bytes, at + overlap, end, missing);
      this.stream.settle(origin);
    } else {
      // Also when it is next: bytes of it that wait already came first.
      this.#hold(origin, sequence, bytes, at, end, missing);
      if (!this.#joining || this.#pending.length >= JOINING_SEGMENTS) this.#drain();
    }
    if (this.stream.passive) this.#dropPending();
    this.#finishIfDone(origin);
  }

  /** FIN: the sequence number behind the last data byte. */
  close(origin: Origin, sequence: number): void {
    this.#end = sequence;
    if (!this.#started) this.#start(sequence);
    if (this.#joining) this.#drain();
    this.#finishIfDone(origin);
  }

  /** RST, the end of the file, or no room: what waits is given out with gaps. */
  finish(origin: Origin | null): void {
    if (this.finished) return;
    while (this.#pending.length > 0) this.#declareGap();
    this.finished = true;
    this.stream.finish(origin === null ? null : this.#readable(origin));
  }

  /** Gives out what waits behind a gap, to make room. */
  relieve(): void {
    while (this.#pending.length > 0) this.#declareGap();
  }

  #start(sequence: number): void {
    this.#started = true;
    this.#base = this.#next = this.#acknowledged = sequence;
  }

  #wakes(sequence: number, bytes: Uint8Array, at: number, end: number): boolean {
    if (!this.stream.dormant || this.finished) return false;
    const kind = startsWithMessage(bytes, at, end);
    if (kind === null) return false;
    this.stream.wake(kind);
    this.#start(sequence);
    this.#synchronised = false;
    this.#lost = 0;
    this.#gaps = [];
    return true;
  }

  #finishIfDone(origin: Origin): void {
    if (this.#end === -1 || this.finished) return;
    if (this.stream.passive || after(this.#next, this.#end) >= 0) this.finish(origin);
  }

  /** Bytes that were there before; or that come too late, after a gap was declared. */
  #repeated(origin: Origin, sequence: number, length: number): void {
    const account = this.#delivery.account;
    if (this.stream.carries) {
      for (let i = 0; i + 1 < this.#gaps.length; i += 2) {
        if (after(sequence + length, this.#gaps[i]!) <= 0 || after(sequence, this.#gaps[i + 1]!) >= 0) continue;
        skipOrigin(account, origin, 'stream-limit');
        return;
      }
      if (!this.#synchronised && after(sequence + length, this.#base) <= 0) {
        skipOrigin(account, origin, length > 1 ? 'stream-gap' : 'packet-other');
        return;
      }
    }
    this.stream.settle(origin);
  }

  #deliver(origin: Origin, bytes: Uint8Array, at: number, end: number, missing: number): void {
    if (end > at) {
      this.stream.chunk(this.#readable(origin), bytes, at, end, this.#lost);
      this.#lost = 0;
      this.#delivered = true;
      this.#next = (this.#next + end - at) >>> 0;
    }
    if (missing > 0) {
      if (this.stream.carries) this.#delivery.account.issue('packet-cut', origin.offset, origin.length);
      this.#lost += missing;
      this.#next = (this.#next + missing) >>> 0;
    }
  }

  /** The packet with the time at which its bytes could be read: when those before them had come, too. */
  #readable(origin: Origin): Origin {
    const { time } = origin;
    if (time === null) return origin;
    if (this.#time !== null && time < this.#time) return { ...origin, time: this.#time };
    this.#time = time;
    return origin;
  }

  /** Keeps the parts of a segment that no waiting segment has. */
  #hold(origin: Origin, sequence: number, bytes: Uint8Array, at: number, end: number, missing: number): void {
    const pending = this.#pending;
    const keep = waiting(origin);
    const stop = after(sequence, this.#next) + end - at;
    let from = Math.max(0, stop - (end - at));
    let i = pending.length;
    while (i > 0 && this.#distance(pending[i - 1]!) + pending[i - 1]!.bytes.length > from) i--;
    let kept = 0;
    while (from < stop) {
      const following = pending[i];
      const until = following === undefined ? stop : Math.min(stop, this.#distance(following));
      if (until > from) {
        const copy = bytes.slice(end - (stop - from), end - (stop - until));
        const cut = until === stop ? missing : 0;
        pending.splice(i, 0, { sequence: (this.#next + from) >>> 0, bytes: copy, origin: keep, missing: cut });
        kept += copy.length;
        i++;
      }
      if (following === undefined) break;
      from = Math.max(until, this.#distance(following) + following.bytes.length);
      i++;
    }
    this.#pendingBytes += kept;
    this.#budget.held += kept;
    if (kept === 0) this.stream.settle(origin);
    else this.#limit();
  }

  #distance(segment: Segment): number {
    return after(segment.sequence, this.#next);
  }

  #limit(): void {
    const pending = this.#pending;
    const first = pending[0];
    if (first === undefined || this.#distance(first) <= 0) return;
    const known = pending.length > this.#limits.acknowledged && after(this.#acknowledged, first.sequence) >= 0;
    const full = this.#pendingBytes > this.#limits.bytes || pending.length > this.#limits.segments;
    if (full && !known && this.stream.carries) {
      this.#delivery.account.issue('stream-limit', first.origin.offset, first.origin.length);
    }
    if (known || full) this.#declareGap();
  }

  /** What is missing before the first waiting segment will not come. */
  #declareGap(): void {
    const first = this.#pending[0];
    if (first === undefined) return;
    const missing = this.#distance(first);
    if (missing > 0) {
      if (this.stream.carries) {
        this.#delivery.account.issue('stream-gap', first.origin.offset, first.origin.length);
      }
      if (this.#gaps.length >= 2 * GAPS_KEPT) this.#gaps.splice(0, 2);
      this.#gaps.push(this.#next, first.sequence);
      this.#lost += missing;
      this.#next = first.sequence;
    }
    this.#drain();
  }

  #drain(): void {
    this.#joining = false;
    const pending = this.#pending;
    while (pending.length > 0 && this.#distance(pending[0]!) <= 0) {
      const segment = pending.shift()!;
      const length = segment.bytes.length;
      this.#pendingBytes -= length;
      this.#budget.held -= length;
      const overlap = -this.#distance(segment);
      if (overlap < length) this.#deliver(segment.origin, segment.bytes, overlap, length, segment.missing);
      this.#settleOnce(segment.origin);
    }
  }

  /** Nothing in it needs order any more. */
  #dropPending(): void {
    for (const segment of this.#pending) this.#settleOnce(segment.origin);
    this.#budget.held -= this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** A packet of which several parts wait is accounted for once. */
  #settleOnce(origin: WaitingOrigin): void {
    if (origin.settled) return;
    origin.settled = true;
    this.stream.settle(origin);
  }
}
