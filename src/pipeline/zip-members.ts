import { ZipDamage, zipListing, zipMemberBytes, type ReadRange, type ZipMember } from '../bytes/zip.ts';
import type { EpochMs, IssueCode } from '../model.ts';
import { MOST_MEMBERS, rangeOf, unopened, unreadableFile, type Nesting, type Packed } from './packed-file.ts';
import { MemberUnreadable, type ImportFile } from './settings.ts';

/** A ZIP that lies in another archive is unpacked in memory first, up to so many bytes. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;

/** Files in a ZIP archive, and a row for each thing in it that cannot be read. @throws whatever the file's reading throws */
export async function zipMembers(file: ImportFile, nesting: Nesting): Promise<Packed[]> {
  const read = file.range === undefined && nesting.depth > 1 ? await inMemory(file) : rangeOf(file);
  if (read === null) {
    const why =
      'This ZIP archive lies in another archive and is too large to be opened there: unpack the outer one first.';
    return [unopened(file, 'archive-limit', why)];
  }
  const { members, damage } = await zipListing(read, file.size, MOST_MEMBERS);
  const code = damage?.startsWith('more than') === true ? 'archive-limit' : 'archive-damaged';
  if (members.length === 0) return [unopened(file, code, sentence(damage ?? 'there is no file in it'))];
  const covered = overlapping(members);
  const files = members.map((member) => memberFile(file, read, member, nesting, covered.has(member)));
  return damage === null ? files : [...files, unreadableFile(file, code, sentence(damage))];
}

const sentence = (damage: string): string => `Of this ZIP archive: ${damage}.`;

function memberFile(file: ImportFile, read: ReadRange, member: ZipMember, nesting: Nesting, covered: boolean): Packed {
  const about = { name: `${file.name}/${member.name}`, size: member.size, modified: member.modified as EpochMs | null };
  const problem = problemOf(member, nesting, covered);
  if (problem !== null) return unreadableFile(about, ...problem);
  nesting.budget.left -= member.size;
  return { ...about, nesting, chunks: () => memberChunks(read, member) };
}

function problemOf(
  { encrypted, method, size }: ZipMember,
  { budget }: Nesting,
  covered: boolean,
): [IssueCode, string] | null {
  if (encrypted) return ['archive-encrypted', 'It is encrypted: unpack it with its password first.'];
  if (method !== 0 && method !== 8) return ['archive-method', `It is packed by method ${method}, which is not read.`];
  if (covered) return ['archive-damaged', 'It lies over another file of the archive.'];
  if (size > budget.left) return ['archive-limit', 'The archive holds more bytes than are read of one archive.'];
  return null;
}

/** Members that share bytes with an earlier one: a way to make a small archive stand for a huge one. */
function overlapping(members: readonly ZipMember[]): Set<ZipMember> {
  const covered = new Set<ZipMember>();
  let end = 0;
  for (const member of [...members].sort((a, b) => a.head - b.head)) {
    if (member.head < end) covered.add(member);
    else end = member.head + 30 + member.packed;
  }
  return covered;
}

async function* memberChunks(read: ReadRange, member: ZipMember): AsyncGenerator<Uint8Array> {
  try {
    yield* zipMemberBytes(read, member);
  } catch (error) {
    throw error instanceof ZipDamage ? new MemberUnreadable('archive-damaged', error.message) : error;
  }
}

/** null = too large. */
async function inMemory(file: ImportFile): Promise<ReadRange | null> {
  if (file.size > MOST_IN_MEMORY) return null;
  const bytes = new Uint8Array(file.size);
  let at = 0;
  for await (const chunk of file.chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return async (from, to) => bytes.subarray(from, to);
}
