/** Takes bytes out of the evidence of one source and leaves the rest where it is. */
import type { Place, SessionFragment, SourceId } from '../model.ts';
import { digestOf } from './canonical.ts';
import type { Change } from './compaction.ts';
import type { Database } from './database.ts';
import { addBlocks, packEvidence, type PackedBlock } from './evidence.ts';
import { expand } from './gzip.ts';
import type { Intervals } from './intervals.ts';

/** From what is left of it the file cannot be read again. */
export async function markErased(db: Database, change: Change, id: SourceId): Promise<void> {
  await change([db.sources], [], 0, async (_, journal) => {
    const record = await db.sources.get(id);
    if (record === undefined || record.erased === true) return;
    const erased = { ...record, erased: true as const };
    journal.sources.push([id, digestOf(erased)]);
    await db.sources.put(erased);
  });
}

/** A block of which nothing is left goes; in others the bytes become zeros. @returns the number of blocks that were changed */
export async function blankBytes(
  db: Database,
  change: Change,
  source: SourceId,
  blank: Intervals,
  pause: () => void,
): Promise<number> {
  const heads = await db.blocks
    .filter((head) => head.source === source && blank.meets(head.offset, head.offset + head.length))
    .toArray();
  for (const { offset, length } of heads) {
    pause();
    const gone = blank.within(offset, offset + length).reduce((sum, [from, to]) => sum + to - from, 0);
    const packed = gone === length ? null : await blanked(db, [source, offset], blank);
    await change([db.evidence, db.blocks], [], 0, async (_, journal) => {
      if (packed !== null) return addBlocks(db, [packed], journal);
      journal.dropped.push([source, offset]);
      await Promise.all([db.evidence.delete([source, offset]), db.blocks.delete([source, offset])]);
    });
  }
  return heads.length;
}

async function blanked(db: Database, key: [SourceId, number], blank: Intervals): Promise<PackedBlock | null> {
  const block = await db.evidence.get(key);
  if (block === undefined) return null;
  const bytes = (await expand(block)).slice();
  const { source, offset } = block;
  for (const [from, to] of blank.within(offset, offset + bytes.length)) bytes.fill(0, from - offset, to - offset);
  return packEvidence({ source, offset, bytes });
}

/** All bytes that prove something of a session. */
export function* placesOf({ messages, markers }: SessionFragment): Iterable<Place> {
  for (const { place } of markers) yield place;
  for (const { sightings } of messages) for (const { places } of sightings) yield* places;
}
