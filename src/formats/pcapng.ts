/**
 * pcapng (draft-ietf-opsawg-pcapng): blocks of a type, a length before and after, and a body; sections with a byte order and
 * interfaces of their own. Packets stand in enhanced, simple and (obsolete) packet blocks; other types are passed over.
 */
import type { Account, ByteWriter, EpochMs, IssueCode, LogFormat } from '../model.ts';
import { Dissector } from '../packets/dissector.ts';
import { sampleBytes } from '../packets/sample-bytes.ts';
import { Units, type UnitReader } from '../packets/units.ts';
import { u16, u16le, u32, u32le } from '../packets/wire.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const NAMES = 4;
const STATISTICS = 5;
const ENHANCED_PACKET = 6;
const SECRETS = 10;

const MAGIC = 0x1a2b3c4d;
const OPTION_END = 0;
const OPTION_RESOLUTION = 9;
const OPTION_OFFSET = 14;

/** Longest block of a type that is read; longer ones cannot be packets. */
const LONGEST = 16 << 20;

interface Interface {
  linkType: number;
  snapLength: number;
  /** Stamps a second. */
  resolution: bigint;
  /** Seconds to add. */
  offset: number;
}

class PcapngReader implements UnitReader {
  readonly #account: Account;
  readonly #dissector: Dissector;
  #little = true;
  #interfaces: Interface[] = [];
  /** Start of bytes that are no block; -1 = the file is in order here. */
  #damagedFrom = -1;
  /** Start of a long block that is passed over; -1 = none. */
  #passedFrom = -1;

  constructor(account: Account, dissector: Dissector) {
    this.#account = account;
    this.#dissector = dissector;
  }

  take(bytes: Uint8Array, at: number, end: number, offset: number): number {
    if (this.#damagedFrom !== -1) return this.#resume(bytes, at, end, offset);
    if (this.#passedFrom !== -1) this.#endPassed('other-record', offset);
    if (end - at < 12) return -12;
    const type = this.#number(bytes, at);
    if (u32(bytes, at) === SECTION_HEADER && !this.#turn(bytes, at + 8)) return this.#damaged(offset);
    const length = this.#number(bytes, at + 4);
    if (length < 12) return this.#damaged(offset);
    if (length > LONGEST) {
      if (!isPassed(type) || length % 4 !== 0) return this.#damaged(offset);
      this.#passedFrom = offset;
      return length;
    }
    // Some writers do not count the padding of an odd length, which all the same is there.
    const padded = (length + 3) & ~3;
    if (end - at < padded) return -padded;
    const odd = length !== padded && this.#number(bytes, at + padded - 4) === length;
    if (!odd && this.#number(bytes, at + length - 4) !== length) return this.#damaged(offset);
    const whole = odd ? padded : length;
    this.#block(type, bytes, at, at + whole - 4, offset, whole);
    return whole;
  }

  tail(bytes: Uint8Array, end: number, offset: number): void {
    if (this.#passedFrom !== -1) this.#endPassed('other-record', offset);
    let at = 0;
    // A block that claims more than the file has may hide others: its length is damaged.
    if (this.#damagedFrom === -1 && this.#hidden(bytes, end)) this.#damagedFrom = offset;
    while (this.#damagedFrom !== -1 || at > 0) {
      const done = this.take(bytes, at, end, offset + at);
      if (done <= 0 || at + done > end) break;
      at += done;
    }
    if (this.#damagedFrom !== -1) {
      this.#account.skip('capture-damaged', this.#damagedFrom, offset + end - this.#damagedFrom);
    } else if (end > at) {
      this.#truncated(bytes.subarray(at, end), end - at, offset + at);
    }
    this.#dissector.end();
  }

  #hidden(bytes: Uint8Array, end: number): boolean {
    for (let at = 1; end - at >= 28; at++) if (this.#believable(bytes, at)) return true;
    return false;
  }

  #endPassed(code: IssueCode, offset: number): void {
    this.#account.skip(code, this.#passedFrom, offset - this.#passedFrom);
    this.#passedFrom = -1;
  }

  #number(bytes: Uint8Array, at: number): number {
    return this.#little ? u32le(bytes, at) : u32(bytes, at);
  }

  #short(bytes: Uint8Array, at: number): number {
    return this.#little ? u16le(bytes, at) : u16(bytes, at);
  }

  /** Takes the byte order of a section from its magic number. */
  #turn(bytes: Uint8Array, at: number): boolean {
    if (u32(bytes, at) === MAGIC) this.#little = false;
    else if (u32le(bytes, at) === MAGIC) this.#little = true;
    else return false;
    return true;
  }

  #damaged(offset: number): number {
    this.#damagedFrom = offset;
    return 1;
  }

  /** A block whose last four bytes (its length again) stand at `end`. */
  #block(type: number, bytes: Uint8Array, at: number, end: number, offset: number, length: number): void {
    switch (type) {
      case SECTION_HEADER:
        this.#interfaces = [];
        this.#account.explain(length);
        break;
      case INTERFACE:
        if (end - at >= 16) this.#interfaces.push(this.#interface(bytes, at, end));
        this.#account.explain(length);
        break;
      case ENHANCED_PACKET:
      case OBSOLETE_PACKET:
        this.#packet(type, bytes, at, end, offset, length);
        break;
      case SIMPLE_PACKET:
        this.#simplePacket(bytes, at, end, offset, length);
        break;
      case NAMES:
      case STATISTICS:
      case SECRETS:
        this.#account.explain(length);
        break;
      default:
        this.#account.skip('other-record', offset, length);
    }
  }

  #interface(bytes: Uint8Array, at: number, end: number): Interface {
    const made: Interface = {
      linkType: this.#short(bytes, at + 8),
      snapLength: this.#number(bytes, at + 12),
      resolution: 1_000_000n,
      offset: 0,
    };
    for (let option = at + 16; end - option >= 4;) {
      const code = this.#short(bytes, option);
      const length = this.#short(bytes, option + 2);
      const value = option + 4;
      if (code === OPTION_END || value + length > end) break;
      if (code === OPTION_RESOLUTION && length >= 1) made.resolution = resolutionOf(bytes[value]!);
      if (code === OPTION_OFFSET && length >= 8) made.offset = this.#seconds(bytes, value);
      option = value + ((length + 3) & ~3);
    }
    return made;
  }

  /** A signed number of 64 bits. */
  #seconds(bytes: Uint8Array, at: number): number {
    const high = this.#number(bytes, this.#little ? at + 4 : at) | 0;
    return high * 2 ** 32 + this.#number(bytes, this.#little ? at : at + 4);
  }

  #packet(type: number, bytes: Uint8Array, at: number, end: number, offset: number, length: number): void {
    const header = 28;
    const known = end - at >= header ? this.#interfaces[this.#interfaceOf(type, bytes, at)] : undefined;
    if (known === undefined) {
      this.#account.skip('capture-damaged', offset, length);
      return;
    }
    const captured = this.#number(bytes, at + 20);
    if (captured > end - at - header) {
      this.#account.skip('capture-damaged', offset, length);
      return;
    }
    const time = stamp(this.#number(bytes, at + 12), this.#number(bytes, at + 16), known);
    const data = at + header;
    this.#dissector.frame(known.linkType, bytes, data, data + captured, time, offset, length);
  }

  #interfaceOf(type: number, bytes: Uint8Array, at: number): number {
    return type === OBSOLETE_PACKET ? this.#short(bytes, at + 8) : this.#number(bytes, at + 8);
  }

  /** Always of the first interface, without a stamp; how much was captured follows from the snap length. */
  #simplePacket(bytes: Uint8Array, at: number, end: number, offset: number, length: number): void {
    const known = end - at >= 12 ? this.#interfaces[0] : undefined;
    if (known === undefined) {
      this.#account.skip('capture-damaged', offset, length);
      return;
    }
    const data = at + 12;
    const sent = this.#number(bytes, at + 8);
    const captured = Math.min(end - data, sent, known.snapLength === 0 ? sent : known.snapLength);
    this.#dissector.frame(known.linkType, bytes, data, data + captured, null, offset, length);
  }

  /** The file ends inside a block: what is there of a packet is read like a packet cut by its snap length. */
  #truncated(bytes: Uint8Array, end: number, offset: number): void {
    const type = end >= 8 ? this.#number(bytes, 0) : -1;
    const known = end > 28 && (type === ENHANCED_PACKET || type === OBSOLETE_PACKET);
    const on = known ? this.#interfaces[this.#interfaceOf(type, bytes, 0)] : undefined;
    if (on === undefined) {
      this.#account.skip('capture-truncated', offset, end);
      return;
    }
    this.#account.issue('capture-truncated', offset, end);
    const stop = Math.min(end, 28 + this.#number(bytes, 20));
    const time = stamp(this.#number(bytes, 12), this.#number(bytes, 16), on);
    this.#dissector.frame(on.linkType, bytes, 28, stop, time, offset, end);
  }

  /** Looks for the next believable block, a byte at a time. */
  #resume(bytes: Uint8Array, from: number, end: number, offset: number): number {
    let at = from;
    while (end - at >= 28 && !this.#believable(bytes, at)) at++;
    if (end - at < 28) return at > from ? at - from : -28;
    this.#account.skip('capture-damaged', this.#damagedFrom, offset + at - from - this.#damagedFrom);
    this.#damagedFrom = -1;
    if (at > from) return at - from;
    return this.take(bytes, at, end, offset);
  }

  #believable(bytes: Uint8Array, at: number): boolean {
    if (u32(bytes, at) === SECTION_HEADER) return u32(bytes, at + 8) === MAGIC || u32le(bytes, at + 8) === MAGIC;
    const type = this.#number(bytes, at);
    const length = this.#number(bytes, at + 4);
    if (length % 4 !== 0 || length < 32 || length > LONGEST) return false;
    if (type !== ENHANCED_PACKET && type !== OBSOLETE_PACKET) return false;
    const captured = this.#number(bytes, at + 20);
    return this.#interfaceOf(type, bytes, at) < this.#interfaces.length && captured + 32 <= length && captured >= 14;
  }
}

/** Types that may be long and are not read: names, statistics, journals, secrets and the like; custom; local use. */
function isPassed(type: number): boolean {
  if (type < 0x100) return type === NAMES || type === STATISTICS || type > ENHANCED_PACKET;
  return type === 0xbad || type === 0x40000bad || type >>> 16 === 0x8000;
}

/** Option if_tsresol: a power of ten, or with the upper bit of two. */
function resolutionOf(value: number): bigint {
  return (value & 0x80 ? 2n : 10n) ** BigInt(value & 0x7f);
}

/** Exact to the last bit, so that a capture has the same times in either format. A stamp of 0 is no stamp. */
function stamp(high: number, low: number, on: Interface): EpochMs | null {
  if (high === 0 && low === 0) return null;
  if (on.resolution === 1_000_000n) return ((high * 2 ** 32 + low) / 1000 + on.offset * 1000) as EpochMs;
  const count = (BigInt(high) << 32n) | BigInt(low);
  const seconds = Number(count / on.resolution);
  const nanoseconds = Number(((count % on.resolution) * 1_000_000_000n) / on.resolution);
  return ((seconds + on.offset) * 1000 + nanoseconds / 1e6) as EpochMs;
}

/** Section header, interface of raw IP, and a simple packet block with a SIP request. */
const SAMPLE_HEAD =
  '0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000' +
  '0100000014000000650000000000000014000000' +
  '030000005800000047000000' +
  '450000470001000040110000c0000201c633640213c413c400330000';
const SAMPLE_REQUEST = 'OPTIONS sip:b@example.com SIP/2.0\r\ni: 1\r\n\r\n';

export const pcapng: LogFormat = {
  id: 'pcapng',
  title: 'Packet capture (pcapng)',
  binary: true,
  samples: [
    {
      title: 'a simple packet block, little-endian',
      head: sampleBytes(SAMPLE_HEAD, SAMPLE_REQUEST, '0058000000'),
      records: 1,
    },
  ],
  sniff: (head) =>
    head.length >= 12 && u32(head, 0) === SECTION_HEADER && (u32(head, 8) === MAGIC || u32le(head, 8) === MAGIC),
  open: ({ account }, out): ByteWriter => new Units(new PcapngReader(account, new Dissector(account, out, 'log'))),
};
