/** Archives among the files given: each gives way to the files in it. What a file is, its content says, never its name. */
import { Gunzip, isGzip } from '../bytes/gunzip.ts';
import { isTar, TAR_BLOCK } from '../bytes/tar.ts';
import { isZip } from '../bytes/zip.ts';
import { MOST_NESTED, nestingOf, unopened, type Packed } from './packed-file.ts';
import { FileUnreadable } from './reading.ts';
import type { ImportFile } from './settings.ts';
import { tarMembers } from './tar-members.ts';
import { zipMembers } from './zip-members.ts';

type ArchiveKind = 'zip' | 'tar' | 'tar.gz';

/** An empty ZIP; a gzip file of nothing has 20 bytes. */
const SMALLEST = 22;

/**
 * The files in an archive, in its order, each of which may be an archive again; null = it is none, or it cannot be
 * read at all: reading it will say why.
 * @param pause called between chunks
 */
export async function expanded(given: Packed, pause: () => Promise<void>): Promise<ImportFile[] | null> {
  if (given.closed === true) return null;
  const file = guarded(given);
  try {
    const kind = await kindOf(file);
    if (kind === null) return null;
    const { depth, budget } = nestingOf(file);
    if (depth >= MOST_NESTED) return [unopened(file, 'archive-limit', TOO_DEEP)];
    const nesting = { depth: depth + 1, budget };
    return kind === 'zip' ? await zipMembers(file, nesting) : await tarMembers(file, kind === 'tar.gz', nesting, pause);
  } catch (error) {
    if (error instanceof FileUnreadable) return null;
    throw error;
  }
}

const TOO_DEEP = 'It lies too deep in other archives: unpack the outermost one first.';

/** The same file, whose failures are told from faults of the program. */
function guarded(file: Packed): Packed {
  return {
    ...file,
    async *chunks() {
      try {
        yield* file.chunks();
      } catch (error) {
        throw new FileUnreadable(error);
      }
    },
    ...(file.range !== undefined && {
      range: async (from, to) => {
        try {
          return await file.range!(from, to);
        } catch (error) {
          throw new FileUnreadable(error);
        }
      },
    }),
  };
}

async function kindOf(file: ImportFile): Promise<ArchiveKind | null> {
  if (file.size < SMALLEST) return null;
  const head = await blockOf(file.chunks());
  if (isZip(head)) return 'zip';
  if (isTar(head)) return 'tar';
  if (!isGzip(head)) return null;
  return isTar(await blockOf(gunzipped(file.chunks()))) ? 'tar.gz' : null;
}

/** The first bytes; fewer where the file is shorter. */
async function blockOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const block = new Uint8Array(TAR_BLOCK);
  let length = 0;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(0, TAR_BLOCK - length);
    block.set(piece, length);
    length += piece.length;
    if (length === TAR_BLOCK) break;
  }
  return block.subarray(0, length);
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gzip = new Gunzip(() => undefined);
  for await (const chunk of chunks) yield* gzip.write(chunk);
}
