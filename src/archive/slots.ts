/** What happens to packs within one transaction: slots are filled, given up, and packs without a live slot go. */
import type { Counters, Database, SessionRecord } from './database.ts';
import type { NewPack } from './packs.ts';

/** Counts a change and reserves numbers for packs. Within a transaction on `meta`. */
export async function takeNumbers(db: Database, packs: number): Promise<{ revision: number; firstPack: number }> {
  const { revision, nextPack } = await readCounters(db);
  await db.meta.put({ key: 'counters', value: { revision: revision + 1, nextPack: nextPack + packs } });
  return { revision: revision + 1, firstPack: nextPack };
}

export async function readCounters(db: Database): Promise<Counters> {
  const stored = await db.meta.get('counters');
  return stored?.key === 'counters' ? stored.value : { revision: 0, nextPack: 0 };
}

/** Stores packs under consecutive numbers, every slot live. Within a transaction on the tables of packs. */
export async function addPacks(db: Database, packs: readonly NewPack[], first: number): Promise<void> {
  await Promise.all(
    packs.flatMap(({ transcripts, texts }, index) => {
      const pack = first + index;
      const slots = transcripts.ids.length;
      return [
        db.packs.add({ pack, slots, live: slots, bytes: transcripts.bytes.length }),
        db.transcripts.add({ pack, ...transcripts }),
        db.texts.add({ pack, ...texts }),
      ];
    }),
  );
}

/** Where the sessions of new packs lie, in the order in which they were packed. */
export function* slotsOf(packs: readonly NewPack[], first: number): Iterable<{ pack: number; slot: number }> {
  for (const [index, { transcripts }] of packs.entries()) {
    for (let slot = 0; slot < transcripts.ids.length; slot++) yield { pack: first + index, slot };
  }
}

/** The sessions' old slots become garbage. Within a transaction on the tables of packs. */
export async function releaseSlots(db: Database, old: readonly (SessionRecord | undefined)[]): Promise<void> {
  const released = new Map<number, number>();
  for (const row of old) if (row !== undefined) released.set(row.pack, (released.get(row.pack) ?? 0) + 1);
  if (released.size === 0) return;
  const heads = await db.packs.bulkGet([...released.keys()]);
  const kept = [];
  const dead = [];
  for (const head of heads) {
    if (head === undefined) continue;
    const live = head.live - (released.get(head.pack) ?? 0);
    if (live > 0) kept.push({ ...head, live });
    else dead.push(head.pack);
  }
  await Promise.all([db.packs.bulkPut(kept), deletePacks(db, dead)]);
}

export async function deletePacks(db: Database, packs: number[]): Promise<void> {
  if (packs.length === 0) return;
  await Promise.all([db.packs.bulkDelete(packs), db.transcripts.bulkDelete(packs), db.texts.bulkDelete(packs)]);
}
