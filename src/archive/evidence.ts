/** The bytes of source files: what a message, a flag or an export is proved by. */
import { Dexie } from 'dexie';
import type { EvidenceBlock, Place, SourceId } from '../model.ts';
import { sha256Of } from './canonical.ts';
import type { BlockHead, Database, StoredEvidence } from './database.ts';
import { expand, shrink } from './gzip.ts';
import type { JournalDraft } from './tables.ts';

/** A block on its way into the archive. */
export interface PackedBlock {
  block: StoredEvidence;
  head: BlockHead;
}

export async function packEvidence({ source, offset, bytes }: EvidenceBlock): Promise<PackedBlock> {
  // A view would bring its whole buffer along.
  const own = bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  const packed = await shrink(own);
  const digest = await sha256Of(packed.bytes);
  const about = { source, offset, length: bytes.length };
  return { block: { ...about, ...packed }, head: { ...about, bytes: packed.bytes.length, digest } };
}

/** Within a transaction on `evidence` and `blocks`. */
export async function addBlocks(db: Database, blocks: readonly PackedBlock[], journal: JournalDraft): Promise<void> {
  if (blocks.length === 0) return;
  for (const { head } of blocks) journal.evidence.push([head.source, head.offset, head.digest]);
  await Promise.all([
    db.evidence.bulkPut(blocks.map(({ block }) => block)),
    db.blocks.bulkPut(blocks.map(({ head }) => head)),
  ]);
}

/** All bytes of a source go, in one range of keys. Within a transaction on `evidence` and `blocks`. */
export async function dropEvidence(db: Database, source: SourceId, journal: JournalDraft): Promise<void> {
  const range = [[source, Dexie.minKey], [source, Dexie.maxKey], true, true] as const;
  const keys = await db.blocks
    .where('[source+offset]')
    .between(...range)
    .primaryKeys();
  journal.dropped.push(...keys);
  await Promise.all([
    db.evidence
      .where('[source+offset]')
      .between(...range)
      .delete(),
    db.blocks
      .where('[source+offset]')
      .between(...range)
      .delete(),
  ]);
}

/** Reads bytes of sources. The block opened last is kept: the next place mostly lies in it. */
export class EvidenceReader {
  readonly #db: Database;
  #kept: { source: number; offset: number; bytes: Uint8Array } | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The archive has changed: what was kept may have been purged. */
  forget(): void {
    this.#kept = null;
  }

  /** Exactly the bytes of the place; null where one of them is not archived. */
  async bytes({ source, offset, length }: Place): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const from = await this.#bytesAt(source, offset + done);
      if (from === null) return null;
      const taken = from.subarray(0, length - done);
      bytes.set(taken, done);
      done += taken.length;
    }
    return bytes;
  }

  /** The bytes of one block from that offset on; null = none has it. */
  async #bytesAt(source: Place['source'], offset: number): Promise<Uint8Array | null> {
    const kept = this.#kept;
    if (kept !== null && kept.source === source && offset >= kept.offset && offset < kept.offset + kept.bytes.length) {
      return kept.bytes.subarray(offset - kept.offset);
    }
    const [key] = await this.#db.evidence
      .where('[source+offset]')
      .between([source, Dexie.minKey], [source, offset], true, true)
      .reverse()
      .limit(1)
      .primaryKeys();
    const block = key === undefined ? undefined : await this.#db.evidence.get(key);
    if (block === undefined || offset >= block.offset + block.length) return null;
    const bytes = await expand(block);
    this.#kept = { source, offset: block.offset, bytes };
    return bytes.subarray(offset - block.offset);
  }
}
