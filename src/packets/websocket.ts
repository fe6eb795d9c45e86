/**
 * WebSocket (RFC 6455) as SIP (RFC 7118) and XMPP (RFC 7395) use it: one message of theirs in one of its own. Reads one
 * direction of a connection; messages may be masked, fragmented and compressed (RFC 7692).
 */
import { Inflate } from '../bytes/inflate.ts';
import { sipStart, xmppStart } from './recognise.ts';
import { u16, u32 } from './wire.ts';

const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
/** Longest message that is waited for. */
const LONGEST = 1 << 20;
const UTF8 = new TextDecoder();

/** What the sender left out at the end of a compressed message: RFC 7692 §7.2.1. */
const FLUSH = Uint8Array.of(0, 0, 255, 255);

/** Length of the HTTP head in `bytes[0, to)` with its blank line; -1 = it is not all there. */
export function httpHeadLength(bytes: Uint8Array, to: number): number {
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < to; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a && at + 1 < to) return at + 2;
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a && at + 2 < to) return at + 3;
  }
  return -1;
}

/** Whether an HTTP head opens a WebSocket for SIP or XMPP (RFC 6455 §4, RFC 7118 §4, RFC 7395 §3.1). */
export function opensWebSocket(head: Uint8Array): boolean {
  const text = UTF8.decode(head);
  return /^upgrade:\s*websocket\s*$/im.test(text) && /^sec-websocket-protocol:.*\b(sip|xmpp)\b/im.test(text);
}

/** Whether a connection joined in the middle goes on with a WebSocket message that holds SIP or XMPP. */
export function webSocketAt(bytes: Uint8Array, at: number, to: number): boolean {
  if (bytes[at] !== 0x81 && bytes[at] !== 0x82) return false;
  const frame = frameAt(bytes, at, to);
  if (frame === null) return false;
  const start = unmasked(bytes, frame, Math.min(to, frame.data + Math.min(frame.length, 2048)));
  return sipStart(start, 0, start.length, true) === 0 || xmppStart(start, 0, start.length) === 0;
}

interface Frame {
  opcode: number;
  final: boolean;
  compressed: boolean;
  /** Position of the four bytes of the mask; -1 = none. */
  mask: number;
  data: number;
  length: number;
}

/** RFC 6455 §5.2; null = the head is not all there. */
function frameAt(bytes: Uint8Array, at: number, to: number): Frame | null {
  if (to - at < 2) return null;
  const short = bytes[at + 1]! & 0x7f;
  const masked = (bytes[at + 1]! & 0x80) !== 0;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const mask = at + 2 + lengthBytes;
  const data = mask + (masked ? 4 : 0);
  if (data > to) return null;
  let length = short;
  if (short === 126) length = u16(bytes, at + 2);
  else if (short === 127) length = u32(bytes, at + 2) * 2 ** 32 + u32(bytes, at + 6);
  const first = bytes[at]!;
  return {
    opcode: first & 15,
    final: (first & 0x80) !== 0,
    compressed: (first & 0x40) !== 0,
    mask: masked ? mask : -1,
    data,
    length,
  };
}

/** A copy of the frame's data up to `end`. */
function unmasked(bytes: Uint8Array, frame: Frame, end: number): Uint8Array {
  const data = bytes.slice(frame.data, end);
  if (frame.mask === -1) return data;
  for (let i = 0; i < data.length; i++) data[i]! ^= bytes[frame.mask + (i & 3)]!;
  return data;
}

export class WebSocketReader {
  readonly #found: (message: Uint8Array) => void;
  #bytes = new Uint8Array(0);
  #parts: Uint8Array[] = [];
  #partsLength = 0;
  #compressed = false;
  #inflate: Inflate | null = null;
  /** The place in the stream is lost, or what came was no WebSocket. */
  lost = false;

  /** `found` gets each message, valid until it returns. */
  constructor(found: (message: Uint8Array) => void) {
    this.#found = found;
  }

  /** A message has begun and is not whole. */
  get waits(): boolean {
    return this.#bytes.length > 0 || this.#parts.length > 0;
  }

  /** Bytes are missing: goes on at the next piece that begins with a message. */
  gap(): void {
    this.lost = true;
    this.#bytes = new Uint8Array(0);
    this.#parts = [];
    this.#partsLength = 0;
    this.#inflate = null;
  }

  /** Takes the next bytes of the stream. */
  write(bytes: Uint8Array, from: number, to: number): void {
    if (this.lost && !webSocketAt(bytes, from, to)) return;
    this.lost = false;
    const held = new Uint8Array(this.#bytes.length + to - from);
    held.set(this.#bytes);
    held.set(bytes.subarray(from, to), this.#bytes.length);
    let at = 0;
    for (;;) {
      const frame = frameAt(held, at, held.length);
      if (frame === null) break;
      if (frame.length > LONGEST || this.#partsLength > LONGEST || (held[at]! & 0x30) !== 0) {
        this.gap();
        return;
      }
      if (frame.data + frame.length > held.length) break;
      this.#frame(frame, unmasked(held, frame, frame.data + frame.length));
      at = frame.data + frame.length;
    }
    this.#bytes = held.slice(at);
  }

  #frame(frame: Frame, data: Uint8Array): void {
    if (frame.opcode !== TEXT && frame.opcode !== BINARY && frame.opcode !== CONTINUATION) return;
    if (frame.opcode !== CONTINUATION) {
      this.#parts = [];
      this.#partsLength = 0;
      this.#compressed = frame.compressed;
    }
    this.#parts.push(data);
    this.#partsLength += data.length;
    if (!frame.final) return;
    const parts = this.#parts;
    this.#parts = [];
    this.#partsLength = 0;
    const message = this.#compressed ? this.#inflated(parts) : joined(parts);
    if (message !== null && message.length > 0) this.#found(message);
  }

  /** One compression goes through all messages of a direction; null = damaged. */
  #inflated(parts: Uint8Array[]): Uint8Array | null {
    this.#inflate ??= new Inflate('raw');
    const message = this.#inflate.read(joined([...parts, FLUSH]), LONGEST);
    if (message === null) this.gap();
    return message;
  }
}

function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
