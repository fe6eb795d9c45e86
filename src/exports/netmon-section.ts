/**
 * Packets of a Network Monitor capture (.cap, `GMBU`), as enhanced packet blocks. Its stamps are distances from the wall clock of
 * the capturing machine, in a zone that the file does not name: one packet whose time the archive knows tells it. From version
 * 2.3 on each packet has its UTC time.
 */
import { enhancedPacket, interfaceBlock, sectionHeader, type SectionWriter } from './capture-sections.ts';

/** A packet whose time is known. */
export interface TimedPacket {
  offset: number;
  /** Ms since 1970, UTC. */
  time: number;
}

const FILE_HEADER = 128;
const PACKET_HEADER = 16;
/** 100 ns since 1601 to milliseconds since 1970. */
const WINDOWS_EPOCH = 11_644_473_600_000;
const ETHERNET = 1;
const RAW_IP = 101;
/** Networks from here on are link types of pcap. */
const PCAP_NETWORKS = 0xe000;

export class NetmonSection implements SectionWriter {
  readonly #put: (bytes: Uint8Array) => void;
  readonly #known: TimedPacket | null;
  readonly #head = new Uint8Array(FILE_HEADER);
  #filled = 0;
  /** Link types in the order of their interfaces. */
  readonly #interfaces: number[] = [];
  /** Of the machine's zone from UTC, ms; null = the packet that tells it has not come. */
  #zone: number | null = null;
  #waiting: Uint8Array[] = [];

  /** @param known null = none is known: then packets have no time before version 2.3 */
  constructor(known: TimedPacket | null, put: (bytes: Uint8Array) => void) {
    this.#known = known;
    this.#put = put;
    put(sectionHeader());
  }

  see(bytes: Uint8Array): void {
    const piece = bytes.subarray(0, FILE_HEADER - this.#filled);
    this.#head.set(piece, this.#filled);
    this.#filled += piece.length;
  }

  packet(record: Uint8Array, offset: number): boolean {
    if (record.length < PACKET_HEADER + this.#trailer) return false;
    const captured = viewOf(record).getUint32(12, true);
    if (PACKET_HEADER + captured + this.#trailer > record.length) return false;
    if (this.#zone === null && this.#trailer < 15 && this.#known !== null) {
      if (offset !== this.#known.offset) {
        this.#waiting.push(record);
        return true;
      }
      this.#zone = this.#known.time - this.#clockOf(record);
      for (const before of this.#waiting) this.#write(before);
      this.#waiting = [];
    }
    this.#write(record);
    return true;
  }

  get #version(): number {
    return this.#head[5]! * 256 + this.#head[4]!;
  }

  /** Bytes behind a packet. */
  get #trailer(): number {
    const version = this.#version;
    return version >= 0x203 ? 15 : version === 0x202 ? 6 : version === 0x201 ? 2 : 0;
  }

  #write(record: Uint8Array): void {
    const view = viewOf(record);
    const end = PACKET_HEADER + view.getUint32(12, true);
    const linkType = linkTypeOf(
      this.#trailer === 0 ? viewOf(this.#head).getUint16(6, true) : view.getUint16(end, true),
    );
    let on = this.#interfaces.indexOf(linkType);
    if (on === -1) {
      on = this.#interfaces.push(linkType) - 1;
      this.#put(interfaceBlock(linkType, 9));
    }
    const time = this.#trailer === 15 ? windowsTime(view, end + 6) : this.#clockOf(record) + (this.#zone ?? 0);
    const seconds = Math.floor(time / 1000);
    const nanoseconds = Math.round((time - seconds * 1000) * 1000) * 1000;
    const data = record.subarray(PACKET_HEADER, end);
    this.#put(enhancedPacket(seconds, nanoseconds, 1e9, data, view.getUint32(8, true), on));
  }

  /** By the wall clock of the machine, read as UTC, ms. */
  #clockOf(record: Uint8Array): number {
    const head = viewOf(this.#head);
    const field = (index: number): number => head.getUint16(8 + 2 * index, true);
    const start = Date.UTC(field(0), field(1) - 1, field(3), field(4), field(5), field(6), field(7));
    const view = viewOf(record);
    const distance = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
    return start + distance * (this.#version >= 0x203 ? 0.0001 : 0.001);
  }
}

function linkTypeOf(network: number): number {
  if (network >= PCAP_NETWORKS) return network & 0xfff;
  // 7 to 9 are tunnels, wireless WAN and raw IP; 0 was seen with Ethernet in it.
  return network >= 7 && network <= 9 ? RAW_IP : ETHERNET;
}

function windowsTime(view: DataView, at: number): number {
  const ticks = view.getBigUint64(at, true);
  return Number(ticks / 10_000n) - WINDOWS_EPOCH + Number(ticks % 10_000n) / 10_000;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
