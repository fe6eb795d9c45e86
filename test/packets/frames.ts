/** Builds packets from the inside out, one function a layer. Checksums are left 0: captures often have none. */

export type Bytes = Uint8Array;

export function join(...parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function be(width: 1 | 2 | 4, value: number): Bytes {
  const bytes = new Uint8Array(width);
  for (let i = 0; i < width; i++) bytes[i] = Math.floor(value / 256 ** (width - 1 - i)) % 256;
  return bytes;
}

export function hex(digits: string): Bytes {
  return Uint8Array.from(digits.replaceAll(' ', '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function text(characters: string): Bytes {
  return new TextEncoder().encode(characters);
}

export interface Between {
  source?: string;
  target?: string;
  sourcePort?: number;
  targetPort?: number;
}

/** 192.0.2.1 and 198.51.100.2 (RFC 5737). */
export const A = 'c0000201';
export const B = 'c6336402';
/** 2001:db8::1 and 2001:db8:0:1::2 (RFC 3849). */
export const A6 = '20010db8000000000000000000000001';
export const B6 = '20010db8000000010000000000000002';

export function ethernet(etherType: number, payload: Bytes, tags: [number, number][] = []): Bytes {
  const stack = tags.map(([type, id]) => join(be(2, type), be(2, id)));
  return join(hex('020000000002 020000000001'), ...stack, be(2, etherType), payload);
}

interface IpFields extends Between {
  id?: number;
  /** Flags and fragment offset, as in the header. */
  fragment?: number;
  /** Total length, where it shall be another than the true one. */
  total?: number;
  options?: Bytes;
}

export function ipv4(protocol: number, payload: Bytes, fields: IpFields = {}): Bytes {
  const options = fields.options ?? new Uint8Array(0);
  const header = 20 + options.length;
  return join(
    be(1, 0x40 | (header / 4)),
    be(1, 0),
    be(2, fields.total ?? header + payload.length),
    be(2, fields.id ?? 1),
    be(2, fields.fragment ?? 0),
    hex('40'),
    be(1, protocol),
    hex('0000'),
    hex(fields.source ?? A),
    hex(fields.target ?? B),
    options,
    payload,
  );
}

export function ipv6(nextHeader: number, payload: Bytes, fields: Between = {}): Bytes {
  return join(
    hex('60000000'),
    be(2, payload.length),
    be(1, nextHeader),
    hex('40'),
    hex(fields.source ?? A6),
    hex(fields.target ?? B6),
    payload,
  );
}

export function udp(payload: Bytes, { sourcePort = 5060, targetPort = 5060 }: Between = {}): Bytes {
  return join(be(2, sourcePort), be(2, targetPort), be(2, 8 + payload.length), hex('0000'), payload);
}

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

export interface TcpFields extends Between {
  sequence: number;
  acknowledgement?: number;
  flags?: number;
}

export function tcp(payload: Bytes, fields: TcpFields): Bytes {
  return join(
    be(2, fields.sourcePort ?? 40000),
    be(2, fields.targetPort ?? 5060),
    be(4, fields.sequence >>> 0),
    be(4, (fields.acknowledgement ?? 0) >>> 0),
    hex('50'),
    be(1, fields.flags ?? (fields.acknowledgement === undefined ? 0 : ACK)),
    hex('ffff 0000 0000'),
    payload,
  );
}

/** A UDP datagram in IPv4 in Ethernet. */
export function datagram(payload: Bytes, between: Between = {}): Bytes {
  return ethernet(0x0800, ipv4(17, udp(payload, between), between));
}

/** A TCP segment in IPv4 in Ethernet. */
export function segment(payload: Bytes, fields: TcpFields): Bytes {
  return ethernet(0x0800, ipv4(6, tcp(payload, fields), fields));
}

/** IPv4 fragments of what an IP packet carries, `size` bytes each (a multiple of 8), in Ethernet. */
export function fragments4(protocol: number, payload: Bytes, size: number, id = 7): Bytes[] {
  const made: Bytes[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const more = at + size < payload.length ? 0x2000 : 0;
    made.push(ethernet(0x0800, ipv4(protocol, payload.subarray(at, at + size), { id, fragment: more | (at / 8) })));
  }
  return made;
}

export function fragments6(nextHeader: number, payload: Bytes, size: number, id = 7): Bytes[] {
  const made: Bytes[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const more = at + size < payload.length ? 1 : 0;
    const head = join(be(1, nextHeader), be(1, 0), be(2, at | more), be(4, id));
    made.push(ethernet(0x86dd, ipv6(44, join(head, payload.subarray(at, at + size)))));
  }
  return made;
}

/** A SIP MESSAGE with `body`; `number` makes it unlike others. */
export function sipMessage(number: number, body = ''): string {
  return (
    `MESSAGE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TCP a.example.com;branch=z9hG4bK${number}\r\n` +
    `From: <sip:a@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: ${number}@example.com\r\n` +
    `CSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}
