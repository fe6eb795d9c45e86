/**
 * Certificates that a TLS handshake shows in clear (RFC 5246 §7.4.2; up to TLS 1.2: later ones encrypt them,
 * RFC 8446 §4.4.2). Reads one direction of a connection from its first record on, and stops at the first thing that
 * is encrypted.
 */
import type { HandshakePart, HandshakeRole } from '../model.ts';
import { waiting, type Origin } from './origin.ts';
import { sslHelloAt } from './recognise.ts';
import type { Budget, Piece } from './undecided.ts';
import { u16 } from './wire.ts';

const ALERT = 21;
const HANDSHAKE = 22;

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
/** Longest certificate message that is waited for: chains are a few kilobytes. */
const LONGEST = 64 << 10;

const NONE = new Uint8Array(0);

/** `certificate` is valid until it returns; `origins` are the packets that it lies in, in stream order. */
export type CertificateSink = (certificate: Uint8Array, part: HandshakePart, origins: readonly Origin[]) => void;

export class TlsHandshake {
  readonly #found: CertificateSink;
  readonly #budget: Budget;
  /** Bytes of the header of a record, and of a message, that are there so far. */
  readonly #recordHead = new Uint8Array(5);
  readonly #messageHead = new Uint8Array(4);
  #recordHeadLength = 0;
  #messageHeadLength = 0;
  /** Bytes of the record that are to come. */
  #recordLeft = 0;
  /** The record is passed over. */
  #isAside = false;
  /** Bytes of a message that is passed over. */
  #passing = 0;
  /** A certificate message: how long it is, what of it is there, and in which packets. 0 = none. */
  #length = 0;
  #filled = 0;
  #message = NONE;
  #pieces: Piece[] = [];
  #role: HandshakeRole = null;
  #isFirst = true;
  /** Nothing more can be read. */
  done = false;

  constructor(budget: Budget, found: CertificateSink) {
    this.#budget = budget;
    this.#found = found;
  }

  /** Bytes of a certificate have come whose end is to come. */
  get inCertificate(): boolean {
    return this.#length > 0;
  }

  /** The packet in which that certificate message began; null = none. */
  get waitsSince(): Origin | null {
    return this.#pieces[0]?.origin ?? null;
  }

  /** Takes the next bytes of the stream. */
  write(origin: Origin, bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    if (this.#isFirst && sslHelloAt(bytes, from, to)) {
      // Its own length stands before it (RFC 5246 appendix E.2).
      this.#role = 'client';
      this.#isAside = true;
      this.#recordLeft = (u16(bytes, from) & 0x7fff) + 2;
    }
    this.#isFirst = false;
    while (!this.done && at < to) {
      if (this.#recordLeft === 0) {
        at = this.#takeRecordHead(bytes, at, to);
      } else {
        const end = Math.min(to, at + this.#recordLeft);
        this.#recordLeft -= end - at;
        if (!this.#isAside) this.#takeMessages(origin, bytes, at, end);
        at = end;
      }
    }
  }

  /** What comes next cannot be read: bytes are missing, or it is over. */
  stop(): void {
    this.done = true;
    this.#release();
  }

  #takeRecordHead(bytes: Uint8Array, from: number, to: number): number {
    const head = this.#recordHead;
    let at = from;
    while (at < to && this.#recordHeadLength < head.length) head[this.#recordHeadLength++] = bytes[at++]!;
    if (this.#recordHeadLength < head.length) return at;
    this.#recordHeadLength = 0;
    this.#recordLeft = u16(head, 3);
    // A warning may come before the answer (RFC 6066 §3); what is longer is encrypted.
    this.#isAside = head[0] === ALERT && this.#recordLeft === 2;
    if ((head[0] !== HANDSHAKE && !this.#isAside) || head[1] !== 3) this.stop();
    return at;
  }

  /** Messages may share a record and may span records (RFC 5246 §6.2.1). */
  #takeMessages(origin: Origin, bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (!this.done && at < to) {
      if (this.#passing > 0) {
        const passed = Math.min(this.#passing, to - at);
        this.#passing -= passed;
        at += passed;
      } else if (this.#length > 0) {
        at = this.#fill(origin, bytes, at, to);
      } else {
        at = this.#takeMessageHead(bytes, at, to);
      }
    }
  }

  #takeMessageHead(bytes: Uint8Array, from: number, to: number): number {
    const head = this.#messageHead;
    let at = from;
    while (at < to && this.#messageHeadLength < head.length) head[this.#messageHeadLength++] = bytes[at++]!;
    if (this.#messageHeadLength < head.length) return at;
    this.#messageHeadLength = 0;
    const [type] = head;
    const length = u24(head, 1);
    if (this.#role === null && type === CLIENT_HELLO) this.#role = 'client';
    if (this.#role === null && type === SERVER_HELLO) this.#role = 'server';
    if (type !== CERTIFICATE) this.#passing = length;
    else if (length <= LONGEST) this.#length = length;
    else this.stop();
    return at;
  }

  /** Takes bytes of a certificate message; what is there is kept, however much it says is to come. */
  #fill(origin: Origin, bytes: Uint8Array, from: number, to: number): number {
    const end = Math.min(to, from + this.#length - this.#filled);
    const filled = this.#filled + end - from;
    if (filled > this.#message.length) {
      const wider = new Uint8Array(Math.min(this.#length, Math.max(filled, 2 * this.#message.length)));
      wider.set(this.#message.subarray(0, this.#filled));
      this.#budget.held += wider.length - this.#message.length;
      this.#message = wider;
    }
    this.#message.set(bytes.subarray(from, end), this.#filled);
    this.#filled = filled;
    this.#pieces.push({ origin: waiting(origin), end: filled });
    if (filled === this.#length) {
      this.#giveCertificates(this.#message.subarray(0, filled));
      this.#release();
    }
    return end;
  }

  #giveCertificates(list: Uint8Array): void {
    if (list.length < 3) return;
    const end = Math.min(list.length, 3 + u24(list, 0));
    let position = 0;
    for (let at = 3; end - at >= 3; position++) {
      const length = u24(list, at);
      const from = at + 3;
      at = from + length;
      // A certificate is a DER SEQUENCE.
      if (length === 0 || at > end || list[from] !== 0x30) return;
      this.#found(list.subarray(from, at), { role: this.#role, position }, this.#originsOf(from, at));
    }
  }

  /** The packets that bytes of the message came in, each once. */
  #originsOf(from: number, to: number): Origin[] {
    const origins: Origin[] = [];
    let start = 0;
    for (const { origin, end } of this.#pieces) {
      if (start < to && end > from && origins.at(-1)?.offset !== origin.offset) origins.push(origin);
      start = end;
    }
    return origins;
  }

  #release(): void {
    this.#budget.held -= this.#message.length;
    this.#message = NONE;
    this.#length = 0;
    this.#filled = 0;
    this.#pieces = [];
  }
}

function u24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}
