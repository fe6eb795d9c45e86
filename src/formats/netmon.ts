/**
 * Microsoft Network Monitor 2.x captures (.cap, magic `GMBU`): a header of 128 bytes, the packets one after the other, and
 * behind them tables. [version 2.0 seen; 2.1 to 2.3 as Wireshark's reader describes them]
 *
 * The stamp in the file header is the capturing machine's wall clock without a zone; each packet has its distance from
 * it. From 2.1 on the packet's link type stands behind it, from 2.3 on also its UTC time.
 */
import type { Account, ByteWriter, EpochMs, FormatContext, LogFormat, LogRecord, Sink } from '../model.ts';
import { Dissector } from '../packets/dissector.ts';
import { ETHERNET } from '../packets/link.ts';
import { sampleBytes } from '../packets/sample-bytes.ts';
import { Units, type UnitReader } from '../packets/units.ts';
import { u16le, u32, u32le } from '../packets/wire.ts';
import { ZoneClock } from './stamps.ts';

const MAGIC = 0x474d4255;
const FILE_HEADER = 128;
const PACKET_HEADER = 16;
const LONGEST = 262_144;

/** 100 ns since 1601 to milliseconds since 1970. */
const WINDOWS_EPOCH = 11_644_473_600_000;

/** Link types from here on are those of pcap. */
const PCAP_NETWORKS = 0xe000;
const RAW_IP = 101;
/** A link type that is not read. */
const UNREAD = -1;
/** Records of NetMon itself (events, filters, names) have networks from here on. */
const OWN_RECORDS = 0xffe0;

class NetmonReader implements UnitReader {
  readonly #account: Account;
  readonly #context: FormatContext;
  readonly #out: Sink<LogRecord>;
  #dissector: Dissector | null = null;
  #network = 0;
  #trailer = 0;
  /** Milliseconds in the unit of the packets' distances. */
  #unit = 0.001;
  #start = 0;
  /** Where the table of packet offsets lies. */
  #table = 0;
  #tableLength = 0;
  #damagedFrom = -1;

  constructor(context: FormatContext, out: Sink<LogRecord>) {
    this.#context = context;
    this.#account = context.account;
    this.#out = out;
  }

  take(bytes: Uint8Array, at: number, end: number, offset: number): number {
    const dissector = this.#dissector;
    if (dissector === null) return this.#header(bytes, at, end);
    if (offset >= this.#table) return this.#behind(end - at, offset);
    const room = this.#table - offset;
    if (this.#damagedFrom !== -1) return this.#resume(bytes, at, end, offset, room);
    if (room < PACKET_HEADER + this.#trailer) return this.#damaged(offset);
    if (end - at < PACKET_HEADER) return -PACKET_HEADER;
    const captured = u32le(bytes, at + 12);
    const length = PACKET_HEADER + captured + this.#trailer;
    if (captured > LONGEST || length > room) return this.#damaged(offset);
    if (end - at < length) return -length;
    this.#packet(dissector, bytes, at, at + PACKET_HEADER + captured, offset, length);
    return length;
  }

  tail(bytes: Uint8Array, end: number, offset: number): void {
    if (this.#damagedFrom !== -1) this.#endDamage(offset + end);
    else if (end > 0) this.#account.skip('capture-truncated', offset, end);
    else if (offset < this.#table) this.#account.issue('capture-truncated', offset, 0);
    this.#dissector?.end();
  }

  #header(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < FILE_HEADER) return -FILE_HEADER;
    const minor = bytes[at + 4]!;
    const version = bytes[at + 5]! * 256 + minor;
    this.#trailer = version >= 0x203 ? 15 : version === 0x202 ? 6 : version === 0x201 ? 2 : 0;
    this.#unit = version >= 0x203 ? 0.0001 : 0.001;
    this.#network = u16le(bytes, at + 6);
    this.#start = this.#startOf(bytes, at + 8);
    this.#table = u32le(bytes, at + 24);
    this.#tableLength = u32le(bytes, at + 28);
    // No table, or one before the packets: whatever comes is packets.
    if (this.#table < FILE_HEADER || this.#tableLength === 0) this.#table = Infinity;
    this.#account.explain(FILE_HEADER);
    const timeSource = this.#trailer === 15 ? 'log' : 'assumed-zone';
    this.#dissector = new Dissector(this.#account, this.#out, timeSource);
    return FILE_HEADER;
  }

  /** Year, month, day of the week, day, hour, minute, second, millisecond: 16 bits each. */
  #startOf(bytes: Uint8Array, at: number): number {
    const [year, month, day] = [u16le(bytes, at), u16le(bytes, at + 2), u16le(bytes, at + 6)];
    const [hour, minute, second] = [u16le(bytes, at + 8), u16le(bytes, at + 10), u16le(bytes, at + 12)];
    const local = Date.UTC(year, month - 1, day, hour, minute, second, u16le(bytes, at + 14));
    return new ZoneClock(this.#context.timeZone).fromLocal(local);
  }

  #packet(dissector: Dissector, bytes: Uint8Array, at: number, trailer: number, offset: number, length: number): void {
    const network = this.#trailer === 0 ? this.#network : u16le(bytes, trailer);
    if (network >= OWN_RECORDS) {
      this.#account.skip('other-record', offset, length);
      return;
    }
    const time = this.#trailer === 15 ? windowsTime(bytes, trailer + 6) : this.#start + this.#distance(bytes, at);
    dissector.frame(linkTypeOf(network), bytes, at + PACKET_HEADER, trailer, time as EpochMs, offset, length);
  }

  #distance(bytes: Uint8Array, at: number): number {
    return (u32le(bytes, at + 4) * 2 ** 32 + u32le(bytes, at)) * this.#unit;
  }

  /** The table of packet offsets, then others: comments, processes, and what newer versions add. */
  #behind(there: number, offset: number): number {
    if (this.#damagedFrom !== -1) this.#endDamage(offset);
    const tableEnd = this.#table + this.#tableLength;
    const length = offset < tableEnd ? Math.min(there, tableEnd - offset) : there;
    this.#account.explain(length);
    return length;
  }

  #damaged(offset: number): number {
    this.#damagedFrom = offset;
    return 1;
  }

  #endDamage(offset: number): void {
    this.#account.skip('capture-damaged', this.#damagedFrom, offset - this.#damagedFrom);
    this.#damagedFrom = -1;
  }

  /** Looks for the next believable packet header, a byte at a time, up to the table. */
  #resume(bytes: Uint8Array, from: number, end: number, offset: number, room: number): number {
    if (room < PACKET_HEADER) return Math.min(room, end - from);
    const stop = Math.min(end, from + room);
    let at = from;
    while (stop - at >= PACKET_HEADER && !believable(bytes, at, room - (at - from))) at++;
    if (stop - at < PACKET_HEADER) return at > from ? at - from : -PACKET_HEADER;
    this.#endDamage(offset + at - from);
    return at > from ? at - from : this.take(bytes, at, end, offset);
  }
}

/** Distance under a year, lengths that fit. */
function believable(bytes: Uint8Array, at: number, room: number): boolean {
  const sent = u32le(bytes, at + 8);
  const captured = u32le(bytes, at + 12);
  return captured >= 14 && captured <= sent && sent <= LONGEST && captured <= room && u32le(bytes, at + 4) < 0x20000;
}

/** pcap's number of a NetMon network. */
function linkTypeOf(network: number): number {
  if (network >= PCAP_NETWORKS) return network & 0xfff;
  // 0 = not known, seen with Ethernet in it; 7 to 9 = tunnels, wireless WAN and raw IP.
  if (network <= 1) return ETHERNET;
  return network >= 7 && network <= 9 ? RAW_IP : UNREAD;
}

function windowsTime(bytes: Uint8Array, at: number): number {
  const ticks = (BigInt(u32le(bytes, at + 4)) << 32n) | BigInt(u32le(bytes, at));
  const milliseconds = Number(ticks / 10_000n) - WINDOWS_EPOCH;
  return milliseconds + Number(ticks % 10_000n) / 10_000;
}

/** Version 2.0, 2013-06-01 12:00:00.000; one Ethernet frame with a UDP datagram; the table. */
const SAMPLE_HEAD =
  `474d425500020100dd070600060001000c00000000000000${'e5000000'}04000000${'00'.repeat(96)}` +
  '40420f00000000005500000055000000' +
  '0000000000020000000000010800' +
  '450000470001000040110000c0000201c633640213c413c400330000';
const SAMPLE_REQUEST = 'OPTIONS sip:b@example.com SIP/2.0\r\ni: 1\r\n\r\n';

export const netmon: LogFormat = {
  id: 'netmon',
  title: 'Microsoft Network Monitor capture (.cap)',
  binary: true,
  samples: [
    { title: 'version 2.0, a datagram', head: sampleBytes(SAMPLE_HEAD, SAMPLE_REQUEST, '80000000'), records: 1 },
  ],
  sniff: (head) => head.length >= 6 && u32(head, 0) === MAGIC && head[5] === 2,
  open: (context, out): ByteWriter => new Units(new NetmonReader(context, out)),
};
