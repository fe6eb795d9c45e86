import { Dexie } from 'dexie';
import type { SourceId, VerifyFault } from '../model.ts';
import { sha256Of } from './canonical.ts';
import type { Database } from './database.ts';

/** Blocks read at once: about 4 MB. */
const BATCH = 16;

const block = (source: SourceId, offset: number, message: string): VerifyFault => ({
  part: 'evidence',
  subject: `block:${source}+${offset}`,
  message,
});

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
        const name = `The bytes of source ${source} from ${offset} on`;
        if (head === undefined || stored === undefined) yield block(source, offset, `${name} are missing.`);
        else if (head.digest !== digest || head.length !== stored.length || (await sha256Of(stored.bytes)) !== digest) {
          yield block(source, offset, `${name} were changed: their digest does not fit.`);
        } else yield null;
      }
    }
  }
  const stray = await strayBlock(db, expected);
  if (stray !== null)
    yield block(...stray, `The bytes of source ${stray[0]} from ${stray[1]} on are not known to the journal.`);
}

async function strayBlock(
  db: Database,
  expected: ReadonlyMap<SourceId, ReadonlyMap<number, string>>,
): Promise<[SourceId, number] | null> {
  const keys = await db.evidence
    .where('[source+offset]')
    .between([Dexie.minKey, Dexie.minKey], [Dexie.maxKey, Dexie.maxKey])
    .primaryKeys();
  return keys.find(([source, offset]) => expected.get(source)?.has(offset) !== true) ?? null;
}
