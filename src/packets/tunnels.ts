/** Where the inner packet begins in tunnels over IP and UDP. */
import { ETHERNET } from './link.ts';
import { u16, u32 } from './wire.ts';

const PPP = 9;

const VXLAN_PORT = 4789;
/** Before VXLAN had a port of its own; still the default of Linux. */
const VXLAN_OLD_PORT = 8472;
const GENEVE_PORT = 6081;

/** What is inside a GRE packet; one object is used for all. */
export class GreHeader {
  /** Link type of the inner frame; -1 = it is a packet of `etherType`. */
  linkType = -1;
  etherType = 0;

  /** Position of what is inside (at or behind `end`: nothing). RFC 2784, RFC 2890; version 1 is RFC 2637 §4.1 (PPTP). */
  open(bytes: Uint8Array, at: number): number {
    const flags = u16(bytes, at);
    let data = at + 4;
    if ((flags & 0xc000) !== 0) data += 4;
    if ((flags & 0x2000) !== 0) data += 4;
    if ((flags & 0x1000) !== 0) data += 4;
    if ((flags & 7) === 1 && (flags & 0x80) !== 0) data += 4;
    this.etherType = u16(bytes, at + 2);
    this.linkType = -1;
    if (this.etherType === 0x6558) this.linkType = ETHERNET;
    if (this.etherType === 0x880b) this.linkType = PPP;
    if (this.etherType === 0x88be) {
      // ERSPAN; its second version has a number and a header of eight bytes.
      this.linkType = ETHERNET;
      if ((flags & 0x1000) !== 0) data += 8;
    }
    return data;
  }
}

/** Position of the Ethernet frame in a datagram of VXLAN (RFC 7348 §5) or Geneve (RFC 8926 §3.4); -1 = it is neither. */
export function tunnelledFrame(port: number, bytes: Uint8Array, at: number, end: number): number {
  if (port !== VXLAN_PORT && port !== VXLAN_OLD_PORT && port !== GENEVE_PORT) return -1;
  if (end - at < 8 + 14) return -1;
  if (port !== GENEVE_PORT) return bytes[at] === 0x08 && u32(bytes, at + 4) % 256 === 0 ? at + 8 : -1;
  const options = (bytes[at]! & 0x3f) * 4;
  return bytes[at]! >> 6 === 0 && u16(bytes, at + 2) === 0x6558 ? at + 8 + options : -1;
}
