/** What reading a file again asks of the archive: which sessions it is in, and its bytes. */
import { Dexie } from 'dexie';
import type { SealedSource, SessionId, SourceId, StoredFragment } from '../model.ts';
import { knownSourceOf, type Database, type StoredEvidence } from './database.ts';
import { expand } from './gzip.ts';
import type { PackReader } from './pack-reader.ts';

/** Sessions unpacked at once. */
const BATCH = 200;
/** A chunk as an import has it, bytes. */
const CHUNK = 64 * 1024;

export async function sealedSource(db: Database, id: SourceId): Promise<SealedSource | null> {
  const record = await db.sources.get(id);
  if (record === undefined || record.report === null) return null;
  const { report, complete, reading = null } = record;
  return { ...knownSourceOf(record), report, complete, reading };
}

/** Which sessions they are is looked up at the beginning: what is changed meanwhile is read as it then is. */
export async function* sessionsHolding(
  db: Database,
  packs: PackReader,
  source: SourceId,
): AsyncIterable<StoredFragment[]> {
  const ids: SessionId[] = await db.sessions.filter(({ sources }) => sources.includes(source)).primaryKeys();
  for (let at = 0; at < ids.length; at += BATCH) {
    const rows = await db.sessions.bulkGet(ids.slice(at, at + BATCH));
    yield await packs.fragments(rows.filter((row) => row !== undefined));
  }
}

/** Blocks of one source are equally long but for the last: their keys say where the first gap is, and no bytes are read. */
export async function evidenceLength(db: Database, source: SourceId): Promise<number> {
  if ((await db.sources.get(source))?.erased === true) return 0;
  const keys = await db.evidence
    .where('[source+offset]')
    .between([source, Dexie.minKey], [source, Dexie.maxKey], true, true)
    .primaryKeys();
  const step = keys[1]?.[1] ?? 0;
  const gap = keys.findIndex(([, offset], index) => offset !== index * step);
  const last = keys.at(gap === -1 ? -1 : gap - 1);
  if (last === undefined || gap === 0) return 0;
  const block = await db.evidence.get(last);
  return block === undefined ? 0 : block.offset + block.length;
}

export async function* evidenceChunks(db: Database, source: SourceId): AsyncIterable<Uint8Array> {
  for await (const block of blocksOf(db, source)) {
    const bytes = await expand(block);
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
  }
}

/** The blocks of a source up to the first gap. */
async function* blocksOf(db: Database, source: SourceId): AsyncIterable<StoredEvidence> {
  for (let next = 0; ;) {
    const block = await db.evidence
      .where('[source+offset]')
      .between([source, next], [source, Dexie.maxKey], true, true)
      .first();
    if (block === undefined || block.offset !== next || block.length === 0) return;
    yield block;
    next += block.length;
  }
}
