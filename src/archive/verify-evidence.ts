import { Dexie, type Table } from 'dexie';
import { reason, verifyFault, type SourceId, type VerifyFault } from '../model.ts';
import { sha256Of } from './canonical.ts';
import type { Database } from './database.ts';
import type { BlockHead, StoredEvidence } from './tables.ts';

/** Blocks read at once: about 4 MB. */
const BATCH = 16;

const block = (source: SourceId, offset: number, why: 'bytes-missing' | 'bytes-changed' | 'bytes-stray'): VerifyFault =>
  verifyFault('evidence', `block:${source}+${offset}`, reason(why, { source, offset }));

/** A step for each block that must be there. @param expected digests of the bytes as stored */
export async function* blockFaults(
  db: Database,
  expected: ReadonlyMap<SourceId, ReadonlyMap<number, string>>,
): AsyncIterable<VerifyFault | null> {
  for (const [source, digests] of expected) {
    const offsets = [...digests.keys()].sort((a, b) => a - b);
    for (let from = 0; from < offsets.length; from += BATCH) {
      const keys = offsets.slice(from, from + BATCH).map((offset): [SourceId, number] => [source, offset]);
      const [heads, blocks] = await Promise.all([db.blocks.bulkGet(keys), db.evidence.bulkGet(keys)]);
      for (const [index, [, offset]] of keys.entries()) {
        const [head, stored, digest] = [heads[index], blocks[index], digests.get(offset)];
        if (head === undefined || stored === undefined) yield block(source, offset, 'bytes-missing');
        else if (!isSameBlock(head, stored) || head.digest !== digest || (await sha256Of(stored.bytes)) !== digest) {
          yield block(source, offset, 'bytes-changed');
        } else yield null;
      }
    }
  }
  const stray = await strayBlock(db, expected);
  if (stray !== null) yield block(...stray, 'bytes-stray');
}

/** What is told of the bytes beside their digest is what they say themselves. */
function isSameBlock(head: BlockHead, stored: StoredEvidence): boolean {
  return head.length === stored.length && head.bytes === stored.bytes.length && plainLength(stored) === stored.length;
}

const GZIP_MAGIC = 0x1f8b;

/** Bytes of the source, as the block itself has it: gzip ends with the length (RFC 1952 §2.3.1); null = it is none. */
function plainLength({ gzip, bytes }: StoredEvidence): number | null {
  if (!gzip) return bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isGzip = bytes.length >= 18 && view.getUint16(0) === GZIP_MAGIC;
  return isGzip ? view.getUint32(bytes.length - 4, true) : null;
}

async function strayBlock(
  db: Database,
  expected: ReadonlyMap<SourceId, ReadonlyMap<number, string>>,
): Promise<[SourceId, number] | null> {
  for (const table of [db.evidence, db.blocks] as Table<unknown, [SourceId, number]>[]) {
    const keys = await table
      .where('[source+offset]')
      .between([Dexie.minKey, Dexie.minKey], [Dexie.maxKey, Dexie.maxKey])
      .primaryKeys();
    const stray = keys.find(([source, offset]) => expected.get(source)?.has(offset) !== true);
    if (stray !== undefined) return stray;
  }
  return null;
}
