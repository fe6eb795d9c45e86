/**
 * Link layers: from a frame to the network layer inside it. Link type numbers are those of the registry of pcap and
 * pcapng (tcpdump.org, "Link-layer header types"); EtherTypes those of IEEE 802.
 */
import { u16, u32, u32le } from './wire.ts';

export const ETHERNET = 1;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** The frame holds no network layer that is read (ARP and the like), or is too short for its own header. */
export const NOTHING = -1;
/** The link type is not read. */
export const UNKNOWN_LINK = -2;

/** Where the network layer of the last frame begins; one object is used for all frames. */
export class LinkLayer {
  /** 0x0800 or 0x86DD after a call that gave a position. */
  etherType = 0;

  /** Position of the IPv4 or IPv6 header in `bytes[at, end)`, or NOTHING or UNKNOWN_LINK. */
  open(linkType: number, bytes: Uint8Array, at: number, end: number): number {
    switch (linkType) {
      case ETHERNET:
        return end - at < 14 ? NOTHING : this.enter(u16(bytes, at + 12), bytes, at + 14, end);
      case 0: // BSD loopback, address family in the byte order of the machine that captured
      case 108: // OpenBSD loopback, address family in network byte order
        return this.#loopback(bytes, at, end);
      case 9: // PPP
      case 50: // PPP with HDLC-like framing
        return this.#ppp(bytes, at, end);
      case 12: // raw IP, as some systems number it
      case 14:
      case 101:
      case 228:
      case 229:
        return this.#raw(bytes, at, end);
      case 51: // PPPoE session
        return this.enter(0x8864, bytes, at, end);
      case 113: // Linux cooked capture
        return end - at < 16 ? NOTHING : this.enter(u16(bytes, at + 14), bytes, at + 16, end);
      case 276: // Linux cooked capture, version 2
        return end - at < 20 ? NOTHING : this.enter(u16(bytes, at), bytes, at + 20, end);
      default:
        return UNKNOWN_LINK;
    }
  }

  /** What follows an EtherType: tags are passed, however many there are. */
  enter(etherType: number, bytes: Uint8Array, from: number, end: number): number {
    let type = etherType;
    let at = from;
    for (;;) {
      switch (type) {
        case IPV4:
        case IPV6:
          this.etherType = type;
          return at;
        case 0x8100: // IEEE 802.1Q
        case 0x88a8: // IEEE 802.1ad
        case 0x9100:
        case 0x9200:
        case 0x9300: // double tags before 802.1ad
          if (end - at < 4) return NOTHING;
          type = u16(bytes, at + 2);
          at += 4;
          break;
        case 0x8847: // MPLS
        case 0x8848:
          return this.#mpls(bytes, at, end);
        case 0x8864: // PPPoE session: six bytes, then PPP
          return this.#ppp(bytes, at + 6, end);
        default:
          // Up to 1500 it is a length (IEEE 802.3); an LLC SNAP header may name the type.
          if (type > 1500 || end - at < 8 || bytes[at] !== 0xaa || bytes[at + 1] !== 0xaa) return NOTHING;
          type = u16(bytes, at + 6);
          at += 8;
      }
    }
  }

  #raw(bytes: Uint8Array, at: number, end: number): number {
    const version = at < end ? bytes[at]! >> 4 : 0;
    if (version !== 4 && version !== 6) return NOTHING;
    this.etherType = version === 4 ? IPV4 : IPV6;
    return at;
  }

  #loopback(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < 4) return NOTHING;
    const family = Math.min(u32(bytes, at), u32le(bytes, at));
    // AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 23 on Windows, 24, 28 or 30 on the BSDs and macOS.
    const known = family === 2 || family === 10 || family === 23 || family === 24 || family === 28 || family === 30;
    return known ? this.#raw(bytes, at + 4, end) : NOTHING;
  }

  /** RFC 1661 §2 and RFC 1662 §3.1; address, control and the first byte of the protocol may be compressed away. */
  #ppp(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    if (end - at >= 2 && bytes[at] === 0xff && bytes[at + 1] === 0x03) at += 2;
    if (end - at < 2) return NOTHING;
    const protocol = bytes[at]! & 1 ? bytes[at]! : u16(bytes, at);
    at += bytes[at]! & 1 ? 1 : 2;
    return protocol === 0x21 || protocol === 0x57 ? this.#raw(bytes, at, end) : NOTHING;
  }

  /** RFC 3032: labels up to the one with the bottom-of-stack bit; what follows is told by its first four bits. */
  #mpls(bytes: Uint8Array, from: number, end: number): number {
    for (let at = from; end - at >= 4; at += 4) if (bytes[at + 2]! & 1) return this.#raw(bytes, at + 4, end);
    return NOTHING;
  }
}
