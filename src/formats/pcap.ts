/**
 * pcap, the classic capture file (draft-ietf-opsawg-pcap): a header of 24 bytes, then for each packet a header of 16 and
 * its bytes. The magic number tells byte order and resolution of the stamps, which are UTC. A patched libpcap of the
 * nineties writes packet headers of 24 bytes (magic A1B2CD34).
 */
import type { Account, ByteWriter, EpochMs, LogFormat } from '../model.ts';
import { Dissector } from '../packets/dissector.ts';
import { sampleBytes } from '../packets/sample-bytes.ts';
import { Units, type UnitReader } from '../packets/units.ts';
import { u16, u16le, u32, u32le } from '../packets/wire.ts';

const FILE_HEADER = 24;

/** Longest packet that is believed, unless the file header allows more (up to the second figure). */
const LONGEST = 262_144;
const LONGEST_SNAP = 16 << 20;

/** After damage: how far the stamp of a believable packet may be from the last good one. */
const BEFORE_SECONDS = 3600;
const AFTER_SECONDS = 86_400;

interface Kind {
  little: boolean;
  /** Fractions of a second in the stamp. */
  fraction: 1e6 | 1e9;
  recordHeader: 16 | 24;
}

/** null = no pcap. */
function kindOf(magic: number): Kind | null {
  switch (magic) {
    case 0xa1b2c3d4:
      return { little: false, fraction: 1e6, recordHeader: 16 };
    case 0xd4c3b2a1:
      return { little: true, fraction: 1e6, recordHeader: 16 };
    case 0xa1b23c4d:
      return { little: false, fraction: 1e9, recordHeader: 16 };
    case 0x4d3cb2a1:
      return { little: true, fraction: 1e9, recordHeader: 16 };
    case 0xa1b2cd34:
      return { little: false, fraction: 1e6, recordHeader: 24 };
    case 0x34cdb2a1:
      return { little: true, fraction: 1e6, recordHeader: 24 };
    default:
      return null;
  }
}

class PcapReader implements UnitReader {
  readonly #account: Account;
  readonly #dissector: Dissector;
  #kind: Kind | null = null;
  #linkType = 0;
  #longest = LONGEST;
  /** Versions before 2.3 have the lengths the other way round; 2.3 has both. */
  #lengthsSwapped: 'no' | 'yes' | 'maybe' = 'no';
  #lastSeconds: number | null = null;
  /** Start of bytes that are no packet; -1 = the file is in order here. */
  #damagedFrom = -1;

  constructor(account: Account, dissector: Dissector) {
    this.#account = account;
    this.#dissector = dissector;
  }

  take(bytes: Uint8Array, at: number, end: number, offset: number): number {
    const kind = this.#kind;
    if (kind === null) return this.#header(bytes, at, end);
    if (end - at < kind.recordHeader) return -kind.recordHeader;
    if (this.#damagedFrom !== -1) return this.#resume(kind, bytes, at, end, offset);
    const captured = this.#captured(kind, bytes, at);
    if (captured > this.#longest || this.#number(bytes, at + 4) >= 1e9) {
      this.#damagedFrom = offset;
      return 1;
    }
    const length = kind.recordHeader + captured;
    if (end - at < length) return -length;
    this.#packet(kind, bytes, at, at + length, offset);
    return length;
  }

  tail(bytes: Uint8Array, end: number, offset: number): void {
    const kind = this.#kind;
    let at = 0;
    if (kind !== null) {
      // A packet that claims more than the file has may hide others: its length is damaged.
      if (this.#damagedFrom === -1 && this.#hidden(kind, bytes, end)) this.#damagedFrom = offset;
      while (this.#damagedFrom !== -1 || at > 0) {
        const done = this.take(bytes, at, end, offset + at);
        if (done <= 0 || at + done > end) break;
        at += done;
      }
    }
    if (this.#damagedFrom !== -1) {
      this.#account.skip('capture-damaged', this.#damagedFrom, offset + end - this.#damagedFrom);
    } else if (end > at) {
      this.#truncated(bytes, at, end, offset + at);
    }
    this.#dissector.end();
  }

  #hidden(kind: Kind, bytes: Uint8Array, end: number): boolean {
    for (let at = 1; end - at >= kind.recordHeader; at++) if (this.#believable(kind, bytes, at)) return true;
    return false;
  }

  /** What is there of the last packet is read like a packet cut by its snap length. */
  #truncated(bytes: Uint8Array, at: number, end: number, offset: number): void {
    const kind = this.#kind;
    if (kind === null || end - at <= kind.recordHeader) {
      this.#account.skip('capture-truncated', offset, end - at);
      return;
    }
    this.#account.issue('capture-truncated', offset, end - at);
    this.#packet(kind, bytes, at, end, offset);
  }

  #header(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < FILE_HEADER) return -FILE_HEADER;
    const kind = kindOf(u32(bytes, at));
    // Only a caller that did not ask `sniff` comes here.
    if (kind === null) {
      this.#damagedFrom = 0;
      this.#kind = { little: true, fraction: 1e6, recordHeader: 16 };
      return FILE_HEADER;
    }
    this.#kind = kind;
    const minor = kind.little ? u16le(bytes, at + 6) : u16(bytes, at + 6);
    const major = kind.little ? u16le(bytes, at + 4) : u16(bytes, at + 4);
    if (major === 2 && minor <= 3) this.#lengthsSwapped = minor < 3 ? 'yes' : 'maybe';
    const snap = this.#number(bytes, at + 16);
    if (snap > LONGEST && snap <= LONGEST_SNAP) this.#longest = snap;
    // The upper bits tell the length of a frame check sequence.
    this.#linkType = this.#number(bytes, at + 20) & 0xffff;
    this.#account.explain(FILE_HEADER);
    return FILE_HEADER;
  }

  #number(bytes: Uint8Array, at: number): number {
    return this.#kind!.little ? u32le(bytes, at) : u32(bytes, at);
  }

  #captured(kind: Kind, bytes: Uint8Array, at: number): number {
    const captured = kind.little ? u32le(bytes, at + 8) : u32(bytes, at + 8);
    if (this.#lengthsSwapped === 'no') return captured;
    const sent = kind.little ? u32le(bytes, at + 12) : u32(bytes, at + 12);
    return this.#lengthsSwapped === 'yes' || captured > sent ? sent : captured;
  }

  #packet(kind: Kind, bytes: Uint8Array, at: number, end: number, offset: number): void {
    const seconds = this.#number(bytes, at);
    const fraction = this.#number(bytes, at + 4);
    this.#lastSeconds = seconds;
    const time = stamp(seconds, fraction, kind.fraction);
    this.#dissector.frame(this.#linkType, bytes, at + kind.recordHeader, end, time, offset, end - at);
  }

  /** Looks for the next believable packet header, a byte at a time. */
  #resume(kind: Kind, bytes: Uint8Array, from: number, end: number, offset: number): number {
    let at = from;
    while (end - at >= kind.recordHeader && !this.#believable(kind, bytes, at)) at++;
    if (end - at < kind.recordHeader) return at > from ? at - from : -kind.recordHeader;
    const start = offset + at - from;
    this.#account.skip('capture-damaged', this.#damagedFrom, start - this.#damagedFrom);
    this.#damagedFrom = -1;
    if (at > from) return at - from;
    return this.take(bytes, at, end, offset);
  }

  /** Stricter than in an undamaged file: one in 10^12 places of random bytes passes. */
  #believable(kind: Kind, bytes: Uint8Array, at: number): boolean {
    const captured = this.#captured(kind, bytes, at);
    const sent = this.#number(bytes, at + 12);
    if (captured < 14 || captured > LONGEST || sent < captured || sent > LONGEST) return false;
    if (this.#number(bytes, at + 4) >= kind.fraction) return false;
    const seconds = this.#number(bytes, at);
    if (this.#lastSeconds === null) return seconds > 0;
    return seconds >= this.#lastSeconds - BEFORE_SECONDS && seconds <= this.#lastSeconds + AFTER_SECONDS;
  }
}

/** A stamp of 0 is no stamp. */
function stamp(seconds: number, fraction: number, unit: 1e6 | 1e9): EpochMs | null {
  if (seconds === 0 && fraction === 0) return null;
  return (unit === 1e6 ? (seconds * 1e6 + fraction) / 1000 : seconds * 1000 + fraction / 1e6) as EpochMs;
}

/** Little-endian, microseconds, raw IP: one UDP datagram. */
const SAMPLE_HEAD =
  'd4c3b2a1020004000000000000000000ffff000065000000' +
  '5af71f4f40420f004700000047000000' +
  '450000470001000040110000c0000201c633640213c413c400330000';
const SAMPLE_REQUEST = 'OPTIONS sip:b@example.com SIP/2.0\r\ni: 1\r\n\r\n';
const EMPTY_HEAD = 'a1b23c4d00020004000000000000000000040000' + '00000001';

export const pcap: LogFormat = {
  id: 'pcap',
  title: 'Packet capture (pcap)',
  binary: true,
  samples: [
    { title: 'a datagram, microseconds, little-endian', head: sampleBytes(SAMPLE_HEAD, SAMPLE_REQUEST), records: 1 },
    { title: 'no packet, nanoseconds, big-endian', head: sampleBytes(EMPTY_HEAD), records: 0 },
  ],
  sniff: (head) => head.length >= 4 && kindOf(u32(head, 0)) !== null,
  open: ({ account }, out): ByteWriter => new Units(new PcapReader(account, new Dissector(account, out, 'log'))),
};
