/**
 * Certificates that a TLS handshake shows in clear (RFC 5246 §7.4.2; up to TLS 1.2: later ones encrypt them,
 * RFC 8446 §4.4.2). Reads one direction of a connection from its first record on, and stops at the first thing that
 * is encrypted.
 */
import { u16 } from './wire.ts';

const HANDSHAKE = 22;
const CERTIFICATE = 11;
/** Longest run of handshake bytes that is waited for: chains are a few kilobytes. */
const LONGEST = 256 << 10;

export class TlsHandshake {
  readonly #found: (certificate: Uint8Array) => void;
  #bytes = new Uint8Array(4096);
  #length = 0;
  /** Handshake bytes of opened records, not yet read as messages. */
  #messages = new Uint8Array(0);
  /** Nothing more can be read. */
  done = false;

  /** `found` gets the DER bytes of each certificate, the peer's own first; valid until it returns. */
  constructor(found: (certificate: Uint8Array) => void) {
    this.#found = found;
  }

  /** Takes the next bytes of the stream. */
  write(bytes: Uint8Array, from: number, to: number): void {
    if (this.done) return;
    this.#append(bytes.subarray(from, to));
    let at = 0;
    while (!this.done && this.#length - at >= 5) {
      const type = this.#bytes[at]!;
      const length = u16(this.#bytes, at + 3);
      if (type !== HANDSHAKE || this.#bytes[at + 1] !== 3) {
        this.done = true;
      } else if (this.#length - at - 5 < length) {
        break;
      } else {
        this.#record(this.#bytes.subarray(at + 5, at + 5 + length));
        at += 5 + length;
      }
    }
    this.#bytes.copyWithin(0, at, this.#length);
    this.#length -= at;
    if (this.#length + this.#messages.length > LONGEST) this.done = true;
    if (this.done) this.#release();
  }

  /** Bytes are missing: what comes next cannot be read. */
  stop(): void {
    this.done = true;
    this.#release();
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      wider.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = wider;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  /** Handshake messages may share a record and may span records (RFC 5246 §6.2.1). */
  #record(content: Uint8Array): void {
    const messages = new Uint8Array(this.#messages.length + content.length);
    messages.set(this.#messages);
    messages.set(content, this.#messages.length);
    let at = 0;
    while (messages.length - at >= 4) {
      const end = at + 4 + u24(messages, at + 1);
      if (end > messages.length) break;
      if (messages[at] === CERTIFICATE) this.#certificates(messages.subarray(at + 4, end));
      at = end;
    }
    this.#messages = messages.slice(at);
  }

  #certificates(list: Uint8Array): void {
    if (list.length < 3) return;
    const end = Math.min(list.length, 3 + u24(list, 0));
    for (let at = 3; end - at >= 3;) {
      const length = u24(list, at);
      // A certificate is a DER SEQUENCE.
      if (length === 0 || at + 3 + length > end || list[at + 3] !== 0x30) return;
      this.#found(list.subarray(at + 3, at + 3 + length));
      at += 3 + length;
    }
  }

  #release(): void {
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    this.#messages = new Uint8Array(0);
  }
}

function u24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}
