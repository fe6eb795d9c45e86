/**
 * ZIP (PKWARE APPNOTE 6.3.10): what the central directory names, with Zip64, and the members' bytes. The archive is read where
 * it lies: only its directory is held.
 */
import { crc32 } from './crc-32.ts';
import { Deflated } from './deflated.ts';
import { memberName } from './zip-names.ts';

/** Gives the bytes from one offset up to another; fewer where the archive ends. */
export type ReadRange = (from: number, to: number) => Promise<Uint8Array>;

export interface ZipMember {
  name: string;
  /** 0 = stored, 8 = deflated; others are not read (§4.4.5). */
  method: number;
  encrypted: boolean;
  /** Bytes in the archive. */
  packed: number;
  /** Bytes after unpacking, as the archive says. */
  size: number;
  crc: number;
  /** Ms since the epoch, as a DOS stamp read as UTC where the archive has no better one; null = none. */
  modified: number | null;
  /** Offset of its local head. */
  head: number;
}

export interface ZipListing {
  members: ZipMember[];
  /** What is wrong with the archive as a whole, in words; null = nothing. */
  damage: string | null;
}

/** A member cannot be unpacked as the archive says. */
export class ZipDamage extends Error {
  override name = 'ZipDamage';
}

const LOCAL_HEAD = 0x04034b50;
const CENTRAL_HEAD = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
/** The end record and the longest comment behind it. */
const TAIL = END_SIZE + LOCATOR_SIZE + 0xffff;
/** A directory that is longer is taken for damage, bytes. */
const MOST_DIRECTORY = 64 * 1024 * 1024;
/** Read at once, bytes. */
const PIECE = 256 * 1024;

const FLAG_ENCRYPTED = 1;
const FLAG_DESCRIPTOR = 8;

export function isZip(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const mark = viewOf(head).getUint32(0, true);
  return mark === LOCAL_HEAD || (mark === END && head.length >= END_SIZE) || mark === DESCRIPTOR;
}

/** Members in the order of the directory; folders are left out, for they have no bytes. At most `most`. */
export async function zipListing(read: ReadRange, size: number, most: number): Promise<ZipListing> {
  const directory = await directoryOf(read, size);
  if (directory === null) return listingByHeads(read, size, most);
  const { bytes, shift, count } = directory;
  const members: ZipMember[] = [];
  let at = 0;
  let met = 0;
  while (at + CENTRAL_SIZE <= bytes.length && viewOf(bytes).getUint32(at, true) === CENTRAL_HEAD) {
    const { member, length } = centralMember(bytes, at, shift);
    at += length;
    met += 1;
    if (member.name.endsWith('/') && member.size === 0) continue;
    if (members.length === most) return { members, damage: `more than ${most} members` };
    members.push(member);
  }
  // The count has 16 bits where the archive is older than Zip64.
  const complete = at <= bytes.length && (met & 0xffff) === (count & 0xffff);
  if (met === 0 && count !== 0) return listingByHeads(read, size, most);
  const damage = complete ? null : `the directory names ${met} of ${count} members`;
  return { members, damage };
}

interface Directory {
  bytes: Uint8Array;
  /** To be added to the offsets in it: bytes that were put before the archive. */
  shift: number;
  count: number;
}

/** null = there is no end record that fits: the archive is cut off. */
async function directoryOf(read: ReadRange, size: number): Promise<Directory | null> {
  const from = Math.max(0, size - TAIL);
  const tail = await read(from, size);
  const view = viewOf(tail);
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== END || at + END_SIZE + view.getUint16(at + 20, true) > tail.length) continue;
    let count = view.getUint16(at + 10, true);
    let length = view.getUint32(at + 12, true);
    let offset = view.getUint32(at + 16, true);
    let end = from + at;
    const locator = at - LOCATOR_SIZE;
    if (locator >= 0 && view.getUint32(locator, true) === END_64_LOCATOR) {
      const at64 = Number(view.getBigUint64(locator + 8, true));
      const record = at64 + 56 <= size ? await read(at64, at64 + 56) : tail.subarray(0, 0);
      if (record.length === 56 && viewOf(record).getUint32(0, true) === END_64) {
        count = Number(viewOf(record).getBigUint64(32, true));
        length = Number(viewOf(record).getBigUint64(40, true));
        offset = Number(viewOf(record).getBigUint64(48, true));
        end = at64;
      }
    }
    if (length > end || length > MOST_DIRECTORY) continue;
    const bytes = await read(end - length, end);
    return { bytes, shift: end - length - offset, count };
  }
  return null;
}

function centralMember(bytes: Uint8Array, at: number, shift: number): { member: ZipMember; length: number } {
  const view = viewOf(bytes);
  const nameEnd = at + CENTRAL_SIZE + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const member: ZipMember = {
    name: memberName(bytes.subarray(at + CENTRAL_SIZE, nameEnd)),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & FLAG_ENCRYPTED) !== 0,
    modified: dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true)),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    head: view.getUint32(at + 42, true),
  };
  readExtra(bytes.subarray(nameEnd, extraEnd), member);
  member.head += shift;
  return { member, length: extraEnd + view.getUint16(at + 32, true) - at };
}

/** Zip64 sizes (§4.5.3) and better times (Info-ZIP 0x5455, NTFS 0x000a). */
function readExtra(extra: Uint8Array, member: ZipMember): void {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const id = view.getUint16(at, true);
    const from = at + 4;
    const to = from + view.getUint16(at + 2, true);
    if (to > extra.length) return;
    if (id === 1) {
      let next = from;
      for (const key of ['size', 'packed', 'head'] as const) {
        if (member[key] !== 0xffffffff || next + 8 > to) continue;
        member[key] = Number(view.getBigUint64(next, true));
        next += 8;
      }
    } else if (id === 0x5455 && to - from >= 5 && (extra[from] ?? 0) & 1) {
      member.modified = view.getInt32(from + 1, true) * 1000;
    } else if (id === 0x000a && to - from >= 16 && view.getUint16(from + 4, true) === 1) {
      // 100 ns since 1601.
      member.modified = Number(view.getBigUint64(from + 8, true)) / 10_000 - 11_644_473_600_000;
    }
    at = to;
  }
}

/** A DOS stamp has no zone; UTC is as good a guess as any, and stamps of the log itself matter more. */
function dosTime(time: number, date: number): number | null {
  if (date === 0) return null;
  const day = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31] as const;
  return Date.UTC(...day, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}

/** The directory is missing: the members' own heads, from the first byte on. */
async function listingByHeads(read: ReadRange, size: number, most: number): Promise<ZipListing> {
  const members: ZipMember[] = [];
  let at = 0;
  while (members.length < most) {
    const head = await read(at, Math.min(size, at + LOCAL_SIZE + 2 * 0xffff));
    if (head.length < LOCAL_SIZE || viewOf(head).getUint32(0, true) !== LOCAL_HEAD) break;
    const { member, data, streamed } = localMember(head, at);
    let next = data + member.packed;
    if (streamed) next = await measured(read, data, size, member);
    if (!(member.name.endsWith('/') && member.size === 0)) members.push(member);
    if (next <= at || next > size) break;
    at = next;
  }
  return { members, damage: 'its directory is missing: it was cut off or damaged' };
}

function localMember(head: Uint8Array, at: number): { member: ZipMember; data: number; streamed: boolean } {
  const view = viewOf(head);
  const flags = view.getUint16(6, true);
  const nameEnd = LOCAL_SIZE + view.getUint16(26, true);
  const extraEnd = nameEnd + view.getUint16(28, true);
  const member: ZipMember = {
    name: memberName(head.subarray(LOCAL_SIZE, nameEnd)),
    method: view.getUint16(8, true),
    encrypted: (flags & FLAG_ENCRYPTED) !== 0,
    modified: dosTime(view.getUint16(10, true), view.getUint16(12, true)),
    crc: view.getUint32(14, true),
    packed: view.getUint32(18, true),
    size: view.getUint32(22, true),
    head: at,
  };
  readExtra(head.subarray(nameEnd, extraEnd), member);
  const streamed = (flags & FLAG_DESCRIPTOR) !== 0 && member.packed === 0 && member.method === 8 && !member.encrypted;
  return { member, data: at + extraEnd, streamed };
}

/** Sizes that stand behind the member (§4.3.9): only unpacking it tells where. Gives where the next head is to be. */
async function measured(read: ReadRange, data: number, end: number, member: ZipMember): Promise<number> {
  const stream = new Deflated();
  let crc = 0;
  for (let at = data; at < end && stream.state === 'open'; at += PIECE) {
    for (const piece of stream.write(await read(at, Math.min(end, at + PIECE)))) {
      member.size += piece.length;
      crc = crc32(piece, crc);
    }
  }
  member.packed = stream.taken;
  const behind = await read(data + stream.taken, Math.min(end, data + stream.taken + 24));
  if (stream.state !== 'whole' || behind.length < 12) return end + 1;
  const view = viewOf(behind);
  const marked = view.getUint32(0, true) === DESCRIPTOR ? 4 : 0;
  member.crc = view.getUint32(marked, true);
  // Sizes of 4 or of 8 bytes: whichever is followed by the next mark.
  const short = data + stream.taken + marked + 12;
  const after = await read(short, Math.min(end, short + 4));
  return after.length < 4 || (viewOf(after).getUint32(0, true) & 0xffff) === 0x4b50 ? short : short + 8;
}

/** The member's bytes unpacked. @throws ZipDamage where they are not what the archive says */
export async function* zipMemberBytes(read: ReadRange, member: ZipMember): AsyncGenerator<Uint8Array> {
  const head = await read(member.head, member.head + LOCAL_SIZE);
  if (head.length < LOCAL_SIZE || viewOf(head).getUint32(0, true) !== LOCAL_HEAD) {
    throw new ZipDamage('It does not lie where the archive’s directory says.');
  }
  const data = member.head + LOCAL_SIZE + viewOf(head).getUint16(26, true) + viewOf(head).getUint16(28, true);
  const stream = member.method === 8 ? new Deflated() : null;
  let size = 0;
  let crc = 0;
  for (let at = data; at < data + member.packed; at += PIECE) {
    const packed = await read(at, Math.min(data + member.packed, at + PIECE));
    for (const piece of stream === null ? pieces(packed) : stream.write(packed)) {
      size += piece.length;
      if (size > member.size) throw new ZipDamage('It is longer than the archive says.');
      crc = crc32(piece, crc);
      yield piece;
    }
    if (packed.length === 0) break;
  }
  if (stream?.state === 'damaged') throw new ZipDamage('Its packed bytes are damaged.');
  if (size < member.size || stream?.state === 'open') throw new ZipDamage('It is cut off.');
  if (crc !== member.crc) throw new ZipDamage('Its bytes do not fit their checksum.');
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
