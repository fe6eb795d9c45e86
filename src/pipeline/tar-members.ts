import { Gunzip } from '../bytes/gunzip.ts';
import { TarDamage, tarMembers as membersIn, type TarInput, type TarMember } from '../bytes/tar.ts';
import type { EpochMs } from '../model.ts';
import { MOST_MEMBERS, unopened, unreadableFile, type Nesting, type Packed } from './packed-file.ts';
import { MemberUnreadable, type ImportFile } from './settings.ts';
import { RangeInput, StreamInput } from './tar-input.ts';

/** A file that is read twice (for a copy of it, and for itself) is unpacked once, up to so many bytes. */
const MOST_KEPT = 16 * 1024 * 1024;
const PIECE = 65_536;

type Damage = { code: 'archive-damaged' | 'archive-limit' | 'gzip-damaged'; why: string };
type Pause = () => Promise<void>;

/**
 * Files in a tar archive, which may be gzipped; a row for what cannot be read.
 * @param pause called between chunks: unpacking takes its time. @throws whatever the file's reading throws
 */
export async function tarMembers(
  file: ImportFile,
  gzipped: boolean,
  nesting: Nesting,
  pause: Pause,
): Promise<Packed[]> {
  const damage: Damage[] = [];
  const archive = new TarArchive(file, gzipped);
  const members = await listed(archive, nesting, damage, pause);
  if (members.length === 0 && damage.length === 0) {
    return [unopened(file, 'archive-damaged', 'There is no file in this tar archive.')];
  }
  const files = members.map((member) => {
    const about = {
      name: `${file.name}/${member.name}`,
      size: member.size,
      modified: member.modified as EpochMs | null,
    };
    if (member.unreadable !== null) return unreadableFile(about, 'archive-method', member.unreadable);
    return { ...about, nesting, ...archive.accessTo(member) };
  });
  const rows = damage.map(({ code, why }) => unreadableFile(file, code, why));
  return [...files, ...rows];
}

async function listed(archive: TarArchive, nesting: Nesting, damage: Damage[], pause: Pause): Promise<TarMember[]> {
  const members: TarMember[] = [];
  const input = archive.open(pause, () =>
    damage.push({ code: 'gzip-damaged', why: 'The gzip stream is damaged or cut off.' }),
  );
  try {
    for await (const member of membersIn(input)) {
      nesting.budget.left -= member.size;
      if (members.length === MOST_MEMBERS || nesting.budget.left < 0) {
        damage.push({ code: 'archive-limit', why: 'The archive holds more than is read of one archive.' });
        break;
      }
      members.push(member);
    }
  } catch (error) {
    if (!(error instanceof TarDamage)) throw error;
    // Where the gzip stream is damaged the archive within it is cut off: that is said already.
    if (damage.length === 0) damage.push({ code: 'archive-damaged', why: error.message });
  } finally {
    await input.close();
  }
  return members;
}

/** The archive's bytes, for its members one after the other. */
class TarArchive {
  readonly #file: ImportFile;
  readonly #gzipped: boolean;
  /** Of an archive without access to any place: where the last reader got to. */
  #running: StreamInput | null = null;
  #kept: { offset: number; bytes: Uint8Array } | null = null;

  constructor(file: ImportFile, gzipped: boolean) {
    this.#file = file;
    this.#gzipped = gzipped;
  }

  open(pause: Pause, damaged: () => void): TarInput & { close(): Promise<void> } {
    const file = this.#file;
    if (file.range === undefined || this.#gzipped) return new StreamInput(this.#unpacked(pause, damaged));
    return new RangeInput((from, to) => file.range!(from, to), file.size);
  }

  accessTo(member: TarMember): Pick<ImportFile, 'chunks' | 'range'> {
    const { offset, size } = member;
    if (this.#file.range === undefined || this.#gzipped) return { chunks: () => this.#streamed(member) };
    const range = (from: number, to: number): Promise<Uint8Array> =>
      this.#file.range!(offset + Math.min(from, size), offset + Math.min(to, size));
    return { range, chunks: () => ranged(range, size) };
  }

  async *#unpacked(pause: Pause, damaged: () => void): AsyncGenerator<Uint8Array> {
    const gzip = this.#gzipped ? new Gunzip(damaged) : null;
    for await (const chunk of this.#file.chunks()) {
      if (gzip === null) yield chunk;
      else yield* gzip.write(chunk);
      await pause();
    }
    gzip?.end();
  }

  /** Goes on where the last member ended; only what lies before that is unpacked again. */
  async *#streamed({ offset, size }: TarMember): AsyncGenerator<Uint8Array> {
    if (this.#kept?.offset !== offset) {
      const input = await this.#at(offset);
      if (size > MOST_KEPT) {
        for (let left = size; left > 0;) {
          const piece = await input.take(Math.min(left, PIECE));
          if (piece.length === 0) throw cutOff();
          left -= piece.length;
          yield piece;
        }
        return;
      }
      this.#kept = { offset, bytes: (await input.take(size)).slice() };
    }
    const { bytes } = this.#kept;
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    if (bytes.length < size) throw cutOff();
  }

  async #at(offset: number): Promise<StreamInput> {
    if (this.#running === null || this.#running.offset > offset) {
      await this.#running?.close();
      const still = async (): Promise<void> => undefined;
      // What is damaged was told when the archive was listed.
      this.#running = new StreamInput(this.#unpacked(still, () => undefined));
    }
    await this.#running.skip(offset - this.#running.offset);
    return this.#running;
  }
}

async function* ranged(
  range: (from: number, to: number) => Promise<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  const step = 16 * PIECE;
  for (let at = 0; at < size; at += step) {
    const bytes = await range(at, Math.min(size, at + step));
    for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
    if (bytes.length < Math.min(step, size - at)) throw cutOff();
  }
}

const cutOff = (): MemberUnreadable => new MemberUnreadable('archive-damaged', 'The archive ends within this file.');
