/**
 * From a captured frame to the SIP and XMPP in it: link layer, IP with its fragments and extension headers, tunnels, UDP
 * and TCP. Every frame is accounted for exactly once, at once or when what it belongs to is decided.
 */
import type { Account, EpochMs, IssueCode, LogRecord, Sink, TimeSource } from '../model.ts';
import { Delivery } from './delivery.ts';
import { EndpointBook } from './endpoints.ts';
import { Fragments, type Assembly } from './fragments.ts';
import { extensionLength, FRAGMENT, GRE, IP_IN_IP, IPV6_IN_IP, keyOf, TCP, UDP } from './ip-protocols.ts';
import { ETHERNET, LinkLayer, NOTHING, UNKNOWN_LINK } from './link.ts';
import { explainOrigin, skipOrigin } from './origin.ts';
import { sipStart } from './recognise.ts';
import { PACKET_LIMITS, type PacketLimits } from './packet-limits.ts';
import { TcpConnections, type Carrier } from './tcp-connections.ts';
import { GreHeader, tunnelledFrame } from './tunnels.ts';
import { u16 } from './wire.ts';

/** Packets within packets: more than any real network has. */
const DEEPEST = 8;

export class Dissector {
  readonly #account: Account;
  readonly #delivery: Delivery;
  readonly #link = new LinkLayer();
  readonly #greHeader = new GreHeader();
  readonly #fragments: Fragments;
  readonly #connections: TcpConnections;
  readonly #endpoints = new EndpointBook('udp');
  /** The packet in hand: one object for all, since most packets are passed over at once. */
  readonly #packet: Carrier = {
    offset: 0,
    length: 0,
    further: null,
    time: null,
    addresses: new Uint8Array(0),
    source: 0,
    target: 0,
    addressLength: 4,
    sourcePort: 0,
    targetPort: 0,
  };
  /** What is wrong with the packet in hand, if its end is missing. */
  #damage: IssueCode | null = null;
  #depth = 0;

  /** `timeSource`: how good the stamps are that `frame` gets. */
  constructor(account: Account, out: Sink<LogRecord>, timeSource: TimeSource, limits: PacketLimits = PACKET_LIMITS) {
    this.#account = account;
    this.#delivery = new Delivery(account, out, timeSource);
    this.#fragments = new Fragments(limits.fragments, (assembly, byLimit) => this.#incomplete(assembly, byLimit));
    this.#connections = new TcpConnections(this.#delivery, limits.connections);
  }

  /**
   * A frame in `bytes[at, end)`, whose record (header and data) is `length` bytes at `offset` of the file. The record is
   * accounted for by this.
   */
  frame(
    linkType: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    time: EpochMs | null,
    offset: number,
    length: number,
  ): void {
    const packet = this.#packet;
    packet.offset = offset;
    packet.length = length;
    packet.further = null;
    packet.time = time;
    this.#damage = null;
    this.#depth = 0;
    const network = this.#link.open(linkType, bytes, at, end);
    if (network === UNKNOWN_LINK) this.#skip('link-type-unknown');
    else this.#network(bytes, network, end);
  }

  /** The file has ended. */
  end(): void {
    this.#fragments.end();
    this.#connections.end();
  }

  #skip(code: IssueCode): void {
    skipOrigin(this.#account, this.#packet, code);
  }

  /** Nothing of it can be read: because it is something else, or because its end is missing. */
  #short(): void {
    this.#skip(this.#damage ?? 'packet-other');
  }

  #network(bytes: Uint8Array, at: number, end: number): void {
    if (at === NOTHING || at >= end || ++this.#depth > DEEPEST) this.#skip('packet-other');
    else if (bytes[at]! >> 4 === 4) this.#ipv4(bytes, at, end);
    else if (bytes[at]! >> 4 === 6) this.#ipv6(bytes, at, end);
    else this.#skip('packet-other');
  }

  /** RFC 791 §3.1. */
  #ipv4(bytes: Uint8Array, at: number, end: number): void {
    const header = (bytes[at]! & 15) * 4;
    if (header < 20 || end - at < header) {
      this.#skip('packet-cut');
      return;
    }
    // Length 0: the network card split the packet after it was captured (segmentation offload).
    const total = u16(bytes, at + 2) || end - at;
    if (total < header) {
      this.#skip('packet-other');
      return;
    }
    const stop = this.#bound(at + total, end);
    this.#addresses(bytes, at + 12, 4);
    const fragment = u16(bytes, at + 6);
    const protocol = bytes[at + 9]!;
    const data = at + header;
    if ((fragment & 0x3fff) === 0) {
      this.#transport(protocol, bytes, data, stop, at + total - stop);
    } else {
      const key = `4${keyOf(bytes, at + 12, at + 20)}${String.fromCharCode(protocol, u16(bytes, at + 4))}`;
      const position = (fragment & 0x1fff) * 8;
      this.#fragment(key, protocol, position, (fragment & 0x2000) === 0, bytes, data, stop, total - header);
    }
  }

  /** RFC 8200 §3 and §4. */
  #ipv6(bytes: Uint8Array, at: number, end: number): void {
    if (end - at < 40) {
      this.#skip('packet-cut');
      return;
    }
    // Length 0: a jumbogram (RFC 2675), or segmentation offload.
    const total = u16(bytes, at + 4) === 0 ? end - at : 40 + u16(bytes, at + 4);
    const stop = this.#bound(at + total, end);
    const missing = at + total - stop;
    this.#addresses(bytes, at + 8, 16);
    let next = bytes[at + 6]!;
    let data = at + 40;
    for (;;) {
      if (next === FRAGMENT) {
        if (stop - data < 8) break;
        const fragment = u16(bytes, data + 2);
        next = bytes[data]!;
        data += 8;
        if ((fragment & 0xfff9) === 0) continue; // RFC 8200 §4.5: a packet that is its only fragment
        const key = `6${keyOf(bytes, at + 8, at + 40)}${String.fromCharCode(u16(bytes, data - 4), u16(bytes, data - 2))}`;
        const length = at + total - data;
        this.#fragment(key, next, fragment & 0xfff8, (fragment & 1) === 0, bytes, data, stop, length);
        return;
      }
      const length = extensionLength(next, bytes, data, stop);
      if (length === 0) {
        this.#transport(next, bytes, data, stop, missing);
        return;
      }
      if (length < 0 || data + length > stop) break;
      next = bytes[data]!;
      data += length;
    }
    this.#short();
  }

  /** Where the packet ends in what was captured of it. */
  #bound(wanted: number, end: number): number {
    if (wanted <= end) return wanted;
    this.#damage ??= 'packet-cut';
    return end;
  }

  /** Source and target address stand one behind the other. */
  #addresses(bytes: Uint8Array, at: number, length: number): void {
    const packet = this.#packet;
    packet.addresses = bytes;
    packet.source = at;
    packet.target = at + length;
    packet.addressLength = length;
  }

  #fragment(
    key: string,
    protocol: number,
    position: number,
    last: boolean,
    bytes: Uint8Array,
    at: number,
    end: number,
    length: number,
  ): void {
    const packet = this.#packet;
    const assembly = this.#fragments.find(key, packet.time, bytes, packet.source, packet.addressLength);
    if (position === 0 && assembly.protocol === -1) assembly.protocol = protocol;
    assembly.origins.push(packet.offset, packet.length);
    if (packet.further !== null) assembly.origins.push(...packet.further);
    if (this.#fragments.add(assembly, position, last, bytes, at, end, length)) {
      // A fragment cut by the snap length leaves a hole, so what is whole is not damaged.
      this.#damage = null;
      this.#assembled(assembly, assembly.total);
    }
  }

  /** Goes on with what a packet carries that was put together from fragments. */
  #assembled(assembly: Assembly, length: number): void {
    const packet = this.#packet;
    const ends = assembly.ends;
    packet.offset = assembly.origins[0]!;
    packet.length = assembly.origins[1]!;
    packet.further = assembly.origins.length > 2 ? assembly.origins.slice(2) : null;
    this.#addresses(ends.addresses, 0, ends.addressLength);
    this.#transport(assembly.protocol, assembly.bytes, 0, length, 0);
  }

  /** What is there of a datagram that will not become whole is shown if it is SIP, and said to be incomplete. */
  #incomplete(assembly: Assembly, byLimit: boolean): void {
    const packet = this.#packet;
    const inHand = { ...packet };
    const damage = this.#damage;
    packet.time = assembly.time;
    this.#damage = byLimit ? 'stream-limit' : 'fragment-incomplete';
    const readable = assembly.protocol === UDP && assembly.ranges[0] === 0;
    if (!readable) {
      for (let i = 0; i + 1 < assembly.origins.length; i += 2) {
        this.#account.skip(this.#damage, assembly.origins[i]!, assembly.origins[i + 1]!);
      }
    } else {
      this.#assembled(assembly, assembly.ranges[1]!);
    }
    Object.assign(packet, inHand);
    this.#damage = damage;
  }

  /** `missing` bytes more were sent than the capture holds. */
  #transport(protocol: number, bytes: Uint8Array, at: number, end: number, missing: number): void {
    switch (protocol) {
      case UDP:
        this.#udp(bytes, at, end);
        break;
      case TCP:
        if (end - at < 20) this.#short();
        else this.#connections.segment(this.#packet, bytes, at, end, missing);
        break;
      case IP_IN_IP:
      case IPV6_IN_IP:
        this.#network(bytes, at, end);
        break;
      case GRE:
        this.#gre(bytes, at, end);
        break;
      default: {
        // Behind the fragments of IPv6, and the authentication header of IPv4.
        const length = extensionLength(protocol, bytes, at, end);
        if (length === 0) this.#skip('packet-other');
        else if (length < 0 || at + length > end || ++this.#depth > DEEPEST) this.#short();
        else this.#transport(bytes[at]!, bytes, at + length, end, missing);
      }
    }
  }

  #gre(bytes: Uint8Array, at: number, end: number): void {
    if (end - at < 4) {
      this.#short();
      return;
    }
    const gre = this.#greHeader;
    const data = gre.open(bytes, at);
    if (data >= end) this.#short();
    else if (gre.linkType !== -1) this.#inner(gre.linkType, bytes, data, end);
    else this.#network(bytes, this.#link.enter(gre.etherType, bytes, data, end), end);
  }

  /** A frame within a packet. */
  #inner(linkType: number, bytes: Uint8Array, at: number, end: number): void {
    if (at >= end) this.#short();
    else this.#network(bytes, this.#link.open(linkType, bytes, at, end), end);
  }

  /** RFC 768. */
  #udp(bytes: Uint8Array, at: number, end: number): void {
    if (end - at < 8) {
      this.#short();
      return;
    }
    const packet = this.#packet;
    packet.sourcePort = u16(bytes, at);
    packet.targetPort = u16(bytes, at + 2);
    const length = u16(bytes, at + 4);
    const data = at + 8;
    // Length 0: longer than 65,535 bytes (RFC 2675 §4), or offload. Less than the IP packet holds: padding.
    const stop = length >= 8 && at + length < end ? at + length : end;
    if (data >= stop) {
      this.#short();
      return;
    }
    const inner = tunnelledFrame(packet.targetPort, bytes, data, stop);
    if (inner !== -1) {
      this.#inner(ETHERNET, bytes, inner, stop);
      return;
    }
    const start = sipStart(bytes, data, stop, true);
    if (start === -1) this.#skip(this.#damage === 'packet-cut' ? 'packet-other' : (this.#damage ?? 'packet-other'));
    else this.#sip(bytes, start, stop);
  }

  #sip(bytes: Uint8Array, at: number, end: number): void {
    const packet = this.#packet;
    const local = this.#endpoints.find(packet.addresses, packet.source, packet.addressLength, packet.sourcePort);
    const remote = this.#endpoints.find(packet.addresses, packet.target, packet.addressLength, packet.targetPort);
    this.#delivery.push('sip', packet, { flow: '', local, remote }, bytes.subarray(at, end));
    explainOrigin(this.#account, packet);
    if (this.#damage !== null) this.#account.issue(this.#damage, packet.offset, packet.length);
  }
}
