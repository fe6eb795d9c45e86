/** ZIP and tar archives made by hand, so that a test can break them where it wants. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/bytes/crc-32.ts';

export interface Member {
  name: string | Uint8Array;
  bytes: string | Uint8Array;
  /** 0 = stored, 8 = deflated. */
  method?: number;
  flags?: number;
  /** Sizes and checksum behind the bytes, as writers to a pipe put them. */
  streamed?: boolean;
  /** What the archive says of it, where it lies. */
  size?: number;
  crc?: number;
  extra?: Uint8Array;
}

const bufferOf = (bytes: string | Uint8Array): Buffer =>
  typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes);

export function zipOf(members: readonly Member[], { before = '', comment = '' } = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(before)];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const { head, local } = entry(member, at);
    parts.push(local);
    directory.push(head);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...parts, central, end, Buffer.from(comment)]);
}

function entry(member: Member, at: number): { local: Buffer; head: Buffer } {
  const name = bufferOf(member.name);
  const bytes = bufferOf(member.bytes);
  const method = member.method ?? 8;
  const packed = method === 8 ? deflateRawSync(bytes) : bytes;
  const flags = (member.flags ?? 0) | (member.streamed === true ? 8 : 0);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(member.crc ?? crc32(bytes), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(member.size ?? bytes.length, 8);
  const common = Buffer.alloc(10);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  // 2014-06-24 09:12:02.
  common.writeUInt16LE((9 << 11) | (12 << 5) | 1, 6);
  common.writeUInt16LE((34 << 9) | (6 << 5) | 24, 8);
  const extra = Buffer.from(member.extra ?? []);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  lengths.writeUInt16LE(extra.length, 2);
  const behind = member.streamed === true ? Buffer.concat([Buffer.from('PK\x07\x08'), sizes]) : Buffer.alloc(0);
  const said = member.streamed === true ? Buffer.alloc(12) : sizes;
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, said, lengths, name, extra, packed, behind]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(at, 10);
  const head = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, sizes, lengths, rest, name, extra]);
  return { local, head };
}

export interface TarEntry {
  name: string;
  bytes?: string | Uint8Array;
  type?: string;
  /** Seconds since the epoch. */
  modified?: number;
}

/** @param ends two empty blocks stand at the end */
export function tarOf(entries: readonly TarEntry[], ends = true): Buffer {
  const blocks = entries.flatMap(({ name, bytes = '', type = '0', modified = 1_403_601_122 }) => {
    const content = bufferOf(bytes);
    const head = Buffer.alloc(512);
    head.write(name.slice(0, 100), 0);
    head.write('0000644\0', 100);
    head.write(content.length.toString(8).padStart(11, '0') + ' ', 124);
    head.write(modified.toString(8).padStart(11, '0') + ' ', 136);
    head.write('        ', 148);
    head.write(type, 156);
    head.write('ustar\x0000', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(ends ? 1024 : 0)]);
}
