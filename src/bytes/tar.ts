/** tar: POSIX ustar and pax (IEEE 1003.1, pax), GNU long names, and the heads of the seventh edition. */

export const TAR_BLOCK = 512;

/** Bytes in order, some of which nobody wants. */
export interface TarInput {
  /** Bytes so far. */
  readonly offset: number;
  /** The next bytes; fewer at the end. Valid until the next call. */
  take(length: number): Promise<Uint8Array>;
  /** Passes over bytes. @returns how many there were */
  skip(length: number): Promise<number>;
}

export interface TarMember {
  name: string;
  size: number;
  /** Ms since the epoch. */
  modified: number | null;
  /** Where its bytes begin in the unpacked archive. */
  offset: number;
  /** Why its bytes do not stand here as they are; null = they do. */
  unreadable: string | null;
}

/** Where the listing ends before the archive says so. */
export class TarDamage extends Error {
  override name = 'TarDamage';
}

/** A long name or a pax head that is longer is taken for damage, bytes. */
const MOST_HEAD = 1024 * 1024;
const latin1 = new TextDecoder('windows-1252');
const utf8 = new TextDecoder();

/** True for a block that is a head: its checksum says so, whatever wrote it. */
export function isTar(block: Uint8Array): boolean {
  if (block.length < TAR_BLOCK || block[0] === 0) return false;
  const stored = number(block, 148, 8);
  let unsigned = 8 * 0x20;
  let signed = 8 * 0x20;
  for (let at = 0; at < TAR_BLOCK; at += 1) {
    if (at >= 148 && at < 156) continue;
    const byte = block[at] ?? 0;
    unsigned += byte;
    signed += byte > 0x7f ? byte - 0x100 : byte;
  }
  return stored === unsigned || stored === signed;
}

/**
 * Members that hold bytes, in order; what lies between two calls may be taken from the input by the caller, up to
 * the member's size. Folders, links and devices have none. @throws TarDamage
 */
export async function* tarMembers(input: TarInput): AsyncGenerator<TarMember> {
  const common = new Map<string, string>();
  let own = new Map<string, string>();
  for (;;) {
    const block = await input.take(TAR_BLOCK);
    if (block.length === 0) throw new TarDamage('The archive has no end mark: it may be cut off.');
    // Two of them, but one is enough to know.
    if (isEmpty(block)) return;
    if (!isTar(block)) throw new TarDamage(`There is no head of a member at byte ${input.offset - block.length}.`);
    const head = headOf(block);
    if ('xgLK'.includes(head.type)) {
      await readHead(input, head, head.type === 'g' ? common : own);
      continue;
    }
    // An old GNU sparse file: its map may go on in further blocks before the bytes.
    for (let more = head.type === 'S' && block[482] === 1; more;) more = (await input.take(TAR_BLOCK))[504] === 1;
    const member = memberOf(head, input.offset, new Map([...common, ...own]));
    own = new Map();
    const begun = input.offset;
    if (member !== null) yield member;
    const size = member?.size ?? head.size;
    await input.skip(padded(size) - (input.offset - begun));
  }
}

interface Head {
  name: string;
  type: string;
  size: number;
  seconds: number;
}

function headOf(block: Uint8Array): Head {
  const isUstar = latin1.decode(block.subarray(257, 262)) === 'ustar';
  // GNU's own heads (a blank behind the mark) have other fields where POSIX has the prefix.
  const prefix = isUstar && block[262] === 0 ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0);
  const isFolder = type === '0' && name.endsWith('/');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: isFolder ? '5' : type,
    // Links, devices and folders have no bytes, whatever the field says.
    size: '12346'.includes(type) || type === '5' ? 0 : number(block, 124, 12),
    seconds: number(block, 136, 12),
  };
}

/** A pax head or GNU's long name, for the next member or (type `g`) for all. */
async function readHead(input: TarInput, { type, size }: Head, into: Map<string, string>): Promise<void> {
  if (size > MOST_HEAD) throw new TarDamage(`A head of ${size} bytes stands at byte ${input.offset}.`);
  const bytes = (await input.take(size)).slice();
  await input.skip(padded(size) - size);
  if (type === 'L') into.set('path', text(bytes, 0, bytes.length));
  if (type === 'L' || type === 'K') return;
  // "length key=value\n", the length in bytes and with itself.
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank < 0 ? NaN : Number(latin1.decode(bytes.subarray(at, blank)));
    if (!(length > blank - at + 1) || at + length > bytes.length) return;
    const [key = '', ...value] = utf8.decode(bytes.subarray(blank + 1, at + length - 1)).split('=');
    into.set(key, value.join('='));
    at += length;
  }
}

/** null = it has no bytes. */
function memberOf(head: Head, offset: number, pax: ReadonlyMap<string, string>): TarMember | null {
  if ('123456V'.includes(head.type)) return null;
  const seconds = Number(pax.get('mtime') ?? head.seconds);
  const size = Number(pax.get('size') ?? head.size);
  if (!Number.isSafeInteger(size) || size < 0) throw new TarDamage(`A member of ${size} bytes stands at ${offset}.`);
  return {
    name: (pax.get('GNU.sparse.name') ?? pax.get('path') ?? head.name).replace(/^(?:\.?\/)+/, ''),
    size,
    modified: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null,
    offset,
    unreadable: unreadable(head.type, pax),
  };
}

function unreadable(type: string, pax: ReadonlyMap<string, string>): string | null {
  if (type === 'S' || [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'))) {
    return 'It is stored as a sparse file, which is not read.';
  }
  if (type === 'M') return 'It goes on from another volume of the archive.';
  return null;
}

const padded = (size: number): number => Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
const isEmpty = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return utf8.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or (GNU) a big-endian number whose first bit is set. */
function number(bytes: Uint8Array, at: number, length: number): number {
  if ((bytes[at] ?? 0) >= 0x80) {
    let value = (bytes[at] ?? 0) & 0x7f;
    for (let next = at + 1; next < at + length; next += 1) value = value * 256 + (bytes[next] ?? 0);
    return value;
  }
  const digits = latin1
    .decode(bytes.subarray(at, at + length))
    .replace(/[\0 ]+$/, '')
    .trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}
