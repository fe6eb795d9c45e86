/** IP protocol numbers (IANA) and the headers between IP and what it carries. */
import { u16 } from './wire.ts';

export const IP_IN_IP = 4;
export const TCP = 6;
export const UDP = 17;
export const IPV6_IN_IP = 41;
export const FRAGMENT = 44;
export const GRE = 47;
const AUTHENTICATION = 51;

const HOP_BY_HOP = 0;
const ROUTING = 43;
const DESTINATION = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;

/** Length of an IPv6 extension header (RFC 8200 §4, RFC 4302 §2.2); 0 = `next` is none, -1 = it is not all there. */
export function extensionLength(next: number, bytes: Uint8Array, at: number, end: number): number {
  switch (next) {
    case HOP_BY_HOP:
    case ROUTING:
    case DESTINATION:
    case MOBILITY:
    case HIP:
    case SHIM6:
      return end - at < 8 ? -1 : 8 + 8 * bytes[at + 1]!;
    case AUTHENTICATION:
      return end - at < 8 ? -1 : 8 + 4 * bytes[at + 1]!;
    default:
      return 0;
  }
}

/** The bytes [from, to) as a key, two a character. */
export function keyOf(bytes: Uint8Array, from: number, to: number): string {
  let key = '';
  for (let i = from; i < to; i += 2) key += String.fromCharCode(u16(bytes, i));
  return key;
}
