/** What every archive within an import shares: limits, and the files that stand for what cannot be read. */
import type { IssueCode } from '../model.ts';
import { MemberUnreadable, type ImportFile } from './settings.ts';

/** Files in one archive. */
export const MOST_MEMBERS = 20_000;
/** Archives within archives: a ZIP of a tar.gz of a ZIP. */
export const MOST_NESTED = 3;
/**
 * Bytes after unpacking of all that one given file holds: logs pack 10 to 50 times smaller, so what goes beyond is made
 * to waste time. A small file may always hold a gigabyte.
 */
const MOST_UNPACKED = 1024 * 1024 * 1024;
const MOST_RATIO = 200;

/** How deep in archives a file lies, and what the outermost one may still give. */
export interface Nesting {
  depth: number;
  /** Bytes; shared by all that lies in the same given file. */
  budget: { left: number };
}

/** A file that may itself be an archive. */
export type Packed = ImportFile & {
  nesting?: Nesting;
  /** It is not to be looked into. */
  closed?: true;
};

export function nestingOf(file: Packed): Nesting {
  return file.nesting ?? { depth: 0, budget: { left: Math.max(MOST_UNPACKED, MOST_RATIO * file.size) } };
}

/** A row of the report for what gives no bytes. */
export function unreadableFile(
  file: Pick<ImportFile, 'name' | 'size' | 'modified'>,
  code: IssueCode,
  why: string,
): Packed {
  const { name, size, modified } = file;
  return { name, size, modified, closed: true, chunks: () => failing(new MemberUnreadable(code, why)) };
}

// eslint-disable-next-line require-yield
async function* failing(error: Error): AsyncGenerator<Uint8Array> {
  throw error;
}

/** The file's own bytes, and at their end the reason why they are not read as an archive. */
export function unopened(file: ImportFile, code: IssueCode, why: string): Packed {
  const { name, size, modified } = file;
  return {
    name,
    size,
    modified,
    closed: true,
    async *chunks() {
      yield* file.chunks();
      throw new MemberUnreadable(code, why);
    },
  };
}

/** Any place of the file; where the door has no such access, by reading from the beginning each time. */
export function rangeOf(file: ImportFile): (from: number, to: number) => Promise<Uint8Array> {
  if (file.range !== undefined) return (from, to) => file.range!(from, to);
  return async (from, to) => {
    const found = new Uint8Array(Math.max(0, Math.min(to, file.size) - from));
    let at = 0;
    for await (const chunk of file.chunks()) {
      if (at + chunk.length > from) {
        const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
        found.set(piece, Math.max(0, at - from));
      }
      at += chunk.length;
      if (at >= to) break;
    }
    return found.subarray(0, Math.max(0, Math.min(at, to) - from));
  };
}
